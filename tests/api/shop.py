"""A small shop for the tests of the faces."""

from __future__ import annotations

from retrieval.types import Product

MARGIN = 0.123457
"""Of every product here: must never be seen outside."""


def kettle(number: int, **fields: object) -> Product:
    """One product; ``fields`` replace its own."""
    color = ("blue", "red", "green")[number % 3]
    base: dict[str, object] = {
        "product_id": f"kettle-{number}",
        "title": f"{color.title()} Kettle No. {number}",
        "description": f"An enamel kettle in {color} that holds {number + 1} cups and whistles.",
        "brand": ("Hearthwick", "Fellhorn")[number % 2],
        "categories": ["Kitchen > Kettles > Stovetop Kettles"],
        "price": 20.0 + 5 * number,
        "currency": "USD",
        "availability": "in_stock",
        "attributes": {"color": color},
        "rating": 4.0,
        "rating_count": 10 + number,
        "margin": MARGIN,
    }
    return Product.model_validate({**base, **fields})


def shop() -> list[Product]:
    """Twelve kettles and a tent."""
    tent = {
        "title": "Ridge Tent for Two",
        "description": "A light tent for two with one door.",
        "categories": ["Outdoor > Tents"],
    }
    return [*(kettle(number) for number in range(12)), kettle(99, product_id="tent-1", **tent)]
