"""Other products by their rank: ``the next dearest``, ``the cheaper of the two Lucios``."""

from __future__ import annotations

import re
from collections.abc import Callable

from agent.narration.claims.aspects import comparative
from agent.narration.claims.guarded import compiled
from agent.narration.claims.known import Facts
from agent.narration.claims.marks import mark, marked
from agent.narration.claims.superlative_words import SUPERLATIVES
from agent.narration.claims.wording import MARKS

_LED = compiled(
    r"\b(?:than|what|below|above|under|over|undercuts|beats|(?:price|weight|cost|score|rating|size|capacity|volume|"
    r"power|length|width|thickness) of|behind) the "
    r"(?:(?P<r>next|second|third)[ -])?(?=\w+est\b|most\b|least\b|best\b|top\b|highest|lowest)",
    re.I,
)
_NEXT = compiled(
    r"(?<!\bis )(?<!'s )(?<!\bare )\bthe (?P<r>next)[ -]"
    r"(?=\w+est\b|most\b|least\b|best\b|top\b|highest|lowest)",
    re.I,
)
_ONE_UP = compiled(
    r"\bthe next (?:one|option|pick|step|model|pair)(?: (?P<d>up|down)| (?:in|by) price)?"
    r"(?= (?:is|costs?|comes?|starts?|being)\b|,)",
    re.I,
)
_NAMED = compiled(rf",? (?:is|being|comes)(?: already)? (?:the |this )?(?P<m>[{MARKS}])(?!'s)", re.I)
_PLACES = {"second": 1, "third": 2}
_NOUN = compiled(
    r" (?:one|product|option|item|pick|choice|model|pair|piece|(?!is\b|being\b|does\b|costs?\b|in\b|on\b|of\b"
    r"|here\b|by\b|"
    r"at\b|and\b|but\b|for\b|with\b|to\b|has\b|weighs\b|that\b)[a-z]+)\b(?: here\b)?",
    re.I,
)
_OF_GROUP = compiled(
    rf"\bthe (?P<c>(?:more |less )?[a-z]+)(?: one)? of (?:the )?(?P<g>[{MARKS}](?:(?:, | and )+[{MARKS}])+)",
    re.I,
)


class Ranked:
    """The products of one list by what they are first, second or next in."""

    def __init__(self, facts: Callable[[int], Facts], n: int) -> None:
        self._facts = facts
        self._n = n

    def resolved(self, text: str, own: int) -> tuple[str, str | None]:
        """The sentence with each other product that is told by its rank as its mark.

        And what is said of a rank that another has: ``the next cheapest is the Arc``.
        """
        claim: str | None = None
        if " next" in text:
            text = _ONE_UP.sub(lambda m: self._beside(m, own), text)
        led = _NEXT if " next" in text and _NEXT.search(text) else _LED
        for found in reversed(list(led.finditer(text))):
            for pattern, keys, most in SUPERLATIVES:
                said = pattern.match(text, found.end())
                if said is None:
                    continue
                meant = self._ranked(keys, own, (found["r"] or "").lower(), most=most)
                if meant is not None and meant != own:
                    noun = _NOUN.match(text, said.end())
                    begin = text.lower().rindex("the ", 0, found.end())
                    end = noun.end() if noun else said.end()
                    if (named := _NAMED.match(text, end)) is not None:
                        if named["m"] != mark(meant):
                            claim = text[begin : named.end()]
                        text = f"{text[:begin].rstrip(' ,;')}; {mark(meant)} is{text[named.end() :]}"
                    else:
                        text = f"{text[:begin]}{mark(meant)}{text[end:]}"
                break
        text = _OF_GROUP.sub(lambda m: self._of_group(m, own), text) if " of " in text else text
        return text, claim

    def _beside(self, found: re.Match[str], own: int) -> str:
        """``the next one up``: the one whose price is the next above ours."""
        meant = self._ranked(("price",), own, "next", most=(found["d"] or "").lower() == "down")
        return mark(meant) if meant is not None else found[0]

    def _ranked(self, keys: tuple[str, ...], own: int, rank: str, *, most: bool) -> int | None:
        for key in keys:
            known = {i: v for i in range(self._n) if (v := self._facts(i).measures.get(key)) is not None}
            if own not in known or len(known) < 2:
                continue
            order = sorted(known, key=lambda i: known[i], reverse=most)
            if rank == "next":
                behind = [i for i in order if (known[i] < known[own] if most else known[i] > known[own])]
                return behind[0] if behind else None
            place = _PLACES.get(rank, 0)
            return order[place] if place < len(order) else None
        return None

    def _of_group(self, found: re.Match[str], own: int) -> str:
        """``than the cheaper of the two Lucios``: where it is not said of the product itself."""
        read = comparative(found["c"])
        group = [i for char in found["g"] if char >= "\ue000" for i in marked(char, own, self._n)]
        if read is None or own in group:
            return found[0]
        aspect = read[0]
        for key in aspect.keys:
            known = {i: v for i in group if (v := self._facts(i).measures.get(key)) is not None}
            if len(known) == len(group):
                return mark(sorted(group, key=lambda i: known[i] * aspect.sign)[-1])
        return found[0]
