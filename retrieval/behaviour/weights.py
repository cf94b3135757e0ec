"""Histories as weights over products: few rows, many columns, little in them.

scipy's own matrices say the same, but building one checks far more than it holds when it holds sixty numbers,
and a single history is asked about a dozen times per ranking.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from retrieval.behaviour.sparse import Sparse, csr


@dataclass(frozen=True, slots=True)
class Weights:
    """A matrix (b, n) by rows, in the arrays of CSR; each place at most once, none of them zero."""

    data: NDArray[np.float32]
    indices: NDArray[np.int32]
    indptr: NDArray[np.int64]
    n: int

    @classmethod
    def of(
        cls, values: NDArray[Any], rows: NDArray[Any], columns: NDArray[Any], shape: tuple[int, int]
    ) -> Weights:
        """Several values of one place add up."""
        b, n = shape
        places, inverse = np.unique(rows.astype(np.int64) * n + columns, return_inverse=True)
        sums = np.bincount(inverse, weights=values, minlength=len(places))
        places, sums = places[sums != 0], sums[sums != 0]
        indptr = np.searchsorted(places, np.arange(b + 1, dtype=np.int64) * n)
        return cls(sums.astype(np.float32), (places % max(n, 1)).astype(np.int32), indptr.astype(np.int64), n)

    @classmethod
    def stacked(cls, parts: Sequence[Weights]) -> Weights:
        """One above the other."""
        starts = np.cumsum([0, *(len(part.data) for part in parts[:-1])])
        return cls(
            np.concatenate([part.data for part in parts]),
            np.concatenate([part.indices for part in parts]),
            np.concatenate(
                [
                    part.indptr[at > 0 :] + start
                    for at, (part, start) in enumerate(zip(parts, starts, strict=True))
                ]
            ),
            parts[0].n,
        )

    @property
    def shape(self) -> tuple[int, int]:
        """Histories by products."""
        return len(self.indptr) - 1, self.n

    def rows(self, first: int, after: int) -> Weights:
        """Those from ``first`` to before ``after``."""
        low, high = self.indptr[first], self.indptr[after]
        return Weights(
            self.data[low:high], self.indices[low:high], self.indptr[first : after + 1] - low, self.n
        )

    def times_columns(self, scale: NDArray[Any]) -> Weights:
        """Each column times its number, shape (n,)."""
        return self._with((self.data * scale[self.indices]).astype(np.float32))

    def rows_to_one(self) -> Weights:
        """Each row divided by its sum."""
        b, _ = self.shape
        sums = np.bincount(self._row_numbers(), weights=self.data, minlength=b)
        scale = 1 / np.maximum(sums, 1e-9)
        return self._with((self.data * scale[self._row_numbers()]).astype(np.float32))

    def columns(self) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        """The columns (k,) that have anything in them, and the rows over these alone, (b, k)."""
        used, place = np.unique(self.indices, return_inverse=True)
        over = np.zeros((self.shape[0], len(used)), dtype=np.float32)
        over[self._row_numbers(), place] = self.data
        return used.astype(np.int64), over

    def times(self, held: Sparse) -> NDArray[np.float32]:
        """``self @ held`` as an array (b, m), quicker than a sparse product where the rows are a handful that
        mostly have the same columns."""
        used, over = self.columns()
        return np.ascontiguousarray((held[used].T @ over.T).T, dtype=np.float32)

    def csr(self) -> Sparse:
        """The same as a matrix of scipy's."""
        return csr(self.data, self.indices, self.indptr, self.shape)

    def _row_numbers(self) -> NDArray[np.int64]:
        return np.repeat(np.arange(len(self.indptr) - 1), self.indptr[1:] - self.indptr[:-1])

    def _with(self, data: NDArray[np.float32]) -> Weights:
        return Weights(data, self.indices, self.indptr, self.n)
