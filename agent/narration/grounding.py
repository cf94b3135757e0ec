"""Does a sentence say only what the facts bear out?

Every number, price and percentage in a sentence about a product must be found in the
facts of that product, follow from them by simple arithmetic (discount, difference of prices), or
belong to another product of the list in a sentence that compares. A product may not be sold under
another one's brand; superlatives, bounds, colours, materials and availability are
looked up (:mod:`agent.narration.claims`). Opening prose may use the numbers
of the whole list and of the request.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from agent.narration.claims import bounds, digits, worded
from agent.types import Sentence, Shortlist
from retrieval.types import PublicProduct

_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_READ = 8000
"""Characters of a product that are searched: far more of it than a prompt shows."""
# A number is begun at its first digit only, or a text of nothing but digits would cost their square.
_AMOUNT = r"(?<![\d,])(\d[\d,]*(?:\.\d+)?)"
_MONEY = re.compile(
    rf"(?:[$€£₹¥]|\b(?:USD|EUR|GBP|INR|Rs\.?)\s?)\s?{_AMOUNT}"
    rf"|{_AMOUNT}\s?(?:€|(?:dollars|euros|pounds|rupees|bucks)\b)",
    re.IGNORECASE,
)
_PERCENT = re.compile(r"(?<!\d)(\d+(?:\.\d+)?)\s?(?:%|percent\b|per cent\b)", re.IGNORECASE)
_COMPARES = re.compile(
    r"\b(?:than|cheapest|compared?|comparison|versus|vs|unlike|while|whereas|difference|others?|rest|list)\b",
    re.IGNORECASE,
)
_BOUND = re.compile(
    r"\b(?:under|below|within|less than|up to|at most|budget|limit|maximum|max)\b", re.IGNORECASE
)
_TOLERANCE = 0.0051
_SAVES = re.compile(
    r"\b(?:sav(?:e|es|ed|ing|ings)|off|less|discount\w*|reduc\w*|cheaper|lower)\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class _Facts:
    """What may be said of one product, by kind: a rating of 4 does not make it cost $4."""

    words: str
    prices: frozenset[float]
    current: float | None
    saved: frozenset[float]
    percents: frozenset[float]
    numbers: frozenset[float]

    @classmethod
    def of(cls, product: PublicProduct) -> _Facts:
        texts = [product.title, product.brand or "", *product.categories]
        for name in product.attributes:
            texts += [name, *product.values(name)]
        words = " ".join([*texts, *product.tags, product.description or ""])[:_READ]
        counted = digits(words)
        now = product.current_price
        prices = {p for p in (product.price, product.sale_price) if p is not None} | set(_money(words))
        saved: set[float] = set()
        percents = {float(share) for share in _PERCENT.findall(words)}
        if product.price and now is not None and now < product.price:
            saved = {product.price - now}
            share = 100 * (1 - now / product.price)
            percents |= {round(share, 1), float(round(share)), float(int(share))}
        numbers = {*_numbers(words), *_numbers(counted), *prices, *percents}
        if product.rating is not None:
            numbers |= {product.rating, round(product.rating, 1), 5.0}
        if product.rating_count is not None:
            numbers.add(float(product.rating_count))
        if product.published_at is not None:
            numbers.add(float(product.published_at.year))
        kinds = (frozenset(kind) for kind in (saved, percents, numbers))
        return cls(words, frozenset(prices), now, *kinds)


class Grounding:
    """The facts of one shortlist, prepared once, for every sentence said about it."""

    def __init__(self, shortlist: Shortlist) -> None:
        self._shortlist = shortlist
        self._public = public = [item.product.public() for item in shortlist.items]
        self._facts = [_Facts.of(product) for product in public]
        self._brand_names = sorted({product.brand for product in public if product.brand})

    def unsupported(self, sentence: Sentence) -> str | None:
        """The first claim of the sentence that the facts do not bear out; None where all of them are."""
        text = sentence.text
        if sentence.position is None:
            prices = self._requested.union(*(facts.prices for facts in self._facts))
            numbers = prices.union({float(len(self._facts))}, *(facts.numbers for facts in self._facts))
            return _missing(_money(text), prices) or _missing(_numbers(text), numbers)
        facts = self._facts[sentence.position]
        text, broken = bounds(text, facts.current)
        if broken is not None:
            return broken
        own = self._derived(text, facts)
        return (
            _missing(_money(text), facts.prices | own)
            or _missing((float(share) for share in _PERCENT.findall(text)), facts.percents)
            or _missing(_numbers(digits(text)), facts.numbers | own | self._compared(text))
            or self._brand(text, facts)
            or worded(text, facts.words, self._public[sentence.position], self._public, self._all_words)
        )

    def _derived(self, text: str, facts: _Facts) -> frozenset[float]:
        """Amounts of money that follow: what is saved, a bound that is kept, other prices compared with."""
        amounts: set[float] = set()
        if _SAVES.search(text):
            amounts |= facts.saved
        if _BOUND.search(text):
            now = facts.current
            amounts |= {n for n in self._requested if now is None or now <= n + _TOLERANCE}
        if _COMPARES.search(text):
            for other in self._facts:
                amounts |= other.prices
                amounts |= {abs(a - b) for a in facts.prices for b in other.prices}
        return frozenset(amounts)

    def _compared(self, text: str) -> frozenset[float]:
        """Numbers of the whole list, for a sentence that compares."""
        if not _COMPARES.search(text):
            return frozenset()
        return frozenset({float(len(self._facts))}).union(*(facts.numbers for facts in self._facts))

    def _brand(self, text: str, facts: _Facts) -> str | None:
        for brand, pattern in self._brands:
            if pattern.search(text) and not pattern.search(facts.words):
                return brand
        return None

    @cached_property
    def _brands(self) -> tuple[tuple[str, re.Pattern[str]], ...]:
        """A brand of one word counts as one only as it is written: "Home" is a brand, "home" is a place."""
        return tuple((brand, _as_word(brand)) for brand in self._brand_names)

    @cached_property
    def _all_words(self) -> str:
        return " ".join(facts.words for facts in self._facts)

    @cached_property
    def _requested(self) -> frozenset[float]:
        price = self._shortlist.constraints.price
        bounds = {b for b in (price.min, price.max) if b is not None} if price else set()
        return frozenset({*_numbers(self._shortlist.request), *bounds})


def _numbers(text: str) -> Iterator[float]:
    return map(_value, _NUMBER.findall(text))


def _money(text: str) -> Iterator[float]:
    return (_value(before or after) for before, after in _MONEY.findall(text))


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


def _as_word(text: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){re.escape(text)}(?!\w)", re.IGNORECASE if " " in text else re.NOFLAG)
