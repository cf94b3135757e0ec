"""Comparisons with other products of the list, with all of them, or with the usual price."""

from __future__ import annotations

import re
from collections.abc import Callable

from agent.narration.claims.aspects import Aspect, adjective, noun_keys
from agent.narration.claims.comparison_words import (
    AS_MUCH,
    BY_DEGREES,
    LED,
    OF_VERB,
    OVER,
    SAME,
    THAN,
    TIMES_OF,
    VERBS,
    factor_of,
    noun_after,
    read_comparative,
    shown,
)
from agent.narration.claims.differences import (
    are_alike,
    both_measured,
    differ_by,
    share_value,
    shared_attribute,
)
from agent.narration.claims.hedges import Hedge, Verdict, agrees, hedge_before
from agent.narration.claims.known import Facts
from agent.narration.claims.mentions import MOST, SOME, USUAL, marked
from agent.narration.claims.quantities import MONEY, PERCENT, Quantity, quantities

_LEFT = 70


class Comparing:
    """Comparisons of one list."""

    def __init__(self, facts: Callable[[int], Facts], n: int) -> None:
        self._facts = facts
        self._n = n

    def check(self, text: str, own: int) -> tuple[str, list[Verdict]]:
        """The sentence without its comparisons, and a verdict on each."""
        verdicts: list[Verdict] = []
        text = BY_DEGREES.sub("", text)
        for pattern, judge in (
            (AS_MUCH, self._as),
            (TIMES_OF, self._of),
            (SAME, self._same),
            (THAN, self._than),
            (OVER, self._over),
        ):
            for found in reversed(list(pattern.finditer(text))):
                begin, verdict = judge(text, found, own)
                if begin is None:
                    continue
                if verdict is not None:
                    verdicts.append(Verdict(shown(text[begin : found.end()]), verdict))
                text = f"{text[:begin]} {text[found.end() :]}"
        return text, verdicts

    def bare(self, text: str, own: int, other: int) -> tuple[str, list[Verdict]]:
        """``It is $110 cheaper`` of ``own``, where only ``other`` can be meant."""
        by = re.search(r"\s+by\s+([^,;.!]{1,20})", text)
        given = next(quantities(by[1]), None) if by else None
        if (
            by is not None
            and given is not None
            and (read := read_comparative(text[: by.start()])) is not None
        ):
            aspect, begin, *_ = read
            hedge = hedge_before(by[1][: given.start])
            holds = self._each(self._facts(own), chr(0xE000 + other), own, aspect, given, hedge)
            return f"{text[:begin]} {text[by.end() :]}", [Verdict(shown(text[begin : by.end()]), holds)]
        for found in re.finditer(r"[a-z]+(?: [a-z]+){0,2}(?=[\s,.;!]|$)", text, re.I):
            end = found.end()
            left = text[max(0, end - _LEFT) : end]
            shift = end - len(left)
            if (read := read_comparative(left)) is None:
                continue
            aspect, begin, amount, hedge = read
            holds = self._each(self._facts(own), chr(0xE000 + other), own, aspect, amount, hedge)
            return f"{text[: shift + begin]} {text[end:]}", [Verdict(shown(text[shift + begin : end]), holds)]
        return text, []

    def _than(self, text: str, found: re.Match[str], own: int) -> tuple[int | None, bool | None]:
        left = text[max(0, found.start() - _LEFT) : found.start()]
        shift = found.start() - len(left)
        by = re.search(r"\s+by\s+([^,;]{1,20})$", left)
        amount_text = found["by"] or (by[1] if by else None)
        if by:
            left = left[: by.start()]
        read = read_comparative(left)
        if read is None:
            return found.start(), None
        aspect, begin, amount, hedge = read
        if amount_text and (given := next(quantities(amount_text), None)):
            amount, hedge = given, hedge_before(amount_text[: given.start])
        holds = self._each(self._facts(own), found["t"], own, aspect, amount, hedge)
        return shift + begin, holds

    def _over(self, text: str, found: re.Match[str], own: int) -> tuple[int | None, bool | None]:
        word = found["w"].lower()
        left = text[max(0, found.start() - _LEFT) : found.start()].rstrip()
        last = list(quantities(left))
        amount = last[-1] if last and not left[last[-1].end :].strip(" -points") else None
        hedge: Hedge = hedge_before(left[: amount.start]) if amount else "exact"
        if found["by"] and (given := next(quantities(found["by"]), None)):
            amount, hedge = given, hedge_before(found["by"][: given.start])
        keys = noun_keys(found["on"]) if found["on"] else ()
        down = word.startswith(("below", "under", "less", "off"))
        if word.startswith("outweigh"):
            keys = ("mass",)
        elif word.startswith("outscore"):
            keys = ("rating",)
        elif word.startswith("beat"):
            if not keys:
                return None, None
            down = keys[0] == "price"
        if not keys and (placed := re.search(r"\b(rat|scor|pric)(?:ed|es|ings?|e)$", left, re.I)):
            keys = ("price",) if placed[1].lower() == "pric" else ("rating",)
        if not keys:
            if word.startswith("off") and amount is None:
                return None, None
            if (
                amount is None
                and not word.startswith(("undercut", "less", "more"))
                and USUAL not in found["t"]
            ):
                return None, None
            keys = ("price",)
            if amount is not None and amount.dimension not in (MONEY, PERCENT):
                keys = (amount.dimension,) if amount.dimension else ("rating",)
        start = found.start()
        if amount and not found["by"]:
            start = max(0, found.start() - _LEFT) + amount.start
        aspect = Aspect(keys, -1 if down else 1)
        return start, self._each(self._facts(own), found["t"], own, aspect, amount, hedge)

    def _as(self, text: str, found: re.Match[str], own: int) -> tuple[int | None, bool | None]:
        aspect = adjective(found["adj"])
        if aspect is None:
            return found.start(), None
        if found["adj"].lower() == "much":
            before = text[: found.start()]
            keys = next((keys for verb, keys in VERBS if verb.search(before)), aspect.keys)
            aspect = Aspect(keys)
        if found["f"]:
            hedge = hedge_before(text[: found.start("f")])
            return found.start(), self._scaled(found["t"], own, aspect, factor_of(found), hedge)
        mine = self._facts(own)
        if found["not"]:
            less = Aspect(aspect.keys, -aspect.sign, aspect.any_key)
            return found.start(), self._each(mine, found["t"], own, less, None, "exact")
        near = hedge_before(text[: found.start()])
        tolerance = 0.15 if near in ("nearly", "about") else 0.006
        return found.start(), self._quantified(
            found["t"], own, lambda other: are_alike(mine, other, aspect, tolerance)
        )

    def _of(self, text: str, found: re.Match[str], own: int) -> tuple[int | None, bool | None]:
        noun = found["noun"] or found["noun2"] or "price"
        target = found["t"] or found["own"] or found["what"] or found["of"]
        if found["verb"]:
            verb = found["verb"].lower()
            if verb == "does":
                led = LED.search(text[: found.start()])
                verb = led[1].lower() if led else "costs"
            noun = OF_VERB.get(verb[:5].rstrip("s"), "price")
        keys = noun_keys(noun)
        if found["that"]:
            # "10 years of warranty, 5 times that of": what was counted last.
            said = list(quantities(text[: found.start()]))[-1:]
            keys = tuple(k for q in said for k in (*sorted(q.nouns), *noun_after(text, q), q.dimension) if k)
        if not keys:
            return found.start(), None
        hedge = hedge_before(text[: found.start("f")])
        return found.start(), self._scaled(target, own, Aspect(keys), factor_of(found), hedge)

    def _same(self, text: str, found: re.Match[str], own: int) -> tuple[int | None, bool | None]:
        target = found["t"] or found["t2"]
        noun = (found["noun"] or found["noun2"] or "price").lower().strip()
        noun = re.sub(r" (?:range|level)$", "", noun)
        mine = self._facts(own)
        alike = shared_attribute(noun)
        if alike is not None:
            return found.start(), self._quantified(target, own, lambda other: share_value(mine, other, alike))
        keys = noun_keys(noun)
        if not keys:
            return found.start(), None
        return found.start(), self._quantified(
            target, own, lambda o: are_alike(mine, o, Aspect(keys), 0.0051)
        )

    def _scaled(self, target: str, own: int, aspect: Aspect, factor: float, hedge: Hedge) -> bool:
        mine = self._facts(own)

        def holds(other: Facts | None) -> bool:
            for key in aspect.keys:
                pair = both_measured(mine, other, key)
                if pair is not None and pair[1]:
                    return agrees(pair[0] / pair[1], factor, hedge, factor * 0.02)
            return False

        return self._quantified(target, own, holds)

    def _each(
        self, mine: Facts, target: str, own: int, aspect: Aspect, amount: Quantity | None, hedge: Hedge
    ) -> bool:
        return self._quantified(target, own, lambda other: differ_by(mine, other, aspect, amount, hedge))

    def _quantified(self, target: str, own: int, holds: Callable[[Facts | None], bool]) -> bool:
        """``None`` stands for the usual price of the product itself."""
        marks = [char for char in target if "\ue000" <= char <= "\uf8ff"]
        for char in marks:
            if char == USUAL:
                results = [holds(None)]
            else:
                results = [holds(self._facts(i)) for i in marked(char, own, self._n) if i != own]
            if not results:
                return False
            enough = len(results) // 2 + 1 if char == MOST else 1 if char == SOME else len(results)
            if sum(results) < enough:
                return False
        return bool(marks)
