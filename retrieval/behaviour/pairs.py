"""Sparse counts of pairs of products that grow with every event: no retraining, no dense matrix."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from retrieval.behaviour.sparse import Sparse, dense, enlarged, matrix, zeros
from retrieval.behaviour.steps import History, Steps
from retrieval.behaviour.weights import Weights

Numbers = NDArray[np.signedinteger]
Values = NDArray[np.floating]

REACH = 50
"""Steps back that a step is paired with."""
DECAY = 0.75
"""What a moment further back counts less, in transitions."""
_COMPACT_AT = 200_000
_FEW = 8


class Pairs:
    """``counts[i, j]``: how often i came with j (or before it). Safe to read while one thread adds."""

    def __init__(self, n: int) -> None:
        self.n = n
        self._base = zeros((n, n))
        self._new: dict[int, dict[int, float]] = {}
        self._added = 0
        self.total = np.zeros(n, dtype=np.float64)
        """Sum of each row, shape (n,)."""

    @classmethod
    def of(
        cls, n: int, rows: NDArray[np.int32], columns: NDArray[np.int32], values: NDArray[np.float32]
    ) -> Pairs:
        """All at once; several of one pair add up."""
        out = cls(n)
        out._base = matrix(values, rows, columns, (n, n))
        out.total = np.asarray(out._base.sum(axis=1), dtype=np.float64).ravel()
        return out

    def add(self, row: int, column: int, value: float) -> None:
        """One more."""
        held = self._new.setdefault(row, {})
        held[column] = held.get(column, 0.0) + value
        self.total[row] += value
        self._added += 1
        if self._added >= _COMPACT_AT:
            self.compact()

    def grow(self, n: int) -> None:
        """Room for ``n`` products."""
        if n > self.n:
            self._base = enlarged(self._base, n)
            self.total = np.r_[self.total, np.zeros(n - self.n)]
            self.n = n

    def compact(self) -> None:
        """What was added since becomes part of the matrix."""
        new, self._new, self._added = self._new, {}, 0
        triples = [(i, j, x) for i, row in new.items() for j, x in row.items()]
        if triples:
            rows, columns, values = zip(*triples, strict=True)
            shape = (self.n, self.n)
            more = matrix(np.asarray(values), np.asarray(rows), np.asarray(columns), shape)
            self._base = (self._base + more).tocsr()

    def spread(self, weights: Weights) -> NDArray[np.float32]:
        """``weights @ counts`` as a dense array, shape (b, n), for ``weights`` of shape (b, n)."""
        few = weights.shape[0] <= _FEW
        out = weights.times(self._base) if few else dense(weights.csr() @ self._base)
        if self._new:
            for b in range(weights.shape[0]):
                low, high = weights.indptr[b], weights.indptr[b + 1]
                for i, weight in zip(weights.indices[low:high], weights.data[low:high], strict=True):
                    for j, value in self._new.get(int(i), {}).items():
                        out[b, j] += weight * value
        return out

    def row(self, i: int) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
        """Columns and values of one row."""
        low, high = self._base.indptr[i], self._base.indptr[i + 1]
        columns = self._base.indices[low:high].astype(np.int64)
        values = self._base.data[low:high].astype(np.float64)
        new = self._new.get(i)
        if not new:
            return columns, values
        both = dict(zip(columns.tolist(), values.tolist(), strict=True))
        for j, value in new.items():
            both[j] = both.get(j, 0.0) + value
        return np.fromiter(both.keys(), np.int64, len(both)), np.fromiter(
            both.values(), np.float64, len(both)
        )

    @property
    def matrix(self) -> Sparse:
        """Everything, compacted."""
        self.compact()
        return self._base


class ItemToItem:
    """Which product follows which, and which go together, from the steps of all shoppers.

    ``follows``: direction-aware, a moment further back counts :data:`DECAY` less; steps of one moment do not
    follow each other. ``together``: in one history, in any order. ``at_once``: at one moment, as in a basket.
    """

    def __init__(self, n: int) -> None:
        self.follows = Pairs(n)
        self.precedes = Pairs(n)
        self.together = Pairs(n)
        self.at_once = Pairs(n)
        self.count = np.zeros(n, dtype=np.float64)
        """Steps of each product, by weight, shape (n,)."""

    @classmethod
    def of(cls, steps: Steps, n: int) -> ItemToItem:
        """From whole histories."""
        out = cls(n)
        liked = steps.only(steps.weight > 0)
        out.count = np.bincount(liked.item, weights=liked.weight, minlength=n).astype(np.float64)
        pairs = [_pairs(liked, back) for back in range(1, REACH + 1)]
        a, b = (np.concatenate([each[at] for each in pairs]) for at in (0, 1))
        gap, weight = np.concatenate([each[2] for each in pairs]), np.concatenate([each[3] for each in pairs])
        later, apart = gap > 0, a != b
        decayed = weight * DECAY ** np.maximum(gap - 1, 0)
        out.follows = Pairs.of(n, a[later], b[later], decayed[later])
        out.precedes = Pairs.of(n, b[later], a[later], decayed[later])
        both = np.r_[a[apart], b[apart]], np.r_[b[apart], a[apart]], np.r_[weight[apart], weight[apart]]
        out.together = Pairs.of(n, *both)
        one = apart & ~later
        out.at_once = Pairs.of(
            n, np.r_[a[one], b[one]], np.r_[b[one], a[one]], np.r_[weight[one], weight[one]]
        )
        return out

    def grow(self, n: int) -> None:
        """Room for ``n`` products."""
        for pairs in (self.follows, self.precedes, self.together, self.at_once):
            pairs.grow(n)
        if n > len(self.count):
            self.count = np.r_[self.count, np.zeros(n - len(self.count))]

    def add(self, history: History, item: int, time: float, weight: float) -> None:
        """The latest step of a shopper whose liked steps so far are ``history``: known at once."""
        if weight <= 0:
            return
        self.count[item] += weight
        group = int(history.group[-1]) + (time != history.time[-1]) if len(history) else 0
        for at in range(max(0, len(history) - REACH), len(history)):
            before, joint = int(history.item[at]), min(float(history.weight[at]), weight)
            gap = group - int(history.group[at])
            if gap > 0:
                decayed = joint * DECAY ** (gap - 1)
                self.follows.add(before, item, decayed)
                self.precedes.add(item, before, decayed)
            if before == item:
                continue
            kinds = (self.together,) if gap > 0 else (self.together, self.at_once)
            for pairs in kinds:
                pairs.add(before, item, joint)
                pairs.add(item, before, joint)


def _pairs(
    steps: Steps, back: int
) -> tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.int32], NDArray[np.float32]]:
    """Every step with the one ``back`` places before it: earlier, later, moments between, weight."""
    same = steps.shopper[back:] == steps.shopper[:-back]
    a, b = steps.item[:-back][same], steps.item[back:][same]
    gap = (steps.group[back:] - steps.group[:-back])[same]
    weight = np.minimum(steps.weight[back:], steps.weight[:-back])[same]
    return a, b, gap, weight
