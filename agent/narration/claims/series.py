"""Which volume it is, whether it has one or several: ``the third case``, ``a single garden``."""

from __future__ import annotations

import re
from collections.abc import Iterator

from agent.narration.claims.guarded import compiled
from agent.narration.claims.hedges import Verdict
from agent.narration.claims.known import Facts, once
from agent.narration.claims.wording import stem

_PLACES = {
    "first": "1", "debut": "1", "second": "2", "third": "3", "fourth": "4", "fifth": "5", "sixth": "6",
    "1st": "1", "2nd": "2", "3rd": "3", "4th": "4", "5th": "5",
}  # fmt: skip
_PART = r"(?:volume|part|book|instal+ment|novel|case (?:for|of)|episode|adventure (?:for|of))"
_PLACED = compiled(
    rf"\b(?P<o>{'|'.join(_PLACES)}) {_PART}\b(?! (?:here|in th|on th|of th(?:e|is) (?:list|selection)))|"
    r"\b(?P<d>debut)\b|\b(?:book|volume|part|vol\.) (?P<n>\d)\b",
    re.I,
)
_SERIES = r"(?:[a-z]+ |[A-Z]\w+ ){0,3}(?:trilogy|series|saga)\b"
_OPENS = compiled(
    r"\b(?:(?P<first>opens|begins|starts|kicks off|launches)|"
    r"(?P<last>closes|concludes|ends|finishes|completes)) "
    rf"(?:the |a |an |its |her |his )?{_SERIES}",
    re.I,
)
_ABOUT = compiled(
    r"\b(?:volume|part|book|instal|novel|case|episode|adventure|debut|trilogy|series|saga)", re.I
)
_ONE = compiled(r"\b(?:one|a single|1) (?:[a-z-]+ )?(?P<n>[a-z]{3,})\b", re.I)
_SINGLE = compiled(
    r"(?<!in )(?<!on )(?<!per )(?<!with )\b"
    r"(?:a single|just one|only one|just 1|only 1|one single) (?P<n>[a-z]{3,})\b",
    re.I,
)
_MANY = compiled(r"(?<![\d.,-])(?P<k>\d{1,2}) (?P<n>[a-z]{3,})s\b(?! (?:can|in one|at once))", re.I)
_COUNTED = compiled(r"(?<![\d.,-])(?P<k>\d{1,2}) (?:[a-z-]+ )?(?P<n>[a-z]{3,}s)\b", re.I)
_CANNOT = compiled(
    r"\b(?:doesn't|does not|can't|cannot|won't) (?:also |even )?(?P<v>[a-z]{3,})"
    r"(?=[.,;:!?]|$| (?:and|but|or|so)\b)",
    re.I,
)
_NO_COUNT = frozenset(
    [
        "time", "way", "day", "hand", "size", "side", "person", "year", "star", "movement", "go", "step",
        "player", "coat", "charge", "hour", "minute", "week", "month", "pair", "set", "thing", "pack",
        "option", "piece", "night", "percent",
    ]
)  # fmt: skip
_NOT = compiled(r"\b(?:not|no|never|more than|than|if)\b[^.,;]*$|n't\b[^.,;]*$", re.I)


def series(text: str, facts: Facts) -> Iterator[Verdict]:
    """A verdict on each place in a series, each single thing, and each deed that it is said not to do."""
    if _ABOUT.search(text):
        told = once(facts, "place in series", _places)
        for found in _PLACED.finditer(text):
            place = found["n"] or _PLACES[(found["o"] or found["d"]).lower()]
            if not _NOT.search(text[: found.start()]) and (told or found["o"]):
                yield Verdict(found[0], place in told)
        for found in _OPENS.finditer(text) if told else ():
            if not found["last"] or "trilogy" in found[0].lower():
                yield Verdict(found[0], ("3" if found["last"] else "1") in told)
    if "n't" in text or "not" in text:
        for found in _CANNOT.finditer(text):
            verb = found["v"].lower()
            if stem(verb) in facts.mentioned and re.search(
                rf"\b(?:and|that|also|,) {verb}e?s\b", facts.words
            ):
                yield Verdict(found[0], False)
    if "one" in text or "single" in text or "1" in text:
        several = once(facts, "several", _several)
        for found in _SINGLE.finditer(text) if several else ():
            if stem(found["n"]) in several and not _NOT.search(text[: found.start()]):
                yield Verdict(found[0], False)
    for found in _MANY.finditer(text):
        if int(found["k"]) > 1 and stem(found["n"]) in once(facts, "only one", _only_one):
            yield Verdict(found[0], False)


def _places(facts: Facts) -> frozenset[str]:
    return frozenset(
        each["n"] or _PLACES[(each["o"] or each["d"]).lower()] for each in _PLACED.finditer(facts.words)
    )


def _several(facts: Facts) -> frozenset[str]:
    """Stems of what there are several of, and nowhere one."""
    return _counted(facts) - _ones(facts) - _NO_COUNT


def _only_one(facts: Facts) -> frozenset[str]:
    """Stems of what the prose tells one of, and the facts nowhere several."""
    labels = frozenset(noun for number in facts.numbers if number.said > 1 for noun in number.label)
    return _ones(facts) - _NO_COUNT - facts.called - _counted(facts) - labels


def _counted(facts: Facts) -> frozenset[str]:
    return frozenset(stem(each["n"]) for each in _COUNTED.finditer(facts.words) if int(each["k"]) > 1)


def _ones(facts: Facts) -> frozenset[str]:
    return frozenset(stem(each["n"]) for each in _ONE.finditer(facts.prose))
