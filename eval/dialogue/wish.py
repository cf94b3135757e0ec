"""What a simulated shopper has in mind: the attributes of a hidden product, and nothing else of it.

A :class:`Wish` holds no id, title or description, and all that a shopper says is made from a wish: so no
utterance can name the product.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from agent.understanding.building import build_lexicon
from retrieval.index.columns import category_segments
from retrieval.types import PriceRange, Product, Vocabulary

CATEGORY = "category"
BRAND = "brand"
_TYPES = ("article_type", "product_type", "type")


@dataclass(frozen=True, slots=True)
class Wish:
    """Values as the catalog writes them."""

    kind: str | None
    """What it is: ``Kurtas``; None where the catalog has neither a type nor a category."""
    kind_name: str
    """The attribute that says so."""
    facts: Mapping[str, tuple[str, ...]]
    """Attribute → values, brand among them."""
    categories: tuple[str, ...]
    """Paths, their prefixes and segments: what a question about the kind is answered by."""
    price: float | None

    def values(self, name: str) -> tuple[str, ...]:
        """What is true of the thing under this name; ``()`` where the catalog does not say."""
        return self.categories if name == CATEGORY else self.facts.get(name, ())

    def costs(self, price: PriceRange) -> bool:
        """Whether the price lies in this band; an unknown one lies in none."""
        if self.price is None:
            return False
        low, high = price.min, price.max
        return (low is None or self.price >= low) and (high is None or self.price <= high)


def wish_of(product: Product, kind_names: Sequence[str] = ()) -> Wish:
    """What somebody who wants this product has in mind. ``kind_names``: see :func:`kind_names`."""
    facts = {name: product.values(name) for name in sorted(product.attributes)}
    if product.brand:
        facts[BRAND] = (product.brand,)
    named = next((name for name in kind_names if facts.get(name)), None)
    last = product.categories[0].split(">")[-1].strip() if product.categories else None
    return Wish(
        kind=facts[named][0] if named is not None else last,
        kind_name=named or CATEGORY,
        facts=facts,
        categories=tuple(category_segments(product.categories)),
        price=product.current_price,
    )


def kind_names(vocabulary: Vocabulary) -> tuple[str, ...]:
    """Attributes of this catalog that say what a product is, the surest first."""
    known: Collection[str] = vocabulary.values
    repeated = sorted(build_lexicon(vocabulary).kinds - {CATEGORY})
    return tuple(dict.fromkeys([*(name for name in _TYPES if name in known), *repeated]))
