"""Superlatives and comparisons by what is measured, among the products that the words name."""

from __future__ import annotations

from typing import Any

import pytest

from agent.narration.grounding import Grounding
from agent.types import Sentence
from tests.agent.narration.shortlists import product, shortlist


def _item(title: str, category: str, price: float, attributes: dict[str, Any], **changes: Any) -> Any:
    return product(
        product_id=title, title=title, brand=title.split()[0], categories=(category,), price=price,
        sale_price=None, description=None, attributes=attributes, **changes,
    )  # fmt: skip


_SHELF = "Desk > Screens & Monitors"
_KEYS = "Desk > Keyboards & Mice"
LIST = shortlist(
    [
        _item(
            "Orvane View 27 Monitor", _SHELF, 380.0,
            {"screen_size": "27 inch", "power": "60 W", "field_of_view": "178 m", "weight": "6 kg"},
            rating=4.4,
        ),
        _item(
            "Kuroda Arc 34 Monitor", _SHELF, 500.0,
            {"field_of_view": "160 m", "power": "30 W", "weight": "9 kg"},
        ),
        _item(
            "Tacto 75 Keyboard", _KEYS, 110.0,
            {"keys": "84", "battery_life": "30 days", "weight": "1.1 kg"},
        ),
        _item("Quillo Split Keyboard", _KEYS, 140.0, {"keys": "102", "weight": "1.3 kg"}, rating=4.0),
        _item("Quillo Slim Keyboard", _KEYS, 50.0, {"keys": "104", "battery_life": "90 days"}, rating=4.3),
    ]
)  # fmt: skip


def unsupported(text: str, position: int) -> str | None:
    return Grounding(LIST).unsupported(Sentence(position=position, text=text))


@pytest.mark.parametrize(
    ("position", "text"),
    [
        # among those that the phrase names, by their number or by their kind
        (3, "The most expensive keyboard of the three."),
        (3, "It is the dearest of the three keyboards."),
        (0, "It is the cheaper of the two monitors."),
        (4, "It is the cheaper of the two Quillo keyboards."),
        (0, "The most affordable screen here."),
        (4, "The cheapest thing here, and you choose between a slim look and a plain one."),
        # by what the words around measure it by
        (0, "Its field of view is the widest."),
        # by another name of the measure, or by the only number that has the factor
        (0, "It has twice the wattage of the Kuroda Arc 34."),
        (4, "Ninety days on a charge, three times what the Tacto 75 manages."),
        (0, "Three kilos lighter on the desk than the big Kuroda Arc 34."),
        (4, "It outlasts the Tacto 75 and costs less, too."),
        (0, "Cheaper than the Kuroda Arc 34 and lighter too."),
        (0, "Lighter than the Kuroda Arc 34, yet about three quarters of the price."),
        (0, "It sits just under the Kuroda Arc 34 at 380 dollars, 120 below the gaming Kuroda Arc 34."),
        (4, "Nothing costs less than this keyboard."),
        # what is not measured is not contradicted
        (4, "It is the loudest thing here, more playful than the Tacto 75."),
        (1, "It is brighter than the Orvane View."),
    ],
)
def test_true(position: int, text: str) -> None:
    assert unsupported(text, position) is None


@pytest.mark.parametrize(
    ("position", "text"),
    [
        (2, "The most expensive keyboard of the three."),
        (4, "It is the dearest of the three keyboards."),
        (1, "It is the cheaper of the two monitors."),
        (3, "It is the cheaper of the two Quillo keyboards."),
        (1, "The most affordable screen here."),
        (3, "The cheapest thing here, and you choose between a slim look and a plain one."),
        (1, "Its field of view is the widest."),
        (1, "It has twice the wattage of the Orvane View."),
        (4, "Ninety days on a charge, four times what the Tacto 75 manages."),
        (1, "Three kilos lighter on the desk than the plain Orvane View 27."),
        (2, "It outlasts the Quillo Slim."),
        (2, "Lighter than the Quillo Split and dearer, too."),
        (3, "Dearer than the Tacto 75 and lighter too."),
        (0, "Lighter than the Kuroda Arc 34, yet half the price."),
        (3, "Nothing costs less than this keyboard."),
        (4, "Rated 4.3, it edges out the Orvane View."),
    ],
)
def test_false(position: int, text: str) -> None:
    assert unsupported(text, position) is not None


