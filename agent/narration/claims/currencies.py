"""Amounts of money of another country: ``$49`` of what costs €49 is another price."""

from __future__ import annotations

import re
from collections.abc import Sequence

from agent.narration.claims.guarded import compiled
from retrieval.types import PublicProduct

_SIGNS = {
    "$": frozenset(["USD", "AUD", "CAD", "NZD", "SGD", "HKD", "MXN", "TWD", "CLP", "COP", "ARS"]),
    "€": frozenset(["EUR"]),
    "£": frozenset(["GBP"]),
    "₹": frozenset(["INR"]),
    "¥": frozenset(["JPY", "CNY"]),
}
_NAMED = {"dollar": "$", "buck": "$", "euro": "€", "pound": "£", "rupee": "₹", "yen": "¥"}
_AMOUNT = compiled(
    r"(?P<s>[$€£₹¥])\s?\d|\d\s?(?P<t>[€£₹¥])|"
    r"\d (?P<n>dollar|buck|euro|rupee|yen)s?\b|"
    r"\b(?:costs?(?: you)?|priced at|(?:sells|goes|yours) for|pay|price (?:is|of))"
    r"(?: (?:about|around|just|only|under|over|nearly|almost))* [\d.,]*\d (?P<p>pound)s?\b",
    re.I,
)
_MONEY = frozenset(currency for each in _SIGNS.values() for currency in each)


def signs(products: Sequence[PublicProduct]) -> frozenset[str] | None:
    """The signs of the money that a list is priced in, and those that its texts have; None: any may be."""
    known = {product.currency for product in products if product.current_price is not None}
    if not known or not known <= _MONEY:
        return None
    told = {char for product in products for char in f"{product.title}{product.description or ''}"}
    told.update(
        char
        for product in products
        for name in product.attributes
        for value in product.values(name)
        for char in value
    )
    return frozenset(sign for sign, of in _SIGNS.items() if of & known or sign in told)


def foreign(text: str, known: frozenset[str] | None) -> str | None:
    """The first amount of money that is of none of the ``known``."""
    if known is None:
        return None
    for found in _AMOUNT.finditer(text):
        sign = found["s"] or found["t"] or _NAMED[(found["n"] or found["p"]).lower()]
        if sign not in known:
            return found[0]
    return None
