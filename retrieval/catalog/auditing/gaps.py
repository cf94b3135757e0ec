"""What is missing, and what that turns off, in words for a shopkeeper."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from retrieval.types import Frozen


class Gap(Frozen):
    """Something the data lacks."""

    name: str
    """A product field, or what else is missing."""
    share: float
    """Of the products that lack it; 1 where it is missing altogether."""
    text: str


@dataclass(frozen=True, slots=True)
class _Consequence:
    enough: float
    """Share of the products that should have it; 0: a gap only where none has."""
    none: str
    some: str
    """Follows "31% have none: "."""


CONSEQUENCES: Mapping[str, _Consequence] = {
    "price": _Consequence(
        0.99,
        "no prices: price limits keep nothing, sorting by price and sale reasons are off",
        "a price limit leaves them out, and sorted by price they come last",
    ),
    "availability": _Consequence(
        0.99,
        "no stock data: asking for “in stock only” keeps nothing, and what is sold out is recommended",
        "asking for “in stock only” leaves them out, and they are recommended even when sold out",
    ),
    "categories": _Consequence(
        0.95,
        "no categories: filters and questions by kind are off, and prices cannot be judged",
        "a filter by kind leaves them out",
    ),
    "brand": _Consequence(
        0.5,
        "no brands: filters, questions and wishes by brand are off",
        "a filter by brand leaves them out",
    ),
    "description": _Consequence(
        0.8,
        "no descriptions: search and explanations rest on titles alone",
        "for these search and explanations rest on the title alone",
    ),
    "attributes": _Consequence(
        0.5,
        "no attributes: filters, questions and explanations by colour, size or material are off",
        "filters by colour, size or material leave them out",
    ),
    "image": _Consequence(0.95, "no pictures: cards are shown without one", "their cards have no picture"),
    "url": _Consequence(0.95, "no addresses: cards link to no product page", "their cards link to no page"),
    "rating": _Consequence(
        0.2,
        "no ratings: sorting by rating and rating reasons are off",
        "sorted by rating they count as average, and no reason speaks of their rating",
    ),
    "rating_count": _Consequence(
        0.2,
        "no rating counts: rating reasons are off, and nothing counts as popular",
        "their ratings give no reason and do not count as popularity",
    ),
    "published_at": _Consequence(
        0.5,
        "no publication dates: sorting by newest, freshness and “new” reasons are off",
        "sorted by newest they come last, and they never count as new",
    ),
    "currency": _Consequence(
        0.95, "no currency: prices are shown as bare numbers", "their prices are shown as bare numbers"
    ),
    "sale_price": _Consequence(0, "no sale prices: sale reasons are off", ""),
    "variant_of": _Consequence(
        0, "no variants marked: sizes and colours of one product may fill a list side by side", ""
    ),
    "margin": _Consequence(0, "no margins: business rules by margin are off", ""),
}
NO_EVENTS = (
    "no events yet: what shoppers look at and buy moves no list; "
    "popularity comes from ratings alone, and there is nothing to report"
)


def gaps(shares: Mapping[str, float], interactions: int) -> tuple[Gap, ...]:
    """In the order of what hurts most, as :data:`CONSEQUENCES` has it. ``shares``: field → share filled."""
    found = []
    for name, consequence in CONSEQUENCES.items():
        share = shares.get(name, 0.0)
        missing = round(1 - share, 4)
        if share == 0:
            found.append(Gap(name=name, share=1.0, text=consequence.none))
        elif share < consequence.enough:
            text = f"{percent(missing)} have no {_word(name)}: {consequence.some}"
            found.append(Gap(name=name, share=missing, text=text))
    if not interactions:
        found.append(Gap(name="events", share=1.0, text=NO_EVENTS))
    return tuple(found)


def percent(share: float) -> str:
    """``42%``; never 0% for something nor 100% for less than all."""
    if 0 < share < 0.01:
        return "less than 1%"
    return f"{min(99, round(share * 100)) if share < 1 else 100}%"


def _word(name: str) -> str:
    return {
        "categories": "category",
        "attributes": "attributes",
        "image": "picture",
        "url": "address",
        "availability": "stock data",
        "published_at": "publication date",
    }.get(name, name.replace("_", " "))
