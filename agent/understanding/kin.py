"""Categories that a word means beside the one it names: ``boots`` are also the ``Hiking Boots`` next door."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping

from agent.understanding.people import FOR_WHOM
from agent.understanding.words import STOP, lowered, tokens

_PARTS = re.compile(r"\s+and\s+|\s*[&/,]\s*", re.IGNORECASE)
_SEPARATOR = " > "


def parts(text: str) -> list[str]:
    """``Coats`` and ``Jackets`` of ``Coats & Jackets``; ``Table Lamps`` too of ``Table & Desk Lamps``."""
    found = [part for part in _PARTS.split(text.strip()) if part]
    last = found[-1].split() if found else []
    if len(last) < 2 or not last[-1].endswith("s"):
        return found
    # What is no plural itself shares the last noun: nobody who says "table" means a lamp.
    return [part if part.endswith("s") or " " in part else f"{part} {last[-1]}" for part in found]


def kin(categories: Iterable[str], paths: Collection[str]) -> Mapping[str, tuple[str, ...]]:
    """A single word in comparison form → the categories whose head noun it is, a category of that name aside.

    What stands below the one of that name is among its products anyway. A department ("Bags & Luggage") is
    all that its own name means. A word that names no category by itself means those that it heads, where
    several of one shelf are called so: ``lamps`` of ``Desk Lamps`` and ``Floor Lamps``.
    """
    tops: dict[str, set[str]] = defaultdict(set)
    above: dict[str, set[str]] = defaultdict(set)
    shelves: dict[str, set[str]] = defaultdict(set)
    for path in paths:
        steps = path.split(_SEPARATOR)
        tops[steps[0]].add(steps[0])
        tops[steps[-1]].add(steps[0])
        above[steps[-1]].update(steps[:-1])
        shelves[steps[-1]].update(steps[-2:-1])
    named: dict[str, list[str]] = defaultdict(list)
    headed: dict[str, list[str]] = defaultdict(list)
    for category in categories:
        if category not in tops:
            continue
        for part in parts(category):
            words = lowered(part).split()
            head = _key(words[-1])
            if head and head not in STOP:
                headed[head].append(category)
                if len(words) == 1:
                    named[head].append(category)
    return {**dict(_shelved(named, headed, shelves)), **dict(_beside(named, headed, tops, above))}


def above(paths: Iterable[str]) -> Mapping[str, frozenset[str]]:
    """Each category → those that it stands below."""
    found: dict[str, set[str]] = defaultdict(set)
    for path in paths:
        steps = path.split(_SEPARATOR)
        for place, step in enumerate(steps):
            found[step].update(steps[:place])
    return {category: frozenset(steps - {category}) for category, steps in found.items()}


def _shelved(
    named: Mapping[str, list[str]], headed: Mapping[str, list[str]], shelves: Mapping[str, set[str]]
) -> Iterator[tuple[str, tuple[str, ...]]]:
    for word, called in headed.items():
        several = tuple(dict.fromkeys(other for other in called if not _made_for(other)))
        if word not in named and len(several) > 1 and set.intersection(*(shelves[c] for c in several)):
            yield word, several


def _beside(
    named: Mapping[str, list[str]],
    headed: Mapping[str, list[str]],
    tops: Mapping[str, set[str]],
    above: Mapping[str, set[str]],
) -> Iterator[tuple[str, tuple[str, ...]]]:
    for word, called in named.items():
        # "Pasta" stands below "Pasta & Rice": who says the word means the narrower one.
        own = [c for c in called if not any(c in above[other] for other in called if other != c)]
        departments = {category for category in own if category in tops[category]}
        found = tuple(
            dict.fromkeys(
                other
                for other in (*own, *headed.get(word, ()))
                if (not departments or tops[other] & departments)
                and above[other].isdisjoint(own)
                and all(other not in above[each] for each in own)
                and (other in own or not _made_for(other))
            )
        )
        if len(found) > 1:
            yield word, found


def _made_for(category: str) -> bool:
    """Whether a category says whom it is for: nobody who says "coats" means the dog's."""
    return not FOR_WHOM.isdisjoint(token.form for token in tokens(lowered(category)))


def _key(word: str) -> str:
    return "".join(token.form for token in tokens(word))
