"""What is known of a shopper."""

from __future__ import annotations

from typing import Annotated

from pydantic import ConfigDict, Field

from retrieval.types.events import EventType
from retrieval.types.queries import Constraints
from retrieval.types.values import Frozen, Timestamp


class Interaction(Frozen):
    """One step of a shopper's history, as personalisation reads it."""

    product_id: str
    type: EventType
    occurred_at: Timestamp
    value: float | None = None


class Tastes(Frozen):
    """What may be said to a shopper of themselves: kinds and brands in the catalog's words. No id, no place,
    no date, no money."""

    stated: Constraints = Constraints()
    """What they said that they prefer."""
    bought: tuple[str, ...] = ()
    """``"Tents (Nordtrek)"``, the latest first."""
    liked: tuple[str, ...] = ()
    """Put in the cart or reviewed well, and not bought; the latest first."""


class UserProfile(Frozen):
    """What is known of one shopper: stated by them, or learned from their events."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)

    user_id: str
    interests: tuple[tuple[float, ...], ...] = ()
    """Vectors of shape (d,), strongest first."""
    preferences: Constraints = Constraints()
    """Stated by the shopper, kept apart from behaviour."""
    answers: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    """Of the onboarding, question id → values chosen; ``interests`` are made of them."""
    region: str | None = None
    age_verified: bool | None = None
    first_seen: Timestamp | None = None
    orders: Annotated[int, Field(ge=0)] = 0
    spend: Annotated[float, Field(ge=0)] = 0.0
    """In the catalog's own currency."""
    history: tuple[Interaction, ...] = ()
    """The latest steps, oldest first."""
    purchased: dict[str, Timestamp] = Field(default_factory=dict)
    """Product id → when it was bought last."""
    seen: dict[str, int] = Field(default_factory=dict)
    """Product id → impressions since it was last clicked."""
    dismissed: tuple[str, ...] = ()
