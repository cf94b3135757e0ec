"""What attributes with a name of their own say in words: a fit, a closure, a scent, a language, a "
"certificate."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from eval.grounding.made.listing import Listing, Made, both
from eval.grounding.made.phrasings import PHRASINGS
from eval.grounding.made.told import (
    called,
    cased,
    elsewhere,
    known,
    plain,
    said,
    untold,
    values_of,
    with_article,
)

_KINDS = tuple((re.compile(pattern), templates) for pattern, templates in PHRASINGS)
_ANY = (
    "Its {name} is {value}.", "The {name} is {value}.", "{Name}: {value}.", "As for {name}, it is {value}.",
    "The {name} of this one is {value}.", "The {title} has {value} as its {name}.",
)  # fmt: skip
_NO_NAME = re.compile(
    r".*(?:colou?rs?|materials?|sizes?|included?|in the box|contents?|ingredients?|features?|care|"
    r"wash\w*|weight|"
    r"width|height|length|warranty|guarantee|power|price|sku|id|allergens|pockets|model|gender|for)$|"
    r"base price|"
    r"(?:made|suitable|works|keeps|fits|comes) .*|.*(?:able|proof|safe|free|resistant|ing)$"
)
"""Names that are told elsewhere, or that make no noun of a sentence."""
_NAMES = re.compile(
    r"made in|origin|country|country of origin|region|languages?|author|illustrator|artist|narrator|"
    r"designer|"
    r"certifi\w+|labels?|standard"
)
"""Attributes whose values are names."""
_NOTHING = (
    "none",
    "not included",
    "included",
    "unscented",
    "no",
    "required",
    "unisex",
    "all",
    "any",
    "various",
    "optional",
)


def kinds(listing: Listing, position: int) -> Iterator[Made]:
    """Two of its attributes with a name of which we know how one speaks, each beside another's value."""
    product, random = listing.products[position], listing.random
    made: list[tuple[str, str]] = []
    for name in product.attributes:
        label = said(name)
        templates = next((t for pattern, t in _KINDS if pattern.fullmatch(label)), None)
        if templates is not None:
            made += _pairs(listing, position, label, templates)
    yield from listing.told(position, made, 4)
    others = [
        pair
        for name in product.attributes
        if not _NO_NAME.fullmatch(label := said(name)) and not any(p.fullmatch(label) for p, _ in _KINDS)
        for pair in _pairs(listing, position, label, random.sample(_ANY, 2))
    ]
    yield from listing.told(position, others, 2)


def _pairs(listing: Listing, position: int, label: str, templates: Sequence[str]) -> list[tuple[str, str]]:
    product = listing.products[position]
    exact = re.compile(re.escape(label))
    whole = [v for name in product.attributes if said(name) == label for v in product.values(name)]
    own = [v for v in plain(values_of(product, exact)) if v.lower() not in _NOTHING]
    if len(own) != len(values_of(product, exact)) or not own:
        return []
    if len(own) > 1:
        # "The type is red" of one that is several.
        templates = [t for t in templates if not re.search(r"\{name\}|\bis \{|'s \{", t)]
        if any("," in value or "/" in value for value in whole):
            return []
    wrong = [v for v in plain(elsewhere(listing, position, exact)) if v.lower() not in _NOTHING]
    if not wrong or not templates:
        return []
    value, other = listing.random.choice(own), listing.random.choice(wrong)
    if label == "skin type" and re.search(r"\b(?:all|any|every|normal)\b", known(product)):
        return []
    if not untold(product, other) or other.lower() in known(product):
        return []
    name = {"name": label, "Name": label.capitalize(), "title": called(product)}
    pairs = both(templates, {**name, **_filled(value, label)}, _filled(other, label))
    return listing.random.sample(pairs, min(2, len(pairs)))


def _filled(value: str, label: str) -> dict[str, str]:
    shown = {"value": value, "Value": value} if _NAMES.fullmatch(label) else cased(value)
    return {**shown, "article": with_article(shown["value"])}
