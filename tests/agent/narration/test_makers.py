"""A brand of the list is no maker of the products of another brand."""

from __future__ import annotations

import pytest

from agent.narration.grounding import Grounding
from agent.types import Sentence
from tests.agent.narration.shortlists import product, shortlist

BAGS = Grounding(
    shortlist(
        [
            product(
                product_id=title,
                title=title,
                brand=brand,
                description="",
                categories=("Bags > Backpacks",),
                attributes={},
                price=price,
                sale_price=None,
            )
            for title, brand, price in (
                ("Tarn Roll-Top Pack", "Holmvik", 80.0),
                ("Fell Daypack", "Orrin & Lake", 60.0),
                ("Beck Rucksack", "Holmvik", 95.0),
            )
        ]
    )
)


def caught(text: str) -> str | None:
    return BAGS.unsupported(Sentence(position=0, text=text))


@pytest.mark.parametrize(
    "text",
    [
        "The Tarn pack from Orrin & Lake is made for you.",
        "Tarn, by Orrin & Lake, is made for you.",
        "Orrin & Lake's Tarn pack is made for you.",
        "Made for you, the Tarn from Orrin & Lake is a fine pick.",
        "This roll-top by Orrin & Lake is a fine pick.",
    ],
)
def test_the_maker_of_another_product(text: str) -> None:
    assert caught(text) == "Orrin & Lake"


@pytest.mark.parametrize(
    "text",
    [
        "The Tarn pack from Holmvik is made for you.",
        "Holmvik's Tarn pack is made for you.",
        "This roll-top by Holmvik is a fine pick.",
        "The Tarn costs more than the daypack by Orrin & Lake.",
        "The Tarn differs from Orrin & Lake by its looks.",
        "At $80 the Tarn costs $20 more than Orrin & Lake's Fell.",
    ],
)
def test_its_own_maker_or_another_product_meant(text: str) -> None:
    assert caught(text) is None
