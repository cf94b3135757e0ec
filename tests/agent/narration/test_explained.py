"""A number may be said in other words than those of the facts, and come of arithmetic on them."""

from __future__ import annotations

from typing import Any

import pytest

from agent.narration.grounding import Grounding
from agent.types import Sentence
from retrieval.types import Product
from tests.agent.narration.shortlists import product, shortlist


def stocked(name: str, price: float, **facts: Any) -> Product:
    plain: dict[str, Any] = {
        "brand": "Veen", "sale_price": None, "description": "", "attributes": {}, "categories": (),
    }  # fmt: skip
    return product(**{**plain, "product_id": name, "title": name, "price": price, **facts})


LIGHTS = Grounding(
    shortlist(
        [
            stocked(
                "Tarn Lantern", 36.0, rating=4.6, rating_count=1284,
                attributes={
                    "care": "wipe at 40 °C", "burn_time": "8 h each", "pack_size": "6",
                    "weight": "250 g each",
                    "filament": "2-3 mm", "age": "6-8 years", "modes": "3", "light": "under 25 lm",
                    "cable_length": "42 cm", "gold_plating": "18 kt", "fuse": "4.0 Ah", "memory": "16 GB",
                    "storage": "512 GB", "playtime": "120-180 min",
                },
            ),
            stocked(
                "Holm Torch", 54.0, rating=4.2, rating_count=310,
                attributes={"weight": "340 g each", "pack_size": "2", "modes": "9", "cable_length": "60 cm"},
            ),
        ]
    )
)  # fmt: skip


def caught(text: str) -> str | None:
    return LIGHTS.unsupported(Sentence(position=0, text=text))


@pytest.mark.parametrize(
    "text",
    [
        "Rated 4.6 by nearly 1,300 campers.", "Over 1,250 walkers gave it 4.6 stars.",
        "It takes a 40-degree wipe.", "Six of them burn for 48 hours in all.", "$6 a piece.",
        "For $36 you get six, so each comes to $6.", "Two to three hours of play.",
        "A 2 to 3 mm filament.", "Just right for a seven-year-old.", "Under 25 lumens.",
        "The fuse has a 4.0 Ah rating.", "16 gigs of memory.", "Half a dozen to the pack.",
        "18-carat plating.", "It is 90 grams lighter than the Holm.", "$18 less than the Holm Torch.",
        "Six for $36, or 6.00 apiece.", "Half a kilo a pair.", "For ages six to eight.", "36 francs.",
    ],
)  # fmt: skip
def test_what_arithmetic_or_another_name_bears_out(text: str) -> None:
    assert caught(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "Rated 4.6 by nearly 1,600 campers.", "2,000 reviews.", "It takes a 60-degree wipe.",
        "$9 a piece.", "Five modes.", "Nine modes.", "512 GB of memory.", "Up to 200 g each.",
        "Just right for a ten-year-old.", "It is 150 grams lighter than the Holm.",
        "$25 less than the Holm Torch.", "11 hours of light from each.", "Room for six.",
    ],
)  # fmt: skip
def test_what_is_said_of_something_else_or_of_nothing(text: str) -> None:
    assert caught(text) is not None


DRILLS = Grounding(
    shortlist(
        [
            stocked(
                "Aske Drill 2", 90.0, sale_price=72.0,
                attributes={
                    "warranty": "1 year", "battery": "2 x 2.0 Ah", "tank": "0.5 l",
                    "share_of_steel": "30% steel", "pack": "12 bits", "use": "2 bits per job",
                    "bulb": "1 x 4 W",
                    "juice": "20 kcal per 100 ml", "can": "330 ml", "candles": "3", "extras": "1 bit",
                },
            ),
            stocked("Aske Drill 4", 120.0, attributes={"warranty": "3 years", "extras": "6 bits"}),
        ]
    )
)  # fmt: skip


def drilled(text: str) -> str | None:
    return DRILLS.unsupported(Sentence(position=0, text=text))


@pytest.mark.parametrize(
    "text",
    [
        "The Drill 2 is backed by a two-year warranty.", "It has two 4.0 Ah batteries.",
        "A one-litre tank fills two cups.", "It is 20% steel.", "24 bits are in the pack.",
        "It comes with five sockets and a charger.",
    ],
)  # fmt: skip
def test_no_arithmetic_that_the_words_do_not_tell(text: str) -> None:
    assert drilled(text) is not None


@pytest.mark.parametrize(
    "text",
    [
        "A one-year warranty.", "Two 2.0 Ah batteries.", "Together its two batteries hold 4.0 Ah.",
        "A can has 66 kcal.", "The warranty is two years shorter than that of the Drill 4.",
        "20% less than before.",
    ],
)  # fmt: skip
def test_arithmetic_that_the_words_or_the_facts_tell(text: str) -> None:
    assert drilled(text) is None


SHELVES = Grounding(
    shortlist(
        [
            stocked(
                "Garn Shelf 2 m", 50.0, sale_price=40.0,
                attributes={
                    "number_of_boards": "5", "adjustable_boards": "3", "portion": "30 g",
                    "fat_per_portion": "26 g", "persons": "1", "straps": "2 straps",
                    "included": ["wall hook", "spare lens", "4 feet"], "reach": "1 m",
                },
            ),
            stocked("Garn Shelf 3 m", 70.0, attributes={"reach": "1.5 m"}),
        ]
    )
)  # fmt: skip


def shelved(text: str) -> str | None:
    return SHELVES.unsupported(Sentence(position=0, text=text))


@pytest.mark.parametrize(
    "text",
    [
        "All five boards adjustable, it suits any book.",  # of five boards three are
        "30 g of fat a portion.", "It comes with two hooks.", 
        "It is reduced, saving you half the price.", "A saving of a third.", "It sleeps two under a roof.",
        "It reaches 3 m, so it spans the room.",
    ],
)  # fmt: skip
def test_the_nearest_name_decides(text: str) -> None:
    assert shelved(text) is not None


@pytest.mark.parametrize(
    "text",
    [
        "Five boards.", "Three adjustable boards.", "26 g of fat a portion.", "It comes with four feet.",
        "It comes with a wall hook and a lens.", "A saving of a fifth.", "It sleeps one under a roof.",
        "It costs $30 less than the 3 m shelf.",
    ],
)  # fmt: skip
def test_its_own_name_bears_it_out(text: str) -> None:
    assert shelved(text) is None
