"""The exact nearest among the rows that a mask keeps, by one pass over the table.

Over the reduced copy the pass yields a shortlist, which is then scored in full. Whether the shortlist was
long enough is seen from it: how far its reduced scores are off says how good a row that it left out could be.
Where one could be among the best, a longer one is taken, and at last the pass is made over the full vectors.
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
LONGER = 8
"""Times as long is the second shortlist."""
FEW = 4
"""Up to so many times the length of the shortlist, rows are scored in full at once."""
SAID = 0.35
"""Share of a vector that must lie along the axes of the reduced copy: of 1,000 shoppers' requests beside
200,000 real titles the least was 0.41, the median 0.58."""
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
    n = min(n, kept)
    reduced = held.reduced
    if reduced is None or kept <= FEW * SHORTLIST * n:
        return _in_full(held, vectors, mask, kept, n)
    asked = vectors @ reduced.axes
    rows, scores = _scores(reduced.rows, asked, mask, kept)
    # What hardly lies along the axes at all, their scores say nothing of.
    said = np.einsum("ij,ij->i", asked, asked) >= SAID * np.einsum("ij,ij->i", vectors, vectors)
    hits = []
    for vector, rough, enough in zip(vectors, scores, said.tolist(), strict=True):
        found = _shortlisted(held, vector, rows, rough, kept, n) if enough else None
        if found is None:
            (found,) = _in_full(held, vector[None], mask, kept, n)
        hits.append(found)
    return hits


def nearest_of(held: Held, rows: Rows, vector: Vector, n: int) -> Hits:
    """The ``n`` nearest of a few rows."""
    return _ordered(*_top(rows, held.full[rows] @ vector, min(n, len(rows))))


def _shortlisted(
    held: Held, vector: Vector, rows: Rows | None, rough: NDArray[np.float32], kept: int, n: int
) -> Hits | None:
    for length in (SHORTLIST * n, min(LONGER * SHORTLIST * n, kept)):
        shortlist, reduced = _top(rows, rough, length)
        true = held.full[shortlist] @ vector
        found = _ordered(*_top(shortlist, true, n))
        off = true - reduced
        if reduced.min() + off.mean() + DEVIATIONS * off.std() <= found.similarities[-1]:
            return found
    return None


def _in_full(held: Held, vectors: Vectors, mask: Mask, kept: int, n: int) -> list[Hits]:
    rows, scores = _scores(held.full, vectors, mask, kept)
    return [_ordered(*_top(rows, each, n)) for each in scores]


def _scores(
    table: NDArray[np.float32], vectors: NDArray[np.float32], mask: Mask, kept: int
) -> tuple[Rows | None, NDArray[np.float32]]:
    """Of the kept rows, and their numbers; or of all rows (None), those not kept at minus infinity."""
    if PICKED * kept < len(mask):
        rows = np.flatnonzero(mask)
        return rows, vectors @ table[rows].T
    scores: NDArray[np.float32] = vectors @ table[: len(mask)].T
    if kept < len(mask):
        gone = ~mask
        for each in scores:
            each[gone] = -np.inf
    return None, scores


def _top(rows: Rows | None, scores: NDArray[np.float32], n: int) -> tuple[Rows, NDArray[np.float32]]:
    """The ``n`` best, in no order, and their scores."""
    out = max(len(scores) - n, 0)
    top = np.argpartition(scores, out)[out:] if out else np.arange(len(scores))
    return (top if rows is None else rows[top]), scores[top]


def _ordered(rows: Rows, similarities: NDArray[np.float32]) -> Hits:
    order = np.lexsort((rows, -similarities))
    return Hits(rows[order], similarities[order])
