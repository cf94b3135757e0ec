"""The words of the field: what the other rooms may hold in their hands.

Every value here is frozen. Shapes follow the public contract; ``margin`` is the only private
field of a product and exists on :class:`Product` alone, never on :class:`PublicProduct`.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Annotated, Any, Literal, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, model_validator

Vector: TypeAlias = NDArray[np.float32]
"""Shape (d,), unit length."""
Vectors: TypeAlias = NDArray[np.float32]
"""Shape (n, d), each row of unit length (a row of zeros where there was no text)."""
Rows: TypeAlias = NDArray[np.int64]
"""Row numbers of the in-memory columns, shape (n,)."""

Availability = Literal["in_stock", "out_of_stock", "preorder", "backorder"]
Sort = Literal["relevance", "price_asc", "price_desc", "rating", "newest"]
AttributeValue: TypeAlias = str | tuple[str, ...]


class Frozen(BaseModel):
    """Immutable, and closed to unknown fields."""

    model_config = ConfigDict(frozen=True, extra="forbid")


def _text(value: object) -> object:
    return value.strip() if isinstance(value, str) else value


def _finite(value: float) -> float:
    if not math.isfinite(value):
        raise ValueError("must be a finite number")
    return value


def _aware(value: datetime) -> datetime:
    return value if value.tzinfo else value.replace(tzinfo=UTC)


def _attribute(value: object) -> str | None:
    if value is None or isinstance(value, dict | list | tuple):
        return None
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return str(value).strip() or None


def _attributes(value: object) -> object:
    """Numbers and booleans become text, lists become tuples, empty values are left out."""
    if not isinstance(value, Mapping):
        return value
    out: dict[str, AttributeValue] = {}
    for name, given in value.items():
        if type(given) is str and type(name) is str:
            # Nearly every attribute of nearly every catalog: a third of the time of the general way.
            if (text := given.strip()) and (key := name.strip()):
                out[key] = text
            continue
        several = given if isinstance(given, list | tuple) else (given,)
        texts = tuple(dict.fromkeys(text for text in map(_attribute, several) if text))
        key = str(name).strip()
        if texts and key:
            out[key] = texts[0] if len(texts) == 1 else texts
    return out


Money = Annotated[float, Field(ge=0, le=1e12), AfterValidator(_finite)]
Stripped = Annotated[str, BeforeValidator(_text)]
ProductId = Annotated[
    str, BeforeValidator(_text), Field(min_length=1, max_length=256, pattern=r"^[^\x00-\x1f\x7f]*$")
]
"""Without control characters: a NUL fits in no text column of PostgreSQL, a line break in no header."""
Timestamp = Annotated[datetime, AfterValidator(_aware)]
_Number = Annotated[float, Field(ge=-1e12, le=1e12), AfterValidator(_finite)]
EventValue = _Number | Annotated[str, Field(max_length=2000, pattern=r"^[^\x00]*$")]


class PublicProduct(Frozen):
    """A product as a shopper may see it."""

    product_id: ProductId
    title: Annotated[str, BeforeValidator(_text), Field(min_length=1, max_length=2000)]
    description: Annotated[Stripped, Field(max_length=100_000)] | None = None
    brand: Annotated[Stripped, Field(max_length=300)] | None = None
    categories: tuple[Stripped, ...] = ()
    """Paths, ``"Apparel > Topwear > Kurtas"``."""
    price: Money | None = None
    sale_price: Money | None = None
    currency: Annotated[str, Field(pattern=r"^[A-Z]{3}$")] | None = None
    availability: Availability | None = None
    attributes: Annotated[dict[str, AttributeValue], BeforeValidator(_attributes)] = Field(
        default_factory=dict
    )
    rating: Annotated[float, Field(ge=0, le=5)] | None = None
    rating_count: Annotated[int, Field(ge=0, le=1_000_000_000_000)] | None = None
    published_at: Timestamp | None = None
    variant_of: ProductId | None = None
    tags: tuple[Stripped, ...] = ()
    image: Annotated[str, Field(max_length=4000)] | None = None
    url: Annotated[str, Field(max_length=4000)] | None = None

    @property
    def current_price(self) -> float | None:
        """What the shopper pays now: the sale price where there is a lower one."""
        if self.sale_price is None:
            return self.price
        return self.sale_price if self.price is None else min(self.price, self.sale_price)

    def values(self, name: str) -> tuple[str, ...]:
        """The values of one attribute, by name; ``()`` where the product has none."""
        value = self.attributes.get(name, ())
        return (value,) if isinstance(value, str) else value


class Product(PublicProduct):
    """A product as the shop keeps it, private fields included."""

    margin: Annotated[float, Field(ge=-10, le=1), AfterValidator(_finite)] | None = None
    """Share of the price that is profit. Never leaves the server."""

    def public(self) -> PublicProduct:
        """The same product without its private fields."""
        return PublicProduct.model_construct(
            **{name: getattr(self, name) for name in PublicProduct.model_fields}
        )


class PriceRange(Frozen):
    """Inclusive bounds on the price the shopper pays now."""

    min: Money | None = None
    max: Money | None = None

    @model_validator(mode="after")
    def _ordered(self) -> PriceRange:
        if self.min is not None and self.max is not None and self.min > self.max:
            raise ValueError("price.min is above price.max")
        return self


Values = Annotated[tuple[str, ...], Field(min_length=1)]


def in_words(name: str, value: str) -> str:
    """One value as a person says it: ``waterproof`` where the attribute is a yes, else the value."""
    if value.casefold() in ("yes", "true"):
        return name.replace("_", " ")
    return f"not {name.replace('_', ' ')}" if value.casefold() in ("no", "false") else value


class Constraints(Frozen):
    """What must hold. Absent means unconstrained.

    Values match without regard to case; values under one name are alternatives; names are
    joined by AND. ``brand`` and ``category`` are always names; the rest are the catalog's
    own attribute names. A category value matches a whole path, a prefix of it or one segment.
    """

    price: PriceRange | None = None
    include: dict[str, Values] = Field(default_factory=dict)
    exclude: dict[str, Values] = Field(default_factory=dict)
    in_stock: bool | None = None
    sort: Sort | None = None

    @property
    def filters(self) -> bool:
        """Whether anything here can remove a product."""
        return bool(self.price or self.include or self.exclude or self.in_stock is not None)

    def wire(self) -> dict[str, Any]:
        """The contract's JSON shape: only what is constrained."""
        out = self.model_dump(mode="json", exclude_none=True)
        return {key: value for key, value in out.items() if value not in ({}, [])}


