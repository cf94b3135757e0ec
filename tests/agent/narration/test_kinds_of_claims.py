"""Parts, scents, people, ages, prices by unit, and what several of a list share."""

from __future__ import annotations

from typing import Any

import pytest

from agent.narration.grounding import Grounding
from agent.types import Sentence
from retrieval.types import Product
from tests.agent.narration.shortlists import product, shortlist


def stocked(name: str, price: float, brand: str | None = None, **facts: Any) -> Product:
    plain: dict[str, Any] = {"sale_price": None, "description": "", "attributes": {}, "categories": ()}
    return product(**{**plain, "product_id": name, "title": name, "price": price, "brand": brand, **facts})


CANDLES = Grounding(
    shortlist(
        [
            stocked(
                "Ember 2 Candle", 12.0, "Wickley", availability="backorder", rating=4.5, rating_count=20,
                categories=("Home > Slow-Burn Candles",),
                attributes={"scent": "fig and cedar", "weight": "400 g", "color": "mustard", "age": "8+"},
                description="In a matte jar with a cork lid; no phthalates. Burns 45 minutes; A6 label. "
                "Matches not included.",
            ),
            stocked(
                "Ember 3 Candle", 20.0, "Wickley",
                attributes={"scent": "rose", "weight": "500 g", "color": "mustard"},
            ),
            stocked("Tide Candle", 6.0, "Saltmarsh", attributes={"scent": "citrus", "weight": "100 g"}),
        ]
    )
)  # fmt: skip
TABLES = Grounding(
    shortlist(
        [
            stocked(
                "Alder Table", 300.0, "Grove", attributes={"seats": "6", "material": "oak", "leaves": "4"},
                description="Stands on a 90 cm trestle and fits a bench.",
            ),
            stocked("Rowan Table", 250.0, "Mill", attributes={"seats": "4", "material": "oak"}),
        ]
    )
)  # fmt: skip


def caught(grounding: Grounding, text: str) -> str | None:
    return grounding.unsupported(Sentence(position=0, text=text))


@pytest.mark.parametrize(
    "text",
    [
        "It smells of fig.", "Notes of cedar and fig.", "It smells of summer evenings.", "Fig-scented.",
        "It comes with a lid.", "No phthalates.", "No fuss.", "It has a cork lid.",
        "$8 less than the Ember 3.", "100 g lighter than the Ember 3.",
        "Per kilo it is cheaper than the Ember 3.", "It costs $30 per kilo.", "The cheapest per kilo.",
        "Fit for children from 8 years.", "It suits a nine-year-old.",
        "One of two candles in mustard here.", "One of two by Wickley.", "The only one with a lid.",
        "Both candles by Wickley are under $25.", "The Ember 2 and the Ember 3 are under $25.",
        "All of these are under $25.", "No other candle here smells of fig.", "One of the two cheapest.",
        "It holds four times as much as the Tide Candle.", "It ships when back in stock.",
        "20 shoppers give it 4.5 out of 5.", "One more from Slow-Burn Candles.", "Straight out of 1974.",
        "It looks right under a 32-inch mirror.", "The Tide Candle is lighter by 300 g.",
        "A child of nine may light it.", "Rated by twenty night owls.", "Three cents a gram.",
        "A warm glow for grey evenings.", "It fits an A6 label.",
        "A lid is included.", "It burns for three quarters of an hour.",
        "400 g of wax, four times that of the Tide Candle.",
    ],
)  # fmt: skip
def test_true(text: str) -> None:
    assert caught(CANDLES, text) is None


@pytest.mark.parametrize(
    "text",
    [
        "It smells of rose.", "Notes of vanilla and fig.", "It smells of rain and lavender.",
        "Vanilla-scented.", "A soft rose fragrance.", "It comes with a snuffer.", "It has no lid.",
        "Without a lid.", "It has Bluetooth.", "It supports HomeKit.", "It works over HDMI.",
        "$6 less than the Ember 3.", "200 g lighter than the Ember 3.",
        "Per kilo it is dearer than the Ember 3.", "It costs $25 per kilo.", "The dearest per kilo.",
        "Fit for children from 3 years.", "It suits a six-year-old.",
        "The only mustard candle here.", "The only one by Wickley.", "The only Wickley candle.",
        "One of three candles in mustard here.", "Both candles by Wickley are under $15.",
        "The Ember 2 and the Ember 3 are under $15.", "All of these are under $15.",
        "No other candle here is cheaper.", "No other one smells of citrus.",
        "It holds twice as much as the Tide Candle.", "It is back in stock.", "Dating from 1974.",
        "The Tide Candle is lighter by 200 g.", "A child of six may light it.", "It comes with matches.",
        "400 g of wax, three times that of the Tide Candle.", "It comes with a glass cloche.",
        "It beeps when done.", "The label is in Dutch.", "Safe for cats.", "For dry skin.",
        "It is compatible with every lantern.", "Rated by thirty night owls.", "Five cents a gram.",
        "A grey candle.", "It burns for half an hour.", "It burns for over an hour.", "A lidless candle.",
        "The matches come with it.", "Snuffers are included.", "It takes a B15 wick.",
        "It has a glossy jar.", "Forty parents reviewed it.",
    ],
)  # fmt: skip
def test_false(text: str) -> None:
    assert caught(CANDLES, text) is not None


@pytest.mark.parametrize(
    "text",
    [
        "It seats six.",
        "Room for six.",
        "Both are oak.",
        "Both tables here are in oak.",
        "It has four leaves and seats six, two more than the Rowan Table.",
    ],
)
def test_true_of_two(text: str) -> None:
    assert caught(TABLES, text) is None


@pytest.mark.parametrize(
    "text",
    [
        "It seats four.",
        "Room for four.",
        "Both are under $280.",
        "It sleeps 90.",
        "It seats six, three more than the Rowan Table.",
    ],
)
def test_false_of_two(text: str) -> None:
    assert caught(TABLES, text) is not None
