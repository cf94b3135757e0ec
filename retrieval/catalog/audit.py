"""What the catalog's data is fit for: one pass over the products, a value out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from retrieval.catalog.auditing.duplicates import Duplicates, Titles
from retrieval.catalog.auditing.fill import AttributeFill, Fill, Filling, VocabularySizes
from retrieval.catalog.auditing.gaps import Gap, gaps
from retrieval.catalog.auditing.prices import Prices, Pricing
from retrieval.types import Frozen, Product


class Stock(Frozen):
    """Products by availability; ``unknown``: the data does not say."""

    in_stock: int
    out_of_stock: int
    preorder: int
    backorder: int
    unknown: int


class Variants(Frozen):
    """Products that are variants of another."""

    products: int
    of: int
    """Products that they are variants of."""
    without_head: int
    """Variants of a product that is not in the catalog."""


class Interactions(Frozen):
    """What shoppers did: views, carts, purchases. All zero: no events yet."""

    total: int = 0
    products: int = 0
    """Different products among them."""
    shoppers: int = 0
    per_shopper: float = 0.0
    """Mean, over shoppers with any."""
    per_product: float = 0.0
    """Mean, over all products of the catalog."""


class Audit(Frozen):
    """The findings. Shares are of all products, in [0, 1]."""

    products: int
    fields: tuple[Fill, ...]
    attributes: tuple[AttributeFill, ...]
    same_title: Duplicates
    nearly_same_title: Duplicates
    prices: Prices
    stock: Stock
    variants: Variants
    vocabulary: VocabularySizes
    interactions: Interactions
    gaps: tuple[Gap, ...]


def count_interactions(pairs: Iterable[tuple[str, str]], products: int) -> Interactions:
    """From (shopper, product) pairs; ``products``: how many the catalog has."""
    shoppers, seen = Counter[str](), set[str]()
    for shopper, product in pairs:
        shoppers[shopper] += 1
        seen.add(product)
    total = shoppers.total()
    return Interactions(
        total=total,
        products=len(seen),
        shoppers=len(shoppers),
        per_shopper=round(total / len(shoppers), 2) if shoppers else 0.0,
        per_product=round(total / products, 2) if products else 0.0,
    )


def audit(products: Iterable[Product], interactions: Iterable[tuple[str, str]] = ()) -> Audit:
    """Time grows with the number of products, not with its square.

    Args:
        products: every product of the catalog, once, in any order.
        interactions: (shopper, product) of everything that shoppers did.
    """
    filling, titles, pricing = Filling(), Titles(), Pricing()
    stock: Counter[str] = Counter()
    ids: set[str] = set()
    heads: Counter[str] = Counter()
    for product in products:
        filling.add(product)
        titles.add(product.product_id, product.title, product.brand, product.variant_of or product.product_id)
        pricing.add(product)
        stock[product.availability or "unknown"] += 1
        ids.add(product.product_id)
        if product.variant_of:
            heads[product.variant_of] += 1
    fields = filling.fields()
    counted = count_interactions(interactions, filling.count)
    return Audit(
        products=filling.count,
        fields=fields,
        attributes=filling.attributes(),
        same_title=titles.same(),
        nearly_same_title=titles.nearly_same(),
        prices=pricing.found(),
        stock=Stock(**{name: stock[name] for name in Stock.model_fields}),
        variants=Variants(
            products=heads.total(),
            of=len(heads),
            without_head=sum(count for head, count in heads.items() if head not in ids),
        ),
        vocabulary=filling.vocabulary(titles.words),
        interactions=counted,
        gaps=gaps({each.name: each.share for each in fields}, counted.total),
    )
