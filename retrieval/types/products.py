"""Products, as the shop keeps them and as a shopper may see them."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Field

from retrieval.types.values import (
    AttributeValue,
    Availability,
    Frozen,
    Money,
    ProductId,
    Stripped,
    Timestamp,
    attributes_as_text,
    finite,
    stripped,
)


class PublicProduct(Frozen):
    """A product as a shopper may see it."""

    product_id: ProductId
    title: Annotated[str, BeforeValidator(stripped), Field(min_length=1, max_length=2000)]
    description: Annotated[Stripped, Field(max_length=100_000)] | None = None
    brand: Annotated[Stripped, Field(max_length=300)] | None = None
    categories: tuple[Stripped, ...] = ()
    """Paths, ``"Apparel > Topwear > Kurtas"``."""
    price: Money | None = None
    sale_price: Money | None = None
    currency: Annotated[str, Field(pattern=r"^[A-Z]{3}$")] | None = None
    availability: Availability | None = None
    attributes: Annotated[dict[str, AttributeValue], BeforeValidator(attributes_as_text)] = Field(
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

    margin: Annotated[float, Field(ge=-10, le=1), AfterValidator(finite)] | None = None
    """Share of the price that is profit. Never leaves the server."""

    def public(self) -> PublicProduct:
        """The same product without its private fields."""
        return PublicProduct.model_construct(
            **{name: getattr(self, name) for name in PublicProduct.model_fields}
        )
