"""How a filtered nearest-neighbour query is answered: over-fetch and mask, or score the kept rows exactly.

| the filter keeps | plan | why |
|---|---|---|
| nothing | no query | |
| the whole catalog | Chroma | there is no filter |
| few products | exact scores of the kept rows | one matrix product, and recall is 1 |
| much of the catalog | Chroma for n / share kept, masked | the index skips most of the catalog |
| too few of those survive | four times deeper, at last exact | neighbours are not independent of filters |
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from retrieval.index.columns import Mask
from retrieval.index.live import LiveCatalog
from retrieval.ports import VectorIndex
from retrieval.types import Rows, Vector, Vectors

EXACT_ROWS = 15_000
"""Below this, scoring the kept rows costs less than a deep query of the index."""
MAX_FETCH = 2_000
MARGIN = 1.3
DEEPER = 4


@dataclass(frozen=True, slots=True)
class Hits:
    """Rows nearest to one vector, best first; both of shape (n,)."""

    rows: Rows
    similarities: NDArray[np.float32]


class Planner:
    """Nearest products among those a mask keeps."""

    def __init__(self, live: LiveCatalog, index: VectorIndex, exact_rows: int = EXACT_ROWS) -> None:
        self._live = live
        self._index = index
        self._exact_rows = exact_rows

    def nearest(self, vectors: Vectors, mask: Mask, n: int) -> list[Hits]:
        """Up to ``n`` hits for each row of ``vectors``; ``mask`` has shape (rows of the catalog,).

        Raises:
            StorageUnavailable: the index was needed and did not answer.
        """
        kept = int(mask.sum())
        if kept == 0 or len(vectors) == 0:
            return [_none() for _ in vectors]
        whole = kept >= len(self._live)
        fetch = n if whole else math.ceil(n * MARGIN * len(mask) / kept)
        if not whole and (kept <= self._exact_rows or fetch > MAX_FETCH):
            rows = np.flatnonzero(mask)
            return [self._exact(vector, rows, n) for vector in vectors]
        hits: list[Hits] = [_none() for _ in vectors]
        waiting = list(range(len(vectors)))
        while waiting and fetch <= MAX_FETCH:
            found = self._index.query(vectors[waiting], fetch)
            for position, neighbours in zip(tuple(waiting), found, strict=True):
                rows = self._live.rows(neighbours.product_ids)
                rows = rows[rows < len(mask)]
                rows = rows[mask[rows]]
                if len(rows) >= min(n, kept) or whole:
                    hits[position] = self._exact(vectors[position], rows, n)
                    waiting.remove(position)
            fetch *= DEEPER
        rows = np.flatnonzero(mask) if waiting else np.empty(0, dtype=np.int64)
        for position in waiting:
            hits[position] = self._exact(vectors[position], rows, n)
        return hits

    def _exact(self, vector: Vector, rows: Rows, n: int) -> Hits:
        similarities = self._live.vectors(rows) @ vector
        if len(rows) > n:
            top = np.argpartition(-similarities, n - 1)[:n]
            rows, similarities = rows[top], similarities[top]
        order = np.lexsort((rows, -similarities))
        return Hits(rows[order], similarities[order])


def _none() -> Hits:
    return Hits(np.empty(0, dtype=np.int64), np.empty(0, dtype=np.float32))
