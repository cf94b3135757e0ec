"""Lists: from candidates to what was served, and what became of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Annotated, Literal

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from retrieval.types.products import Product
from retrieval.types.queries import Constraints, Query
from retrieval.types.shoppers import Tastes
from retrieval.types.values import Frozen, Rows, Timestamp


class Missing(Frozen):
    """What a list was made without."""

    part: Literal["retrieval", "events"]
    """``retrieval``: what finds products by the meaning of words. ``events``: the database, and with it what
    shoppers did of late."""
    reason: Literal["unavailable", "timeout"]


@dataclass(frozen=True, slots=True)
class Candidates:
    """Products worth ranking, column by column (500 pydantic objects would cost what ranking may).

    ``rows`` has shape (n,), unique; ``signals[name]`` has shape (n,), NaN where the source that
    gives this signal did not score the product. ``excluded`` is what a hard filter removed.
    """

    rows: Rows
    signals: Mapping[str, NDArray[np.float32]]
    total: int
    """How many products of the catalog pass the hard filters."""
    why: Callable[[Rows], list[dict[str, float]]] | None = None
    """Positions into the candidates → of each what of behaviour moved it, by signal."""
    without: Missing | None = None
    """The meaning of the words, where nothing could be looked up by it."""


class Contribution(Frozen):
    """How one score or rule moved one product: ``points = value * weight``."""

    name: str
    value: float
    weight: float
    points: float


class Reason(Frozen):
    """Why a product is on the list, in a shopper's words; made from a contribution."""

    code: Literal[
        "match",
        "constraint",
        "price",
        "sale",
        "rating",
        "new",
        "profile",
        "anchor",
        "popular",
        "stock",
        "part",
        "idea",
    ]
    """``part`` and ``idea``: which part of a list of several kinds it is."""
    text: str


class RankedProduct(Frozen):
    """A product at its place."""

    product: Product
    rank: Annotated[int, Field(ge=1)]
    score: float
    pinned: bool = False
    """Held at its place by a rule, whatever anybody's order says."""
    contributions: tuple[Contribution, ...] = ()
    reasons: tuple[Reason, ...] = ()
    behaviour: dict[str, float] = Field(default_factory=dict)
    """What is behind the contribution ``collaborative``: signal → its part in the ranker's score."""


class Dropped(Frozen):
    """A candidate that a rule removed."""

    product_id: str
    rule: str


class Relaxed(Frozen):
    """What to give up when the constraints leave nothing, and what that would give."""

    name: str
    """``price``, ``in_stock`` or an attribute name; several, joined by commas, where one is not enough."""
    text: str
    """``"12 under $120"``."""
    constraints: Constraints
    total: int


class Ranking(Frozen):
    """The deterministic answer: what was kept, why, and what was dropped by which rule."""

    ranking_id: str
    query: Query
    items: tuple[RankedProduct, ...]
    total: int
    dropped: tuple[Dropped, ...] = ()
    relaxed: Relaxed | None = None
    asked: Constraints | None = None
    """What was asked for, where that was relaxed; ``query`` is what was searched for."""
    rules_version: str
    arms: dict[str, str] = Field(default_factory=dict)
    """Experiment → the arm that this shopper was dealt."""
    prompt: str | None = None
    """The prompt version that an arm asks for, ``"narrate/v2"``; None: the active one."""
    model: str | None = None
    """The model that an arm asks for, ``"provider:model"``; None: the configured one."""
    diversity: float | None = None
    """Mean pairwise cosine distance of the products listed; None for fewer than two."""
    without: tuple[Missing, ...] = ()
    """What was out of reach when it was made."""
    history: int = 0
    """Steps of the shopper that were known."""
    shopper: Annotated[Tastes, Field(exclude=True)] = Tastes()
    """What may be said to the shopper of themselves: for the words of this list, and never kept with it."""
    anchor: Annotated[str | None, Field(exclude=True)] = None
    """Title of the product that the list goes with."""
    created_at: Timestamp
    timings_ms: dict[str, float] = Field(default_factory=dict)


class HeldBack(Frozen):
    """A claim of the model's that the facts did not bear out; the plain sentence stood in its place."""

    product_id: str | None = None
    """None: of the opening prose."""
    claim: str


class Outcome(Frozen):
    """What became of a ranking after it was on the wire."""

    order: tuple[str, ...]
    """Product ids as they stood in the end."""
    model: str | None = None
    prompts: tuple[str, ...] = ()
    """``"narrate/v1"``."""
    degraded: tuple[str, ...] = ()
    """``"narrate:timeout"``: parts that did without their model."""
    first_card_ms: float | None = None
    held_back: tuple[HeldBack, ...] = ()


class Serving(Frozen):
    """A ranking as it was served: what every event that cites it is joined to."""

    ranking_id: str
    turn_id: str | None = None
    user_id: str | None = None
    session_id: str | None = None
    surface: str
    served_at: Timestamp
    rules_version: str
    arms: dict[str, str] = Field(default_factory=dict)
    listed: tuple[str, ...]
    """Product ids in the deterministic order."""
    total: int
    relaxed: bool = False
    diversity: float | None = None
    text: str = ""
    """What was asked for."""
    outcome: Outcome | None = None

    @property
    def order(self) -> tuple[str, ...]:
        """Product ids as the shopper saw them last."""
        return self.outcome.order if self.outcome is not None and self.outcome.order else self.listed
