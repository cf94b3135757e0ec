"""What is said of so many of the list: all, none, two of the others, everyone but one."""

from __future__ import annotations

from typing import Any

import pytest

from agent.narration.grounding import Grounding
from agent.types import Sentence
from tests.agent.narration.shortlists import product, shortlist


def tent(title: str, price: float, rating: float, count: int, state: str, **given: Any) -> Any:
    return product(
        product_id=title,
        title=title,
        brand=None,
        description="For nights outside.",
        categories=("Camping > Tents",),
        price=price,
        sale_price=given.pop("sale_price", None),
        rating=rating,
        rating_count=count,
        availability=state,
        attributes=given,
    )


TENTS = shortlist(
    [
        tent("Ridgeline 2", 149.0, 4.5, 320, "in_stock", color=("red", "grey"), weight="2.1 kg"),
        tent("Halden Dome", 99.0, 4.1, 1240, "in_stock", color=("green",), weight="3.4 kg"),
        tent(
            "Fjordlight Ultra",
            1299.0,
            4.8,
            45,
            "out_of_stock",
            sale_price=1099.0,
            color=("grey",),
            weight="1.2 kg",
        ),
        tent(
            "Kestrel Base", 210.0, 4.3, 610, "in_stock", sale_price=189.0, color=("green",), weight="4.0 kg"
        ),
    ]
)


def claim(text: str) -> str | None:
    return Grounding(TENTS).unsupported(Sentence(position=0, text=text))


@pytest.mark.parametrize(
    ("true", "false"),
    [
        ("One of the others is cheaper.", "Two of the others are cheaper."),
        ("Only one of the others is cheaper.", "Only two of the others are cheaper."),
        ("Two of the other three cost more.", "One of the other three costs more."),
        ("Exactly two of these are on sale.", "Exactly three of these are on sale."),
        ("Only three of these are in stock.", "All of these are in stock."),
        ("All but one of these are in stock.", "All but two of these are in stock."),
        ("Two of the others come in green.", "Two of the others come in grey."),
        ("None of the others comes in red.", "None of the others comes in grey."),
        ("It alone comes in red.", "It alone comes in grey."),
        ("Only this one comes in red.", "Only this one is in stock."),
        ("Most of the others cost more.", "Most of the others cost less."),
        ("Half of these are on sale.", "Half of these are in stock."),
        ("Some of the others are on sale.", "Some of the others come in red."),
        ("Everything here is rated above 4.0.", "Everything here is rated above 4.1."),
        ("Each of these costs more than $90.", "Every other one here costs more."),
        ("There are two heavier than this one here.", "There are three heavier than this one here."),
        ("Only the Halden Dome is cheaper.", "Only the Kestrel Base is cheaper."),
        ("All but the Halden Dome cost more.", "All but the Kestrel Base cost more."),
        (
            "Apart from the Halden Dome, it is the cheapest.",
            "Apart from the Halden Dome, it is the lightest.",
        ),
        (
            "After the Halden Dome, it is the cheapest here.",
            "After the Kestrel Base, it is the cheapest here.",
        ),
        (
            "Except for the Fjordlight Ultra nothing is lighter.",
            "Except for the Halden Dome, nothing here is lighter.",
        ),
        ("It is cheaper than all but one of these.", "It is lighter than all but two of these."),
        (
            "It is cheaper than all the others but the Halden Dome.",
            "It is cheaper than all the others but the Kestrel Base.",
        ),
        (
            "The Halden Dome is the only one here that costs less.",
            "The Halden Dome is the only one here that costs more.",
        ),
        ("Both it and the Kestrel Base are in stock.", "Both it and the Fjordlight Ultra are in stock."),
        ("Neither it nor the Halden Dome is on sale.", "Neither it nor the Kestrel Base is on sale."),
        ("It is in stock, and so is the Halden Dome.", "It is in stock, and so is the Fjordlight Ultra."),
        ("It is the only one here that comes in red.", "It is the only one here under $1,300."),
        ("It is the only one here rated above 4.4 under $200.", "It is the only one rated above 4.2."),
        (
            "Unlike the Halden Dome, it costs more than $120.",
            "Unlike the Halden Dome, it costs less than $120.",
        ),
        ("You will not find a better rated one here under $200.", "You will not find a lighter one here."),
    ],
)
def test_a_true_one_goes_out_and_its_twin_is_held_back(true: str, false: str) -> None:
    assert claim(true) is None
    assert claim(false) is not None


def test_what_is_no_claim_of_the_list_stays_a_judgement() -> None:
    assert claim("All of these would look lovely by a lake.") is None
    assert claim("Each of the others has its charm, and so has this one.") is None


def test_a_private_character_of_the_sentence_stands_for_nobody() -> None:
    assert claim("\U00100000 are in stock, it is said.") is None


@pytest.mark.parametrize(
    ("true", "false"),
    [
        ("It is the dearest of the ones under $180.", "It is the dearest of the ones under $200."),
        ("It is the best rated one in stock.", "It is the cheapest one in stock."),
        ("Of the three in stock, it is the lightest.", "Of the four in stock, it is the lightest."),
        ("Among the ones in stock, it is the lightest.", "Among the ones on sale, it is the cheapest."),
        ("It is the cheapest of the grey ones.", "It is the lightest of the grey ones."),
        ("It is the cheapest grey one here.", "It is the best rated grey one here."),
        (
            "Of the ones here that cost less than $200, the Ridgeline 2 is the best rated.",
            "Of the ones here that cost less than $200, the Ridgeline 2 is the cheapest.",
        ),
        ("It is the lightest with more than 100 reviews.", "It is the lightest with more than 20 reviews."),
        (
            "It is neither the cheapest nor the lightest.",
            "It is neither the cheapest nor the second lightest.",
        ),
        ("It is the second best rated here.", "It is the best rated too."),
    ],
)
def test_a_superlative_is_judged_among_those_it_speaks_of(true: str, false: str) -> None:
    assert claim(true) is None
    assert claim(false) is not None
