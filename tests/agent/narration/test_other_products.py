"""What is said of other products of the list, and by which of their numbers they are compared."""

from __future__ import annotations

from typing import Any

import pytest

from agent.narration.grounding import Grounding
from agent.types import Sentence
from tests.agent.narration.shortlists import product, shortlist


def chair(name: str, brand: str, price: float, sale: float | None, stars: float, **attributes: Any) -> Any:
    return product(
        product_id=name,
        title=name,
        brand=brand,
        description="A place to sit.",
        categories=("Furniture > Seats",),
        price=price,
        sale_price=sale,
        rating=stars,
        attributes=attributes,
    )


CHAIRS = shortlist(
    [
        chair(
            "Alba Desk Chair", "Nord", 100.0, None, 4.5, max_load="90 kg", weight="7 kg", warranty="5 years"
        ),
        chair("Brio Stool", "Nord", 60.0, 45.0, 4.2, max_load="120 kg", weight="6 kg", size="30 x 20 cm"),
        chair("Corsa Gaming Chair", "Vort", 220.0, None, 4.8, max_load="110 kg", weight="12 kg"),
        chair("Dorio Lounge Chair", "Vort", 300.0, None, 4.1, weight="20 kg", warranty="2 years"),
    ]
)


def claim(text: str, position: int = 0) -> str | None:
    return Grounding(CHAIRS).unsupported(Sentence(position=position, text=text))


@pytest.mark.parametrize(
    "text",
    [
        "It is one kilo heavier than the Brio.",  # its weight, not its load
        "It is five kilos lighter than Vort's gaming chair.",
        "It costs $55 more than the stool from the same maker.",
        "Only the Corsa is rated higher.",
        "It costs more than twice as much as the Brio does on sale.",
        "Over twice the price of the discounted Brio.",
        "It has a longer warranty than the Dorio, for $200 less.",
        "It bears 20 kilos less than the Corsa.",
        "It weighs more than the Brio, yet at 5 kg lighter than the Corsa it is easy to move.",
    ],
)
def test_true(text: str) -> None:
    assert claim(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "Vort's take on a seat carries 90 kilos.",  # it is Nord's
        "It is the lightest seat here.",
        "It is three kilos lighter than Vort's gaming chair.",
        "It costs $75 more than the stool from the same maker.",
        "Only the Dorio is rated higher.",
        "Only the Brio is rated higher.",
        "It costs more than three times as much as the Brio does on sale.",
        "Half the price of the Corsa with the Corsa's discount.",
        "It has a longer warranty than the Dorio, for $100 less.",
    ],
)
def test_false(text: str) -> None:
    assert claim(text) is not None


WINES = shortlist(
    [
        chair(
            "Rosso Red Wine", "Cantina", 20.0, None, 4.6, alcohol="14%", intensity="8/10", warranty="1 year"
        ),
        chair("Bianco White Wine", "Cantina", 12.0, 9.0, 4.2, alcohol="11%", intensity="4/10"),
        chair("Zero White Wine", "Sober", 10.0, None, 3.9, alcohol="0%", intensity="2/10"),
        chair("Glass Carafe", "Vetro", 8.0, None, 4.8, volume="1 l"),
    ]
)


@pytest.mark.parametrize(
    ("position", "text", "good"),
    [
        (0, "The most intense wine here.", True),  # by an attribute of that name
        (1, "The most intense wine here.", False),
        (1, "Less intense than the Rosso.", True),
        (0, "Less intense than the Bianco.", False),
        (0, "Its alcohol of 14% is the highest here.", True),  # by what was said last
        (1, "Its alcohol of 11% is the highest here.", False),
        (0, "Rated 4.6, higher than any other wine here.", True),
        (1, "Rated 4.2, higher than any other wine here.", False),
        (1, "The cheapest wine here.", True),  # the carafe is no wine
        (2, "The cheapest wine here.", False),
        (1, "The least alcohol of all the wines here that contain any.", True),
        (0, "It costs $10 more than the next dearest wine.", True),
        (0, "It costs $15 more than the next dearest wine.", False),
        (0, "At 4.6 stars it is second only to the carafe.", True),
        (1, "At 4.2 stars it is second only to the carafe.", False),
        (1, "Of the two white wines it is the dearer.", False),
        (0, "It costs more than the cheaper of Bianco and Zero.", True),
        (2, "It costs more than the cheaper of Rosso and Bianco.", True),
        (2, "It costs more than the dearer of Rosso and Bianco.", False),
        (1, "One of three wines here.", True),
        (1, "One of two wines here.", False),
        (0, "Just one product here is better rated.", True),
        (1, "Just one product here is better rated.", False),
        (3, "Nobody here scores higher.", True),
        (0, "Nobody here scores higher.", False),
        (2, "Everything here but the Rosso is dearer.", False),
        (1, "Everything else but the carafe costs more.", True),
        (3, "Smallest price of the four.", True),
        (0, "The smallest price of the four.", False),
        (1, "Milder than the Rosso.", True),
        (0, "Milder than the Bianco.", False),
        (3, "Best in the ratings.", True),
        (0, "Best in the ratings.", False),
        (2, "The cheapest after the carafe.", False),
        (1, "The cheapest after the carafe.", True),
        (1, "Only one wine here is more intense.", True),
        (0, "Only one wine here is more intense.", False),
        (0, "It has the second highest rating, behind the carafe.", True),
        (1, "Its ratings are the weakest here.", False),
        (2, "Its ratings are the weakest here.", True),
        (1, "Strong enough for most years.", True),  # "most" of anything: no superlative
        (0, "Like the Bianco it comes from Cantina, but at 14% it is stronger.", True),
    ],
)
def test_of_the_list(position: int, text: str, good: bool) -> None:
    assert (Grounding(WINES).unsupported(Sentence(position=position, text=text)) is None) is good


