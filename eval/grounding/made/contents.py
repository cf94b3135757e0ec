"""What is in the box, and what is in the jar."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from eval.grounding.made.listing import Listing, Made, both
from eval.grounding.made.told import called, known, said, series, tells, weighty, with_article
from retrieval.types import PublicProduct

_BOX = re.compile(
    r"included?|includes|in the box|contents|box contents|accessories|what's in the box|supplied"
)
_JAR = re.compile(r"(?:key |main )?ingredients?|contains|actives?")
_ONE = (
    "It comes with {a}.", "{A} comes with it.", "The box holds {a}.", "{A} is included.",
    "You also get {a}.",
    "It includes {a}.", "In the box you'll find {a}.", "{A} is in the box.", "You get {a} with it.",
    "It ships with {a}.",
    "The {title} comes with {a}.", "The set includes {a}.", "It even comes with {a}.",
    "There is {a} in the box.",
    "{A} is part of the set.", "They throw in {a}.", "It comes complete with {a}.",
    "It is supplied with {a}.",
    "The price includes {a}.", "Included is {a}.", "Along with it comes {a}.", "It arrives with {a}.",
    "You won't need to buy {a}: it is in the box.", "In the box there is {a}.", "It is delivered with {a}.",
)  # fmt: skip
_TWO = (
    "It comes with {a} and {b}.", "You get {a} and {b}.", "{A} and {b} are included.",
    "The box holds {a} and {b}.",
    "It includes {a} as well as {b}.", "In the box are {a} and {b}.", "Besides {a} you get {b}.",
    "{A} and {b} come with it.",
    "It ships with {a} plus {b}.", "Both {a} and {b} are included.", "Along with {a}, it comes with {b}.",
    "You get {a}, and {b} too.", "With {a} and {b} in the box, you can start right away.",
    "The {title} comes with {a} and {b}.", "It has everything you need: {a} and {b}.",
    "Included are {a} and {b}.",
    "It comes with {a} and also with {b}.", "Not only {a} but also {b} is in the box.",
)  # fmt: skip
_NO = (
    "It comes without {a}.", "{A} isn't included.", "It doesn't come with {a}.", "{A} is not included.",
    "There is no {x} in the box.", "You have to buy {a} separately.", "It doesn't include {a}.",
    "{A} is sold separately.", "{A} isn't part of the set.", "You'll need to get your own {x}.",
)  # fmt: skip
_HOLDS = (
    "It contains {x}.", "It is made with {x}.", "There is {x} in it.", "The ingredients include {x}.",
    "It has {x} in it.", "It's made with {x}.", "{X} is in it.", "{X} is one of its ingredients.",
    "The {title} contains {x}.", "Its ingredients include {x}.", "It uses {x}.", "You'll find {x} in it.",
    "{X} is among the ingredients.", "With {x} among its ingredients, it has character.",
    "It includes {x}.",
)  # fmt: skip
_HOLDS_TWO = (
    "It contains {x} and {y}.", "It is made with {x} and {y}.", "There are {x} and {y} in it.",
    "{X} and {y} are in it.", "It has {x} and {y} in it.", "Its ingredients include {x} and {y}.",
)  # fmt: skip
_FREE = (
    "It is free of {x}.", "It contains no {x}.", "There is no {x} in it.", "It doesn't contain {x}.",
    "It is made without {x}.", "It does without {x}.", "It has no {x} in it.",
)  # fmt: skip


def box(listing: Listing, position: int) -> Iterator[Made]:
    """One or two things that come along, each beside one that another product comes with."""
    own = _things(listing.products[position], _BOX)
    wrong = _others(listing, position, _BOX)
    random, title = listing.random, called(listing.products[position])
    if not own:
        return
    one = random.choice(own)
    if _countable(one):
        yield Made(position, _fill(random.choice(_NO), one), False)
    if not wrong:
        return
    other = random.choice(wrong)
    templates = _ONE if _countable(one) and _countable(other) else [t for t in _ONE if " is" not in t]
    true, false = {"title": title, **_one(one)}, _one(other)
    yield from listing.told(
        position, both([t for t in templates if "{A} comes" not in t or _countable(one)], true, false), 3
    )
    if len(own) > 1:
        first, second = random.sample(own, 2)
        names = {"title": title, **_one(first), "b": _one(second)["a"]}
        swap = {"b": _one(other)["a"]} if random.random() < 0.7 else _one(other)
        plural = [t for t in _TWO if " is in" not in t]
        yield from listing.told(position, both(plural, names, swap), 3)
    if len(own) > 2:
        several = [_one(item)["a"] for item in own[:3]]
        changed = (
            [*several[:2], _one(other)["a"]] if random.random() < 0.5 else [_one(other)["a"], *several[1:]]
        )
        template = random.choice(
            ("It comes with {}.", "You get {}.", "In the box are {}.", "The set consists of {}.")
        )
        yield Made(position, template.format(series(several)), True)
        yield Made(position, template.format(series(changed)), False)
    if _countable(other):
        yield Made(position, _fill(random.choice(_NO[:4]), other), True)


def ingredients(listing: Listing, position: int) -> Iterator[Made]:
    """What it contains."""
    product, random = listing.products[position], listing.random
    own = [item.lower() for item in _things(product, _JAR)]
    wrong = [item.lower() for item in _others(listing, position, _JAR)]
    if not own:
        return
    one = random.choice(own)
    yield Made(position, random.choice(_FREE).format(x=one), False)
    if not wrong:
        return
    other = random.choice(wrong)
    true = {"title": called(product), "x": one, "X": one.capitalize()}
    singular = [t for t in _HOLDS if (not one.endswith("s") and not other.endswith("s")) or " is" not in t]
    yield from listing.told(position, both(singular, true, {"x": other, "X": other.capitalize()}), 3)
    if len(own) > 1:
        second = random.choice([item for item in own if item != one])
        yield from listing.told(position, both(_HOLDS_TWO, {**true, "y": second}, {"y": other}), 2)


def _things(product: PublicProduct, label: re.Pattern[str]) -> list[str]:
    """The single things of the list, as they are written."""
    return [
        item
        for name in product.attributes
        if label.fullmatch(said(name))
        for value in product.values(name)
        for item in re.split(r"\s*[,;]\s*(?![^()]*\))", value)
        if 2 < len(item) <= 34
        and re.fullmatch(r"(?:\d+ )?[A-Za-z'é-]+(?: [A-Za-z'é-]+)*", item)
        and not re.search(
            r"(?i)\b(?:not|no|yes|none|optional|traces|may|contains|each|only|included|per)\b", item
        )
    ]


def _others(listing: Listing, position: int, label: re.Pattern[str]) -> list[str]:
    product = listing.products[position]
    found = [item for i in listing.others(position) for item in _things(listing.products[i], label)]
    return [item for item in found if foreign(product, item)]


def foreign(product: PublicProduct, phrase: str) -> bool:
    """Whether the last word of a phrase is told of the product nowhere, nor are most of the others."""
    words: Sequence[str] = [word for word in weighty(phrase) if not word.isdigit()]
    told = [tells(product, word) for word in words]
    return (
        bool(words) and not told[-1] and 3 * sum(told) <= len(told) and phrase.lower() not in known(product)
    )


def _countable(item: str) -> bool:
    """Whether there is one of it."""
    return not item[0].isdigit() and not (item.endswith("s") and not item.endswith("ss"))


def _one(item: str) -> dict[str, str]:
    # A name keeps its capital, a plain word of a list loses it.
    plain = item[:1].lower() + item[1:] if item[1:2].islower() and item[1:] == item[1:].lower() else item
    thing = plain if item[0].isdigit() else with_article(plain)
    return {"a": thing, "A": thing[:1].upper() + thing[1:]}


def _fill(template: str, item: str) -> str:
    names = _one(item)
    return template.format(**names, x=re.sub(r"^an? ", "", names["a"]))
