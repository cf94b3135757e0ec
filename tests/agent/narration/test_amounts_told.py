"""Amounts with units: beside another, among the list, rounded, in words and of what they are said."""

from __future__ import annotations

from typing import Any

import pytest

from agent.narration.grounding import Grounding
from agent.types import Sentence
from tests.agent.narration.shortlists import product, shortlist


def lamp(title: str, description: str, **attributes: Any) -> Any:
    return product(
        product_id=title,
        title=title,
        description=description,
        categories=("Home > Lamps",),
        attributes=attributes,
    )


LAMPS = shortlist(
    [
        lamp(
            "Arco Table Lamp",
            "Cordless, with a foot of oak.",
            height="38 cm",
            battery_life="24 h",
            cable_length="1.5 m",
            weight="900 g",
            max_load="12 kg",
            capacity="800 ml",
            wheels="4",
            number_of_shelves="3",
            warranty="3 years",
            auto_off="no",
        ),
        lamp(
            "Boreal Floor Lamp",
            "Tested in wind up to 100 km/h, with four double wheels.",
            height="150 cm",
            battery_life="10 h",
            weight="6.2 kg",
            max_load="20 kg",
            capacity="1 l",
            diameter="97 cm",
            number_of_shelves="2",
            guarantee="5 years",
        ),
        lamp(
            "Cirrus Desk Lamp",
            "It clamps to a table.",
            height="60 cm",
            battery_life="6 h",
            weight="1.6 kg",
            max_load="5 kg",
            capacity="2.5 l",
            number_of_shelves="1",
            warranty="1 year",
        ),
    ]
)


def claim(text: str, position: int = 0) -> str | None:
    return Grounding(LAMPS).unsupported(Sentence(position=position, text=text))


@pytest.mark.parametrize(
    ("true", "false"),
    [
        ("It lasts 24 hours per charge.", "It lasts twelve hours per charge."),
        ("It lasts 24 hours before it needs a charge.", "It lasts 12 hours before it needs a charge."),
        ("A full charge is good for 24 hours.", "A full charge is good for 30 hours."),
        ("It has a capacity of 0.8 litres.", "It has a capacity of two litres."),
        ("It weighs 900 g, the Boreal Floor Lamp 6.2 kg.", "It weighs 900 g, the Boreal Floor Lamp 8 kg."),
        ("It holds 800 ml, whereas the Boreal Floor Lamp holds 1 litre.",
         "It holds 800 ml, whereas the Boreal Floor Lamp holds 2 litres."),
        ("The Boreal Floor Lamp, at 6.2 kg, is heavier than this one.",
         "The Boreal Floor Lamp, at 6.2 kg, is lighter than this one."),
        ("Unlike the heavier Boreal Floor Lamp, it comes to 900 g.",
         "Unlike the lighter Boreal Floor Lamp, it comes to 900 g."),
        ("It is shorter than the Boreal Floor Lamp.", "The Boreal Floor Lamp is shorter."),
        ("It is 112 cm shorter than the Boreal Floor Lamp.",
         "It is 90 cm shorter than the Boreal Floor Lamp."),
        ("Of the two, the Boreal Floor Lamp is the taller one.",
         "Of the two, the Boreal Floor Lamp is the lighter one."),
        ("The Boreal Floor Lamp supports 8 kg more.", "The Boreal Floor Lamp supports 8 kg less."),
        ("The Cirrus Desk Lamp carries less.", "The Cirrus Desk Lamp carries more."),
        ("It has a shorter warranty than the Boreal Floor Lamp.",
         "It has a longer warranty than the Boreal Floor Lamp."),
        ("It supports the second most of these.", "It supports the most of these."),
        ("It holds the least of these.", "It holds the most of these."),
        ("It is the lightest of these.", "It is the heaviest of these."),
        ("It measures about 40 cm in height.", "It measures about 60 cm in height."),
        ("It offers 24 hours of battery life.", "It offers 36 hours of battery life."),
        ("Here is one that weighs about 900 g.", "A good pick that weighs about six kilos."),
        ("All in all it weighs 900 g.", "All in all it weighs 1,800 g."),
        ("It is covered for the second longest.", "It is covered for the longest."),
    ],
)  # fmt: skip
def test_an_amount_and_its_false_twin(true: str, false: str) -> None:
    assert (claim(true), claim(false) is None) == (None, False)


@pytest.mark.parametrize(
    ("true", "false"),
    [
        ("It has four wheels.", "It has two wheels."),
        ("It is just under 100 cm in diameter.", "It is just over 100 cm in diameter."),
        ("With a diameter of not quite 100 centimetres, it fits.",
         "With a diameter of not quite 150 cm, it fits."),
    ],
)  # fmt: skip
def test_of_the_second(true: str, false: str) -> None:
    assert (claim(true, 1), claim(false, 1) is None) == (None, False)


def test_one_and_a_half_is_a_number() -> None:
    assert claim("It tips the scales at one and a half kilos.") is not None
    assert claim("It weighs one and a half kilos.", 2) is not None
