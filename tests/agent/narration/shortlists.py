"""Products and shortlists for tests of the overlay."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from agent.types import Shortlist
from retrieval.types import Constraints, Product, RankedProduct, Tastes

LAMP: dict[str, Any] = {
    "product_id": "lamp-1",
    "title": "Arc Desk Lamp",
    "description": "A slim LED lamp with 3 brightness levels. It folds flat.",
    "brand": "Lumen",
    "categories": ("Home > Lighting > Desk Lamps",),
    "price": 40.0,
    "sale_price": 30.0,
    "currency": "USD",
    "availability": "in_stock",
    "attributes": {"color": "red", "material": "steel", "weight": "3.5 kg"},
    "rating": 4.6,
    "rating_count": 120,
    "margin": 0.4321,
}


def product(**changes: Any) -> Product:
    return Product(**{**LAMP, **changes})


def shortlist(
    products: Sequence[Product],
    request: str = "a red desk lamp",
    constraints: Constraints | None = None,
    shopper: Tastes | None = None,
    anchor: str | None = None,
) -> Shortlist:
    return Shortlist(
        request=request,
        constraints=constraints or Constraints(),
        items=tuple(
            RankedProduct(product=p, rank=rank, score=1 / rank) for rank, p in enumerate(products, start=1)
        ),
        shopper=shopper or Tastes(),
        anchor=anchor,
    )


def lamps(n: int) -> Shortlist:
    """``n`` lamps that differ in title, price and brand."""
    names = ("Arc", "Bow", "Cliff", "Dune", "Ember", "Fern", "Grove", "Heath", "Isle", "Jade")
    return shortlist(
        [
            product(
                product_id=f"lamp-{i}",
                title=f"{names[i % 10]} Desk Lamp",
                brand=f"Maker{names[i % 10]}",
                price=40.0 + i,
                sale_price=None,
            )
            for i in range(n)
        ]
    )
