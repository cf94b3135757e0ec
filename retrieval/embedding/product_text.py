"""Which words of a product are embedded: its title, and everything else that describes it."""

from __future__ import annotations

from retrieval.types import Product

BODY_CHARACTERS = 2000
"""Beyond this a description repeats itself; a mean over more words says less."""


def title_and_body(product: Product) -> tuple[str, str]:
    """The two texts whose vectors are summed.

    The title says what the thing is in a few words; in one mean over all words a long description
    would drown it. The body falls back to brand, categories and attributes, so that a product without
    a description is still found by them.
    """
    facts = [product.brand or ""]
    facts += [path.replace(">", " ") for path in product.categories]
    facts += [" ".join(product.values(name)) for name in product.attributes]
    facts += product.tags
    body = f"{' '.join(filter(None, facts))} {product.description or ''}"
    return product.title, body.strip()[:BODY_CHARACTERS]
