"""Opening prose, said of the whole list: it may use the numbers of all products and of the request."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet

from agent.narration.claims.known import Facts
from agent.narration.claims.quantities import MONEY, quantities
from agent.narration.claims.wording import spelt

_TOLERANCE = 0.0051


def unknown_number(text: str, everything: Sequence[Facts], requested: AbstractSet[float]) -> str | None:
    """The first number that is neither of the list nor of the request; money only where it is a price."""
    text = spelt(text)
    prices = {price for facts in everything for price in (facts.now, facts.usual) if price is not None}
    prices |= {q.said for facts in everything for q in facts.numbers if q.dimension == MONEY}
    prices |= requested
    known = prices | {float(len(everything)), 5.0}
    for facts in everything:
        known |= {q.said for q in facts.numbers}
        product = facts.product
        known |= {float(n) for n in (product.rating, product.rating_count, facts.off) if n is not None}
        if facts.off is not None:
            known.add(float(round(facts.off)))
        if product.published_at is not None:
            known.add(float(product.published_at.year))
    for quantity in quantities(text):
        if not _within(quantity.said, prices if quantity.dimension == MONEY else known):
            return f"{quantity.said:g}"
    return None


def _within(said: float, known: Iterable[float]) -> bool:
    return any(abs(said - fact) <= _TOLERANCE for fact in known)
