"""Does a sentence say only what the facts bear out?

First version: every number, price and percentage in a sentence about a product must be found in the
facts of that product, follow from them by simple arithmetic (discount, difference of prices), or
belong to another product of the list in a sentence that compares. A product may not be sold under
another one's brand. Opening prose may use the numbers of the whole list and of the request.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property

from agent.types import Sentence, Shortlist
from retrieval.types import PublicProduct

_NUMBER = re.compile(r"(?<![\w.,])[-−]?\d+(?:[.,]\d+)*|\d+(?:[.,]\d+)*")
_MONEY = re.compile(
    r"(?:[$€£₹¥]|\b(?:USD|EUR|GBP|INR|Rs\.?)\s?)\s?(\d[\d,]*(?:\.\d+)?)|(\d[\d,]*(?:\.\d+)?)\s?(?:€|(?:dollars|euros|pounds|rupees|bucks)\b)",
    re.IGNORECASE,
)
_PERCENT = re.compile(r"(\d+(?:\.\d+)?)\s?(?:%|percent\b|per cent\b)", re.IGNORECASE)
_COMPARES = re.compile(
    r"\b(?:than|cheapest|compared?|comparison|versus|vs|unlike|while|whereas|difference|others?|rest|list)\b",
    re.IGNORECASE,
)
_BOUND = re.compile(
    r"\b(?:under|below|within|less than|up to|at most|budget|limit|maximum|max)\b", re.IGNORECASE
)
_TOLERANCE = 0.0051


@dataclass(frozen=True)
class _Facts:
    """Numbers that may be said of one product."""

    product: PublicProduct
    prices: frozenset[float] = field(init=False)
    numbers: frozenset[float] = field(init=False)
    words: str = field(init=False)

    def __post_init__(self) -> None:
        product = self.product
        now = product.current_price
        amounts = {p for p in (product.price, product.sale_price, now) if p is not None}
        texts = [
            product.title,
            product.description or "",
            product.brand or "",
            *product.categories,
            *product.tags,
        ]
        for name in product.attributes:
            texts += [name, *product.values(name)]
        numbers = set(_numbers(" ".join(texts)))
        saved: set[float] = set()
        if product.price and now is not None and now < product.price:
            saved = {product.price - now}
            share = 100 * (1 - now / product.price)
            numbers |= {round(share, 1), float(round(share)), float(int(share))}
        if product.rating is not None:
            numbers |= {product.rating, round(product.rating, 1), 5.0}
        if product.rating_count is not None:
            numbers.add(float(product.rating_count))
        if product.published_at is not None:
            numbers.add(float(product.published_at.year))
        object.__setattr__(self, "prices", frozenset(amounts | saved))
        object.__setattr__(self, "numbers", frozenset(numbers | amounts | saved))
        object.__setattr__(self, "words", " ".join(texts).casefold())


class Grounding:
    """The facts of one shortlist, prepared once, for every sentence said about it."""

    def __init__(self, shortlist: Shortlist) -> None:
        self._shortlist = shortlist
        self._facts = [_Facts(item.product.public()) for item in shortlist.items]

    def unsupported(self, sentence: Sentence) -> str | None:
        """The first claim of the sentence that the facts do not bear out; None where all of them are."""
        text = sentence.text
        if sentence.position is None:
            known = set(self._requested) | {float(len(self._facts))}.union(*(f.numbers for f in self._facts))
            return _missing(_numbers(text), known)
        facts = self._facts[sentence.position]
        return (
            self._price(text, facts)
            or self._percent(text, facts)
            or self._number(text, facts)
            or self._brand(text, facts)
        )

    def _price(self, text: str, facts: _Facts) -> str | None:
        """Money must be a price: a rating of 4 does not make a product cost $4."""
        said = [_value(a or b) for a, b in _MONEY.findall(text)]
        known = {*facts.prices, *(n for n in _numbers(facts.words, money_only=True))}
        known |= self._bounds(text, facts)
        if _COMPARES.search(text):
            for other in self._facts:
                known |= other.prices
                known |= {abs(a - b) for a in facts.prices for b in other.prices}
        return _missing(said, known)

    def _percent(self, text: str, facts: _Facts) -> str | None:
        return _missing((float(share) for share in _PERCENT.findall(text)), facts.numbers)

    def _number(self, text: str, facts: _Facts) -> str | None:
        known = set(facts.numbers) | self._bounds(text, facts)
        if _COMPARES.search(text):
            known |= {float(len(self._facts))}.union(*(f.numbers for f in self._facts))
            known |= {abs(a - b) for other in self._facts for a in facts.prices for b in other.prices}
        return _missing(_numbers(text), known)

    def _bounds(self, text: str, facts: _Facts) -> set[float]:
        """The shopper's own numbers, where they are spoken of as a bound that the product keeps."""
        if not _BOUND.search(text):
            return set()
        now = facts.product.current_price
        return {number for number in self._requested if now is None or now <= number + _TOLERANCE}

    def _brand(self, text: str, facts: _Facts) -> str | None:
        words = text.casefold()
        for brand in self._brands:
            pattern = rf"(?<!\w){re.escape(brand)}(?!\w)"
            if re.search(pattern, words) and not re.search(pattern, facts.words):
                return brand
        return None

    @cached_property
    def _brands(self) -> tuple[str, ...]:
        brands = {f.product.brand.casefold() for f in self._facts if f.product.brand}
        return tuple(sorted(brand for brand in brands if len(brand) > 1))

    @cached_property
    def _requested(self) -> frozenset[float]:
        price = self._shortlist.constraints.price
        bounds = {b for b in (price.min, price.max) if b is not None} if price else set()
        return frozenset({*_numbers(self._shortlist.request), *bounds})


def _numbers(text: str, money_only: bool = False) -> Iterator[float]:
    found = (a or b for a, b in _MONEY.findall(text)) if money_only else _NUMBER.findall(text)
    return (_value(number) for number in found)


def _value(number: str) -> float:
    """``1,299.50`` and ``12,5``: a comma before exactly three digits parts thousands."""
    number = number.lstrip("-−")
    if re.fullmatch(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?", number):
        number = number.replace(",", "")
    number = number.replace(",", ".")
    whole, *rest = number.split(".")
    return float(f"{whole}.{''.join(rest)}" if rest else whole)


def _missing(said: Iterable[float], known: Iterable[float]) -> str | None:
    facts = tuple(known)
    for number in said:
        if not any(abs(number - fact) <= _TOLERANCE for fact in facts):
            return f"{number:g}"
    return None
