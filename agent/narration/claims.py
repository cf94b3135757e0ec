"""Claims made in words: superlatives, bounds on the price, colour, material, availability, a sale.

A superlative speaks of the products of the list, a bound of what the shopper pays now. What is missing
from a product (a rating, a date) bears out nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import TypeAlias

from retrieval.types import PublicProduct

Measure: TypeAlias = Callable[[PublicProduct], float | None]

_WORDS = {
    "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "eleven": 11, "twelve": 12, "fifteen": 15, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50,
}  # fmt: skip
_NUMBER_WORD = re.compile(rf"(?<![\w-])({'|'.join(_WORDS)})(?![\w-])", re.IGNORECASE)
_COLOURS = (
    "red blue green yellow orange purple pink black white grey gray brown beige navy teal turquoise maroon "
    "burgundy olive khaki lilac lavender magenta crimson ivory"
)
_MATERIALS = (
    "cotton wool woolen woollen leather linen silk polyester nylon steel aluminium aluminum wood wooden oak "
    "bamboo plastic glass ceramic titanium canvas denim suede velvet cashmere rubber brass "
    "copper fleece acrylic"
)
_SPELT = {"gray": "grey", "aluminum": "aluminium", "wooden": "wood", "woolen": "wool", "woollen": "wool"}
_NAMED = re.compile(rf"\b({'|'.join((_COLOURS + ' ' + _MATERIALS).split())})\b", re.IGNORECASE)
_NEGATED = re.compile(
    r"(?:\b(?:not|no|non|without|isn't|never|rather than|free of)"
    r"(?:\s+(?:in|of|a|any|made of|made from))?[\s-]+)$",
    re.I,
)
_BELOW = re.compile(
    r"\b(?:under|below|(?:less|cheaper) than|within|up to|at most|no more than)\s+(?:[$€£₹¥]|Rs\.?\s?)\s?"
    r"(?P<n>\d[\d,]*(?:\.\d+)?)",
    re.IGNORECASE,
)
_ABOVE = re.compile(
    r"\b(?:over|above|(?<!no )more than|at least)\s+(?:[$€£₹¥]|Rs\.?\s?)\s?(?P<n>\d[\d,]*(?:\.\d+)?)",
    re.IGNORECASE,
)
_ORDINAL = re.compile(
    r"\b(?:second|third|fourth|next|than the|not the|one of the|among the)[\s-]+$", re.IGNORECASE
)
_EQUAL = 0.0051


def _saved(product: PublicProduct) -> float | None:
    if product.price is None or product.current_price is None:
        return None
    return product.price - product.current_price


def _published(product: PublicProduct) -> float | None:
    return product.published_at.timestamp() if product.published_at is not None else None


def _price(product: PublicProduct) -> float | None:
    return product.current_price


def _rating(product: PublicProduct) -> float | None:
    return product.rating


def _count(product: PublicProduct) -> float | None:
    return product.rating_count


_SUPERLATIVES: tuple[tuple[re.Pattern[str], Measure, bool], ...] = tuple(
    (re.compile(rf"\b(?:{pattern})\b", re.IGNORECASE), measure, most)
    for pattern, measure, most in (
        (r"cheapest|lowest[\s-]priced?|least expensive|most affordable|best price", _price, False),
        (r"most expensive|priciest|highest[\s-]priced?|costliest", _price, True),
        (r"(?:highest|best|top)[\s-](?:rated|rating)", _rating, True),
        (r"(?:lowest|worst)[\s-](?:rated|rating)", _rating, False),
        (r"most[\s-](?:reviewed|ratings|reviews)", _count, True),
        (r"newest|most recent", _published, True),
        (r"(?:biggest|largest|deepest) (?:discount|saving|savings)", _saved, True),
    )
)
_STATES: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"\b(?:not in stock|out of stock|sold out|unavailable)\b", re.IGNORECASE), "out_of_stock"),
    (re.compile(r"\b(?:in stock|ready to ship|available now)\b", re.IGNORECASE), "in_stock"),
    (re.compile(r"\bpre-?orders?\b", re.IGNORECASE), "preorder"),
    (re.compile(r"\bback-?order(?:ed)?\b", re.IGNORECASE), "backorder"),
)
_ON_SALE = re.compile(r"\b(?:on sale|discounted|marked down|reduced in price)\b", re.IGNORECASE)
_AMONG = re.compile(r"\b(?:than|unlike|while|whereas|versus|vs|compared)\b", re.IGNORECASE)


def digits(text: str) -> str:
    """Number words as digits: ``three levels`` → ``3 levels``."""
    return _NUMBER_WORD.sub(lambda found: str(_WORDS[found[1].lower()]), text)


def bounds(text: str, now: float | None) -> tuple[str, str | None]:
    """The text without the price bounds that ``now`` keeps, and the first one that it breaks."""
    for pattern, below in ((_BELOW, True), (_ABOVE, False)):
        for found in pattern.finditer(text):
            bound = float(found["n"].replace(",", ""))
            if now is None or (now > bound + _EQUAL if below else now < bound - _EQUAL):
                return text, f"{bound:g}"
        text = pattern.sub(" ", text)
    return text, None


def worded(
    text: str, words: str, product: PublicProduct, all_of: Sequence[PublicProduct], others: str
) -> str | None:
    """The first claim that does not hold; ``words`` are the product's, ``others`` the list's."""
    return (
        _superlative(text, product, all_of)
        or _state(text, product)
        or _named(text, _found(words), _found(others) if _AMONG.search(text) else {})
    )


def _superlative(text: str, product: PublicProduct, all_of: Sequence[PublicProduct]) -> str | None:
    for pattern, measure, most in _SUPERLATIVES:
        for found in pattern.finditer(text):
            if _ORDINAL.search(text[: found.start()]):
                continue
            known = [value for each in all_of if (value := measure(each)) is not None]
            own = measure(product)
            if own is None or abs(own - (max(known) if most else min(known))) > _EQUAL:
                return found[0]
            if measure is _saved and own <= 0:
                return found[0]
    return None


def _state(text: str, product: PublicProduct) -> str | None:
    for pattern, state in _STATES:
        if found := pattern.search(text):
            return None if product.availability == state else found[0]
    found = _ON_SALE.search(text)
    return found[0] if found and not (_saved(product) or 0) > 0 else None


def _named(text: str, own: Mapping[str, None], others: Mapping[str, None]) -> str | None:
    for found in _NAMED.finditer(text):
        name = _spelt(found[0])
        negated = _NEGATED.search(text[: found.start()]) is not None
        if negated == (name in own) and (negated or name not in others):
            return found[0]
    return None


def _found(words: str) -> dict[str, None]:
    return dict.fromkeys(_spelt(word) for word in _NAMED.findall(words))


def _spelt(word: str) -> str:
    return _SPELT.get(word.lower(), word.lower())
