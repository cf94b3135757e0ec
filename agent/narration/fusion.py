"""The model's order fused with the deterministic one: it may re-order, within reach.

Zero-shot models lose to trained rankers where there is history, so the deterministic order is the
prior and the model's order moves products by at most ``max_displacement`` places.

Method: each product's fused rank is the weighted mean of its two ranks (Borda). Places are then
filled from the first to the last: place ``p`` takes the product whose reach ends at ``p`` if it has
not been placed yet (there is at most one), otherwise the best fused rank among the products that may
already stand there. Every product thus lands within ``max_displacement`` of where it was.
"""

from __future__ import annotations

from agent.types import ProposedOrder

MODEL_WEIGHT = 0.7
"""How much the model's rank counts against the deterministic one, 0 to 1."""


def fuse(
    order: ProposedOrder, n: int, max_displacement: int, weight: float = MODEL_WEIGHT
) -> tuple[int, ...]:
    """The positions of a list of ``n`` products in their new order.

    ``order`` is a permutation of the first ``len(order.positions)`` positions; the products after
    them keep their places.

    Raises:
        ValueError: ``order`` is no permutation of the head of the list, or a number is out of range.
    """
    head = len(order.positions)
    if sorted(order.positions) != list(range(head)) or head > n:
        raise ValueError(f"an order of {head} positions is no permutation of the head of {n} products")
    if max_displacement < 0 or not 0 <= weight <= 1:
        raise ValueError("max_displacement must be at least 0, and weight between 0 and 1")
    proposed = {position: rank for rank, position in enumerate(order.positions)}
    fused = {p: (1 - weight) * p + weight * proposed[p] for p in range(head)}
    waiting = list(range(head))
    placed: list[int] = []
    for place in range(head):
        if waiting[0] <= place - max_displacement:
            chosen = waiting[0]
        else:
            reachable = (p for p in waiting if p <= place + max_displacement)
            chosen = min(reachable, key=lambda p: (fused[p], p))
        waiting.remove(chosen)
        placed.append(chosen)
    return (*placed, *range(head, n))