class Query(Frozen):
    """What is wanted, once understood."""

    text: str = ""
    constraints: Constraints = Constraints()
    anchors: tuple[str, ...] = ()
    """Products the list should go with: the page's own, then the cart's."""
    exclude: tuple[str, ...] = ()
    """Products that must not come back."""
    user_id: str | None = None
    session_id: str | None = None
    surface: str = "search"
    region: str | None = None
    """Where the shopper is, as the shop writes it; None: unknown."""
    age_verified: bool | None = None
    limit: Annotated[int, Field(ge=1, le=100)] = 10


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


class Interaction(Frozen):
    """One step of a shopper's history, as personalisation reads it."""

    product_id: str
    type: EventType
    occurred_at: Timestamp
    value: float | None = None


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


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The catalog's own words: attribute name → value as the catalog writes it → products that have it.

    ``brand`` and ``category`` are always there; ``category`` holds every segment of every path
    ("Topwear" and "Kurtas" of "Apparel > Topwear > Kurtas").
    """

    values: Mapping[str, Mapping[str, int]]
    revision: int
    """Changes with the catalog, so that what was built from a vocabulary knows when it is stale."""
    currency: str | None = None
    """The one most products are priced in."""
    price_quantiles: tuple[float, ...] = ()
    """Eleven numbers, 0% to 100%, of the current prices; empty where the catalog has none."""
    paths: tuple[str, ...] = ()
    """The category paths, prefixes too ("Apparel > Topwear", "Apparel > Topwear > Kurtas")."""
    without_category: float = 0.0
    """Share of the products that have no category, in [0, 1]."""
    heads: Mapping[str, str] = field(default_factory=dict)
    """Words that titles end with in place of a category, in lower case → the category's segment."""
