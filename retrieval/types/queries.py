"""What is wanted: constraints, and the query they are part of."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any

from pydantic import Field, model_validator

from retrieval.types.values import Frozen, Money, Sort


class PriceRange(Frozen):
    """Inclusive bounds on the price the shopper pays now."""

    min: Money | None = None
    max: Money | None = None

    @model_validator(mode="after")
    def _ordered(self) -> PriceRange:
        if self.min is not None and self.max is not None and self.min > self.max:
            raise ValueError("price.min is above price.max")
        return self


FEW = 4
"""Values of one name that are said one by one; more amounts than that are said by the first and the last."""
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


def amounts(values: Sequence[str]) -> bool:
    """Whether all of them are measures: a bound on one is held as all values within it. Sizes are none."""
    return all(value[:1].isdigit() and any(map(str.isalpha, value)) for value in values)


def either(name: str, values: Sequence[str]) -> str:
    """Several values as a person says them: ``red or blue``; many amounts by the first and the last."""
    if len(values) > FEW and amounts(values):
        return f"{name.replace('_', ' ')} {values[0]} to {values[-1]}"
    return " or ".join(in_words(name, value) for value in values)


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
