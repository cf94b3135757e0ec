"""From which age it is, what part of it is what, its sides, and how many times as much as another."""

from __future__ import annotations

import re
from collections.abc import Iterator

from eval.grounding.made.amounts import KINDS, measure
from eval.grounding.made.attributes import texts
from eval.grounding.made.listing import Listing, Made, both

_AGE = re.compile(
    r"(?:from )?(?P<n>\d{1,2})(?: (?P<u>years|months))?(?P<plus>\+| and up| and over)?"
    r"|(?P<a>\d{1,2}) ?[-–] ?(?P<b>\d{1,2}) years"
)
_OF_AGE = re.compile(r"(?:recommended )?age(?:[ _]range)?", re.I)
_FROM = (
    "It is for ages {n} and up.",
    "It suits children from {n} years.",
    "It is made for children aged {n} and over.",
    "It is recommended from {n} years.",
    "It is suitable from the age of {n}.",
    "Children can use it from age {n}.",
    "The recommended age is {n} and up.",
    "It's for children of {n} years and older.",
    "The {title} is for ages {n} and up.",
)
_BETWEEN = (
    "It is for ages {a} to {b}.",
    "It suits children from {a} to {b} years.",
    "It is made for children between {a} and {b}.",
    "It is meant for {a}- to {b}-year-olds.",
    "The recommended age is {a} to {b} years.",
    "It's for children aged {a} to {b}.",
    "The {title} is for children aged {a}-{b}.",
)
_PART = re.compile(r"(?P<p>\d{1,3}) ?% (?P<m>[a-z][a-z -]+)")
_SHARES = (
    "It is {p}% {m}.",
    "It contains {p}% {m}.",
    "It is made of {p}% {m}.",
    "{p}% of it is {m}.",
    "The material is {p}% {m}.",
    "It has {p}% {m} in it.",
    "It's {p} percent {m}.",
    "With {p}% {m}, it feels right.",
)
_SIDES = re.compile(
    r"(?P<a>\d+(?:\.\d+)?) x (?P<b>\d+(?:\.\d+)?)(?: x (?P<c>\d+(?:\.\d+)?))? (?P<u>cm|mm|in|m)"
)
_SIDED = (
    "It measures {said}.",
    "Its dimensions are {said}.",
    "It is {said} in size.",
    "At {said}, it is a fair pick.",
    "The {title} measures {said}.",
    "It comes to {said}.",
    "Its size is {said}.",
)
_TIMES = {2.0: ("twice", "three times"), 3.0: ("three times", "twice"), 0.5: ("half", "twice")}
_AS_MUCH = {
    "weighs": ("It weighs {about}{times} as much as the {other}.",),
    "holds": (
        "It holds {about}{times} as much as the {other}.",
        "It has {about}{times} the capacity of the {other}.",
    ),
    "has": (
        "It has {about}{times} the power of the {other}.",
        "With {about}{times} the power of the {other}, it gets on.",
    ),
}
_FACTORS = (0.5, 1.5, 2, 3)
_CLOSE = 0.03


def ages(listing: Listing, position: int) -> Iterator[Made]:
    """``age: 3+`` is for ages 3 and up, and not 6 and up."""
    product, random = listing.products[position], listing.random
    names = [
        name for name in product.attributes if re.fullmatch(r"(?i)(?:recommended )?age(?:[ _]range)?", name)
    ]
    if len(names) != 1 or len(product.values(names[0])) != 1:
        return
    found = _AGE.fullmatch(product.values(names[0])[0].strip())
    told = set(re.findall(r"\d+", " ".join(texts(product))))
    if found is None or found["u"] == "months":
        return
    key = "n" if found["n"] else random.choice("ab")
    own = int(found[key])
    others = [
        n for n in (own - 2, own + 2, own + 3, own * 2) if 0 < n < 19 and str(n) not in told and n != own
    ]
    if found["a"]:
        others = [n for n in others if (n < int(found["b"]) if key == "a" else n > int(found["a"]))]
    if others and (found["a"] or found["plus"] or product.values(names[0])[0].startswith("from")):
        true = found.groupdict("") | {"title": product.title}
        false = {key: str(random.choice(others))}
        yield from listing.told(position, both(_FROM if found["n"] else _BETWEEN, true, false), 3)


def sides_and_shares(listing: Listing, position: int) -> Iterator[Made]:
    """How it is divided: by length, width and height, and by what it is made of."""
    yield from _sides(listing, position)
    yield from _shares(listing, position)


def _shares(listing: Listing, position: int) -> Iterator[Made]:
    """``85% polyester, 15% elastane``, and another share of it."""
    product, random = listing.products[position], listing.random
    for name in product.attributes:
        values = product.values(name)
        parts = list(_PART.finditer(values[0])) if len(values) == 1 else []
        if len(parts) < 2 or sum(int(part["p"]) for part in parts) != 100:
            continue
        part = random.choice(parts)
        told = set(re.findall(r"\d+", " ".join(texts(product))))
        off = product.price and product.current_price and 100 * (1 - product.current_price / product.price)
        others = [
            n
            for n in (int(int(part["p"]) * factor) for factor in _FACTORS)
            if 1 < n < 100 and str(n) not in told and abs(n - (off or 0)) > 5
        ]
        if others:
            true = {"p": part["p"], "m": part["m"].strip()}
            yield from listing.told(position, both(_SHARES, true, {"p": str(random.choice(others))}), 2)


def _sides(listing: Listing, position: int) -> Iterator[Made]:
    """``30 x 20 x 10 cm`` however it is written, and with one side of it changed."""
    product, random = listing.products[position], listing.random
    for name in ("dimensions", "Dimensions", "size", "Size"):
        values = product.values(name) if name in product.attributes else ()
        found = _SIDES.fullmatch(values[0].strip()) if len(values) == 1 else None
        if found is None:
            continue
        own = [found[key] for key in "abc" if found[key]]
        told = [float(n) for n in re.findall(r"\d+(?:\.\d+)?", " ".join(texts(product)))]
        at = random.randrange(len(own))
        other = round(float(own[at]) * random.choice((0.6, 1.4, 1.7)))
        if any(abs(other - n) <= 0.1 * n for n in told) or not other:
            continue
        changed = [str(other) if i == at else side for i, side in enumerate(own)]
        by = random.choice((" x ", " by ", " × "))
        unit = found["u"]
        true, false = ({"said": f"{by.join(each)} {unit}", "title": product.title} for each in (own, changed))
        yield from listing.told(position, both(_SIDED, true, false), 2)


def times(listing: Listing, position: int) -> Iterator[Made]:
    """``twice the power of the …``, and ``three times the power``."""
    products = listing.products
    for kind in KINDS:
        templates = _AS_MUCH.get(kind.clause.split()[1], ())
        own = measure(products[position], kind) if templates and kind.names[0] != "warranty" else None
        for other in listing.others(position) if own is not None else ():
            theirs = measure(products[other], kind)
            if own is None or theirs is None or theirs.dimension != own.dimension:
                continue
            ratio = own.base / theirs.base
            for factor, (said, wrong) in _TIMES.items():
                if abs(ratio - factor) > _CLOSE * factor or "screen" in kind.clause:
                    continue
                about = "" if abs(ratio - factor) < 1e-6 * factor else "about "
                true = {"about": about, "times": said, "other": products[other].title}
                filled = both(templates, true, {"times": wrong})
                yield from listing.told(position, filled, 1)
