"""Phrases that look like another claim: they are judged by what they mean, true or false."""

from __future__ import annotations

from typing import Any

import pytest

from agent.narration.grounding import Grounding
from agent.types import Sentence
from tests.agent.narration.shortlists import product, shortlist


def thing(title: str, kind: str, price: float, count: int, rating: float, **attributes: str) -> Any:
    return product(
        product_id=title,
        title=title,
        brand=None,
        description="For days outside.",
        categories=(f"Outdoors > {kind}",),
        price=price,
        sale_price=None,
        rating=rating,
        rating_count=count,
        availability="in_stock",
        attributes=attributes,
    )


LISTED = shortlist(
    [
        thing("Heron Binoculars", "Binoculars", 190.0, 1304, 4.2, field_of_view="142 m at 1000 m"),
        thing("Osprey Binoculars", "Binoculars", 159.0, 302, 4.7, field_of_view="114 m at 1000 m"),
        thing("Pip Bike", "Bikes", 149.0, 90, 4.5, gears="single speed", usb_ports="4 (USB 2.1)"),
        thing("Mercer Bike", "Bikes", 640.0, 80, 4.6, gears="7-speed hub", usb_ports="3"),
        thing("Mattina Mill", "Mills", 99.0, 40, 4.4, grind_settings="13", seats="12"),
        thing("Barista Mill", "Mills", 89.0, 30, 4.3, grind_settings="30", seats="6"),
    ]
)


@pytest.mark.parametrize(
    ("position", "true", "false"),
    [
        (
            0,
            "Rated 4.2 by many of its buyers, and its view is the widest of the two binoculars.",
            "Rated 4.2 by many of its buyers, and its view is the narrowest of the two binoculars.",
        ),
        (0, "It has over 1,300 ratings, by far the most here.", "It has over 1,400 ratings, the most here."),
        (
            1,
            "The Osprey is the cheaper of the two binoculars by $31.",
            "The Osprey is the cheaper of the two binoculars by $51.",
        ),
        (
            4,
            "You get fewer grind settings than on the Barista Mill (13 versus 30).",
            "You get fewer grind settings than on the Barista Mill (14 versus 30).",
        ),
        (
            4,
            "Twelve can sit around it, twice as many as with the Barista Mill.",
            "Fifteen can sit around it, twice as many as with the Barista Mill.",
        ),
        (2, "All four USB ports are of the 2.1 kind.", "All four USB ports are of the 3.2 kind."),
        (2, "No gears to puzzle over.", "Seven gears to puzzle over."),
        (
            2,
            "Two of the others cost less and three cost more.",
            "Two of the others cost less and two cost more.",
        ),
    ],
)
def test_a_phrase_is_judged_by_what_it_means(position: int, true: str, false: str) -> None:
    grounding = Grounding(LISTED)
    assert grounding.unsupported(Sentence(position=position, text=true)) is None
    assert grounding.unsupported(Sentence(position=position, text=false)) is not None


def test_gears_are_not_denied_of_what_has_them() -> None:
    claimed = Grounding(LISTED).unsupported(Sentence(position=3, text="No gears to puzzle over."))
    assert claimed is not None


def test_a_pleasure_is_nothing_that_it_has() -> None:
    grounding = Grounding(LISTED)
    assert grounding.unsupported(Sentence(position=4, text="There is real pleasure in it.")) is None
    assert grounding.unsupported(Sentence(position=4, text="It has a lid and a strap.")) is not None
