"""Places in a series, one or several of a thing, what is counted up, and numbers of another name."""

from __future__ import annotations

from typing import Any

import pytest

from agent.narration.grounding import Grounding
from agent.types import Sentence
from tests.agent.narration.shortlists import product, shortlist


def _said_of(**changes: Any) -> Grounding:
    given = {"sale_price": None, "price": 80.0, "categories": ("Shop > Things",), "description": None}
    return Grounding(shortlist([product(product_id="p", **(given | changes))]))


NOVEL = _said_of(
    title="The Tide", brand="Lark", categories=("Books > Fiction",),
    description="The second volume of the Harbour trilogy.",
    attributes={"series": "Harbour Trilogy, Book 2", "pages": 300},
)  # fmt: skip
FIRST = _said_of(
    title="Ash", brand="Lark", categories=("Books > Fiction",), description="A debut novel about a hotel.",
    attributes={"pages": 300},
)  # fmt: skip
CRIME = _said_of(title="Rooms", brand="Lark", categories=("Books > Crime",), attributes={"pages": 290})
LINEN = _said_of(
    title="Linen Set", brand="Ahti", description="Set of one cover and one pillowcase, with two buttons.",
    attributes={"pieces": 2},
)  # fmt: skip
FOOD = _said_of(
    title="Bark Food", brand="Bark", description="Dry food with lamb, potato and pumpkin.",
    attributes={"weight": "3 kg"},
)  # fmt: skip
ROBOT = _said_of(
    title="Orbit Robot", brand="Orbit",
    description="A robot that vacuums and mops. Milk system: manual steam wand.",
    attributes={"filter": "reusable", "max_slope": "35%", "motion_sensor": "yes, 8 m"},
)  # fmt: skip
BAG = _said_of(
    title="Peak Bag",
    brand="Peak",
    attributes={"comfort temp": "6 °C", "limit temp": "1 °C", "weight": "1 kg"},
)


def caught(grounding: Grounding, text: str) -> str | None:
    return grounding.unsupported(Sentence(position=0, text=text))


@pytest.mark.parametrize(
    ("grounding", "text"),
    [
        (NOVEL, "The second part of the Harbour trilogy."),
        (FIRST, "It is a standalone novel."),
        (FIRST, "It is a debut novel about a hotel."),
        (LINEN, "You get one cover and a single pillowcase."),
        (FOOD, "It is made with lamb and pumpkin."),
        (ROBOT, "It doesn't just vacuum, it mops as well."),
        (ROBOT, "It reacts within 8 metres."),
        (BAG, "It keeps you comfortable down to 6 °C."),
        (BAG, "Its limit is 1 °C."),
    ],
)
def test_what_the_facts_tell_is_kept(grounding: Grounding, text: str) -> None:
    assert caught(grounding, text) is None


@pytest.mark.parametrize(
    ("grounding", "text"),
    [
        (NOVEL, "It closes the Harbour trilogy."),
        (NOVEL, "It opens the Harbour trilogy."),
        (NOVEL, "The third volume of the Harbour trilogy."),
        (NOVEL, "It is a standalone novel."),
        (FIRST, "This second novel is about a hotel."),
        (CRIME, "This is the third case for the inspector."),
        (LINEN, "You get one cover and two pillowcases."),
        (LINEN, "It has a single button."),
        (FOOD, "It is made with lamb and rice."),
        (FOOD, "A dry food with chicken, potato and pumpkin."),
        (ROBOT, "It vacuums but can't mop, and it is quick."),
        (ROBOT, "It needs paper filters."),
        (ROBOT, "It froths milk automatically."),
        (ROBOT, "It reacts within 12 metres."),
        (BAG, "It keeps you comfortable down to 1 °C."),
    ],
)
def test_what_they_tell_otherwise_is_not(grounding: Grounding, text: str) -> None:
    assert caught(grounding, text) is not None
