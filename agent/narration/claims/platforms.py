"""What alone it works with: ``only with iPhone`` of what has an app for Android too."""

from __future__ import annotations

import re
from collections.abc import Iterator

from agent.narration.claims.hedges import Verdict
from agent.narration.claims.known import Facts

_WORKS = r"(?:works?|compatible|runs?|pairs?|connects?|usable|available)"
_ONLY = re.compile(
    rf"\b(?:{_WORKS} (?:only|solely|exclusively)|(?:only|solely|exclusively) {_WORKS}) (?:with|on|for) "
    r"(?:the |an? |your )?(?P<what>[a-z]+)",
    re.I,
)
_NOT = re.compile(r"\b(?:not|never|no longer)\b[^.,;]*$|n't\b[^.,;]*$", re.I)
_FAMILIES: tuple[dict[str, str], ...] = (
    {"ios": "ios", "iphone": "ios", "iphones": "ios", "ipad": "ios", "apple": "ios", "android": "android"},
    {"windows": "windows", "macos": "macos", "mac": "macos", "macs": "macos", "linux": "linux"},
)
"""The names of systems that are told side by side."""
_WORD = re.compile(r"[a-z]+")


def platforms(text: str, facts: Facts) -> Iterator[Verdict]:
    """A verdict on each system that is said to be the only one."""
    for found in _ONLY.finditer(text):
        words = _WORD.findall(facts.words.lower())
        for family in _FAMILIES:
            one = family.get(found["what"].lower())
            told = {family[word] for word in words if word in family}
            if one is not None and told and not _NOT.search(text[: found.start()]):
                yield Verdict(found[0], told == {one})
