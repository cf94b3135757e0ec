"""What is bought at the same moment: counted from purchases alone, whatever was looked at before."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from retrieval.behaviour.pairs import REACH, Pairs

CHECKOUT_SECONDS = 60.0
"""A purchase so soon after the one before is of the same basket: pages send its lines one by one."""
SHOPPERS = 100_000
"""Shoppers whose last basket is held, so that its next line can be paired."""
_CHANCE = 5.0
"""Baskets that a pair must outweigh before it is believed."""

Line = tuple[str, int, float]
"""Who bought, which product, when (seconds)."""


class Baskets:
    """Grows with every purchase. Safe to read while one thread adds."""

    def __init__(self, n: int = 0) -> None:
        self._pairs = Pairs(n)
        self._count = np.zeros(n, dtype=np.float64)
        self._last: OrderedDict[str, tuple[float, list[int]]] = OrderedDict()

    @classmethod
    def of(cls, lines: Sequence[Line], n: int) -> Baskets:
        """From all purchases, in any order; ``n``: products."""
        out = cls(n)
        if not lines:
            return out
        number = {who: at for at, who in enumerate(dict.fromkeys(line[0] for line in lines))}
        who = np.asarray([number[line[0]] for line in lines], dtype=np.int64)
        item = np.asarray([line[1] for line in lines], dtype=np.int32)
        time = np.asarray([line[2] for line in lines], dtype=np.float64)
        order = np.lexsort((np.arange(len(lines)), time, who))
        who, item, time = who[order], item[order], time[order]
        fresh = np.r_[True, (who[1:] != who[:-1]) | (np.diff(time) > CHECKOUT_SECONDS)]
        basket = np.cumsum(fresh)
        out._count = np.bincount(item, minlength=n).astype(np.float64)
        found = [_pairs(item, basket, back) for back in range(1, min(REACH, len(item) - 1) + 1)]
        if found:
            a, b = (np.concatenate([pair[at] for pair in found]) for at in (0, 1))
            ones = np.ones(2 * len(a), dtype=np.float32)
            out._pairs = Pairs.of(n, np.r_[a, b], np.r_[b, a], ones)
        names = list(number)
        for start, end in _latest(who, fresh):
            out._remember(names[who[start]], float(time[end - 1]), item[start:end].tolist())
        return out

    def grow(self, n: int) -> None:
        """Room for ``n`` products."""
        self._pairs.grow(n)
        if n > len(self._count):
            self._count = np.r_[self._count, np.zeros(n - len(self._count))]

    def add(self, who: str, item: int, time: float) -> None:
        """One more purchase: known at once."""
        self._count[item] += 1
        last, held = self._last.pop(who, (time, []))
        basket = held if abs(time - last) <= CHECKOUT_SECONDS else []
        for other in basket[-REACH:]:
            if other != item:
                self._pairs.add(other, item, 1.0)
                self._pairs.add(item, other, 1.0)
        self._remember(who, time, [*basket, item])

    def goes_with(self, item: int, n: int) -> list[tuple[int, float]]:
        """Bought at the same moment more often than chance has it: products and how much more, best first."""
        columns, values = self._pairs.row(item)
        score = values / (np.sqrt(self._count[item] * self._count[columns]) + _CHANCE)
        order = np.lexsort((columns, -score))[:n]
        return [(int(columns[at]), float(score[at])) for at in order]

    def _remember(self, who: str, time: float, basket: list[int]) -> None:
        self._last[who] = (time, basket[-REACH:])
        while len(self._last) > SHOPPERS:
            self._last.popitem(last=False)


def _pairs(
    item: NDArray[np.int32], basket: NDArray[np.int64], back: int
) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Every line with the one ``back`` places before it in the same basket."""
    a, b = item[:-back], item[back:]
    kept = (basket[back:] == basket[:-back]) & (a != b)
    return a[kept], b[kept]


def _latest(who: NDArray[np.int64], fresh: NDArray[np.bool_]) -> list[tuple[int, int]]:
    """Where the last basket of each shopper begins and ends."""
    starts = np.flatnonzero(fresh)
    ends = np.r_[starts[1:], len(who)]
    last = np.r_[who[starts[1:]] != who[starts[:-1]], True]
    return [(int(start), int(end)) for start, end in zip(starts[last], ends[last], strict=True)]
