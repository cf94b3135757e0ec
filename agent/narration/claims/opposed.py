"""What is the one is not the other, of the same thing: a ``back zip`` of a side zip, ``lined`` of unlined.

Opposites are opposites only of one and the same thing: a dry wine may be had at a sweet price.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from agent.narration.claims.guarded import compiled
from agent.narration.claims.hedges import Verdict
from agent.narration.claims.known import Facts, once
from agent.narration.claims.synonyms import SAME
from agent.narration.claims.wording import MARKS, stem, tokens

_GROUPS = (
    "front back side rear top bottom", "upper lower", "inner outer", "left right", "inside outside",
    "internal external", "interior exterior", "dry sweet", "fixed removable detachable",
    "fixed adjustable", "fixed swivel rotating", "hard soft", "open closed", "wide narrow", "thick thin",
    "hot cold", "warm cold", "fresh dried frozen", "raw cooked roasted", "male female",
    "solid laminated veneered plated hollow", "natural synthetic artificial", "single double",
    "manual automatic electric", "round square oval rectangular", "glossy matte", "wired wireless",
    "straight curved", "high low", "long short", "light dark", "rechargeable disposable", "soft firm",
    "fine coarse", "smooth rough textured", "fine medium broad", "light medium dark", "soft medium firm hard",
    "ruled blank lined dotted squared", "slim regular relaxed loose skinny",
)  # fmt: skip
_AGAINST: dict[str, frozenset[str]] = {}
for _group in (frozenset(map(stem, group.split())) for group in _GROUPS):
    for _word in _group:
        # "Removable" and "detachable" both stand against "fixed", not against each other.
        _AGAINST[_word] = _AGAINST.get(_word, frozenset()) | (_group - {_word} - SAME.get(_word, frozenset()))
_LITTLE = frozenset(
    [
        "and", "or", "of", "in", "on", "at", "to", "for", "with", "from", "is", "are", "the", "that", "up",
        "by", "as", "it",
    ]
)  # fmt: skip
_WORD = compiled(r"[^\W\d_]+")
_MADE = compiled(r"(?:ed|able|ible)$")
_NAME = compiled(rf"[ -][{MARKS}]")
_PLACED = compiled(r"\b(?P<thing>[a-z]+) (?:on|at|in) the (?P<side>[a-z]+)\b", re.I)
_APART = compiled(r"[^\w\s-]")
_DENIED = compiled(
    r"\b(?:not|no|never|without|nor|neither|than|unlike|rather|instead|if|your|for)\b|n't\b", re.I
)


def opposed(text: str, facts: Facts) -> Iterator[Verdict]:
    """A verdict on every word whose opposite the facts have of the same thing."""
    words = list(_WORD.finditer(text))
    for at, found in enumerate(words):
        word = stem(found[0])
        others = _AGAINST.get(word)
        if others is not None and not others.isdisjoint(facts.mentioned):
            known = once(facts, "pairs", _pairs)
            said = word in facts.mentioned
            for head in _heads(words, at, text, facts):
                if said and (f"{word} {head}" in known or head in facts.called or _AGAINST.get(head)):
                    continue
                if any(f"{other} {head}" in known for other in others) and not _denied(text, found):
                    yield Verdict(found[0], False)
        elif len(word) > 4 and _MADE.search(word) and word not in facts.mentioned:
            other = word[2:] if word.startswith("un") else f"un{word}"
            if other in facts.mentioned and not _denied(text, found):
                yield Verdict(found[0], False)


def _denied(text: str, found: re.Match[str]) -> bool:
    return _DENIED.search(text[: found.start()]) is not None


def _heads(words: list[re.Match[str]], at: int, text: str, facts: Facts) -> frozenset[str]:
    """Of what: ``back zip``, ``front and rear lights``, ``the lid is fixed``, ``a zip at the back``."""
    end = words[at].end()
    if _NAME.match(text, end):
        return facts.called
    lower = [each[0].lower() for each in words[max(0, at - 4) : at + 4]]
    here = min(at, 4)
    heads: set[str] = set()
    if here > 1 and lower[here - 1] in ("is", "are"):
        heads.add(stem(lower[here - 2]))
    if here > 2 and lower[here - 1] == "the" and lower[here - 2] in ("at", "on", "in"):
        heads.update(map(stem, lower[: here - 2][-2:]))
    after = here + 1
    if lower[after : after + 1] in (["and"], ["or"]) and after + 2 < len(lower):
        after += 2 if stem(lower[after + 1]) in _AGAINST else 0
    if after < len(lower) and not _APART.search(text[end : words[at - here + after].start()]):
        heads.add(stem(lower[after]))
    return frozenset(heads) - _LITTLE


def _pairs(facts: Facts) -> frozenset[str]:
    """Each word of the facts with the one or two after it, and every value of a label with its name."""
    found: set[str] = set()
    for piece in [*re.split(r"[.,;:()]", facts.prose), *(text for _, text in facts.fields)]:
        words = list(map(stem, tokens(piece)))
        found.update(f"{a} {b}" for a, b in pairwise(words) if a in _AGAINST)
        found.update(f"{a} {b}" for a, b in zip(words, words[2:], strict=False) if a in _AGAINST)
    for placed in _PLACED.finditer(facts.prose):
        found.add(f"{stem(placed['side'])} {stem(placed['thing'])}")
    for label, text in facts.fields:
        name = tokens(label)
        if name and text.startswith(f"{label}: "):
            values = map(stem, tokens(text[len(label) :]))
            found.update(f"{word} {stem(name[-1])}" for word in values if word in _AGAINST)
    return frozenset(found)