STATES = {
    state: Grounding(
        shortlist(
            [
                product(
                    description="Dry food.",
                    availability=state,
                    attributes={"kibble_size": "large", "color": "red", "sizes": ["50 cm", "52 cm"]},
                )
            ]
        )
    )
    for state in ("in_stock", "backorder", "out_of_stock")
}


@pytest.mark.parametrize(
    ("state", "text", "good"),
    [
        ("in_stock", "It is on hand for immediate delivery.", True),
        ("backorder", "It is on hand for immediate delivery.", False),
        ("out_of_stock", "You must be patient, since none is in stock.", True),
        ("in_stock", "You must be patient, since none is in stock.", False),
        ("backorder", "It is not in stock.", True),
        ("in_stock", "It will be with you by the weekend.", False),  # no fact says when it comes
        ("out_of_stock", "We'll email you the moment it is back.", False),
        ("out_of_stock", "Order it today.", False),
        ("in_stock", "Order it today.", True),
        ("in_stock", "Small kibble, if you like.", False),
        ("backorder", "You can enjoy it this weekend.", False),
        ("backorder", "It has run out for now.", True),
        ("in_stock", "Large kibble, if you like.", True),
        ("in_stock", "Not the small kibble you may expect.", True),
        ("in_stock", "Red is the only colour on offer.", True),
        ("in_stock", "Sizes from 50 to 52 cm.", True),
        ("in_stock", "Sizes from 50 to 54 cm.", False),
        ("in_stock", "Aged in large casks.", True),
    ],
)
def test_of_availability_and_scales(state: str, text: str, good: bool) -> None:
    assert (STATES[state].unsupported(Sentence(position=0, text=text)) is None) is good


@pytest.mark.parametrize(
    ("position", "text", "good"),
    [
        (0, "It holds the widest span of sizes here.", True),
        (1, "It holds the widest span of sizes here.", False),
        (2, "The trays weigh the most.", True),  # 12 x 400 g
        (1, "The stew weighs less than this, yet it is dearer.", False),
        (1, "Its sibling, the Trail Boot, is dearer.", True),
        (1, "Its sibling, the Trail Boot, is cheaper.", False),
        (0, "Twice the price of the Road Boot and then some.", True),
        (0, "It is tied with the Road Boot for the most stars.", True),
        (1, "The smallest screen of the two boots.", True),
        (0, "The smallest screen of the two boots.", False),
        (1, "It is $60 off now.", False),
        (1, "$10 comes off, so it is $40 now.", True),
        (0, "Leather is the only upper material.", True),  # of its own, not of the list
        (2, "Only a few cans of it are left.", False),
        (1, "The Trail Boot costs over twice as much.", True),
        (1, "The Trail Boot costs over three times as much.", False),
        (1, "Not a single boot here is cheaper.", True),
        (0, "Not a single boot here is cheaper.", False),
        (1, "A stew for the biggest of appetites is not what this is.", True),  # not of this list
        (0, "Both Nord boots have 4.5 stars, yet this one costs $60 more.", True),
        (0, "Both Nord boots have 4.5 stars, yet this one costs $30 more.", False),
        (0, "It costs five times as much as the stew from Farrow.", True),
        (0, "It costs six times as much as the stew from Farrow.", False),
    ],
)
def test_of_a_list_of_several_kinds(position: int, text: str, good: bool) -> None:
    listed = shortlist(
        [
            chair(
                "Trail Boot",
                "Nord",
                100.0,
                None,
                4.5,
                upper="leather",
                weight="900 g",
                sizes="36-48",
                display="5 in",
            ),
            chair("Road Boot", "Nord", 50.0, 40.0, 4.5, weight="700 g", sizes="38-44", display="4 in"),
            chair("Beef Stew Cans", "Farrow", 20.0, None, 4.0, weight="12 x 400 g"),
        ]
    )
    assert (Grounding(listed).unsupported(Sentence(position=position, text=text)) is None) is good


def test_where_the_other_one_is_denied_what_follows_is_of_its_own() -> None:
    assert claim("It has a warranty where the Brio doesn't, for 55 dollars more.") is None
    assert claim("It has a warranty where the Brio doesn't, for 15 dollars more.") is not None


def test_a_second_number_of_a_comparison_takes_any_unit() -> None:
    mats = shortlist(
        [
            chair("Wide Mat", "Nord", 50.0, None, 4.5, size="183 x 68 cm"),
            chair("Slim Mat", "Vort", 50.0, None, 4.5, size="173 x 61 cm"),
        ]
    )
    for text, good in (
        ("10 cm longer than the Slim Mat and seven wider.", True),
        ("10 cm longer than the Slim Mat and nine wider.", False),
    ):
        assert (Grounding(mats).unsupported(Sentence(position=0, text=text)) is None) is good


SHOES = shortlist(
    [
        product(product_id=name, title=name, categories=(shelf,), price=price, sale_price=None)
        for name, shelf, price in (
            ("Dale Sneaker", "Shoes > Sneakers", 60.0),
            ("Gill Sneaker", "Shoes > Sneakers", 70.0),
            ("Rigg Sandal", "Shoes > Sandals", 40.0),
        )
    ]
)


@pytest.mark.parametrize(
    ("position", "text", "holds"),
    [
        (0, "The cheapest pair in your results.", False),  # whatever comes in twos is a pair
        (2, "The cheapest pair in your results.", True),
        (0, "The cheapest pair of sneakers here.", True),
    ],
)
def test_a_pair_is_any_of_the_list(position: int, text: str, holds: bool) -> None:
    claim = Grounding(SHOES).unsupported(Sentence(position=position, text=text))
    assert (claim is None) == holds
