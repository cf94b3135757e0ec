"""How heavy, long, powerful a product is, and how many it has of a thing: in figures, in words, rounded."""

from __future__ import annotations

import re
from collections.abc import Iterator

from eval.grounding.made.amount_kinds import Kind
from eval.grounding.made.attributes import texts
from eval.grounding.made.listing import Listing, Made, both
from eval.grounding.made.performance import BATTERY_LIFE, POWER, WARRANTY
from eval.grounding.made.sizes import CAPACITY, LOAD, SCREEN, SIDES, WEIGHT
from eval.grounding.made.units import (
    UNITS,
    Amount,
    adjective,
    amount_of,
    article,
    figure,
    in_words,
    noun,
    rounded,
    sized,
)
from retrieval.types import PublicProduct

KINDS: tuple[Kind, ...] = (WEIGHT, WARRANTY, BATTERY_LIFE, POWER, CAPACITY, LOAD, SCREEN, *SIDES)
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_FACTORS = (0.4, 0.5, 0.6, 0.75, 1.3, 1.5, 1.8, 2.0)
_HEDGED = re.compile(r"\bup to|\bonly\b|\b(?:at|its) \{", re.I)
_OF_BATTERY = re.compile(r"batter|charge", re.I)
_OFF = 0.12
"""So far a false number is from every number of the product, in whatever unit."""
_ABOVE = (
    "just over",
    "a little over",
    "a bit more than",
    "slightly more than",
    "more than",
    "over",
    "at least",
)
_BELOW = ("just under", "a little under", "nearly", "almost", "not quite", "under", "less than", "at most")
_NEAR = ("about", "around", "roughly", "some", "approximately")
_THINGS = frozenset([
    "pages", "pieces", "pockets", "speeds", "gears", "programmes", "programs", "keys", "drawers",
    "shelves", "doors", "wheels", "cards", "blades", "servings", "buttons", "players", "figures",
    "compartments", "frets", "cups", "tiles", "capsules", "tablets", "sheets", "colours", "settings",
    "nozzles", "stitches", "attachments", "strings", "bulbs", "legs", "sockets", "cushions", "pens",
    "pencils", "brushes", "tips", "bags",
])  # fmt: skip
_COUNTED = (
    "It has {n} {things}.",
    "It comes with {n} {things}.",
    "You get {n} {things}.",
    "There are {n} {things}.",
    "With {n} {things}, it offers enough.",
    "It offers {n} {things}.",
    "{N} {things} are what you get.",
    "The {title} has {n} {things}.",
    "This one has {n} {things}.",
    "It counts {n} {things}.",
    "The number of {things} is {n}.",
    "Its {n} {things} will do.",
    "It's got {n} {things}.",
)
_PAGES = ("It runs to {n} {things}.", "It is {n} {things} long.", "It's {n} {things} of reading.")
_PIECES = ("It is a {n}-piece set.", "The set has {n} {things}.", "There are {n} {things} in the box.")
_PLAYERS = ("It is for {n} {things}.", "{N} {things} can take part.", "It takes {n} {things}.")


def measure(product: PublicProduct, kind: Kind) -> Amount | None:
    """What the product has of this kind, where one attribute says it plainly."""
    found = None
    for name in product.attributes:
        said = re.sub(r"[\s_(),.]+", " ", name).strip().lower()
        values = product.values(name)
        if said not in kind.names or len(values) != 1:
            continue
        unit = kind.unit or {"kg": "kg", "g": "g"}.get(said.split()[-1], "none")
        amount = amount_of(values[0], unit if unit in UNITS else "")
        if (
            amount is None
            or amount.dimension not in kind.dimensions
            or not amount.number
            or found is not None
        ):
            return None
        found = amount
    return found


def said_of(kind: Kind, product: PublicProduct) -> list[str]:
    """What may be said of it: of a battery only where it tells of one."""
    charged = _OF_BATTERY.search(" ".join(texts(product)))
    return [each for each in kind.said if charged or not _OF_BATTERY.search(each)]


