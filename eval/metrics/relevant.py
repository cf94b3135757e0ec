"""Measures over a set of relevant products. Each is NaN where nothing is relevant: not a failure, no case.

Source: Manning, Raghavan & Schütze, *Introduction to Information Retrieval*, chapter 8.
"""

from __future__ import annotations

from collections.abc import Sequence, Set
from itertools import islice
from math import nan


def hits(ranked: Sequence[str], relevant: Set[str], n: int) -> int:
    """How many of the first ``n`` are relevant, in [0, min(n, len(relevant))]."""
    return sum(product_id in relevant for product_id in islice(ranked, n))


def recall(ranked: Sequence[str], relevant: Set[str], n: int, *, capped: bool = False) -> float:
    """Share of the relevant products found in the first ``n``, in [0, 1].

    ``capped`` divides by ``min(n, len(relevant))``, so that a perfect list of ``n`` reaches 1; with one
    relevant product that is the hit rate.
    """
    attainable = min(n, len(relevant)) if capped else len(relevant)
    return hits(ranked, relevant, n) / attainable if attainable else nan


def precision(ranked: Sequence[str], relevant: Set[str], n: int) -> float:
    """Share of the first ``n`` places that hold a relevant product, in [0, 1]; an empty place is a miss."""
    return hits(ranked, relevant, n) / n if relevant else nan


def reciprocal_rank(ranked: Sequence[str], relevant: Set[str], n: int) -> float:
    """One over the rank of the first relevant product, 0 where none is among the first ``n``."""
    if not relevant:
        return nan
    ranks = (rank for rank, product_id in enumerate(islice(ranked, n), start=1) if product_id in relevant)
    first = next(ranks, None)
    return 1 / first if first else 0.0


def average_precision(ranked: Sequence[str], relevant: Set[str], n: int) -> float:
    """Mean of the precision at each relevant product found, over ``min(n, len(relevant))``, in [0, 1]."""
    if not relevant:
        return nan
    found = 0
    total = 0.0
    for rank, product_id in enumerate(islice(ranked, n), start=1):
        if product_id in relevant:
            found += 1
            total += found / rank
    return total / min(n, len(relevant))
