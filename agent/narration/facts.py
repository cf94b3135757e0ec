"""A product in one line of facts, short enough that twenty of them fit a prompt.

Built from the public product alone: what is private cannot get here. A line holds at most
``TOKENS`` tokens; fields are left out whole, the least telling first, and a long title or
description loses whole words at its end.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import islice

from prompts.fence import fence
from retrieval.money import money
from retrieval.types import PublicProduct

TOKENS = 80
_TITLE_TOKENS = 30
_ATTRIBUTE_TOKENS = 14
_ABOUT_TOKENS = 8
"""Fewer than these are no description."""
_ELLIPSIS = 2
_READ = 600
"""Characters of a text that can matter to so few tokens."""
_ATTRIBUTES = 40
"""So many are looked at: no line has room for more."""
_PIECE = re.compile(r"[A-Za-z]+|\d{1,3}|\s+|[^\sA-Za-z\d]")
_LETTERS = 4
"""In a token of ordinary prose, on the low side."""
_STOCK = {"out_of_stock": "out of stock", "preorder": "preorder", "backorder": "backorder"}


def tokens(text: str) -> int:
    """An estimate on the high side for the tokenizers of current models.

    Exact counts need a vocabulary that is fetched over the network, and differ by model.
    """
    count = 0
    for piece in _PIECE.findall(text):
        if piece[0].isascii() and piece[0].isalpha():
            count += -(-len(piece) // _LETTERS)
        elif not piece.isspace():
            count += 1 if piece.isascii() else len(piece.encode("utf-8", "ignore")) - 1
    return count


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
    line = f"[{handle}] {_cut(_read(product.title), _TITLE_TOKENS) or '(no title)'}"
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
        about = _cut(_read(product.description), room) if room >= _ABOUT_TOKENS else ""
        line += f"{intro}{about}" if about else ""
    return line


def _fields(product: PublicProduct, first: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Names and texts, the most telling first."""
    if product.brand:
        yield "brand", _cut(_read(product.brand), _ATTRIBUTE_TOKENS)
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
        yield "category", _cut(_read(product.categories[0].rsplit(">", 1)[-1]), _ATTRIBUTE_TOKENS)
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


def _cut(text: str, budget: int) -> str:
    """As many whole words from the front as the budget allows; ``…`` marks the cut."""
    if tokens(text) <= budget:
        return text
    kept: list[str] = []
    room = most = budget - _ELLIPSIS
    for word in text.split():
        room -= tokens(word)
        if room < 0:
            break
        kept.append(word)
    if not kept:
        # One long word, or a script that writes none.
        cut = bisect_right(range(1, len(text) + 1), most, key=lambda n: tokens(text[:n]))
        return f"{text[:cut].rstrip()}…" if cut else ""
    return " ".join(kept).rstrip(".,;:") + "…"
