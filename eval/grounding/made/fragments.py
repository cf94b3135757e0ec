"""Facts of one product as they go into a longer sentence: as a verb, as what leads it in, as a noun."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from eval.grounding.made.attributes import texts
from eval.grounding.made.listing import Listing
from retrieval.types import PublicProduct


@dataclass(frozen=True, slots=True)
class Ways:
    """In which a fact can be said; ``{v}`` is its value."""

    says: tuple[str, ...]
    """After ``it``: ``weighs {v}``."""
    leads: tuple[str, ...] = ()
    """Before ``, it …``: ``At {v}``."""
    nouns: tuple[str, ...] = ()
    """After ``with``: ``a weight of {v}``."""
    doing: tuple[str, ...] = ()
    """At the end: ``weighing {v}``."""
    aspect: str = ""
    """What it is about, where that has a name of its own: ``battery life``."""


@dataclass(frozen=True, slots=True)
class Fact:
    """What a product is or has, with a value that it surely has not."""

    name: str
    ways: Ways
    value: str
    wrong: str


_OF_NAME: Mapping[str, Ways] = {
    "weight": Ways(
        ("weighs {v}", "weighs in at {v}"), ("Weighing {v}", "Only {v} in weight"), ("a weight of {v}",),
        ("weighing {v}",), "weight",
    ),
    "color": Ways(("comes in {v}", "can be had in {v}"), ("In {v}",)),
    "material": Ways(("is made of {v}",), ("Made of {v}", "Made from {v}"), (), ("made of {v}",)),
    "warranty": Ways(
        ("is covered for {v}", "has a warranty of {v}", "carries {v} of warranty"), ("Covered for {v}",),
        ("a warranty of {v}", "{v} of warranty"), ("covered for {v}",), "warranty",
    ),
    "battery life": Ways(
        ("runs for {v}", "lasts {v} on a charge", "has {v} of battery life"), ("Good for {v} on a charge",),
        ("{v} of battery life", "a battery life of {v}"), ("running for {v}",), "battery life",
    ),
    "power": Ways(("has {v}", "has {v} of power"), ("With {v}",), ("{v} of power", "{v}"), (), "power"),
    "capacity": Ways(
        ("holds {v}", "has room for {v}"), (), ("a capacity of {v}", "room for {v}"), ("holding {v}",),
        "capacity",
    ),
    "storage": Ways(("has {v} of storage",), (), ("{v} of storage",), (), "storage"),
    "ram": Ways(("has {v} of RAM",), (), ("{v} of RAM",), (), "memory"),
    "height": Ways(
        ("is {v} high", "stands {v} tall"), ("Standing {v} tall",), ("a height of {v}",), (), "height"
    ),
    "width": Ways(("is {v} wide", "measures {v} across"), (), ("a width of {v}",), (), "width"),
    "max load": Ways(
        ("carries {v}", "takes up to {v}"), (), ("a maximum load of {v}",), ("carrying {v}",), "load"
    ),
    "screen size": Ways(("has a {v} screen",), (), ("a {v} screen",), (), ""),
    "included": Ways(("comes with {v}", "includes {v}"), ("With {v} in the box",), ("{v} in the box",)),
}  # fmt: skip
_SAME = {
    "colour": "color", "colours": "color", "colors": "color", "guarantee": "warranty", "volume": "capacity",
    "battery": "battery life", "net weight": "weight", "in the box": "included",
}  # fmt: skip
_PRICE = Ways(
    ("costs {v}", "sells for {v}", "is priced at {v}", "comes in at {v}"),
    ("At {v}", "For {v}", "Priced at {v}"), ("a price of {v}",), ("costing {v}", "at {v}"), "price",
)  # fmt: skip
_UNDER = Ways(
    ("stays under {v}", "costs less than {v}"), ("At under {v}",), ("a price below {v}",), ("under {v}",)
)
_USUAL = Ways(
    ("is down from {v}", "used to cost {v}"), ("Down from {v}", "Reduced from {v}"), (), ("down from {v}",)
)
_RATING = Ways(
    ("is rated {v}", "averages {v} stars", "scores {v} out of 5"), ("Rated {v}", "With {v} stars"),
    ("a rating of {v}", "a {v}-star rating", "an average of {v} stars"), ("rated {v}",), "rating",
)  # fmt: skip
_COUNT = Ways(
    ("has {v} reviews", "has been rated by {v} buyers"), ("With {v} reviews",), ("{v} reviews",), ()
)
_BRAND = Ways(
    ("is by {v}", "comes from {v}", "is made by {v}"), ("From {v}", "Made by {v}"), (), ("made by {v}",)
)
_STATE = Ways(("is {v}",))
_RANK = Ways(("is the {v} here", "is the {v} of these"), ("As the {v} of the list",))
_RANKS = (("cheapest", "most expensive"), ("best-rated", "worst-rated"), ("most reviewed", "least reviewed"))
_NO_COLOUR = ("natural", "clear", "assorted")
"""Words that are said of much else."""
_PLAIN = re.compile(r"[A-Za-z][A-Za-z -]{2,24}")
_AMOUNT = re.compile(r"(?P<led>up to )?(?P<number>\d+(?:\.\d+)?) ?(?P<unit>[A-Za-z]{1,8})")
_HOURS = re.compile(r"(?<=\d) ?h\b")
_BOOLEAN = re.compile(r"(?:proof|able|safe|vegan|organic|wireless|resistant)$")


def facts(listing: Listing, position: int) -> list[Fact]:
    """Whatever can be told of a product in a part of a sentence."""
    return [*_offered(listing, position), *_ranks(listing, position), *_of_attributes(listing, position)]


def _offered(listing: Listing, position: int) -> Iterator[Fact]:
    """Its price, its rating, its brand, whether it is to be had."""
    product, random, money = listing.products[position], listing.random, listing.money
    price, usual = product.current_price, product.price
    if price is not None:
        yield Fact(
            "price", _PRICE, money(price), money(round(price * random.choice((0.6, 0.8, 1.3, 1.6))) + 1)
        )
        if usual is not None and usual > price:
            yield Fact(
                "usual", _USUAL, money(usual), money(round(usual * random.choice((1.2, 1.4, 1.7))) + 1)
            )
    if product.rating is not None:
        wrong = next(r for r in random.sample((4.9, 4.7, 4.2, 3.9, 3.4), 5) if abs(r - product.rating) > 0.15)
        yield Fact("rating", _RATING, f"{product.rating:.1f}", f"{wrong:.1f}")
        if product.rating_count and product.rating_count > 9:
            more = int(product.rating_count * random.choice((0.5, 1.4, 3))) + 17
            yield Fact("count", _COUNT, f"{product.rating_count:,}", f"{more:,}")
    brands = [p.brand for p in listing.products if p.brand and apart(product, p.brand)]
    if product.brand and brands:
        yield Fact("brand", _BRAND, product.brand, random.choice(brands))
    if product.availability is not None:
        here = product.availability == "in_stock"
        away = random.choice(("out of stock", "sold out", "not in stock"))
        if here or product.availability == "out_of_stock":
            yield Fact("stock", _STATE, *(("in stock", away) if here else (away, "in stock")))


def _ranks(listing: Listing, position: int) -> Iterator[Fact]:
    """That it is the cheapest, the best rated, where all are known and no two alike."""
    products = listing.products
    of_all: tuple[list[float | None], ...] = (
        [None if p.current_price is None else -p.current_price for p in products],
        [p.rating for p in products],
        [None if p.rating_count is None else float(p.rating_count) for p in products],
    )
    for values, words in zip(of_all, _RANKS, strict=True):
        known = [value for value in values if value is not None]
        if len(set(known)) == len(products) > 2:
            own = values[position]
            if own in (max(known), min(known)):
                yield Fact("rank", _RANK, *(words if own == max(known) else words[::-1]))


def _of_attributes(listing: Listing, position: int) -> Iterator[Fact]:
    product = listing.products[position]
    told = set[str]()
    for written in product.attributes:
        name = written.replace("_", " ").lower()
        name = _SAME.get(name, name)
        values = product.values(written)
        if name in told or not values:
            continue
        value = _plainly(listing.random.choice(values))
        told.add(name)
        if value.lower() in ("yes", "no") and _BOOLEAN.search(name):
            states = (name, f"not {name}")
            yield Fact(name, _STATE, *(states if value.lower() == "yes" else states[::-1]))
        ways = _OF_NAME.get(name)
        wrong = None if ways is None else _another(listing, position, written, value)
        if ways is not None and wrong is not None:
            spelt = listing.random.random() < 0.7
            value, wrong = (_HOURS.sub(" hours", v) if spelt else v for v in (value, _plainly(wrong)))
            yield Fact(name, ways, value, wrong)


def _plainly(value: str) -> str:
    """``Travel case`` within a sentence; ``Arctic White`` as it is written."""
    return value[:1].lower() + value[1:] if value[1:] == value[1:].lower() else value


def amount(value: str) -> tuple[float, str] | None:
    """``1.2 kg``: how many of what, grams for kilograms."""
    found = _AMOUNT.fullmatch(value)
    if found is None:
        return None
    number, unit = float(found["number"]), found["unit"].lower().removesuffix("s")
    unit = {"hour": "h", "kilogram": "kg", "gram": "g", "litre": "l", "liter": "l"}.get(unit, unit)
    return (number * 1000, "g") if unit == "kg" else (number, unit)


def _another(listing: Listing, position: int, name: str, value: str) -> str | None:
    """Another amount, or what another of the list has under this name and this one surely not."""
    product, random = listing.products[position], listing.random
    if (found := _AMOUNT.fullmatch(value)) is not None:
        number = float(found["number"]) * random.choice((0.5, 0.7, 1.4, 1.6, 2))
        if re.match(r"year|month", found["unit"]):
            number = float(round(number)) + (2 if random.random() < 0.5 else 3)
        shown = f"{number:.0f}" if number >= 10 else f"{number:.1f}".removesuffix(".0")
        changed = value.replace(found["number"], shown)
        same = changed == value or re.search(rf"\b{re.escape(shown)}\b", _all(product))
        return None if same or float(shown) < 1 else changed
    if not _PLAIN.fullmatch(value) or value.lower() in _NO_COLOUR:
        return None
    theirs = [
        each
        for i in listing.others(position)
        for each in listing.products[i].values(name)
        if _PLAIN.fullmatch(each)
        and apart(product, each)
        and each.lower() not in ("yes", "no", "none", *_NO_COLOUR)
    ]
    return random.choice(theirs) if theirs and value.lower() not in ("yes", "no", "none") else None


def apart(product: PublicProduct, value: str) -> bool:
    """Whether no word of ``value`` is told of the product at all."""
    words = [word for word in re.findall(r"[\w.]+", value.lower()) if len(word) > 2 or word.isdigit()]
    told = _all(product)
    return bool(words) and not any((word[:-1] if len(word) > 4 else word) in told for word in words)


def _all(product: PublicProduct) -> str:
    return " ".join((*texts(product), product.brand or "")).lower()
