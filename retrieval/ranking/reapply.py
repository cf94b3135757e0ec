"""The rules after a model: whatever order it proposes, they hold."""

from __future__ import annotations

from collections.abc import Sequence

from retrieval.types import Ranking


def reapply(ranking: Ranking, proposed: Sequence[str]) -> tuple[str, ...]:
    """``proposed`` as the rules allow it: the products of the ranking and no others, each once, and each
    pinned one at its place. Caps hold for a list as a whole, so no order of it breaks them.

    What ``proposed`` lacks follows in the ranking's own order.
    """
    pinned = {item.product.product_id: item.rank for item in ranking.items if item.pinned}
    served = [item.product.product_id for item in ranking.items]
    kept = [product_id for product_id in dict.fromkeys(proposed) if product_id in set(served)]
    order = [product_id for product_id in dict.fromkeys((*kept, *served)) if product_id not in pinned]
    for product_id, place in sorted(pinned.items(), key=lambda pin: pin[1]):
        order.insert(place - 1, product_id)
    return tuple(order)
