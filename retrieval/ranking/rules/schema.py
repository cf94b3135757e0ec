"""The rules file, field by field. What is not named here is refused."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, Field, model_validator

from retrieval.ranking.rules.expression import product_test, shopper_test
from retrieval.types import Frozen, ProductId

Score = Literal[
    "similarity",
    "lexical",
    "anchor",
    "kind",
    "profile",
    "collaborative",
    "popularity",
    "freshness",
    "rating",
    "price_fit",
    "saving",
    "margin",
]
Weight = Annotated[float, Field(ge=-100, le=100, allow_inf_nan=False)]
Days = Annotated[float, Field(ge=0, le=36_500)]
Name = Annotated[str, Field(min_length=1, max_length=120)]
Share = Annotated[float, Field(gt=0, le=1)]


def _product_condition(text: str) -> str:
    product_test(text)
    return text


def _shopper_condition(text: str) -> str:
    shopper_test(text)
    return text


def _moment(value: object) -> object:
    if isinstance(value, date) and not isinstance(value, datetime):
        value = datetime(value.year, value.month, value.day, tzinfo=UTC)
    if isinstance(value, datetime) and value.tzinfo is None:
        value = value.replace(tzinfo=UTC)
    return value


ProductCondition = Annotated[str, Field(max_length=2000), AfterValidator(_product_condition)]
ShopperCondition = Annotated[str, Field(max_length=2000), AfterValidator(_shopper_condition)]
Moment = Annotated[datetime, BeforeValidator(_moment)]


class Scope(Frozen):
    """Where a rule holds; absent means everywhere, always, for everyone."""

    surfaces: tuple[str, ...] = ()
    segment: str | None = None
    query: tuple[str, ...] = ()
    """Words; the rule holds when the shopper's query has one of them."""
    arm: Annotated[str, Field(pattern=r"^[^/]+/[^/]+$")] | None = None
    """``EXPERIMENT/ARM``: the rule holds for shoppers who were dealt this arm."""
    starts: Moment | None = None
    ends: Moment | None = None

    @model_validator(mode="after")
    def _in_order(self) -> Scope:
        if self.starts and self.ends and self.starts >= self.ends:
            raise ValueError("ends before it starts")
        return self


class Filter(Scope):
    """Products that are not shown."""

    name: Name
    drop: ProductCondition


class Boost(Scope):
    """Products that rise by ``points`` (a bury: that sink). A score of 1 is a perfect match of the words."""

    name: Name
    when: ProductCondition
    points: Annotated[float, Field(gt=0, le=100)]


class Promotion(Boost):
    """A boost with a beginning and an end."""

    starts: Moment
    ends: Moment


class Pin(Scope):
    """One product at one place of the list, from 1."""

    name: Name
    product: ProductId
    slot: Annotated[int, Field(ge=1, le=100)]


class History(Frozen):
    """A filter by what the shopper did. ``surfaces``: where it holds; a search finds also what one has."""

    surfaces: tuple[str, ...] = ("home", "product", "cart", "recommendations", "similar", "goes_with")


class Purchased(History):
    """Bought products come back after a while; consumables sooner."""

    repeat_after_days: Days = 0
    """0: at once."""
    categories: dict[str, Days] = Field(default_factory=dict)


class Seen(History):
    """Shown so often without a click, a product makes room. 0: never."""

    times: Annotated[int, Field(ge=0, le=10_000)] = 0


class Dismissed(History):
    """What a shopper waved away."""

    drop: bool = False


class Filters(Frozen):
    """What may be shown at all."""

    availability: tuple[Literal["unknown", "in_stock", "preorder", "backorder", "out_of_stock"], ...] = ()
    """What may be shown; empty: everything."""
    region_attribute: str | None = None
    """Where a product has it, only shoppers of one of its values see it (and those of an unknown region)."""
    age_attribute: str | None = None
    """Where a product says ``yes`` here, only shoppers whose age was checked see it."""
    purchased: Purchased = Purchased()
    seen: Seen = Seen()
    dismissed: Dismissed = Dismissed()
    rules: tuple[Filter, ...] = ()


