"""What holds of some of a list and surely not of the rest: in stock, in black, under $50, waterproof."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from eval.grounding.made.attributes import texts
from eval.grounding.made.listing import Listing

NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
ORDINALS = ("", "second ", "third ", "fourth ")
_COLOURS, _MATERIALS = ("color", "colour", "colors", "colours"), ("material", "materials", "fabric")
_YES, _NO = frozenset(["yes", "true"]), frozenset(["no", "false", "none"])
_ADJECTIVE = re.compile(r"(?:proof|able|safe|free|vegan|organic|wireless|foldable|resistant)$")
_PLAIN = re.compile(r"[A-Za-z][a-z]{2,11}")
_WEIGHT = re.compile(r"(?P<n>\d+(?:\.\d+)?) ?(?P<u>g|kg|lb|oz)")


@dataclass(frozen=True, slots=True)
class Facet:
    """One way in which a list falls in two: its words after a noun, as a verb, and before a noun."""

    holders: frozenset[int]
    after: str
    does: str
    do: str
    before: str = ""

    def verb(self, count: int) -> str:
        """``is in stock`` of one, ``are in stock`` of more."""
        return self.does if count == 1 else self.do


@dataclass(frozen=True, slots=True)
class Scale:
    """What every product of a list has another amount of, and the words for its ends."""

    values: Mapping[int, float]
    lowest: tuple[str, ...]
    highest: tuple[str, ...]
    lower: tuple[str, ...]
    higher: tuple[str, ...]
    costs_lower: tuple[str, str]
    costs_higher: tuple[str, str]


def facets(listing: Listing) -> list[Facet]:
    """All that can be told of a list with certainty."""
    found = [*_stock(listing), *_bounds(listing), *_values(listing), *_features(listing)]
    return [facet for facet in found if facet.holders]


def scales(listing: Listing) -> list[Scale]:
    """Price, rating, reviews and weight, where all have one and none is like another."""
    products = listing.products
    given: tuple[Callable[[int], float | None], ...] = (
        listing.price,
        lambda i: products[i].rating,
        lambda i: products[i].rating_count,
        lambda i: _weight(listing, i),
    )
    found: list[Scale] = []
    for value, words in zip(given, _WORDS, strict=True):
        values = {i: float(v) for i in range(len(products)) if (v := value(i)) is not None}
        shown = {round(v, 2) for v in values.values()}
        if len(shown) == len(products) >= 3:
            found.append(Scale(values, *words))
    return found


_Some: TypeAlias = tuple[str, ...]
_Words: TypeAlias = tuple[_Some, _Some, _Some, _Some, tuple[str, str], tuple[str, str]]
_WORDS: tuple[_Words, ...] = (
    (
        ("cheapest", "least expensive", "lowest-priced", "most affordable"),
        ("most expensive", "dearest", "priciest", "highest-priced"),
        ("cheaper", "less expensive"),
        ("more expensive", "dearer", "pricier"),
        ("costs less", "cost less"),
        ("costs more", "cost more"),
    ),
    (
        ("lowest-rated", "worst-rated", "worst rated"),
        ("highest-rated", "best-rated", "best rated", "top-rated"),
        ("lower rated", "worse rated"),
        ("higher rated", "better rated"),
        ("is rated lower", "are rated lower"),
        ("is rated higher", "are rated higher"),
    ),
    (
        ("least reviewed", "least-reviewed"),
        ("most reviewed", "most-reviewed"),
        ("less reviewed",),
        ("more reviewed",),
        ("has fewer reviews", "have fewer reviews"),
        ("has more reviews", "have more reviews"),
    ),
    (
        ("lightest",),
        ("heaviest",),
        ("lighter",),
        ("heavier",),
        ("weighs less", "weigh less"),
        ("weighs more", "weigh more"),
    ),
)


def _weight(listing: Listing, position: int) -> float | None:
    given = [v for n in ("weight", "Weight") for v in listing.products[position].values(n)]
    found = _WEIGHT.fullmatch(given[0]) if len(given) == 1 else None
    if found is None:
        return None
    return float(found["n"]) * {"g": 1, "kg": 1000, "lb": 453.6, "oz": 28.35}[found["u"]]


def _stock(listing: Listing) -> Iterator[Facet]:
    states = [p.availability for p in listing.products]
    if None not in states:
        here = frozenset(i for i, state in enumerate(states) if state == "in_stock")
        after, before = listing.random.choice((("in stock", ""), ("available now", "available")))
        yield Facet(here, after, f"is {after}", f"are {after}", before)
        away = frozenset(i for i, state in enumerate(states) if state == "out_of_stock")
        if len(here) + len(away) == len(states):
            yield Facet(away, "that is out of stock", "is out of stock", "are out of stock")
    prices = [(p.price, listing.price(i)) for i, p in enumerate(listing.products)]
    if all(usual is not None and now is not None for usual, now in prices):
        sale = frozenset(i for i, (usual, now) in enumerate(prices) if (usual or 0) > (now or 0) * 1.01)
        yield Facet(sale, "on sale", "is on sale", "are on sale")


def _bounds(listing: Listing) -> Iterator[Facet]:
    random, n = listing.random, len(listing.products)
    prices = listing.prices()
    if len(prices) == n:
        step = 10 if min(prices.values()) >= 20 else 1
        bound = (random.choice(list(prices.values())) // step + random.choice((0, 1))) * step
        if bound and bound not in prices.values():
            told = listing.money(bound)
            under = frozenset(i for i, price in prices.items() if price < bound)
            word, than = random.choice((("under", "less than"), ("below", "less than")))
            yield Facet(under, f"{word} {told}", f"costs {than} {told}", f"cost {than} {told}")
            over = frozenset(prices) - under
            yield Facet(over, f"over {told}", f"costs more than {told}", f"cost more than {told}")
    ratings = {i: p.rating for i, p in enumerate(listing.products) if p.rating is not None}
    if len(ratings) == n:
        bound = random.choice((4.0, 4.2, 4.3, 4.4, 4.5, 4.6))
        above = frozenset(i for i, rating in ratings.items() if rating > bound)
        yield Facet(above, f"rated above {bound}", f"is rated above {bound}", f"are rated above {bound}")
    counts = {i: p.rating_count for i, p in enumerate(listing.products) if p.rating_count is not None}
    if len(counts) == n:
        bound = random.choice((50, 100, 200, 500, 1000))
        above = frozenset(i for i, count in counts.items() if count > bound)
        said = f"more than {bound:,} reviews"
        yield Facet(above, f"with {said}", f"has {said}", f"have {said}")


def _values(listing: Listing) -> Iterator[Facet]:
    """Colours and materials, each product with its own: ``in black``, ``made of wool``."""
    names = {name for product in listing.products for name in product.attributes}
    for name in sorted(names):
        lower = name.lower()
        if lower not in (*_COLOURS, *_MATERIALS):
            continue
        theirs = [product.values(name) for product in listing.products]
        words = sorted({v.lower() for values in theirs for v in values if _PLAIN.fullmatch(v)})
        for word in words:
            holders = _holders(listing, theirs, word)
            if holders is None:
                continue
            if lower in _COLOURS:
                yield Facet(holders, f"in {word}", f"comes in {word}", f"come in {word}", word)
            elif not word.endswith("ed"):
                yield Facet(holders, f"made of {word}", f"is made of {word}", f"are made of {word}", word)


def _holders(listing: Listing, theirs: list[tuple[str, ...]], word: str) -> frozenset[int] | None:
    """Those that have a value; None where of one it is not sure."""
    holders = {i for i, values in enumerate(theirs) if word in {v.lower() for v in values}}
    for i, product in enumerate(listing.products):
        if i not in holders and (not theirs[i] or word[:5] in " ".join(texts(product)).lower()):
            return None
    return frozenset(holders)


def _features(listing: Listing) -> Iterator[Facet]:
    """``waterproof: yes`` and ``waterproof: no``."""
    names = {name for product in listing.products for name in product.attributes}
    for name in sorted(names):
        said = name.replace("_", " ").lower()
        theirs = [tuple(v.lower() for v in product.values(name)) for product in listing.products]
        if not _ADJECTIVE.search(said) or any(len(v) != 1 or v[0] not in _YES | _NO for v in theirs):
            continue
        holders = frozenset(i for i, v in enumerate(theirs) if v[0] in _YES)
        yield Facet(holders, f"that is {said}", f"is {said}", f"are {said}", said)
