"""What alone it works with: ``only with iPhone`` of what has an app for Android too."""

from __future__ import annotations

import re
from collections.abc import Iterator

from agent.narration.claims.guarded import compiled
from agent.narration.claims.hedges import Verdict
from agent.narration.claims.known import Facts

_WORKS = r"(?:works?|compatible|runs?|pairs?|connects?|usable|available)"
_ONLY = compiled(
    rf"\b(?:{_WORKS} (?:only|solely|exclusively)|(?:only|solely|exclusively) {_WORKS}) (?:with|on|for) "
    r"(?:the |an? |your )?(?P<what>[a-z]+)",
    re.I,
)
_WITH = compiled(
    rf"\b{_WORKS}(?: up)? (?:with|on)(?: (?:both|either|your|any|an?|the))* "
    r"(?P<what>iphones?|android|ipads?|ios|macs?|macos|windows|linux)\b"
    r"(?:(?: phones?| pcs?| computers?| devices?)?(?:,? (?:and|or|as well as)) (?:your |an? )?"
    r"(?P<more>iphones?|android|ipads?|ios|macs?|macos|windows|linux)\b)?",
    re.I,
)
_BOTH = compiled(
    r"\b(?:both|either) (?:an? )?(?P<what>iphones?|android|ios|macs?|macos|windows) (?:and|or) (?:an? )?"
    r"(?P<more>iphones?|android|ios|macs?|macos|windows)\b",
    re.I,
)
_LABEL = compiled(r"\b(?:compatib\w*|works with|systems?|platforms?|os|app|requires?|supported?)\b", re.I)
_NOT = compiled(r"\b(?:not|never|no longer)\b[^.,;]*$|n't\b[^.,;]*$", re.I)
_FAMILIES: tuple[dict[str, str], ...] = (
    {
        "ios": "ios",
        "iphone": "ios",
        "iphones": "ios",
        "ipad": "ios",
        "ipads": "ios",
        "apple": "ios",
        "android": "android",
    },
    {"windows": "windows", "macos": "macos", "mac": "macos", "macs": "macos", "linux": "linux"},
)
"""The names of systems that are told side by side."""
_WORD = compiled(r"[a-z]+")
_SYSTEM = compiled(r"\b(?:i[Pp]hones?|i[Pp]ad|iOS|Android|Macs?|macOS|Windows|Linux)\b")


def _with(text: str, facts: Facts) -> Iterator[Verdict]:
    """A verdict on each system that it is said to work with, where an attribute tells those it does."""
    labelled = " ".join(told for label, told in facts.fields if _LABEL.search(label)).lower()
    words = _WORD.findall(labelled)
    for pattern in (_WITH, _BOTH) if labelled else ():
        for found in pattern.finditer(text):
            for family in _FAMILIES:
                told = {family[word] for word in words if word in family}
                said = {
                    one for what in found.group("what", "more") if what and (one := family.get(what.lower()))
                }
                if said and told and not _NOT.search(text[: found.start()]):
                    yield Verdict(found[0], said <= told)


def platforms(text: str, facts: Facts) -> Iterator[Verdict]:
    """A verdict on each system that is said to be the only one, or one of those it works with."""
    if _SYSTEM.search(text):
        yield from _with(text, facts)
    for found in _ONLY.finditer(text):
        words = _WORD.findall(facts.words.lower())
        for family in _FAMILIES:
            one = family.get(found["what"].lower())
            told = {family[word] for word in words if word in family}
            if one is not None and told and not _NOT.search(text[: found.start()]):
                yield Verdict(found[0], told == {one})
