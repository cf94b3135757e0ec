"""Values that stand in titles, and products that are told by a value: who is meant, and of whom it holds."""

from __future__ import annotations

from typing import Any

import pytest

from agent.narration.grounding import Grounding
from agent.types import Sentence
from tests.agent.narration.shortlists import product, shortlist


def thing(title: str, brand: str, kind: str, price: float, count: int, state: str, **facts: str) -> Any:
    return product(
        product_id=title,
        title=title,
        brand=brand,
        description=None,
        categories=(f"Shop > {kind}",),
        price=price,
        sale_price=None,
        rating=4.4,
        rating_count=count,
        availability=state,
        attributes=facts,
    )


LISTED = shortlist(
    [
        thing("Nordlys Chicken 12 kg", "Nordlys", "Dog food", 45.0, 1250, "in_stock", main="chicken"),
        thing("Nordlys Salmon 10 kg", "Nordlys", "Dog food", 50.0, 730, "backorder", main="salmon"),
        thing("Velia Day Cream SPF 30", "Velia", "Creams", 24.9, 410, "in_stock", volume="50 ml", spf="30"),
        thing("Velia Sun Fluid SPF 50", "Velia", "Creams", 18.9, 95, "in_stock", volume="40 ml", spf="50"),
        thing("Quarto A5 Dotted Pad", "Quarto", "Pads", 14.0, 260, "in_stock", size="A5", warranty="1 year"),
        thing("Quarto A4 Lined Pad", "Quarto", "Pads", 19.0, 480, "in_stock", size="A4", warranty="1 year"),
        thing("Orla Backpack", "Orla", "Bags", 12.0, 20, "in_stock"),
        thing("Ilex Tshirts Pack", "Ilex", "Tops", 90.0, 20, "in_stock", pack="3", colour="purple"),
    ]
)


@pytest.mark.parametrize(
    ("position", "true", "false"),
    [
        (0, "It has more reviews than the salmon recipe.", "It has fewer reviews than the salmon recipe."),
        (0, "The salmon variety costs $5 more.", "The salmon variety is cheaper."),
        (1, "The salmon recipe is on backorder.", "The chicken recipe is on backorder."),
        (0, "It ships from stock.", "It doesn't ship from stock."),
        (1, "It does not ship from stock.", "It can ship straight from stock."),
        (2, "It comes with SPF 30 in a 50 ml jar.", "It comes with SPF 50 in a 50 ml jar."),
        (2, "A day cream with SPF 30 for $24.90.", "A day cream with SPF 50 for $24.90."),
        (5, "The only A4 pad in the list.", "The only A5 pad in the list."),
        (5, "An A4 pad; it's $5 more than the A5 Quarto.", "An A4 pad; it's $9 more than the A5 Quarto."),
        (5, "It is an A4 pad.", "It is an A5 pad."),
        (4, "Cheaper than the lined Quartos.", "Dearer than the lined Quartos."),
        (
            5,
            "It comes with a 1-year warranty, the same as the Quarto A5, and costs roughly $5 more.",
            "It comes with a 1-year warranty, the same as the Quarto A5, and costs roughly $9 more.",
        ),
        (7, "The most expensive by far at $90.", "The cheapest by far at $90."),
        (6, "The cheapest backpack of the eight at $12.", "The dearest backpack of the eight at $12."),
        (7, "The pack has 3 T-shirts.", "The pack has 3 hats."),
        (7, "Want some colour? It comes in purple.", "Want some colour? It comes in green."),
        (7, "$90 is the highest price on offer.", "$90 is the lowest price on offer."),
    ],
)
def test_a_value_tells_whom_it_is_said_of(position: int, true: str, false: str) -> None:
    grounding = Grounding(LISTED)
    assert grounding.unsupported(Sentence(position=position, text=true)) is None
    assert grounding.unsupported(Sentence(position=position, text=false)) is not None


@pytest.mark.parametrize(
    ("position", "true", "false"),
    [
        (
            1,
            "It has 730 reviews, more than the Orla Backpack.",
            "It has 730 reviews, more than all the others.",
        ),
        (
            0,
            "With 1,250 reviews it has the most of any here.",
            "With 1,250 reviews it has the fewest of any here.",
        ),
        (
            1,
            "730 people have reviewed it, fewer than the Nordlys Chicken.",
            "730 people have reviewed it, more than the Nordlys Chicken.",
        ),
        (4, "A pad for $14, like one of the others for the desk.", "In A5, like two of the others."),
        (
            4,
            "One of two pads here, and $5 cheaper than the other.",
            "One of two pads here, and dearer than the other.",
        ),
        (5, "One of two pads here; the other costs $14.", "One of two pads here; the other costs $19."),
        (2, "It has 50 ml, like none of the others.", "It has 50 ml, like three of the others."),
    ],
)
def test_what_is_left_out_is_what_was_told_before(position: int, true: str, false: str) -> None:
    grounding = Grounding(LISTED)
    assert grounding.unsupported(Sentence(position=position, text=true)) is None
    assert grounding.unsupported(Sentence(position=position, text=false)) is not None


RATED = shortlist(
    [
        thing("Pia Whey", "Pia", "Powders", 30.0, 90, "in_stock", calories_per_serving="120", sleeps="4"),
        thing("Rao Pea", "Rao", "Powders", 29.0, 80, "in_stock", calories_per_serving="110", sleeps="6"),
        thing("Sol Soy", "Sol", "Powders", 28.0, 70, "in_stock", calories_per_serving="130", sleeps="2"),
    ]
)


@pytest.mark.parametrize(
    ("position", "true", "false"),
    [
        (
            1,
            "110 calories a serving, the lowest of the three.",
            "110 calories a serving, the highest of the three.",
        ),
        (1, "110 calories per serving.", "120 calories per serving."),
        (
            1,
            "Sleeps six, which is three times as many as the Sol.",
            "Sleeps six, which is twice as many as the Sol.",
        ),
        (
            1,
            "With 110 calories a serving it has fewer than the Pia.",
            "With 110 calories a serving it has more than the Pia.",
        ),
    ],
)
def test_a_number_tells_what_is_compared(position: int, true: str, false: str) -> None:
    grounding = Grounding(RATED)
    assert grounding.unsupported(Sentence(position=position, text=true)) is None
    assert grounding.unsupported(Sentence(position=position, text=false)) is not None


def test_the_best_rating_is_one_of_the_list() -> None:
    better = thing("Vio Mug", "Vio", "Mugs", 9.0, 9, "in_stock").model_copy(update={"rating": 4.8})
    listed = shortlist([better, thing("Uno Mug", "Uno", "Mugs", 8.0, 9, "in_stock")])
    grounding = Grounding(listed)
    assert grounding.unsupported(Sentence(position=0, text="Light, and a 4.8 rating, the best here.")) is None
    assert (
        grounding.unsupported(Sentence(position=1, text="Light, and a 4.4 rating, the best here."))
        is not None
    )
