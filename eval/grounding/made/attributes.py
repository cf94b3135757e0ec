"""What the attributes of a product say: amounts, colours, materials, whatever has a name and a value."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from eval.grounding.made.listing import Listing, Made, both
from retrieval.types import PublicProduct

_AMOUNT = re.compile(r"(?P<number>\d+(?:\.\d+)?) ?(?P<unit>[A-Za-z]{1,8})")
_NAMED = (
    "Its {name} is {value}.",
    "The {name} is {value}.",
    "It has a {name} of {value}.",
    "{Name}: {value}.",
    "With a {name} of {value}, it does what you ask.",
    "The {title} has a {name} of {value}.",
)
_COLOUR = (
    "It comes in {value}.",
    "It is {value}.",
    "Its colour is {value}.",
    "You can have it in {value}.",
    "The colour is {value}.",
    "It is a {value} one.",
    "In {value} it goes with a lot.",
)
_MATERIAL = (
    "It is made of {value}.",
    "It is made from {value}.",
    "It's {value}.",
    "The material is {value}.",
    "Made of {value}, it should last.",
    "{Value} is what it is made of.",
)
_INCLUDED = (
    "It comes with {value}.",
    "{Value} comes with it.",
    "The box holds {value}.",
    "{Value} is included.",
    "You also get {value}.",
)
_ORIGIN = ("It is made in {value}.", "It comes from {value}.", "Made in {value}, it is well finished.")
_WARRANTY = (
    "It has a {value} warranty.",
    "The warranty runs for {value}.",
    "It comes with a {value} warranty.",
    "It is covered for {value}.",
    "You get a warranty of {value}.",
)
_WEIGHT = (
    "It weighs {value}.",
    "At {value}, it is easy enough to carry.",
    "Its weight is {value}.",
    "It tips the scales at {value}.",
    "It weighs in at {value}.",
    "It only weighs {value}.",
)
_LASTS = (
    "It runs for {value} on a charge.",
    "The battery lasts {value}.",
    "You get {value} out of its battery.",
    "It lasts {value} before it needs a charge.",
)
_POWER = ("It has {value}.", "Its {value} are plenty.", "It is rated at {value}.")
_VOLUME = ("It holds {value}.", "It takes {value}.", "Its capacity is {value}.", "There is room for {value}.")
_OF_NAME = {
    "color": _COLOUR,
    "colour": _COLOUR,
    "colors": _COLOUR,
    "colours": _COLOUR,
    "material": _MATERIAL,
    "included": _INCLUDED,
    "in_the_box": _INCLUDED,
    "in the box": _INCLUDED,
    "made_in": _ORIGIN,
    "made in": _ORIGIN,
    "warranty": _WARRANTY,
    "guarantee": _WARRANTY,
    "weight": _WEIGHT,
    "battery_life": _LASTS,
    "battery life": _LASTS,
    "power": _POWER,
    "capacity": _VOLUME,
    "volume": _VOLUME,
}
_SHORT = 28
_YES, _NO = ("yes", "true"), ("no", "false")


def attributes(listing: Listing, position: int) -> Iterator[Made]:
    """Each attribute with its value, and with another."""
    product = listing.products[position]
    for name in product.attributes:
        values = [value for value in product.values(name) if 1 < len(value) <= _SHORT]
        if not values:
            continue
        value = listing.random.choice(values)
        if value.lower() in (*_YES, *_NO):
            yield from _whether(listing, position, name, value.lower() in _YES)
            continue
        wrong = another(listing, position, name, value)
        if wrong is None:
            continue
        templates = _OF_NAME.get(name.lower(), ()) or _NAMED
        if len(product.values(name)) > 1 and templates is _NAMED:
            continue  # "Its colour is red" of one that comes in three.
        said = name.replace("_", " ").lower()
        true = {"name": said, "Name": said.capitalize(), "title": product.title, **_cased(value)}
        yield from listing.told(position, both(templates, true, _cased(wrong)), 2)


def _whether(listing: Listing, position: int, name: str, holds: bool) -> Iterator[Made]:
    """``waterproof: yes``, where the name itself says what it is."""
    said = name.replace("_", " ").lower()
    if not re.search(r"(?:proof|able|safe|free|vegan|organic|wireless|foldable|resistant)$", said):
        return
    yield Made(position, f"It is {said}.", holds)
    yield Made(position, f"It is not {said}.", not holds)


def another(listing: Listing, position: int, name: str, value: str) -> str | None:
    """A value of this attribute that is not this product's: another's of the list, or another amount."""
    product, random = listing.products[position], listing.random
    if (amount := _AMOUNT.fullmatch(value)) is not None:
        number = float(amount["number"]) * random.choice((0.5, 0.8, 1.25, 1.5, 2))
        shown = f"{number:.0f}" if number >= 10 else f"{number:.1f}".removesuffix(".0")
        changed = value.replace(amount["number"], shown)
        return changed if changed != value and not _told(product, changed) else None
    theirs = [
        each
        for i in listing.others(position)
        for each in listing.products[i].values(name)
        if len(each) <= _SHORT and each.lower() not in (*_YES, *_NO) and _apart(product, each)
    ]
    return random.choice(theirs) if theirs else None


def _apart(product: PublicProduct, value: str) -> bool:
    """Whether no word of ``value`` is told of the product at all."""
    words = [word for word in re.findall(r"[\w.]+", value.lower()) if len(word) > 2 or word.isdigit()]
    return bool(words) and not any(_told(product, word[:-1] if len(word) > 4 else word) for word in words)


def _told(product: PublicProduct, value: str) -> bool:
    return value.lower() in " ".join(texts(product)).lower()


def texts(product: PublicProduct) -> Sequence[str]:
    """Whatever is written about a product."""
    values = [value for name in product.attributes for value in (name, *product.values(name))]
    return (product.title, product.description or "", *product.categories, *product.tags, *values)


def _cased(value: str) -> dict[str, str]:
    return {"value": value, "Value": value[:1].upper() + value[1:]}
