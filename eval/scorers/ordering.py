"""Does the model's order help or hurt?"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence

from eval.metrics import ndcg
from eval.scorers.answer import Answer
from eval.scorers.score import Score, Scorer, unscored
from retrieval.types import Product

_AMOUNT = re.compile(r"(-?\d[\d,]*\.?\d*)\s*([A-Za-z%]*)")
_SCALE = {"kg": 1000.0, "g": 1.0, "l": 1000.0, "ml": 1.0, "cl": 10.0, "days": 24.0, "day": 24.0, "h": 1.0}


def grades(answer: Answer) -> Mapping[str, int]:
    """Product id → relevance, 0 to 3: judged by hand, or by thirds of the number that the shopper looks at.

    What has no such number has grade 0. Empty where the case says nothing about what is better.
    """
    case = answer.case
    if case.grades:
        return case.grades
    if case.prefers is None:
        return {}
    amounts = {p.product_id: amount(p, case.prefers.attribute) for p in answer.listed}
    known = {key: value for key, value in amounts.items() if value is not None}
    best = sorted(set(known.values()), reverse=case.prefers.prefer == "high")
    if len(best) < 2:
        return {}
    return {key: 3 - min(2, 3 * best.index(value) // len(best)) for key, value in known.items()}


def amount(product: Product, attribute: str) -> float | None:
    """A number of a product: grams, millilitres, hours, money or stars."""
    if attribute == "price":
        return product.current_price
    if attribute == "rating":
        return product.rating
    for text in product.values(attribute):
        found = _AMOUNT.search(text)
        if found is not None:
            return float(found[1].replace(",", "")) * _SCALE.get(found[2].casefold(), 1.0)
    return None


def quality(answer: Answer) -> Score:
    """nDCG of the order that the model gave; where it gave none, of the order it was given."""
    return _ndcg(answer, answer.model_order)


def gain(answer: Answer) -> Score:
    """How much better the model's order is than the one it was given; negative: it hurts."""
    ours, given = _ndcg(answer, answer.model_order), _ndcg(answer, answer.performance.listed)
    if not ours.scored:
        return unscored()
    change = ours.value - given.value
    return Score(change, ("the order was better before",) if change < 0 else ())


def _ndcg(answer: Answer, order: Sequence[str]) -> Score:
    judged = {key: value for key, value in grades(answer).items() if key in answer.performance.listed}
    if len(set(judged.values()) | ({0} if len(judged) < len(order) else set())) < 2:
        return unscored()
    value = ndcg(order, judged, len(order))
    return unscored() if math.isnan(value) else Score(value)


ORDER_QUALITY = Scorer(
    "order_quality", "nDCG of the model's order against judged relevance", one=quality, seeded=False
)
ORDER_GAIN = Scorer(
    "order_gain",
    "the same less that of the order it was given: does it help or hurt",
    one=gain,
    defect_below=0.0,
)
