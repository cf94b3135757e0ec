"""What a shopper's events say of them, folded one by one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from retrieval.types import Happened, Interaction, UserProfile

HISTORY = 200
"""Steps kept, the latest."""
SEEN = 2000
"""Products whose impressions are counted, the latest seen."""
_WANTED = ("click", "view", "add_to_cart", "purchase", "review")
_STEPS = (*_WANTED, "remove_from_cart", "dismiss")


def folded(profile: UserProfile, events: Sequence[Happened]) -> UserProfile:
    """The profile after these events too, whatever their order; imports of others' products stay in it."""
    if not events:
        return profile
    history = list(profile.history)
    purchased, seen = dict(profile.purchased), dict(profile.seen)
    dismissed = dict.fromkeys(profile.dismissed)
    first = profile.first_seen.timestamp() if profile.first_seen else None
    orders, spend = profile.orders, profile.spend
    moments = {moment.timestamp() for moment in purchased.values()}
    for event in events:
        first = event.occurred_at if first is None else min(first, event.occurred_at)
        product_id = event.product_id
        if product_id is None:
            continue
        at = datetime.fromtimestamp(event.occurred_at, UTC)
        if event.type == "impression":
            seen[product_id] = seen.pop(product_id, 0) + 1
        elif event.type in _WANTED:
            seen.pop(product_id, None)
            dismissed.pop(product_id, None)
        elif event.type == "dismiss":
            dismissed[product_id] = None
        if event.type == "purchase":
            # Lines of one order carry one time.
            orders += event.occurred_at not in moments
            moments.add(event.occurred_at)
            purchased[product_id] = max(at, purchased.get(product_id, at))
            spend += (event.value or 1.0) * (event.price or 0.0)
        if event.type in _STEPS:
            step = Interaction.model_construct(
                product_id=product_id, type=event.type, occurred_at=at, value=event.value
            )
            history.append(step)
    history.sort(key=lambda step: step.occurred_at)
    return profile.model_copy(
        update={
            "history": tuple(history[-HISTORY:]),
            "purchased": purchased,
            "seen": dict(list(seen.items())[-SEEN:]),
            "dismissed": tuple(dismissed),
            "first_seen": datetime.fromtimestamp(first, UTC) if first is not None else None,
            "orders": orders,
            "spend": spend,
        }
    )
