"""The exact nearest among the rows that a mask keeps, by one pass over the table.

Over the reduced copy the pass yields a shortlist, which is then scored in full. Whether the shortlist was
long enough is seen from it: how far its reduced scores are off says how good a row that it left out could be.
Where one could be among the best, the pass is made again over the full vectors.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from retrieval.index.columns import Mask
from retrieval.index.table import Held
from retrieval.types import Rows, Vector, Vectors

PICKED = 8
"""Reading a row here and there costs as much as reading so many in a row (measured: 6 to 8)."""
SHORTLIST = 20
"""Rows of the shortlist for each one asked for."""
FEW = 4
"""Up to so many times the length of the shortlist, rows are scored in full at once."""
DEVIATIONS = 3.0
"""A row left out is taken to be better than its reduced score by so many standard deviations at most."""


@dataclass(frozen=True, slots=True)
class Hits:
    """Rows nearest to one vector, best first; both of shape (n,)."""

    rows: Rows
    similarities: NDArray[np.float32]


NOTHING = Hits(np.empty(0, dtype=np.int64), np.empty(0, dtype=np.float32))


def numbers_read(held: Held, kept: int, total: int) -> int:
    """What a scan costs: numbers read in a row, or as much as those read here and there weigh."""
    return min(PICKED * kept, total) * held.width


def scan(held: Held, vectors: Vectors, mask: Mask, n: int) -> list[Hits]:
    """Up to ``n`` hits for each row of ``vectors``; ``mask`` has shape (rows of the catalog,).

    Ties at the ``n``-th place go either way.
    """
    # A row beyond the table was added after it was looked at.
    mask = mask[: len(held.full)]
    kept = int(np.count_nonzero(mask))
    reduced = held.reduced
    shortlist = SHORTLIST * n
    if reduced is None or kept <= FEW * shortlist:
        return _best(held.full, vectors, mask, kept, n)
    hits = []
    for vector, rough in zip(
        vectors,
        _best(reduced.rows, vectors @ reduced.axes, mask, kept, shortlist, ordered=False),
        strict=True,
    ):
        true = held.full[rough.rows] @ vector
        found = _first(rough.rows, true, n)
        off = true - rough.similarities
        left_out = rough.similarities.min() + off.mean() + DEVIATIONS * off.std()
        if left_out > found.similarities[-1]:
            (found,) = _best(held.full, vector[None], mask, kept, n)
        hits.append(found)
    return hits


def nearest_of(held: Held, rows: Rows, vector: Vector, n: int) -> Hits:
    """The ``n`` nearest of a few rows."""
    return _first(rows, held.full[rows] @ vector, n)


def _best(
    table: NDArray[np.float32],
    vectors: NDArray[np.float32],
    mask: Mask,
    kept: int,
    n: int,
    *,
    ordered: bool = True,
) -> list[Hits]:
    if PICKED * kept < len(mask):
        rows = np.flatnonzero(mask)
        return [_first(rows, scores, n, ordered) for scores in vectors @ table[rows].T]
    scores = vectors @ table[: len(mask)].T
    gone = ~mask if kept < len(mask) else None
    hits = []
    for each in scores:
        if gone is not None:
            each[gone] = -np.inf
        top = np.argpartition(each, len(each) - min(n, kept))[len(each) - min(n, kept) :]
        hits.append(_first(top, each[top], n, ordered))
    return hits


def _first(rows: Rows, similarities: NDArray[np.float32], n: int, ordered: bool = True) -> Hits:
    if len(rows) > n:
        top = np.argpartition(similarities, len(rows) - n)[len(rows) - n :]
        rows, similarities = rows[top], similarities[top]
    if not ordered:
        return Hits(rows, similarities)
    order = np.lexsort((rows, -similarities))
    return Hits(rows[order], similarities[order])