def amounts(listing: Listing, position: int) -> Iterator[Made]:
    """Each amount as it stands, in words or in another unit, and another in its place."""
    product, random = listing.products[position], listing.random
    for kind in KINDS:
        own = measure(product, kind)
        other = own and wrong(own, product, listing)
        if own is None or other is None:
            continue
        if (
            random.random() < 0.3
            and (turned := sized(own)) is not None
            and (false := sized(other)) is not None
            and false.unit == turned.unit
        ):
            own, other = turned, false
        state = random.getstate()
        true = told(own, listing)
        random.setstate(state)  # In the same words as far as the number allows.
        yield from listing.told(
            position, both(said_of(kind, product), true | {"title": product.title}, told(other, listing)), 3
        )


def told(amount: Amount, listing: Listing) -> dict[str, str]:
    """What a template takes of an amount."""
    said, form = noun(amount, listing.random), adjective(amount, listing.random)
    return {"amount": said, "Amount": said[:1].upper() + said[1:], "adj": f"{article(form)} {form}"}


def rough(listing: Listing, position: int) -> Iterator[Made]:
    """Each amount rounded: ``nearly 3 kg`` of 2.9, and not ``just over 3 kg``."""
    product, random = listing.products[position], listing.random
    for kind in KINDS:
        own = measure(product, kind)
        near = own and rounded(own)
        if own is None or near is None or own.at_most:
            continue
        templates = [t for t in said_of(kind, product) if "{amount}" in t and not _HEDGED.search(t)]
        said = noun(near, random)
        right, turned = (_ABOVE, _BELOW) if near.number < own.number else (_BELOW, _ABOVE)
        far = near.of(near.number * random.choice((0.5, 2)))
        for hedge, contrary, amount in (
            (random.choice(right), random.choice(turned), said),
            (around := random.choice(_NEAR), around, noun(far, random)),
        ):
            if hedge == contrary and _near(far, product):
                continue
            true, false = {"amount": f"{hedge} {said}"}, {"amount": f"{contrary} {amount}"}
            yield from listing.told(position, both(templates, true | {"title": product.title}, false), 1)


def counted(listing: Listing, position: int) -> Iterator[Made]:
    """``pockets: 4`` is four pockets, and not six."""
    product, random = listing.products[position], listing.random
    for name in product.attributes:
        things = re.sub(r"^(?:number|no\.?) of ", "", name.replace("_", " ").lower())
        value = "".join(product.values(name)) if len(product.values(name)) == 1 else ""
        if things not in _THINGS or not value.isdigit() or not 1 < int(value) < 5000:
            continue
        other = wrong(Amount(float(value), ""), product, listing)
        if other is None:
            continue
        more = {"pages": _PAGES, "pieces": _PIECES, "players": _PLAYERS}.get(things, ())
        words = random.random() < 0.5
        true, false = (_count(each, words=words) for each in (float(value), other.number))
        yield from listing.told(
            position,
            both((*_COUNTED, *more, *more), true | {"things": things, "title": product.title}, false),
            3,
        )


def _count(number: float, *, words: bool) -> dict[str, str]:
    said = in_words(number) if words else figure(number)
    return {"n": said, "N": said[:1].upper() + said[1:]}


def wrong(own: Amount, product: PublicProduct, listing: Listing) -> Amount | None:
    """An amount of the same unit that is surely not this product's: no number of it is near."""
    factors = listing.random.sample(_FACTORS, len(_FACTORS))
    for factor in factors:
        number = own.number * factor
        number = round(number) if own.number % 1 == 0 and number >= 2 else round(number, 1)
        other = own.of(number)
        if (
            number > (0 if own.unit else 1)
            and abs(number - own.number) / own.number > _OFF
            and not _near(other, product)
        ):
            return other
    return None


def _near(amount: Amount, product: PublicProduct) -> bool:
    """Whether anything told of the product is about so many, in this unit or another of its kind."""
    told = " ".join(texts(product)).lower()
    if re.search(rf"\b{re.escape(in_words(amount.number))}\b", told):
        return True
    same = [factor for dimension, factor, _ in UNITS.values() if dimension == amount.dimension]
    numbers = [
        float(found[0].replace(",", ""))
        for each in texts(product)
        for found in _NUMBER.finditer(each)
        if found[0].count(".") < 2 and "," not in found[0][-3:]
    ]
    numbers += [n for n in (product.rating, product.rating_count) if n is not None]
    return any(
        abs(number * factor - amount.base) <= _OFF * amount.base for number in numbers for factor in same
    )
