"""How much of a product and of a sentence is looked at.

A shop writes what it likes of a product, and a model of the shop's products. Every claim is held to the
facts of every product while all other turns wait, so there is an end to both.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from agent.narration.claims.guarded import compiled
from agent.narration.claims.wording import MARKS
from agent.narration.parsing import LONGEST
from retrieval.types import PublicProduct

READ = 8000
"""Characters of a product's attributes, and of its description, categories and tags each: far more than a
prompt shows."""
_NAME = 200
"""Characters of the name of an attribute."""
_NUMBERS = 16
_COUNTS = 4
"""``the only``, ``one of two``: each is asked of all products of the list."""
_PRODUCTS = 80
_NUMBER = compiled(r"\d+(?:[.,]\d+)*")
_COUNTING = compiled(r"\b(?:only|sole|alone|(?:one|1) of)\b", re.I)
_MARK = compiled(f"[{MARKS}]")


_MISREAD = compiled(r"[\u00c2\u00c3][\u0080-\u00bf]|\u00e2\u20ac.")
"""``180Âº``, ``itâ€™s``: two or three bytes of one sign, each read for a sign of its own."""


def _mended(found: re.Match[str]) -> str:
    try:
        return found[0].encode("cp1252").decode()
    except UnicodeError:
        return found[0]


def readable(product: PublicProduct) -> PublicProduct:
    """The product without what is too long of it: the same one, as a rule."""
    if product.description and _MISREAD.search(product.description):
        product = product.model_copy(update={"description": _MISREAD.sub(_mended, product.description)})
    described, sizes = product.description or "", (product.categories, product.tags)
    values = sum(_size(name, product.values(name)) for name in product.attributes)
    if values <= READ and len(described) <= READ and all(sum(map(len, each)) <= READ for each in sizes):
        return product
    return product.model_copy(
        update={
            "description": product.description and product.description[:READ],
            "categories": tuple(_cut(product.categories)),
            "tags": tuple(_cut(product.tags)),
            "attributes": _attributes(product),
        }
    )


def _attributes(product: PublicProduct) -> dict[str, str | tuple[str, ...]]:
    kept: dict[str, str | tuple[str, ...]] = {}
    room = READ
    for name, value in product.attributes.items():
        if room <= 0:
            break
        one, label = isinstance(value, str), name[:_NAME]
        values = tuple(_cut(product.values(name), room))
        kept[label] = values[0] if one and values else values
        room -= _size(label, values)
    return kept


def _size(name: str, values: Iterable[str]) -> int:
    return sum(len(name) + len(value) for value in values)


def _cut(texts: Iterable[str], room: int = READ) -> Iterator[str]:
    """The first of them, as far as there is room; each takes some, were it empty."""
    for text in texts:
        if room <= 0:
            return
        yield text[:room]
        room -= len(text) + 1


def too_long(text: str) -> str | None:
    """Of a sentence as it was written: no parser gives a longer one."""
    return f"{len(text)} characters" if len(text) > LONGEST else None


def beyond(text: str) -> str | None:
    """What a sentence has too much of to be one that a shopper would read; None: nothing."""
    if (n := sum(1 for _ in _NUMBER.finditer(text))) > _NUMBERS:
        return f"{n} numbers"
    if (n := sum(1 for _ in _COUNTING.finditer(text))) > _COUNTS:
        return f"{n} counts of products"
    n = sum(1 for _ in _MARK.finditer(text))
    return f"{n} products" if n > _PRODUCTS else None
