"""Measures over graded judgments."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import islice
from math import log2, nan


def ndcg(ranked: Sequence[str], grades: Mapping[str, int], n: int) -> float:
    """Normalised discounted cumulative gain of the first ``n``, in [0, 1].

    Gain ``2^grade - 1``, discount ``1 / log2(rank + 1)``; what nobody judged has grade 0.

    Args:
        ranked: product ids, best first, each once.
        grades: product id → grade, 0 and up.
        n: how many places count.

    Returns:
        1 where no order could be better; NaN where no judged product has a gain, so that no
        order could be better than another.

    Source: Järvelin & Kekäläinen, TOIS 2002; the exponential gain is that of Burges et al., ICML 2005.
    """
    ideal = _gain(sorted(grades.values(), reverse=True), n)
    return _gain((grades.get(product_id, 0) for product_id in ranked), n) / ideal if ideal else nan


def _gain(grades: Iterable[int], n: int) -> float:
    return sum((2.0**grade - 1) / log2(rank + 1) for rank, grade in enumerate(islice(grades, n), start=1))
