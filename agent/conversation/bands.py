"""Bands of price that divide some products about evenly, at round amounts."""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from retrieval.money import money
from retrieval.types import PriceRange

FEWEST, MOST = 3, 6
SCREEN = 10
"""Products that a band should hold: as many as are looked through at once."""


@dataclass(frozen=True, slots=True)
class Band:
    """One of the bands, in words, and how many products lie in it."""

    label: str
    price: PriceRange
    count: int


def bands(prices: NDArray[np.float32], currency: str) -> list[Band]:
    """Up to six bands, the lowest first, the more the more products; ``[]`` where prices do not divide them.

    ``prices``: shape (n,), ascending.
    """
    if not len(prices):
        return []
    many = max(FEWEST, min(MOST, math.ceil(len(prices) / SCREEN)))
    amounts = np.quantile(prices, [place / many for place in range(1, many)])
    # The highest price lies in no band above it.
    edges = sorted({edge for amount in amounts.tolist() if 0 < (edge := _round(amount)) < prices[-1]})
    if not edges:
        return []
    lows = [None, *(round(edge + 0.01, 2) for edge in edges)]
    ranges = [PriceRange(min=low, max=high) for low, high in zip(lows, [*edges, None], strict=True)]
    labels = [f"Up to {money(edges[0], currency)}"]
    labels += [f"{money(low, currency)} to {money(high, currency)}" for low, high in pairwise(edges)]
    labels.append(f"Over {money(edges[-1], currency)}")
    found = (Band(label, price, _within(prices, price)) for label, price in zip(labels, ranges, strict=True))
    return [band for band in found if band.count]


def _within(prices: NDArray[np.float32], price: PriceRange) -> int:
    # Compared as filters compare them: in single precision.
    first = 0 if price.min is None else np.searchsorted(prices, np.float32(price.min), side="left")
    last = len(prices) if price.max is None else np.searchsorted(prices, np.float32(price.max), side="right")
    return int(last - first)


def _round(amount: float) -> float:
    """To two figures: 17.3 → 17, 183 → 180, 4,840 → 4,800."""
    if amount <= 0:
        return 0.0
    step = 10.0 ** (math.floor(math.log10(amount)) - 1)
    return round(round(amount / step) * step, 2)