class Diversity(Frozen):
    """How much a list may repeat itself. What the shopper asked for by name is exempt."""

    collapse_variants: bool = False
    brand_share: Share = 1.0
    """At most this share of a list from one brand, as long as there is anything else to show."""
    category_share: Share = 1.0
    """The same for the finest category."""
    trade: Annotated[float, Field(ge=0, le=1, alias="lambda")] = 1.0
    """1: by score alone; below, a product loses what it has in common with one already chosen."""
    alike: Annotated[float, Field(ge=-1, lt=1)] = 0.92
    """Likeness (cosine) from which two products have anything in common to lose."""


class Surface(Frozen):
    """What is different on one surface."""

    scores: dict[Score, Weight] = Field(default_factory=dict)


ArmName = Annotated[str, Field(min_length=1, max_length=60, pattern=r"^[^/,]+$")]


class Arm(Frozen):
    """One way of an experiment; ``share`` (relative to the other arms') of the shoppers get it.

    What it changes: weights here, any rule by ``arm = "EXPERIMENT/ARM"``, the prompt, the model.
    """

    name: ArmName
    share: Annotated[float, Field(gt=0, le=1e6)] = 1.0
    scores: dict[Score, Weight] = Field(default_factory=dict)
    prompt: Annotated[str, Field(pattern=r"^[a-z_]+/v[0-9]+$")] | None = None
    """A version other than the active one, ``"narrate/v2"``."""
    model: Annotated[str, Field(pattern=r"^[^:]+:.+$", max_length=200)] | None = None
    """Another model than the configured one, ``"openai:gpt-4.1-mini"``."""


class Experiment(Frozen):
    """Arms that shoppers are dealt to, each for good; the first is what the others are compared with."""

    name: ArmName
    arms: Annotated[tuple[Arm, ...], Field(min_length=2, max_length=10)]
    metric: Literal["click", "add_to_cart", "purchase"] = "click"
    """What a shopper must do with a product of a list for the arm to have won them."""
    window_days: Annotated[float, Field(gt=0, le=90)] = 1.0
    """Within how many days of first seeing a list; shoppers count once these are over."""
    lift: Annotated[float, Field(gt=0, le=10)] = 0.1
    """The smallest relative change worth knowing; names how many shoppers the experiment needs."""
    starts: Moment | None = None
    ends: Moment | None = None

    @model_validator(mode="after")
    def _told_apart(self) -> Experiment:
        names = [arm.name for arm in self.arms]
        if len(set(names)) < len(names):
            raise ValueError("two arms have the same name")
        if self.starts and self.ends and self.starts >= self.ends:
            raise ValueError("ends before it starts")
        return self


class Rules(Frozen):
    """The whole file. An empty one filters nothing and orders by score alone; ``extends = "default"`` lays a
    file over the bundled one."""

    name: Name = "rules"
    extends: Literal["default"] | None = None
    scores: dict[Score, Weight] = Field(default_factory=dict)
    surfaces: dict[str, Surface] = Field(default_factory=dict)
    freshness_half_life_days: Annotated[float, Field(gt=0, le=36_500)] = 60.0
    rating_prior_strength: Annotated[float, Field(gt=0, le=1e6)] = 20.0
    """How many ratings of the catalog's mean every product starts with."""
    segments: dict[str, ShopperCondition] = Field(default_factory=dict)
    filters: Filters = Filters()
    boosts: tuple[Boost, ...] = ()
    buries: tuple[Boost, ...] = ()
    promotions: tuple[Promotion, ...] = ()
    pins: tuple[Pin, ...] = ()
    diversity: Diversity = Diversity()
    experiments: tuple[Experiment, ...] = ()

    def scoped(self) -> list[tuple[tuple[Any, ...], Scope]]:
        """Every rule with a scope, and where it stands."""
        return [
            *((("filters", "rules", at), rule) for at, rule in enumerate(self.filters.rules)),
            *((("boosts", at), rule) for at, rule in enumerate(self.boosts)),
            *((("buries", at), rule) for at, rule in enumerate(self.buries)),
            *((("promotions", at), rule) for at, rule in enumerate(self.promotions)),
            *((("pins", at), rule) for at, rule in enumerate(self.pins)),
        ]
