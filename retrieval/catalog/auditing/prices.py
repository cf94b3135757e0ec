"""Prices that cannot be right, or hardly.

An outlier is judged among products of its own kind, on the logarithm of the price, by the modified
z-score (Iglewicz and Hoaglin 1993: distance from the median in scaled median absolute deviations, above 3.5).
The scale has a floor, so that in a category of equal prices half or double the price is still no outlier.
"""

from __future__ import annotations

import math
from array import array
from collections import Counter
from dataclasses import dataclass

import numpy as np

from retrieval.types import Frozen, Product

ENOUGH_ALIKE = 20
"""Priced products of a category, before one of them can stand out; with fewer the category above counts."""
OUTLYING = 3.5
NORMAL_SCALE = 1.4826
"""From a median absolute deviation to a standard deviation."""
LEAST_FACTOR = 2.0
SHOWN = 10
SEPARATOR = " > "


class PriceOutlier(Frozen):
    """A price far from its category's."""

    product_id: str
    title: str
    category: str
    price: float
    currency: str | None
    usual: float
    """The category's median."""
    score: float
    """Scaled deviations from the median; negative is too cheap."""


class Prices(Frozen):
    """What is odd about the prices."""

    judged: int
    """Products in a category of enough priced products."""
    outliers: int
    examples: tuple[PriceOutlier, ...]
    """The furthest off first."""
    zero: int
    sale_not_below_price: int
    currencies: tuple[str, ...]
    """The most frequent first."""


@dataclass(frozen=True, slots=True)
class _Priced:
    product_id: str
    title: str
    path: str
    price: float
    currency: str | None


class Pricing:
    """Collects prices product by product."""

    def __init__(self) -> None:
        self._priced: list[_Priced] = []
        self._alike: dict[tuple[str | None, str], array[float]] = {}
        """Logarithms of the prices of one currency under one category path."""
        self._currencies: Counter[str] = Counter()
        self._zero = 0
        self._no_sale = 0

    def add(self, product: Product) -> None:
        now = product.current_price
        if now is None:
            return
        if product.currency:
            self._currencies[product.currency] += 1
        self._zero += now == 0
        if product.price is not None and product.sale_price is not None:
            self._no_sale += product.sale_price >= product.price
        # The list price: a sale is meant to be out of the ordinary.
        price = now if product.price is None else product.price
        if price > 0 and product.categories:
            path = product.categories[0]
            self._priced.append(_Priced(product.product_id, product.title, path, price, product.currency))
            for each in _prefixes(path):
                self._alike.setdefault((product.currency, each), array("d")).append(math.log(price))

    def found(self) -> Prices:
        """What was collected, judged."""
        usual = {kind: _usual(logs) for kind, logs in self._alike.items() if len(logs) >= ENOUGH_ALIKE}
        judged, outliers = 0, []
        for each in self._priced:
            kinds = ((each.currency, path) for path in _prefixes(each.path))
            kind = next((kind for kind in kinds if kind in usual), None)
            if kind is None:
                continue
            judged += 1
            middle, scale = usual[kind]
            score = (math.log(each.price) - middle) / scale
            if abs(score) > OUTLYING:
                outliers.append((score, middle, kind[1], each))
        outliers.sort(key=lambda found: (-abs(found[0]), found[3].product_id))
        return Prices(
            judged=judged,
            outliers=len(outliers),
            examples=tuple(_told(*found) for found in outliers[:SHOWN]),
            zero=self._zero,
            sale_not_below_price=self._no_sale,
            currencies=tuple(code for code, _ in self._currencies.most_common()),
        )


def _prefixes(path: str) -> list[str]:
    """The path itself, then what it lies in: ``A > B``, ``A``."""
    steps = path.split(SEPARATOR)
    return [SEPARATOR.join(steps[:depth]) for depth in range(len(steps), 0, -1)]


def _usual(logs: array[float]) -> tuple[float, float]:
    """Median and scale."""
    values = np.frombuffer(logs)
    middle = float(np.median(values))
    spread = float(np.median(np.abs(values - middle)))
    return middle, max(NORMAL_SCALE * spread, math.log(LEAST_FACTOR) / OUTLYING)


def _told(score: float, middle: float, category: str, priced: _Priced) -> PriceOutlier:
    return PriceOutlier(
        product_id=priced.product_id,
        title=priced.title,
        category=category,
        price=priced.price,
        currency=priced.currency,
        usual=round(math.exp(middle), 2),
        score=round(score, 1),
    )
