"""How many of a thing are in the box: ``two batteries`` where the facts list one.

Such a list stands in the facts under a label like ``in the box``. A thing that it names without a number is
one, unless it is named in the plural: of that it does not tell how many.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from agent.narration.claims.guarded import compiled
from agent.narration.claims.hedges import Verdict
from agent.narration.claims.known import Facts
from agent.narration.claims.lexicon import SOFT
from agent.narration.claims.quantities import dimension_of
from agent.narration.claims.wording import stem, tokens

_LISTING = compiled(
    r"^(?!not\b)(?:.*\b)?(?:included?|includes|contents?|components?|in the box|supplied|accessories|"
    r"comes with|set)$",
    re.I,
)
_GIVING = compiled(
    r"\b(?:(?:comes?|arrives?|ships?|supplied|delivered|sold|packed|bundled) (?:\w+ )?with|includes?|"
    r"including|(?:box|set|kit|package|bundle) (?:of \S+(?: \S+){0,3} )?(?:holds|contains|includes)|"
    r"(?:in|inside) the box(?: are| is|:)|throws in)\s+(?P<np>[^.;:!?]*)",
    re.I,
)
_SEVERAL = compiled(
    r"(?P<n>\d+) (?:x )?(?:\d[\w.,]*(?:[- ]\w+)? )?"
    r"(?P<np>[^\W\d_][\w'-]*(?: (?!(?:and|or|plus|with|for|of|in|on|to|from|that|which|so|at|as|by)\b)"
    r"[^\W\d_][\w'-]*){0,3})"
)
_SPARE = compiled(
    r"\b(?:spare|backup|replacement|second|additional) (?P<np>[^\W\d_][\w'-]*(?: "
    r"(?!(?:and|or|plus|with|for|of|in|on|to|from|that|which|so|at|as|by|is|are|making)\b)[^\W\d_][\w'-]*){0,2})",
    re.I,
)
_SPARES = frozenset(
    map(stem, ["spare", "extra", "backup", "replacement", "second", "additional", "refill", "two"])
)
_HELD = compiled(r"(?:(?P<n>\d+) ?(?:x |pcs |× )?)?(?P<np>.*)")
_TIMES = compiled(r"\b(?P<n>\d+) ?x (?P<thing>[^\W\d_][\w-]+)", re.I)
_WHOLE = compiled(r"(?:[^:]*: )?(?P<n>\d+) \(")
"""``4 (2 x HDMI 2.1)``: of all of them, some."""
_VERSION = compiled(r" \d")
_SAID = compiled(r"(?<![\d.,-])(?P<n>\d+) (?P<thing>[^\W\d_][\w-]+)")
_PAIRED = compiled(r"\b(?P<a>[^\W\d_][\w-]+) (?:and|&) (?:an? )?(?P<b>[^\W\d_][\w-]+) (?P<h>[a-z]+)s\b", re.I)
_JUST_ONE = compiled(
    r"\b(?:needs?|requires?|takes?|has|have|offers?) (?:just|only) (?:one|1|a single) (?P<thing>[a-z]{3,})\b",
    re.I,
)
_EACH = compiled(r"\b(?:each|per)\b", re.I)
_PARTS = compiled(r", | and | & |; |\+")
_NOTES = compiled(r"\(.*?\)")
_ONE_IN_S = frozenset(["lens", "canvas", "compass"])
_DENIED = compiled(r"\b(?:no|not|never|without|if|whether)\b|n't\b", re.I)
_TWO = 2


def packed(text: str, facts: Facts) -> Iterator[Verdict]:
    """A verdict on each number of things of which the list tells how many there are."""
    yield from _times(text, facts)
    yield from _one(text, facts)
    for found in _GIVING.finditer(text):
        if _DENIED.search(text[: found.start()]) or not (held := _counts(facts)):
            continue
        for spare in _SPARE.finditer(found["np"]) if _SPARES.isdisjoint(facts.stems) else ():
            if sum(held.get(stem(spare["np"].split()[-1]), ())) < _TWO:
                yield Verdict(spare[0], False)
        for pair in _PAIRED.finditer(found["np"]):
            # "HDMI and DisplayPort cables" of one cable.
            if held.get(stem(pair["h"])) == [1] and stem(pair["a"]) not in _listed(facts):
                yield Verdict(pair[0], False)
        for several in _SEVERAL.finditer(found["np"]):
            words = several["np"].split()
            many = held.get(stem(words[-1]))
            if many and dimension_of(words[0]) is None:
                yield Verdict(several[0], int(several["n"]) in (*many, sum(many)))


def _listed(facts: Facts) -> frozenset[str]:
    """Stems of the things that come along."""
    return frozenset(
        stem(word) for label, text in facts.fields if _LISTING.match(label) for word in tokens(text)
    )


def _times(text: str, facts: Facts) -> Iterator[Verdict]:
    """``2 USB-C ports`` of what has ``1 x USB-C, 1 x USB-A``."""
    held: dict[str, list[int]] = {}
    wholes: dict[str, set[int]] = {}
    for _, value in facts.fields:
        for found in _TIMES.finditer(value) if "x " in value and not _EACH.search(value) else ():
            held.setdefault(found["thing"].lower(), []).append(int(found["n"]))
            if all_told := _WHOLE.match(value):
                wholes.setdefault(found["thing"].lower(), set()).add(int(all_told["n"]))
    for said in _SAID.finditer(text) if held else ():
        if many := held.get(said["thing"].lower()):
            whole = (
                set[int]() if _VERSION.match(text, said.end()) else wholes.get(said["thing"].lower(), set())
            )
            yield Verdict(said[0], int(said["n"]) in (*many, sum(many), *whole))


def _one(text: str, facts: Facts) -> Iterator[Verdict]:
    """``needs just one coat`` of what is told to need two."""
    for found in _JUST_ONE.finditer(text):
        head = stem(found["thing"])
        several = [n.said for n in facts.numbers if head in n.label and n.dimension is None]
        if several and min(several) > 1 and not _DENIED.search(text[: found.start()]):
            yield Verdict(found[0], False)


def _counts(facts: Facts) -> dict[str, list[int]]:
    """By the last word of each thing of the list, how many of it there are."""
    held: dict[str, list[int]] = {}
    vague: set[str] = set()
    for label, text in facts.fields:
        value = text.removeprefix(f"{label}: ")
        if value == text or not _LISTING.match(label):
            continue
        for part in _PARTS.split(_NOTES.sub("", value)):
            one = _HELD.match(part.strip())
            words = tokens(one["np"]) if one else []
            if not one or not words:
                continue
            head = stem(words[-1])
            plural = head != words[-1].lower() and words[-1].lower() not in _ONE_IN_S
            number = None if dimension_of(words[0]) else one["n"]
            if number is None and plural:
                vague.add(head)
            else:
                held.setdefault(head, []).append(int(number or 1))
    return {head: many for head, many in held.items() if head not in vague | SOFT}
