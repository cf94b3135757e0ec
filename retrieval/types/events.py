"""What shoppers do, as it is sent, kept and read back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal, NamedTuple

from pydantic import Field, model_validator

from retrieval.types.values import EventValue, Frozen, ProductId, Timestamp

EventType = Literal[
    "impression",
    "view",
    "click",
    "add_to_cart",
    "remove_from_cart",
    "purchase",
    "review",
    "dismiss",
    "feedback",
]


class Event(Frozen):
    """What a shopper did, joined by ``ranking_id`` to the list that caused it."""

    event_id: ProductId
    type: EventType
    product_id: ProductId | None = None
    user_id: ProductId | None = None
    session_id: ProductId | None = None
    ranking_id: ProductId | None = None
    turn_id: ProductId | None = None
    position: Annotated[int, Field(ge=1, le=10_000)] | None = None
    """Rank on the list, from 1."""
    surface: Annotated[ProductId, Field(max_length=256)] | None = None
    occurred_at: Timestamp
    value: EventValue | None = None
    """Stars of a review (0 to 5), pieces of a purchase, ``up`` or ``down`` of a feedback with its reason."""

    @model_validator(mode="after")
    def _whole(self) -> Event:
        if self.type == "feedback":
            if not (self.turn_id or self.ranking_id or self.product_id):
                raise ValueError("feedback needs a turn_id, ranking_id or product_id to be about")
        elif self.product_id is None:
            raise ValueError(f"product_id is needed: a {self.type} is of a product")
        if self.value is None or self.type == "feedback":
            return self
        if self.type == "review" and not (isinstance(self.value, float) and 0 <= self.value <= 5):
            raise ValueError("value: a review's is its stars, 0 to 5")
        if self.type == "purchase" and not (isinstance(self.value, float) and 0 < self.value <= 1e6):
            raise ValueError("value: a purchase's is its number of pieces, above 0")
        return self


Mark = Literal["late", "future", "unknown_product", "unknown_ranking", "imported"]
"""What is odd about an event that is kept all the same.

late: it happened a day or more before it was received; counted at its own time.
future: its clock was ahead; counted at the time it was received.
unknown_product, unknown_ranking: the catalog had no such product then, no such list was served.
imported: history from elsewhere, whatever its age.
"""


@dataclass(frozen=True, slots=True)
class KeptEvent:
    """An event as it is stored."""

    event: Event
    occurred_at: float
    """Seconds since 1970: when it counts."""
    received_at: float
    price: float | None = None
    """Of one piece, as the catalog had it when the event was received."""
    marks: tuple[Mark, ...] = ()


class Happened(NamedTuple):
    """An event as it is read back: what models, profiles and reports look at."""

    sequence: int
    """In the order of storing; gapless reading: what is stored later is never below."""
    type: EventType
    product_id: str | None
    user_id: str | None
    session_id: str | None
    ranking_id: str | None
    position: int | None
    surface: str | None
    occurred_at: float
    """Seconds since 1970."""
    value: float | None
    price: float | None
    marks: tuple[Mark, ...] = ()

    @property
    def shopper(self) -> str | None:
        """Whoever it was: the user where known, else the session."""
        return self.user_id or self.session_id
