"""Which words of a product are embedded: its title, and everything else that describes it."""

from __future__ import annotations

from typing import NamedTuple

from retrieval.types import Product

PROSE_CHARACTERS = 2000
"""Beyond this a description repeats itself; a mean over more words says less."""


class ProductText(NamedTuple):
    """The words of a product by how often they recur: a title is its own, a fact is shared by many."""

    title: str
    facts: tuple[str, ...]
    """Brand, categories, attribute values, tags: a product without a description is still found by them."""
    prose: str

    @property
    def body(self) -> str:
        """Everything but the title, as one text."""
        return f"{' '.join(self.facts)} {self.prose}".strip()

    @property
    def whole(self) -> str:
        """Everything that a vector depends on."""
        return f"{self.title}\n{self.body}"


def product_text(product: Product) -> ProductText:
    """The title, and the body: two texts whose vectors are summed.

    The title says what the thing is in a few words; in one mean over all words a long description
    would drown it.
    """
    facts = [product.brand or ""]
    facts += [path.replace(">", " ") for path in product.categories]
    for value in product.attributes.values():
        facts += (value,) if isinstance(value, str) else value
    facts += product.tags
    prose = (product.description or "")[:PROSE_CHARACTERS]
    return ProductText(product.title, tuple(filter(None, facts)), prose)
