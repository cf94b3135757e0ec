"""Which kinds of things an occasion needs, by the catalog's own knowledge.

The products nearest to the occasion say it: their categories, those with the nearest products first. Kinds
differ: of one shelf ("Sleeping Gear") one kind, the one that is most of that shelf and near enough.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from agent.conversation.bundles.garments import BOTTOM, ORDER, TOP, WHOLE, slot
from agent.understanding.wishes import Wish
from agent.understanding.words import STOP, lowered, tokens
from retrieval.types import Constraints, RankedProduct

NEAR = 0.45
"""Of the best shelf's closeness: below, a shelf has nothing to do with the occasion."""
DEPARTMENT = 0.7
"""The same of the best department's."""
NAMESAKE = 1.4
_TOP = 3
_SEPARATOR = " > "


@dataclass(frozen=True, slots=True)
class Part:
    """One kind of thing wanted."""

    label: str
    """In words: ``Sleeping Bags``, ``shoes``."""
    include: Mapping[str, tuple[str, ...]]
    """What narrows the catalog to it, in place of the names that it shares with the constraints."""
    weight: float = 1.0
    """In (0, 1]: how near it is to the occasion."""


def named(constraints: Constraints, paths: Sequence[str]) -> list[Part]:
    """Kinds that the shopper named themselves: several values under a name that says what a thing is."""
    leaves = {path.split(_SEPARATOR)[-1] for path in paths if path.count(_SEPARATOR)}
    departments = {path.split(_SEPARATOR)[0] for path in paths}
    return [
        Part(label=value, include={name: (value,)})
        for name, values in constraints.include.items()
        for value in values
        if value in leaves
        and value not in departments
        and (name == "category" or all(each in leaves for each in values))
    ]


def stocked(facets: Mapping[str, Mapping[str, int]], most: int) -> list[Part]:
    """The kinds of a department, where it is the whole occasion ("everything for camping"): the shelves with
    the most to choose from, and of each its largest kind.

    ``facets``: values with counts of the products that are left, whole category paths among them.
    """
    shelves: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for path, n in facets.get("category", {}).items():
        steps = path.split(_SEPARATOR)
        if len(steps) > 2:
            shelves[_SEPARATOR.join(steps[:2])].append((n, path))
    sizes = {name: sum(n for n, _ in kinds) for name, kinds in shelves.items()}
    top = max(sizes.values(), default=1)
    ordered = sorted(sizes, key=lambda name: (-sizes[name], name))
    return [_part(max(shelves[name], key=_typical)[1], sizes[name] / top) for name in ordered][:most]


def _typical(kind: tuple[int, str]) -> tuple[float, str]:
    """How much a kind is of its shelf; one that the shelf is named after counts more."""
    n, path = kind
    *_, shelf, leaf = ({t.form for t in tokens(lowered(step))} - STOP for step in path.split(_SEPARATOR))
    return (n * (NAMESAKE if shelf & leaf else 1.0), path)


def found(wish: Wish, near: Sequence[RankedProduct], most: int) -> list[Part]:
    """The kinds of the products nearest to the occasion, at most ``most``, the most fitting first."""
    leaves: dict[str, list[float]] = defaultdict(list)
    for item in near:
        if item.product.categories:
            leaves[item.product.categories[0]].append(max(item.score, 0.0))
    if wish.kind == "outfit":
        return _worn(leaves, most)
    if wish.kind == "bundle":
        leaves = _of_one_world(leaves)
    shelves: dict[str, list[str]] = defaultdict(list)
    for path in leaves:
        steps = path.split(_SEPARATOR)
        shelves[_SEPARATOR.join(steps[:2]) if len(steps) > 2 else path].append(path)
    close = {
        name: sum(sorted((s for p in paths for s in leaves[p]), reverse=True)[:_TOP])
        for name, paths in shelves.items()
    }
    top = max(close.values(), default=0.0)
    if not top:
        return []
    ordered = sorted(
        (name for name in close if close[name] >= NEAR * top), key=lambda name: (-close[name], name)
    )
    parts = [
        _part(max(shelves[name], key=lambda p: (_central(leaves[p]), p)), close[name] / top)
        for name in ordered
    ]
    if len(parts) < min(most, 3):
        # One shelf is the whole occasion ("everything for skiing"): its kinds are the parts.
        rest = [
            p
            for name in ordered
            for p in shelves[name]
            if all(p not in part.include["category"] for part in parts)
        ]
        rest.sort(key=lambda p: (-max(leaves[p]), p))
        parts += [_part(p, max(leaves[p]) / top) for p in rest if max(leaves[p]) >= NEAR * top / _TOP]
    return parts[:most]


def _of_one_world(leaves: Mapping[str, list[float]]) -> dict[str, list[float]]:
    """The departments that the occasion is about: a bone named after bread is not for baking."""
    scores: dict[str, list[float]] = defaultdict(list)
    for path, found_there in leaves.items():
        scores[path.split(_SEPARATOR)[0]] += found_there
    close = {name: sum(sorted(given, reverse=True)[: 2 * _TOP]) for name, given in scores.items()}
    top = max(close.values(), default=0.0)
    return {p: given for p, given in leaves.items() if close[p.split(_SEPARATOR)[0]] >= DEPARTMENT * top}


def _central(scores: Sequence[float]) -> float:
    return math.sqrt(len(scores)) * max(scores)


def _part(path: str, weight: float) -> Part:
    return Part(
        label=path.split(_SEPARATOR)[-1], include={"category": (path,)}, weight=min(max(weight, 0.05), 1.0)
    )


def _worn(leaves: Mapping[str, Sequence[float]], most: int) -> list[Part]:
    """One kind for each thing that is worn; a dress needs no shirt."""
    best: dict[str, tuple[float, str]] = {}
    for path, scores in leaves.items():
        worn = slot(path)
        if worn is not None:
            best[worn] = max(best.get(worn, (0.0, "")), (max(scores), path))
    if WHOLE in best:
        two = max(best.get(TOP, (0.0, ""))[0], best.get(BOTTOM, (0.0, ""))[0])
        for worn in (TOP, BOTTOM) if best[WHOLE][0] >= two else (WHOLE,):
            best.pop(worn, None)
    top = max((score for score, _ in best.values()), default=1.0) or 1.0
    parts = []
    for worn in ORDER:
        if worn in best:
            score, path = best[worn]
            parts.append(_part(path, score / top))
    return parts[:most]
