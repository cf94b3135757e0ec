"""``Tell me more about the third one``: what the catalog holds of a product, in a few plain sentences."""

from __future__ import annotations

import re

from retrieval.money import money
from retrieval.types import PublicProduct, in_words

MORE = re.compile(
    r"\b(?:tell me (?:a bit |a little |some )?(?:more|about)|(?:more|any|further) (?:details?"
    r"|info(?:rmation)?)|know more|more (?:about|on)|describe|details? (?:of|on|about|for))\b"
)
"""Asks for all there is to say, in lower case."""
STOCK = {
    "in_stock": "in stock",
    "out_of_stock": "out of stock",
    "preorder": "open for preorder",
    "backorder": "on backorder",
}
_ATTRIBUTES = 6
_WORDS = 240
"""Characters of the description, up to the end of a sentence."""


def rating(product: PublicProduct) -> str | None:
    """``4.6 of 5 by 1,204``."""
    if product.rating is None:
        return None
    by = f" by {product.rating_count:,}" if product.rating_count else ""
    return f"{product.rating:g} of 5{by}"


def overview(product: PublicProduct) -> str:
    """Price, rating and stock, what its shop writes of it, and its first attributes."""
    price = product.current_price
    rated = rating(product)
    facts = [
        money(price, product.currency) if price is not None else None,
        f"rated {rated}" if rated is not None else None,
        STOCK.get(product.availability or ""),
    ]
    parts = [", ".join([product.title, *filter(None, facts)]) + "."]
    if written := _first_sentences(product.description or ""):
        parts.append(f"In the shop's words: “{written}”")
    held = [(name, values) for name in product.attributes if (values := product.values(name))]
    if held:
        parts.append("; ".join(_said(name, values) for name, values in held[:_ATTRIBUTES]).capitalize() + ".")
    return " ".join(parts)


def _first_sentences(text: str) -> str:
    out = ""
    for sentence in re.split(r"(?<=[.!?])\s+", " ".join(text.split())):
        if out and len(out) + len(sentence) >= _WORDS:
            break
        out = f"{out} {sentence}".strip()
    return out if len(out) <= _WORDS else f"{out[:_WORDS].rsplit(' ', 1)[0]} …"


def _said(name: str, values: tuple[str, ...]) -> str:
    if values[0].casefold() in ("yes", "no", "true", "false"):
        return in_words(name, values[0])
    return f"{name.replace('_', ' ')} {', '.join(values)}"
