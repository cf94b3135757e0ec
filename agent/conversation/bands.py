"""Bands of price that divide some products about evenly, at round amounts."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TypeAlias

from retrieval.money import money
from retrieval.types import Constraints, PriceRange

FEWEST, MOST = 3, 6
SCREEN = 10
"""Products that a band should hold: as many as are looked through at once."""

Quantiles: TypeAlias = Callable[[Constraints, Sequence[float]], Sequence[float]]
"""Below which prices these shares lie of the products that satisfy the constraints; empty: none has one."""


@dataclass(frozen=True, slots=True)
class Band:
    """One of the bands, in words, and how many products lie in it."""

    label: str
    price: PriceRange
    count: int


def bands(
    held: Constraints, total: int, count: Callable[[Constraints], int], quantiles: Quantiles, currency: str
) -> list[Band]:
    """Up to six bands, the lowest first, the more the more products; ``[]`` where prices do not divide them.

    ``held``: constraints without a price, which ``total`` products satisfy. ``count``: how many satisfy some.
    """
    many = max(FEWEST, min(MOST, math.ceil(total / SCREEN)))
    # The highest price lies in no band above it.
    *amounts, highest = quantiles(held, [place / many for place in range(1, many + 1)]) or (0.0,)
    edges = sorted({edge for amount in amounts if 0 < (edge := _round(amount)) < highest})
    if not edges:
        return []
    lows = [None, *(round(edge + 0.01, 2) for edge in edges)]
    ranges = [PriceRange(min=low, max=high) for low, high in zip(lows, [*edges, None], strict=True)]
    labels = [f"Up to {money(edges[0], currency)}"]
    labels += [f"{money(low, currency)} to {money(high, currency)}" for low, high in pairwise(edges)]
    labels.append(f"Over {money(edges[-1], currency)}")
    found = (
        Band(label, price, count(held.model_copy(update={"price": price})))
        for label, price in zip(labels, ranges, strict=True)
    )
    return [band for band in found if band.count]


def _round(amount: float) -> float:
    """To two figures: 17.3 → 17, 183 → 180, 4,840 → 4,800."""
    if amount <= 0:
        return 0.0
    step = 10.0 ** (math.floor(math.log10(amount)) - 1)
    return round(round(amount / step) * step, 2)
