"""Counts, limits and superlatives are held to those that the words mean, and to no others."""

from __future__ import annotations

from typing import Any

import pytest

from agent.narration.grounding import Grounding
from agent.types import Sentence
from tests.agent.narration.shortlists import product, shortlist


def phone(title: str, brand: str, price: float, rating: float, stock: str, **attributes: Any) -> Any:
    return product(
        product_id=title,
        title=title,
        brand=brand,
        description="Something to call with.",
        categories=("Phones",),
        price=price,
        sale_price=None,
        rating=rating,
        availability=stock,
        attributes={"display": "6 in OLED, 120 Hz", **attributes},
    )


PHONES = Grounding(
    shortlist(
        [
            phone("Ondra Grey Phone", "Ondra", 40.0, 4.7, "out_of_stock", charging="65W wired"),
            phone("Ondra Red Phone", "Ondra", 75.0, 4.2, "in_stock", charging="45W wired"),
            phone("Pell Black Phone", "Pell", 120.0, 4.1, "in_stock", charging="20W wired", sizes="M, L"),
        ]
    )
)
PAIRS = (
    (
        0,
        "It's the cheapest, though none are available at the moment.",
        1,
        "It's $75, though none is in stock.",
    ),
    (0, "It's rated best of all three at 4.7 stars.", 1, "It's rated best of all three at 4.2 stars."),
    (
        0,
        "No one on this shelf scores higher than its 4.7 stars.",
        0,
        "No one on this shelf scores higher than its 4.9 stars.",
    ),
    (
        0,
        "Its 65W wired charging is the fastest in this selection.",
        1,
        "Its 45W wired charging is the fastest in this selection.",
    ),
    (
        0,
        "Among the two Ondra phones, this grey one is the cheaper by nearly $36.",
        0,
        "Among the two Ondra phones, this grey one is the cheaper by nearly $26.",
    ),
    (
        0,
        "It costs little more than half of what the Ondra Red does.",
        1,
        "It costs little more than half of what the Pell does.",
    ),
    (
        0,
        "Nothing here scores higher than its 4.7 stars.",
        0,
        "Nothing here scores higher than its 4.9 stars.",
    ),
    (2, "There's no king size.", 2, "There are no sizes M or L."),
    (
        0,
        "It's the cheapest phone of those with a charging figure here.",
        1,
        "It's the cheapest phone of those with a charging figure here.",
    ),
)


@pytest.mark.parametrize(("position", "text"), [(at, true) for at, true, _, _ in PAIRS])
def test_what_is_true_of_those_meant_goes_out(position: int, text: str) -> None:
    assert PHONES.unsupported(Sentence(position=position, text=text)) is None


@pytest.mark.parametrize(("position", "text"), [(at, false) for _, _, at, false in PAIRS])
def test_what_is_false_of_those_meant_is_held_back(position: int, text: str) -> None:
    assert PHONES.unsupported(Sentence(position=position, text=text)) is not None
