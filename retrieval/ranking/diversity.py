"""A list that does not say the same thing twice."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from retrieval.types import Rows, Vectors

ALIKE = 0.92
"""Cosine above which two products read as one and the same to a shopper."""
PENALTY = 0.1


def collapse_families(order: Rows, family: NDArray[np.int64]) -> tuple[Rows, Rows]:
    """Of each family of variants the best stays: positions kept and removed, both in order."""
    _, first = np.unique(family[order], return_index=True)
    keep = np.zeros(len(order), dtype=np.bool_)
    keep[first] = True
    return order[keep], order[~keep]


def spread(order: Rows, score: NDArray[np.float32], vectors: Vectors, n: int) -> Rows:
    """The first ``n`` positions of ``order``, each next one the best after a penalty for near-duplicates.

    Greedy maximal marginal relevance (Carbonell & Goldstein 1998) with the penalty only above ``ALIKE``:
    a list of different red kurtas stays whole, five times the same kurta does not.
    ``vectors`` has shape (len(order), d), in the order of ``order``.
    """
    n = min(n, len(order))
    remaining = score[order].astype(np.float64)
    closest = np.full(len(order), -1.0)
    chosen: list[int] = []
    for _ in range(n):
        worth = remaining - PENALTY * np.clip((closest - ALIKE) / (1 - ALIKE), 0, 1)
        best = int(np.argmax(worth))
        chosen.append(best)
        remaining[best] = -np.inf
        np.maximum(closest, vectors @ vectors[best], out=closest)
    out: Rows = order[chosen]
    return out
