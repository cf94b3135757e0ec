"""Three bands of price that divide some products about evenly, at round amounts."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

from retrieval.money import money
from retrieval.types import Constraints, PriceRange

_STEPS = 14
_HIGHEST = 1e7


@dataclass(frozen=True, slots=True)
class Band:
    """One of the bands, in words, and how many products lie in it."""

    label: str
    price: PriceRange
    count: int


def bands(held: Constraints, total: int, count: Callable[[Constraints], int], currency: str) -> list[Band]:
    """Up to three bands, the lowest first; ``[]`` where prices do not divide the products.

    ``held``: constraints without a price. ``count``: how many products satisfy some; asked some thirty times.
    """

    def within(price: PriceRange) -> int:
        return count(held.model_copy(update={"price": price}))

    def below(amount: float) -> int:
        return within(PriceRange(max=amount))

    priced = below(_HIGHEST)
    if not priced:
        return []
    edges: list[float] = []
    for share in (1 / 3, 2 / 3):
        edge = _round(_bisected(below, share * priced))
        if edge > 0 and edge not in edges and below(edge) < priced:
            edges.append(edge)
    if not edges:
        return []
    lows = [None, *(round(edge + 0.01, 2) for edge in edges)]
    ranges = [PriceRange(min=low, max=high) for low, high in zip(lows, [*edges, None], strict=True)]
    counted = [(price, within(price)) for price in ranges]
    labels = [f"Up to {money(edges[0], currency)}"]
    labels += [f"{money(low, currency)} to {money(high, currency)}" for low, high in pairwise(edges)]
    labels.append(f"Over {money(edges[-1], currency)}")
    return [Band(label, price, n) for label, (price, n) in zip(labels, counted, strict=True) if n]


def _bisected(below: Callable[[float], int], wanted: float) -> float:
    """The amount below which about ``wanted`` products lie: on a logarithmic scale, as prices spread."""
    low, high = math.log(0.01), math.log(_HIGHEST)
    for _ in range(_STEPS):
        middle = (low + high) / 2
        if below(math.exp(middle)) < wanted:
            low = middle
        else:
            high = middle
    return math.exp(high)


def _round(amount: float) -> float:
    """To two figures, or one and a half: 17.3 → 17, 183 → 180, 4,840 → 4,800."""
    step = 10.0 ** (math.floor(math.log10(amount)) - 1)
    return round(round(amount / step) * step, 2)
