"""Who makes a product, what it is called, and who makes another."""

from __future__ import annotations

from collections.abc import Iterator

from eval.grounding.made.listing import Listing, Made, both

_BRAND = (
    "It is by {brand}.",
    "It is made by {brand}.",
    "{brand} makes it.",
    "It comes from {brand}.",
    "The brand is {brand}.",
    "This one is a {brand}.",
    "It carries the {brand} name.",
    "From {brand}, it is a solid choice.",
)


def names(listing: Listing, position: int) -> Iterator[Made]:
    """The brand, its own and another's."""
    product = listing.products[position]
    told = f"{product.title} {product.description}".lower()
    others = [
        brand
        for i in listing.others(position)
        if (brand := listing.products[i].brand)
        and product.brand
        # One name within another says both.
        and not any(word in told or word in product.brand.lower() for word in brand.lower().split())
    ]
    if product.brand and others:
        false = {"brand": listing.random.choice(others)}
        yield from listing.told(position, both(_BRAND, {"brand": product.brand}, false), 2)


def both_brands(listing: Listing, position: int) -> Iterator[Made]:
    """Whether another is of the same brand."""
    product, others = listing.products[position], listing.others(position)
    if not product.brand or not others:
        return
    other = listing.products[listing.random.choice(others)]
    if other.brand:
        same = other.brand == product.brand
        yield Made(position, f"Like the {other.title}, it is by {product.brand}.", same)
        yield Made(position, f"The {other.title} is by {other.brand}.", True)
        yield Made(position, f"It and the {other.title} are both by {product.brand}.", same)
