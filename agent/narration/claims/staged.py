"""How old who uses it is: ``gentle enough for newborns`` of what is from three years."""

from __future__ import annotations

import re
from collections.abc import Iterator

from agent.narration.claims.guarded import compiled
from agent.narration.claims.hedges import Verdict
from agent.narration.claims.known import Facts

_OUTGROWN = {
    "newborn": 0.5, "infant": 1.0, "baby": 2.0, "babie": 2.0, "toddler": 4.0, "preschooler": 6.0,
}  # fmt: skip
"""Until how many years one is called so."""
_FOR = compiled(
    r"\b(?:for|suits?|with|by|even) (?:the |your |our |all |little |young |very |smallest |youngest |even )*"
    r"(?:(?:\w+ )?(?:and|or|to) )?(?P<who>newborn|infant|babie|baby|toddler|preschooler)s?\b"
    r"(?! (?:monitor|shower|brother|sister|room))",
    re.I,
)
_LABEL = compiled(r"\bages?\b|\bage range\b", re.I)
_FROM = compiled(
    r"(?P<n>\d+(?:\.\d+)?) ?\+?(?:\s?(?:-|–|to) ?\d+)?\s?(?P<u>months?|mths?|m\b|years?|yrs?|y\b)?", re.I
)
_DENIED = compiled(r"\b(?:not|no|never|than|unlike|once|when|until|after|without|if)\b|n't\b", re.I)
_YEAR = 12.0


def staged(text: str, facts: Facts) -> Iterator[Verdict]:
    """A verdict on each such person that is too young for what the facts tell."""
    for found in _FOR.finditer(text):
        begin = _begin(facts)
        if begin is not None and not _DENIED.search(text[: found.start()]):
            yield Verdict(found[0], begin < _OUTGROWN[found["who"].lower()])


def _begin(facts: Facts) -> float | None:
    """From how many years on it is."""
    for label, value in facts.fields:
        if _LABEL.search(label) and (found := _FROM.search(value, len(label))):
            if re.search(r"\b(?:up to|under|until|max)\b|\bbirth\b", value, re.I):
                return None
            number = float(found["n"])
            return number / _YEAR if (found["u"] or "y").lower().startswith("m") else number
    return None
