"""A number holds on its condition: ``55 h with ANC on`` of what plays 38 h with it on and 55 h with it off.

One value may give several numbers of a kind, each with words of its own. What a sentence says with a number
may then be the words of another one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from agent.narration.claims.guarded import compiled
from agent.narration.claims.hedges import Verdict
from agent.narration.claims.known import Facts
from agent.narration.claims.quantities import quantities
from agent.narration.claims.synonyms import SAME
from agent.narration.claims.wording import stem, tokens

_SEVERAL = compiled(r"\d[^,;/(]*[,;/(]\s*[^,;/(]*\d")
_PARTS = compiled(r"[,;/(](?!\d)|\band\b|\bor\b")
_ENDS = compiled(r"[,.;:!?](?!\d)|\b(?:and|so|but|or|while|which|that|versus|against|than)\b", re.I)
_SWITCHED = compiled(
    r"\b(?:(?P<on>(?:switched|turned) on|activated|enabled|on(?=\s*(?:$|[,.;:!?)]|and\b|so\b|but\b|or\b)))|"
    r"(?P<off>(?:switched|turned) off|disabled|off(?=\s*(?:$|[,.;:!?)]|and\b|so\b|but\b|or\b))|without))",
    re.I,
)
_FOR_A_NAME = compiled(
    r"(?<![\d.,$€£])(?P<n>\d+(?:\.\d+)?)(?: out of \d+|/\d+| points?)? "
    r"(?:for|in|on) (?:its )?(?P<name>[a-z]{3,})\b",
    re.I,
)
_BOTH = compiled(r"\b(?P<a>[a-z]{3,}) (?:and|&|as well as) (?:the |its )?(?P<b>[a-z]{3,})\b", re.I)
_LITTLE = frozenset(
    [
        "up", "to", "of", "the", "a", "an", "with", "at", "in", "on", "off", "for", "by", "per", "from",
        "about", "approx", "max", "min", "and", "or", "each", "x", "without", "is", "as", "over",
    ]
)  # fmt: skip


class _Given(NamedTuple):
    dimension: str
    value: float
    words: frozenset[str]
    switched: str | None


def conditions(text: str, facts: Facts) -> Iterator[Verdict]:
    """A verdict on each number that stands with the words of another of the same value."""
    yield from _swapped(text, facts)
    if not (values := _of(facts)):
        return
    numbers = list(quantities(text))
    for said in numbers:
        if said.dimension is None:
            continue
        alone = sum(each.dimension == said.dimension for each in numbers) == 1
        end = _ENDS.search(text, said.end)
        after = text[said.end : end.start() if end else len(text)]
        words, switched = _words(after), _switched(text[said.end : (end.end() if end else len(text))])
        for value in values:
            own = [given for given in value if (given.dimension, given.value) == (said.dimension, said.value)]
            others = [given for given in value if given.dimension == said.dimension and given not in own]
            if len(own) != 1 or not others:
                continue
            mine = own[0]
            if switched and mine.switched and any(each.switched == switched for each in others):
                # Both are told to be switched: it is the one that is switched so.
                if mine.switched != switched:
                    yield Verdict(f"{said.said:g} {after.strip()}", False)
                continue
            for other in others:
                # "Covers the frame and the leather for 15 years."
                if alone and other.value != mine.value and _joined(text, mine.words, other.words):
                    yield Verdict(f"{said.said:g}", False)
            theirs = frozenset[str]().union(*(each.words for each in others)) - mine.words
            if words & theirs and mine.words and not words & mine.words:
                yield Verdict(f"{said.said:g} {after.strip()}", False)


def _swapped(text: str, facts: Facts) -> Iterator[Verdict]:
    """``82 for speed`` where 82 is its control and its speed another number."""
    for found in _FOR_A_NAME.finditer(text):
        name, said = frozenset([stem(found["name"])]), float(found["n"])
        plain = [(n.label, n.said) for n in facts.numbers if n.label and n.dimension is None]
        own = {value for label, value in plain if label == name}
        if own and said not in own and any(value == said for _, value in plain):
            yield Verdict(found[0], False)


def _joined(text: str, mine: frozenset[str], theirs: frozenset[str]) -> bool:
    """Whether the text names both as one: ``the frame and the leather``."""
    for found in _BOTH.finditer(text):
        one, other = stem(found["a"]), stem(found["b"])
        if any(
            one in ours - others and other in others - ours
            for ours, others in ((mine, theirs), (theirs, mine))
        ):
            return True
    return False


def _switched(text: str) -> str | None:
    found = _SWITCHED.search(text)
    return None if found is None else "on" if found["on"] else "off"


def _words(text: str) -> frozenset[str]:
    stems = [stem(word) for word in tokens(text) if not word[0].isdigit()]
    return frozenset(name for word in stems if word not in _LITTLE for name in (word, *SAME.get(word, ())))


def _of(facts: Facts) -> list[list[_Given]]:
    """Of each value that has several measures of a kind, these with their words."""
    if facts.kept.get("conditions") == frozenset():
        return []
    values: list[list[_Given]] = []
    for label, text in facts.fields:
        value = text.removeprefix(f"{label}: ")
        if value == text or not _SEVERAL.search(value):
            continue
        given: list[_Given] = []
        for part in _PARTS.split(value):
            measures = [q for q in quantities(part) if q.dimension is not None]
            if len(measures) == 1:
                only = measures[0]
                rest = f"{part[: only.start]} {part[only.end :]}"
                given.append(_Given(only.dimension or "", only.value, _words(rest), _switched(rest)))
        if len(given) > 1:
            values.append(given)
    if not values:
        facts.kept["conditions"] = frozenset()
    return values
