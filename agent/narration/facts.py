"""A product in one line of facts, short enough that twenty of them fit a prompt.

Built from the public product alone: what is private cannot get here. A line holds at most
``TOKENS`` tokens; fields are left out whole, the least telling first, and a long title or
description loses whole words at its end.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

from agent.models.tokens import cut, tokens
from prompts.fence import fence
from retrieval.money import money
from retrieval.types import PublicProduct

TOKENS = 80
_TITLE_TOKENS = 30
_ATTRIBUTE_TOKENS = 14
_ABOUT_TOKENS = 8
"""Fewer than these are no description."""
_READ = 600
"""Characters of a text that can matter to so few tokens."""
_ATTRIBUTES = 40
"""So many are looked at: no line has room for more."""
_STOCK = {"out_of_stock": "out of stock", "preorder": "preorder", "backorder": "backorder"}


def discount(product: PublicProduct) -> int | None:
    """Whole percent off, where the sale price is the lower one."""
    price, now = product.price, product.current_price
    if price is None or now is None or now >= price:
        return None
    return round(100 * (1 - now / price))


def facts_line(handle: str, product: PublicProduct, first: Sequence[str] = (), budget: int = TOKENS) -> str:
    """``[A] Title · brand: … · price: …``, at most ``budget`` tokens by :func:`tokens`.

    ``first`` names the attributes that matter most here: those the shopper constrained.
    """
    line = f"[{handle}] {cut(_read(product.title), _TITLE_TOKENS) or '(no title)'}"
    room = budget - tokens(line)
    for name, text in _fields(product, first):
        field = f" · {name}: {text}"
        cost = tokens(field)
        if cost <= room:
            line += field
            room -= cost
    if product.description:
        intro = " · about: "
        room -= tokens(intro)
        about = cut(_read(product.description), room) if room >= _ABOUT_TOKENS else ""
        line += f"{intro}{about}" if about else ""
    return line


def _fields(product: PublicProduct, first: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Names and texts, the most telling first."""
    if product.brand:
        yield "brand", cut(_read(product.brand), _ATTRIBUTE_TOKENS)
    if (now := product.current_price) is not None:
        text = money(now, product.currency)
        off = discount(product)
        if product.price is not None and off is not None:
            text += f" (was {money(product.price, product.currency)}, {off}% off)"
        yield "price", text
    wanted = [name for name in first if name in product.attributes]
    for name in wanted:
        yield from _attribute(product, name)
    if product.rating is not None:
        count = f" ({product.rating_count})" if product.rating_count else ""
        yield "rating", f"{product.rating:g}{count}"
    if product.availability in _STOCK:
        yield "stock", _STOCK[product.availability]
    if product.categories:
        yield "category", cut(_read(product.categories[0].rsplit(">", 1)[-1]), _ATTRIBUTE_TOKENS)
    for name in islice(product.attributes, _ATTRIBUTES):
        if name not in wanted:
            yield from _attribute(product, name)


def _read(text: str) -> str:
    return fence(text[:_READ])


def _attribute(product: PublicProduct, name: str) -> Iterator[tuple[str, str]]:
    label = _read(name.replace("_", " "))
    text = _read(", ".join(product.values(name)))
    if label and text and tokens(text) <= _ATTRIBUTE_TOKENS:
        yield label, text
