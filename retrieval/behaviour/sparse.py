"""Sparse matrices in the one shape that is used here: CSR of float32."""

from __future__ import annotations

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


def csr(data: NDArray[Any], indices: NDArray[Any], indptr: NDArray[Any], shape: tuple[int, int]) -> Sparse:
    """From the arrays as they are."""
    out: Sparse = _csr((data, indices, indptr), shape=shape)
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


def dense(product: Any) -> NDArray[np.float32]:
    """Any sparse product as an array."""
    return np.asarray(product.todense(), dtype=np.float32)
