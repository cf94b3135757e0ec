"""How much of it there is: ``low in caffeine``, ``maximum warmth``, ``a soft mattress``.

An attribute may tell a degree in a word (``caffeine: high``) or out of so many (``warmth: 3 of 5``). What a
sentence calls it must be of that degree.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from agent.narration.claims.guarded import compiled
from agent.narration.claims.hedges import Verdict
from agent.narration.claims.known import Facts, once
from agent.narration.claims.wording import stem, tokens

_DEGREES = {
    "low": "low", "little": "low", "hardly any": "low", "poor": "low", "none": "low", "very low": "low",
    "medium": "medium", "moderate": "medium", "average": "medium", "mid": "medium",
    "high": "high", "very high": "high", "rich": "high", "plenty of": "high", "a lot of": "high",
    "lots of": "high", "maximum": "top", "top": "top", "full": "top", "minimum": "bottom",
}  # fmt: skip
_WORDS = "low|medium|moderate|average|high|maximum|minimum|top|full"
_SAID = compiled(
    r"\b(?P<a>low|high|rich|poor) in (?P<an>[a-z]{3,})\b(?!-)|"
    r"\b(?P<b>hardly any|little|plenty of|a lot of|lots of) (?P<bn>[a-z]{3,})\b(?!-)|"
    rf"\b(?P<c>{_WORDS}) (?P<cn>[a-z]{{3,}})(?: (?:level|rating|score|content|grade))?\b(?!-)|"
    rf"\b(?P<dn>[a-z]{{3,}}) (?:level|rating|score|content|grade) (?:is|of)(?: very| rather| quite| only)? "
    rf"(?P<d>{_WORDS})\b(?= ?(?:[.,;:!?]|$|and\b|but\b|so\b))",
    re.I,
)
_MAY = compiled(rf"\b(?:{_WORDS}|rich|poor|hardly|little|plenty|lots?|soft|firm|hard|plush|of)\b", re.I)
_RATIO = compiled(r"\b(?P<n>\d+(?:\.\d)?) ?(?:/|of|out of) ?(?P<m>5|6|7|8|9|10)\b(?!\.\d)")
_NOT = compiled(
    r"(?:\bnot|n't|\bno|\bnever|\bneither|\bthan|\btoo|\bless)(?: an?| the| for| that| so| too)?\s*$", re.I
)
_STARS = compiled(r"\b(?:rat(?:ed|ing|ings)|stars?|scores?|average|customers|shoppers|reviews?)\b", re.I)
_FEEL = compiled(r"\b(?:firmness|hardness|softness)\b", re.I)
_SOFT = compiled(
    r"\b(?P<a>soft|plush|firm|hard)(?P<by>(?:,? (?:and )?[a-z-]+){0,2}?) (?P<k>bed|mattress|pillow)\b|"
    r"\byou (?:like|prefer|want|love|need) (?:it|your bed|your mattress|your pillow|things) "
    r"(?:rather |quite |nice and )?(?P<b>soft|firm|hard)\b",
    re.I,
)
_OF_COVER = compiled(r"\b(?:to|but|yet|is|are|with|cover|touch|for|on|or|foam bed)\b", re.I)
_THIRD, _HALF, _TWO_THIRDS = 0.34, 0.5, 0.66


def degrees(text: str, facts: Facts) -> Iterator[Verdict]:
    """A verdict on each degree of what an attribute tells the degree of."""
    held = once(facts, "degrees", _held)
    if not held or _MAY.search(text) is None:
        return
    by_name: dict[str, set[str]] = {}
    for each in held:
        name, _, degree = each.partition(" ")
        by_name.setdefault(name, set()).add(degree)
    for found in _SAID.finditer(text):
        kind = next(name for name in "abcd" if found[name])
        known = by_name.get(stem(found[f"{kind}n"]))
        degree = _DEGREES[found[kind].lower()]
        if known and (kind != "c" or "ratio" in known) and not _NOT.search(text[: found.start()]):
            yield Verdict(found[0], degree in known)
    if "feel" in by_name:
        yield from _soft(text, facts, by_name["feel"])
    for found in _RATIO.finditer(text):
        near = frozenset(map(stem, tokens(text[max(0, found.start() - 40) : found.end() + 25])))
        for name in near & by_name.keys() if not _STARS.search(text) or "warmth" in near else ():
            told = {each for each in by_name[name] if "/" in each}
            if any(each.endswith(f"/{found['m']}") for each in told):
                yield Verdict(found[0], f"{float(found['n']):g}/{found['m']}" in told)


def _soft(text: str, facts: Facts, held: set[str]) -> Iterator[Verdict]:
    for found in _SOFT.finditer(text):
        said = (found["a"] or found["b"]).lower()
        if found["k"] and (found["k"].lower() not in facts.called | {"bed"} or _OF_COVER.search(found["by"])):
            continue
        if not _NOT.search(text[: found.start()]) and text[found.start() - 1 : found.start()] != "-":
            yield Verdict(found[0], ("soft" if said == "plush" else said) in held)


def _held(facts: Facts) -> frozenset[str]:
    """Each name with the degrees that it may be called: ``warmth medium``."""
    found: set[str] = set()
    for label, text in facts.fields:
        value = text.removeprefix(f"{label}: ").lower()
        names = [stem(word) for word in tokens(label) if word.lower() not in ("level", "rating", "content")]
        degrees = _degrees(value)
        if text == f"not {label}" and len(names) == 1:
            continue
        for name in names if degrees else ():
            found.update(f"{name} {degree}" for degree in degrees)
        if _FEEL.search(label):
            found.update(f"feel {word}" for word in re.findall(r"[a-z]+", value))
    return frozenset(found)


def _degrees(value: str) -> set[str]:
    if value in _DEGREES:
        return {_DEGREES[value]}
    ratio = _RATIO.search(value)
    if ratio is None or not 0 < float(ratio["n"]) <= float(ratio["m"]):
        return set()
    share = float(ratio["n"]) / float(ratio["m"])
    degrees = {"ratio", f"{float(ratio['n']):g}/{ratio['m']}"}
    if share < _HALF:
        degrees.add("low")
    if _THIRD < share <= _TWO_THIRDS:
        degrees.add("medium")
    if share > _HALF:
        degrees.add("high")
    if share == 1:
        degrees.add("top")
    return degrees | ({"bottom"} if float(ratio["n"]) == 1 else set())
