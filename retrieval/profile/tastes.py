"""What may be said to a shopper of themselves, out of all that is known of them."""

from __future__ import annotations

from collections.abc import Container, Mapping

from retrieval.types import Product, Tastes, UserProfile

LATEST = 3
"""Products of each sort that are spoken of."""
GOOD = 4.0
"""Stars from which a review is of something liked."""


def latest(profile: UserProfile | None) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Ids of what was bought last and of what was liked last, the latest first.

    What was only looked at is neither: it changes with every page, and nobody wants to hear of it.
    """
    if profile is None:
        return (), ()
    bought = sorted(profile.purchased, key=lambda each: profile.purchased[each], reverse=True)
    liked: dict[str, None] = {}
    left = set(profile.dismissed) | profile.purchased.keys()
    for step in reversed(profile.history):
        good = step.type == "review" and (step.value or 0.0) >= GOOD
        if (good or step.type == "add_to_cart") and step.product_id not in left:
            liked[step.product_id] = None
        elif step.type in ("remove_from_cart", "review"):
            left.add(step.product_id)
    return tuple(bought[:LATEST]), tuple(liked)[:LATEST]


def tastes(profile: UserProfile | None, products: Mapping[str, Product], permitted: Container[str]) -> Tastes:
    """Of the ``products`` that the shopper is ``permitted`` to see; what is not among them is left out."""
    if profile is None:
        return Tastes()
    bought, liked = (
        tuple(dict.fromkeys(_kind(products[each]) for each in ids if each in products and each in permitted))
        for ids in latest(profile)
    )
    return Tastes(
        stated=profile.preferences,
        bought=bought,
        liked=tuple(kind for kind in liked if kind not in bought),
    )


def _kind(product: Product) -> str:
    """``"Tents (Nordtrek)"``; the title where the catalog has no kinds."""
    kind = product.categories[0].rpartition(">")[2].strip() if product.categories else ""
    return f"{kind or product.title} ({product.brand})" if product.brand else kind or product.title