WARDROBE = shortlist(
    [
        _item(
            "Reef Coat", "Rain > Coats", 90.0, {"sizes": "39-47", "weight": "700 g", "energy_class": "B"},
            availability="out_of_stock",
        ),
        _item("Storm Jacket", "Rain > Coats", 60.0, {"sizes": ["S", "M", "L"], "weight": "300 g"}),
        _item(
            "Tarn Poncho", "Rain > Coats", 45.0, {"size": "single", "weight": "400 g", "energy_class": "D"},
            availability="preorder",
        ),
        _item("Gust Umbrella", "Umbrellas", 30.0, {"weight": "250 g", "ships_from": "April"}),
    ]
)  # fmt: skip


@pytest.mark.parametrize(
    ("position", "text", "holds"),
    [
        (0, "If only it weren't sold out right now.", True),
        (0, "If only it weren't in stock right now.", False),
        (2, "Open for pre-order rather than in stock.", True),
        (0, "There are still a few left.", False),
        (2, "Order it today and it will be on its way tomorrow.", False),
        (3, "Delivery from April.", True),
        (3, "Delivery from March.", False),
        (0, "It goes up to size 45.", True),
        (0, "It goes up to size 48.", False),
        (1, "From S to L, it fits nearly everyone.", True),
        (1, "From XS to L, it fits nearly everyone.", False),
        (2, "For a single bed.", True),
        (2, "For a double bed.", False),
        (0, "It is the most energy-efficient of all.", True),
        (2, "It is the most energy-efficient of all.", False),
        (1, "It is lighter than either of the other two coats.", True),
        (2, "It is lighter than either of the other two coats.", False),
    ],
)
def test_what_is_to_be_had(position: int, text: str, holds: bool) -> None:
    claim = Grounding(WARDROBE).unsupported(Sentence(position=position, text=text))
    assert (claim is None) == holds, claim


PAIRS = shortlist(
    [
        _item("Arbor Kettle", "Kettles", 60.0, {"weight": "900 g"}, rating=4.6, rating_count=800),
        _item("Birch Kettle", "Kettles", 40.0, {"weight": "700 g"}, rating=4.2, rating_count=90),
        _item("Cedar Kettle", "Kettles", 50.0, {"weight": "800 g"}, rating=4.4, rating_count=300),
    ]
)


@pytest.mark.parametrize(
    "text",
    [
        "You pay more for it than for the Birch.", "A dearer choice than the Birch.",
        "It isn't cheaper than the Birch.",
        "Harder on the wallet than the Birch.", "The Birch sells for less.",
        "The Birch is the cheaper of the two.",
        "Buyers like it better than the Birch.", "Shoppers rate it above the Birch.",
        "It edges ahead of the Birch in ratings.", "It gets better marks than the Birch.",
        "More people have rated it than the Birch.", "It has more feedback than the Birch.",
        "It isn't easier to lift than the Birch.", "The Birch is a lighter carry than this one.",
        "The steepest price of them all.", "No other one costs as much.", "It tops the ratings here.",
        "Customers score it higher than the Birch.", "Buyers give it more stars than the Birch.",
        "Shoppers rate the Birch lower.", "It has the biggest number of reviews here.",
        "You won't find a higher price on this list.", "It's a step up in price from the Birch.",
        "There's more weight to it than to the Birch.", "The Birch can be had for less.",
        "The Birch falls short of this one in ratings.", "It's the pricier of the two next to the Birch.",
        "No other has as many reviews.", "The Birch is the most budget-friendly of these.",
    ],
)  # fmt: skip
def test_in_other_words(text: str) -> None:
    grounding = Grounding(PAIRS)
    assert grounding.unsupported(Sentence(position=0, text=text)) is None
    # The same of the other one, by the first, is false.
    swapped = text.replace("Birch", "Arbor")
    assert grounding.unsupported(Sentence(position=1, text=swapped)) is not None
