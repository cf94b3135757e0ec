"""What other agents give and get. A card is short: a model has to read it."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from agent.conversation.comparison import MOST
from agent.types import Item
from retrieval.types import AttributeValue, Availability, Constraints, Frozen, ProductId

Limit = Annotated[int, Field(ge=1, le=20, description="How many products at most.")]
Filters = Annotated[
    Constraints,
    Field(
        description=(
            "What must hold beside the words: price {min, max}, include and exclude {attribute: [values]} "
            "(brand and category are always attributes), in_stock, sort."
        )
    ),
]


class Search(Frozen):
    """A search in words."""

    query: str = Field(
        min_length=1,
        max_length=4000,
        description="What is wanted, in plain words; prices, colours, brands and exclusions are understood.",
        examples=["a blue kettle under $40"],
    )
    filters: Filters = Constraints()
    limit: Limit = 8


class Recommend(Frozen):
    """A wish for something that suits: a product, a cart, words, or all of these."""

    query: str | None = Field(default=None, max_length=4000, description="What is wanted, in plain words.")
    product_id: ProductId | None = Field(default=None, description="What it should go with or be like.")
    cart: Annotated[tuple[ProductId, ...], Field(max_length=100)] = Field(
        default=(), description="What is in the cart already."
    )
    filters: Filters = Constraints()
    exclude: Annotated[tuple[ProductId, ...], Field(max_length=1000)] = Field(
        default=(), description="Products that must not come back."
    )
    limit: Limit = 8


class Compare(Frozen):
    """Products to set side by side."""

    product_ids: Annotated[tuple[ProductId, ...], Field(min_length=2, max_length=MOST)] = Field(
        description="As a search or a recommendation named them."
    )


class Get(Frozen):
    """One product."""

    product_id: ProductId = Field(description="As a search or a recommendation named it.")


class Card(Frozen):
    """A product on a list, and why it is there. Prices and stock are the catalog's at this moment."""

    product_id: str
    title: str
    rank: int
    score: float
    brand: str | None = None
    categories: tuple[str, ...] = ()
    price: float | None = None
    sale_price: float | None = None
    currency: str | None = None
    availability: Availability | None = None
    rating: float | None = None
    rating_count: int | None = None
    attributes: dict[str, AttributeValue] = Field(default_factory=dict)
    url: str | None = None
    image: str | None = None
    reasons: tuple[str, ...] = ()
    explanation: str | None = None

    @classmethod
    def of(cls, item: Item) -> Card:
        """The card of one item of a list."""
        product = item.product.model_dump(include=cls.model_fields.keys() - {"rank", "score", "reasons"})
        return cls(
            **product,
            rank=item.rank,
            score=item.score,
            reasons=tuple(reason.text for reason in item.reasons),
            explanation=item.explanation.text if item.explanation else None,
        )


class Found(Frozen):
    """A list, best first."""

    ranking_id: str | None = Field(
        default=None, description="Cite it in events; absent where nothing was ranked."
    )
    items: tuple[Card, ...] = ()
    total: int = Field(default=0, description="How many products of the catalog pass the filters.")
    understood: Constraints | None = Field(default=None, description="What was read from the words.")
    relaxed: str | None = Field(default=None, description="What to give up where nothing fits, and the gain.")
    note: str | None = Field(default=None, description="What there is to say where there is no list.")


class Difference(Frozen):
    """One fact that is not the same of all."""

    name: str
    values: tuple[str, ...] = Field(description="One for each product, in the order asked for.")


class Compared(Frozen):
    """Products side by side."""

    products: tuple[str, ...] = Field(description="Titles, in the order asked for.")
    differences: tuple[Difference, ...]
    text: str = Field(description="The same in plain prose, with a plain recommendation.")
