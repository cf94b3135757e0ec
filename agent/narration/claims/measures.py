"""What two products can be compared by: a name, a dimension or a word of an attribute, each with a number.

A dimension has many numbers: the 90 kg that a chair bears are not its weight. So a number counts as its
dimension first where its attribute is named for it, then where its attribute names nothing else.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from agent.narration.claims.guarded import compiled
from agent.narration.claims.quantities import MONEY, PERCENT, Quantity, dimension_of
from agent.narration.claims.wording import stem

_NAMED: Mapping[str, frozenset[str]] = {
    "mass": frozenset({"weight", "mass"}),
    "length": frozenset({"length"}),
    "time": frozenset({"time", "runtime", "duration", "playtime", "length"}),
    "volume": frozenset({"volume", "capacity"}),
    "power": frozenset({"power", "wattage"}),
}
"""Attributes named for a dimension."""
_ELSE: Mapping[str, frozenset[str]] = {
    "mass": frozenset(
        [
            "load", "capacity", "max", "maximum", "limit", "hopper", "user", "child", "rider", "supports",
            "bearing",
        ]
    ),
    "length": frozenset(["thickness", "depth", "height", "width", "diameter", "cable", "cord"]),
    "time": frozenset(["warranty", "guarantee", "charging", "up", "age", "opening", "delivery"]),
}  # fmt: skip
"""Attributes that give a dimension of another thing, or of another side."""
_NAMED_SIDES = frozenset(["length", "width", "height", "depth", "thickness"])
_SAME = (("warranty", "guarantee"), ("capacity", "volume"), ("runtime", "playtime"))
"""One shop calls it the one, and the same shop the other."""
_SIDED = frozenset(["size", "dimension", "area", "measurement", "format"])


def measured(numbers: Iterable[Quantity]) -> dict[str, float]:
    """The first number of each name, the best number of each dimension."""
    known: dict[str, float] = {}
    best: dict[str, tuple[int, float]] = {}
    numbers = tuple(numbers)
    for before, quantity in zip((None, *numbers), numbers, strict=False):
        quantity = _in_all(before, quantity)
        if quantity.dimension == PERCENT:
            for name in sorted(quantity.label):
                known.setdefault(name, quantity.said)
        elif quantity.dimension != MONEY:
            if quantity.dimension is None and quantity.nouns & _COUNTED:
                known.setdefault("pack", quantity.value)
            for name in sorted(quantity.nouns - {quantity.dimension}):
                known.setdefault(name, quantity.value)
            if (dimension := quantity.dimension) is not None:
                rank = _rank(quantity, dimension)
                if dimension not in best or rank < best[dimension][0]:
                    best[dimension] = (rank, quantity.value)
    for name, value in _sides(numbers):
        if name not in known:
            known[name] = value
            if name == "length" and best["length"][0] > 1:
                best["length"] = (0, value)
    for one, other in _SAME:
        if one in known or other in known:
            known[one] = known[other] = known.get(one, known.get(other, 0.0))
    for dimension, (rank, value) in best.items():
        # The load of a chair that states no weight is not its weight.
        if rank < _OTHER or dimension == "time":
            known[dimension] = value
    return known


def _in_all(before: Quantity | None, quantity: Quantity) -> Quantity:
    """``12 x 400 g`` is 4.8 kg."""
    if before is None or quantity.dimension not in ("mass", "volume") or before.label != quantity.label:
        return quantity
    times = before.dimension is None and "x" in before.nouns and before.label
    return replace(quantity, value=before.said * quantity.value) if times else quantity


_OTHER = 3
_COUNTED = frozenset(["count", "ct", "pack"])


def _rank(quantity: Quantity, dimension: str) -> int:
    """0: named for its dimension alone, as no ``draw weight``; 1: for it; 2: for nothing else; 3: for another
    thing."""
    if quantity.label & _ELSE.get(dimension, frozenset()):
        return _OTHER
    named = quantity.label & _NAMED.get(dimension, frozenset())
    return 2 if not named else 0 if named == quantity.label else 1


def _sides(numbers: Iterable[Quantity]) -> Iterator[tuple[str, float]]:
    """Length and width of ``size: 183 x 68 cm``."""
    sides = [
        n.value
        for n in numbers
        if n.dimension == "length" and n.label & _SIDED and not n.nouns & _NAMED_SIDES
    ]
    if len(sides) in (2, 3):
        yield from zip(("length", "width", "thickness"), sides, strict=False)


_FEW = 4
_BOTH = compiled(r"(?<![\w.,-])\d[\w.-]* and (?:an? )?\d[\w.-]* (?P<noun>[A-Za-z]{3,}s)\b")


def both(text: str) -> Iterator[Quantity]:
    """``18-55mm and 55-200mm lenses`` are two."""
    for _, found in zip(range(_FEW), _BOTH.finditer(text), strict=False):
        if dimension_of(found["noun"]) is None:
            yield Quantity(2.0, None, frozenset([stem(found["noun"])]), found.start(), found.end(), 2.0)
