"""Sparse matrices in the one shape that is used here: CSR of float32."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

Sparse: TypeAlias = "sparse.csr_matrix[np.float32]"
_csr: Any = sparse.csr_matrix


def matrix(values: NDArray[Any], rows: NDArray[Any], columns: NDArray[Any], shape: tuple[int, int]) -> Sparse:
    """Several values of one place add up."""
    out: Sparse = _csr((values, (rows, columns)), shape=shape, dtype=np.float32)
    out.sum_duplicates()
    return out


def zeros(shape: tuple[int, int]) -> Sparse:
    """Nothing."""
    out: Sparse = _csr(shape, dtype=np.float32)
    return out


def enlarged(held: Sparse, n: int) -> Sparse:
    """The same in a square of ``n``."""
    indptr = np.r_[held.indptr, np.full(n + 1 - len(held.indptr), held.indptr[-1], dtype=held.indptr.dtype)]
    out: Sparse = _csr((held.data, held.indices, indptr), shape=(n, n))
    return out


def rows_to_one(held: Sparse) -> Sparse:
    """Each row divided by its sum."""
    sums = np.asarray(held.sum(axis=1)).ravel()
    return scaled_rows(held, 1 / np.maximum(sums, 1e-9))


def rows_to_unit(held: Sparse) -> Sparse:
    """Each row divided by its length."""
    squares = held.copy()
    squares.data = squares.data**2
    lengths = np.sqrt(np.asarray(squares.sum(axis=1)).ravel())
    return scaled_rows(held, 1 / np.maximum(lengths, 1e-9))


def scaled_rows(held: Sparse, scale: NDArray[Any]) -> Sparse:
    """Each row times its number."""
    out = held.copy()
    out.data = (out.data * np.repeat(scale, np.diff(out.indptr))).astype(np.float32)
    return out


def scaled_columns(held: Sparse, scale: NDArray[Any]) -> Sparse:
    """Each column times its number."""
    out = held.copy()
    out.data = (out.data * scale[out.indices]).astype(np.float32)
    return out


def rows(held: Sparse, first: int, after: int) -> Sparse:
    """Those from ``first`` to before ``after``; what scipy's own slicing does, at a tenth of its time."""
    low, high = held.indptr[first], held.indptr[after]
    indptr = held.indptr[first : after + 1] - low
    out: Sparse = _csr(
        (held.data[low:high], held.indices[low:high], indptr), shape=(after - first, held.shape[1])
    )
    return out


def stacked(parts: Sequence[Sparse]) -> Sparse:
    """One above the other."""
    out: Sparse = _csr(
        (
            np.concatenate([part.data for part in parts]),
            np.concatenate([part.indices for part in parts]),
            np.r_[0, np.cumsum(np.concatenate([np.diff(part.indptr) for part in parts]))],
        ),
        shape=(sum(part.shape[0] for part in parts), parts[0].shape[1]),
    )
    return out


def columns_of(few: Sparse) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
    """The columns (k,) that a handful of rows have anything in, and these rows over them alone, (b, k)."""
    used, place = np.unique(few.indices, return_inverse=True)
    weights = np.zeros((few.shape[0], len(used)), dtype=np.float32)
    np.add.at(weights, (np.repeat(np.arange(few.shape[0]), np.diff(few.indptr)), place), few.data)
    return used.astype(np.int64), weights


def few_rows_times(few: Sparse, held: Sparse) -> NDArray[np.float32]:
    """``few @ held`` as an array, quicker than by a sparse product where the rows are a handful that mostly
    have the same columns."""
    used, weights = columns_of(few)
    return np.ascontiguousarray((held[used].T @ weights.T).T, dtype=np.float32)


def dense(product: Any) -> NDArray[np.float32]:
    """Any sparse product as an array."""
    return np.asarray(product.todense(), dtype=np.float32)
