"""Opening prose speaks of the whole list: what none of it bears out is not said."""

from __future__ import annotations

import pytest

from agent.narration.grounding import Grounding
from agent.types import Sentence
from tests.agent.narration.shortlists import product, shortlist

BOOTS = shortlist(
    [
        product(
            product_id=title,
            title=title,
            brand=brand,
            description=description,
            categories=("Shoes > Boots",),
            price=price,
            sale_price=None,
            rating=rating,
            rating_count=90,
            availability=availability,
            attributes={"color": color, "material": material, "weight": weight},
        )
        for title, brand, description, price, rating, availability, color, material, weight in (
            (
                "Kestrel Trail 300",
                "Kestrel",
                "A waterproof boot.",
                140.0,
                4.6,
                "in_stock",
                "brown",
                "leather",
                "620 g",
            ),
            (
                "Tarn Low",
                "Tarn",
                "A waterproof hiking boot.",
                95.0,
                4.2,
                "in_stock",
                "navy",
                "suede",
                "540 g",
            ),
            ("Moor City", "Moor", "A light boot.", 89.0, 4.4, "out_of_stock", "black", "leather", "480 g"),
        )
    ],
    request="boots up to 150 dollars",
)


def claim(text: str) -> str | None:
    return Grounding(BOOTS).unsupported(Sentence(position=None, text=text))


@pytest.mark.parametrize(
    "text",
    [
        "Here are three boots that should suit you.",
        "Each of these boots has its own strengths.",
        "Boots in brown, navy and black, from $89 to $140.",
        "They come in leather or suede.",
        "All three are boots you can wear every day.",
        "Two of these are waterproof.",
        "The cheapest is the Moor City.",
        "The Kestrel Trail 300 has the best rating here, and it is waterproof.",
        "I would start with the Kestrel Trail 300.",
        "You can choose between Kestrel, Tarn and Moor.",
        "Some of them are made of leather.",
    ],
)
def test_what_the_list_bears_out_goes_out(text: str) -> None:
    assert claim(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "Boots in brown, navy and red, from $89 to $140.",
        "These are made of canvas.",
        "All three are waterproof.",
        "All of these are brown.",
        "Each of them is in stock.",
        "All three of these are waterproof.",
        "The cheapest is the Tarn Low.",
        "The Tarn Low has the best rating here.",
        "The Moor City is waterproof.",
        "Boots from $79 to $140.",
        "All of these are made by Kestrel.",
        "Vegan boots for the city.",
        "They have a 10-year warranty.",
        "Every pair ships with free spare laces.",
    ],
)
def test_what_none_of_them_bears_out_is_held_back(text: str) -> None:
    assert claim(text) is not None
