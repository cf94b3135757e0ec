"""Do the products that stand first keep what the shopper demanded?"""

from __future__ import annotations

from collections.abc import Sequence

from eval.catalog import columns_of
from eval.scorers.answer import Answer
from eval.scorers.score import Score, Scorer, share, unscored
from retrieval.types import Constraints, Product

FIRST = 3


def constraints(answer: Answer) -> Score:
    """Share of the first places that hold a product with everything the words of the case demand."""
    if answer.performance.relaxed or not answer.case.wanted.filters:
        return unscored()
    first = [answer.products[key] for key in answer.performance.order[:FIRST]]
    if not first:
        return Score(0.0, ("nothing was shown",))
    return share([f"does not fit: {p.title[:80]}" for p in against(first, answer.case.wanted)], len(first))


def against(products: Sequence[Product], wanted: Constraints) -> list[Product]:
    """Those of the products that break a condition."""
    mask = columns_of(products).mask(wanted)
    return [product for product, holds in zip(products, mask, strict=False) if not holds]


CONSTRAINTS = Scorer("constraints", "share of the first three that keep what was demanded", one=constraints)
