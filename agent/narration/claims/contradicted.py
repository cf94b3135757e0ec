"""What contradicts a fact in other words: a pair where one is sold, an app where nothing connects."""

from __future__ import annotations

import re
from collections.abc import Iterator

from agent.narration.claims.guarded import compiled
from agent.narration.claims.hedges import Verdict
from agent.narration.claims.known import Facts
from agent.narration.claims.lexicon import SOFT
from agent.narration.claims.modified import OPINION
from agent.narration.claims.synonyms import SAME, akin
from agent.narration.claims.wording import stem

_NEGATED = compiled(
    r"(?:\bnot|n't|\bno|\bnever|\bwithout|\bneither|\bnor|\binstead|\brather|\bout of|\baway from|\bkeep)\b",
    re.I,
)
_FUNCTION = compiled(
    r"\b(?P<m>[a-z][a-z-]{2,}) (?:technology|functions?|modes?|systems?|features?|mechanism)\b", re.I
)
_MACHINE = compiled(
    r"\b(?:(?:in|into|through) (?:the |a |your )?(?:washing )?machine\b|for machine washing|"
    r"machine[- ]washed\b|machine[- ]wash it\b|washing machine|in(?:to)? the wash\b)",
    re.I,
)
_WASHED = compiled(r"\bmachine|\bwash\w*[^.]*°|°[^.]*\bwash|\b\d+ ?°", re.I)
_BY_HAND = compiled(r"\bhand wash|not machine wash|washable: hand", re.I)
_LINKED = compiled(
    r"\b(?:sync|pair|connect|send|talk|stream|link|beam|report|transmit|control|alert|notif|check|track|view|set|dim|"
    r"start|steer)\w*\b[^.;,]{0,40}?\b(?:your|the|its|an|any|a) (?:own |home )?(?:\S+ )?"
    r"(?:phone|smartphone|app|wi-?fi|tablet|smartwatch)\b",
    re.I,
)
_LINKS = frozenset(
    [
        "bluetooth", "wifi", "wi", "app", "nfc", "phone", "smartphone", "ios", "android", "smart", "usb",
        "wireless", "aux", "hdmi", "lan", "tv", "headphone", "stand", "charger", "laptop", "tablet",
        "iphone", "mobile", "online", "computer", "pc",
    ]
)  # fmt: skip
_GRADE = compiled(r"\b(?P<n>vitamin|class|grade|type) (?P<x>[A-Z]\+*|B\d+)(?![\w']|\.\w)")
_PLUS = compiled(r"\b(?P<x>[A-Z][A-Za-z]+\d+)\+(?!\w)")
_LESS = compiled(r"\b(?P<x>[a-z]{3,})less\b", re.I)
_BEFORE = compiled(
    r"\bpre-?(?!order|view|vent|fer|sent|serv|tend|cise|scri|par|vail|dict)(?P<x>[a-z]{3,}(?:ed|en|un))\b",
    re.I,
)
_PAIR = compiled(r"\b(?:as a (?:pair|set)|in pairs|a pair of|(?:set|pack) of \d)\b", re.I)
_SINGLE = compiled(
    r"\bsold singly\b|\bsingle panel\b|\bset(?: includes| contains)?: 1 [a-z]+(?=$|\.)|"
    r"\bpieces: 1(?!\d)",
    re.I,
)
_LEFT = compiled(r"\b(?:left|right)- (?:and|or) (?:left|right)-", re.I)

_VERBAL = compiled(r"[^s]s$")
"""``the stories feature a puppy``: a kind is told in the singular, so that here something is done."""


def contradicted(text: str, facts: Facts) -> Iterator[Verdict]:
    """A verdict on each such word."""
    for found in _FUNCTION.finditer(text):
        word = found["m"].lower()
        if (
            word not in OPINION
            and stem(word) not in SOFT
            and not word.endswith("est")
            and not _VERBAL.search(word)
            and not _no(text, found)
        ):
            yield Verdict(found[0], any(akin(stem(part), facts.stems) for part in word.split("-")))
    for found in _MACHINE.finditer(text):
        if not _no(text, found):
            known = _WASHED.search(facts.words) is not None and _BY_HAND.search(facts.words) is None
            yield Verdict(found[0], known)
    for found in _LINKED.finditer(text):
        if not _no(text, found):
            yield Verdict(found[0], not _LINKS.isdisjoint(facts.mentioned))
    for found in _GRADE.finditer(text):
        told = re.findall(rf"\b{found['n']}s?:? ([A-Z]\+*|B\d+)(?!\w|\.\w)", facts.words, re.I)
        if told:
            yield Verdict(found[0], found["x"] in told)
    for found in _PLUS.finditer(text):
        # "HDR10+" is another one than HDR10.
        if re.search(rf"\b{found['x']}\b", facts.words, re.I):
            yield Verdict(found[0], found[0].lower() in facts.words.lower())
    for found in _LESS.finditer(text):
        if not _no(text, found):
            yield from _lacking(found, facts)
    for found in _BEFORE.finditer(text):
        yield Verdict(found[0], akin(stem(found["x"]), facts.stems) or akin(stem(found[0]), facts.stems))
    if (pair := _PAIR.search(text)) and _SINGLE.search(facts.words):
        yield Verdict(pair[0], False)
    if both := _LEFT.search(text):
        told = [value for label, value in facts.fields if "hand" in label]
        if told and not any("left" in value or "both" in value for value in told):
            yield Verdict(both[0], False)


def _lacking(found: re.Match[str], facts: Facts) -> Iterator[Verdict]:
    """``thornless`` of what has thorns."""
    bare = found["x"].lower()
    names = {stem(bare), f"{bare}e", *SAME.get(stem(bare), ())}
    if facts.mentioned.isdisjoint(names) or found[0].lower() in facts.words.lower():
        return
    if not re.search(rf"\b(?:no|not|without) (?:\w+ )?{bare}|\b{bare}s?[- ]free", facts.words, re.I):
        yield Verdict(found[0], False)


def _no(text: str, found: re.Match[str]) -> bool:
    return _NEGATED.search(text[: found.end()]) is not None
