"""At what time of the day it is used: ``every evening`` of what is for the morning."""

from __future__ import annotations

import re
from collections.abc import Iterator

from agent.narration.claims.guarded import compiled
from agent.narration.claims.hedges import Verdict
from agent.narration.claims.known import Facts

_LABEL = compiled(r"\b(?:use|usage|when|time|routine|application|apply)\b", re.I)
_BY_DAY = compiled(r"\b(?:mornings?|daytime|day)\b", re.I)
_BY_NIGHT = compiled(r"\b(?:evenings?|nights?|bedtime|overnight|bed)\b", re.I)
_USED = compiled(
    r"\b(?:used?|apply|applied|wear|worn|taken?|it)\b[^.;,]{0,40}?"
    r"\b(?:every|each|in the|at|before|by|day and) (?P<t>mornings?|evenings?|nights?|bed(?:time)?|day)\b",
    re.I,
)
_BOTH = compiled(
    r"\b(?:(?:morning|day)s? (?:and|or|&) (?:night|evening)s?|"
    r"(?:night|evening)s? (?:and|or|&) (?:morning|day)s?|twice (?:a|per|every) day|twice daily)\b",
    re.I,
)
_DENIED = compiled(r"\b(?:not|never|no|without|rather|instead)\b|n't\b", re.I)


def timely(text: str, facts: Facts) -> Iterator[Verdict]:
    """A verdict on each time of its use, where an attribute names only the other one."""
    for found in _USED.finditer(text):
        told = [value for label, value in facts.fields if _LABEL.search(label)]
        by, other = (_BY_DAY, _BY_NIGHT) if _BY_DAY.match(found["t"]) else (_BY_NIGHT, _BY_DAY)
        if any(other.search(each) and not by.search(each) for each in told):
            yield Verdict(found[0], _DENIED.search(text[: found.end()]) is not None)
    for found in _BOTH.finditer(text):
        told = [value for label, value in facts.fields if _LABEL.search(label)]
        if any((_BY_DAY.search(each) is None) != (_BY_NIGHT.search(each) is None) for each in told):
            yield Verdict(found[0], _DENIED.search(text[: found.end()]) is not None)
