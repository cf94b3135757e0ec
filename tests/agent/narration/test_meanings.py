"""Each number is tied to what it counts, each word to what it is said of, each name to its product."""

from __future__ import annotations

from typing import Any

import pytest

from agent.narration.grounding import Grounding
from agent.types import Sentence
from retrieval.types import Product
from tests.agent.narration.shortlists import product, shortlist


def stocked(name: str, price: float, brand: str, **facts: Any) -> Product:
    plain: dict[str, Any] = {"sale_price": None, "description": "", "attributes": {}, "categories": ()}
    return product(**{**plain, "product_id": name, "title": name, "price": price, "brand": brand, **facts})


SPEAKERS = Grounding(
    shortlist(
        [
            stocked(
                "Alto 5 Speaker", 100.0, "Veen", sale_price=80.0, rating=4.4, rating_count=120,
                published_at="2024-02-01", tags=("travel",),
                attributes={
                    "battery_life": "12 h", "charging_time": "3 h", "warranty": "2 years", "weight": "500 g",
                    "max_load": "2 kg", "drivers": "2", "color": "teal", "detachable_strap": "no",
                    "author": "Ona Birk", "size": "20 x 8 cm", "noise": "0 dB", "case": "fabric",
                },
                description="Drivers pressed, not printed. Tuned in Ghent. The cable is sold separately. "
                "Hates dust. A brass-plated grille.",
            ),
            stocked(
                "Alto 9 Speaker", 160.0, "Veen", rating=4.6, rating_count=40, published_at="2025-02-01",
                tags=("studio",),
                attributes={
                    "battery_life": "24 h", "charging_time": "4 h", "warranty": "5 years", "weight": "1 kg",
                    "drivers": "4", "color": "orange", "fuel": "charcoal",
                },
            ),
            stocked(
                "Duo 1 Headphone", 40.0, "Marl", sale_price=30.0, rating=4.0, rating_count=20,
                published_at="2023-02-01",
                attributes={"pack_size": "6", "weight": "250 g", "color": "orange"},
            ),
        ]
    )
)  # fmt: skip


def caught(text: str) -> str | None:
    return SPEAKERS.unsupported(Sentence(position=0, text=text))


@pytest.mark.parametrize(
    "text",
    [
        "It plays for 12 hours on a charge.", "It recharges in three hours.", "A two-year warranty.",
        "It weighs 500 g.", "It carries up to 2 kg.", "Two drivers.", "$80 less than its big brother.",
        "Released before the Alto 9.", "Half the weight of the Alto 9, and half its drivers.",
        "Teal, unlike the Alto 9, which is orange.", "Written by Ona Birk.", "It is 20 cm long.",
        "Not remarkable, but likeable.", "No noise.", "Made for travel.", "It needs love.",
        "Nicer than the Kilim Floor Cushion.", "Rated 4.4 against 4.6.",
        "Twelve hours, half those of the Alto 9.",
        "$50 more than the Duo on sale.", "$40 more than the usual price of the Duo.",
        "Dearer than the orange headphone.", "Dearer than the headphone.",
        "AN ABSOLUTE MUST FOR YOU, TRUST ME.", "Tuned in Ghent.",
    ],
)  # fmt: skip
def test_true(text: str) -> None:
    assert caught(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "It plays for 3 hours on a charge.", "It recharges in twelve hours.", "A twelve-year warranty.",
        "It weighs 2 kg.", "Only a year of warranty.", "$90 less than its big brother.",
        "Released after the Alto 9.", "A third of the weight of the Alto 9, and half its drivers.",
        "Teal, unlike the Alto 9, which is red.", "Written by Una Clay.",
        "The strap is detachable.", "It is refillable.", "Made for studio work.",
        "It connects over Zigbee.", "Rated 4.4 against 4.9.", "Printed drivers.",
        "Tuned in Antwerp by Marek.",
        "$60 more than the Duo on sale.", "$50 more than the usual price of the Duo.", "Solid brass.",
        "Cheaper than the orange headphone.", "It burns charcoal.", "Orange, like the Alto 9.",
        "Teal, like the Alto 9.", "A 5-litre tank.", "It comes in a jar.", "Rust-resistant.",
        "A headphone with deep bass.", "The cable and the strap are included.", "It thrives on dust.",
        "Enriched with cocoa.", "The cheapest of all by $5.", "An Austrian Speaker.",
        "Inflates in minutes.", "Cheaper than the headphone.",
    ],
)  # fmt: skip
def test_false(text: str) -> None:
    assert caught(text) is not None


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        ("Six headphones for $30, so $5 each.", True), ("Six headphones for $30, so $6 each.", False),
        ("The cheapest of the three by $50.", True), ("The cheapest of the three by $40.", False),
        ("Its 250 g make it the lightest.", True), ("$130 below the Alto 9.", True),
    ],
)  # fmt: skip
def test_of_a_pack(text: str, holds: bool) -> None:
    assert (SPEAKERS.unsupported(Sentence(position=2, text=text)) is None) == holds
