"""Two or three facts in one sentence, some of them of another product: who has which."""

from __future__ import annotations

from typing import Any

import pytest

from agent.narration.grounding import Grounding
from agent.types import Sentence
from tests.agent.narration.shortlists import product, shortlist


def speaker(title: str, brand: str, price: float, rating: float, count: int, **given: Any) -> Any:
    return product(
        product_id=title,
        title=title,
        brand=brand,
        description="For the garden and the beach.",
        categories=("Audio > Speakers",),
        price=price,
        sale_price=given.pop("sale_price", None),
        availability=given.pop("availability", "in_stock"),
        rating=rating,
        rating_count=count,
        attributes=given,
    )


SPEAKERS = shortlist(
    [
        speaker(
            "Tarn Duo", "Tarn", 69.0, 4.6, 318,
            sale_price=55.2, weight="900 g", battery_life="30 hours", color="navy",
        ),
        speaker("Bree Max", "Bree", 48.0, 4.4, 2310, weight="1.2 kg", battery_life="20 hours", color="red"),
        speaker(
            "Corro One", "Corro", 120.0, 4.1, 57,
            availability="out_of_stock", weight="1.5 kg", battery_life="12 hours", color="black",
        ),
    ]
)  # fmt: skip


def claim(text: str) -> str | None:
    return Grounding(SPEAKERS).unsupported(Sentence(position=0, text=text))


PAIRS = [
    ("The Bree Max costs $48, this one $55.20.", "The Bree Max costs $55.20, this one $48."),
    ("It lasts 30 hours and the Bree Max 20.", "It lasts 20 hours and the Bree Max 30."),
    ("The Bree Max weighs 1.2 kg and this one 900 g.", "The Bree Max weighs 900 g and this one 1.2 kg."),
    (
        "It costs $55.20 instead of $48 like the Bree Max.",
        "It costs $55.20 instead of $38 like the Bree Max.",
    ),
    (
        "It comes in navy instead of red like the Bree Max.",
        "It comes in navy instead of teal like the Bree Max.",
    ),
    ("The Tarn Duo costs $55.20, the Bree Max $48.", "The Tarn Duo costs $55.20, the Bree Max $58."),
    (
        "If weight matters, take the Tarn Duo (900 g); the Bree Max weighs 1.2 kg.",
        "If weight matters, take the Tarn Duo (900 g); the Bree Max weighs 900 g.",
    ),
    (
        "If price matters, take the Bree Max ($48 against $55.20).",
        "If price matters, take the Bree Max ($55.20 against $48).",
    ),
    (
        "It costs more than the Bree Max, but weighs less.",
        "It costs more than the Bree Max, but weighs more.",
    ),
    (
        "It is lighter than the Bree Max, though it has fewer reviews.",
        "It is lighter than the Bree Max, though it has more reviews.",
    ),
    (
        "The Bree Max costs less, but this one lasts longer.",
        "The Bree Max costs less, but this one has more reviews.",
    ),
    (
        "It weighs less than the Bree Max, even though that one costs $48.",
        "It weighs less than the Bree Max, even though that one costs $58.",
    ),
    (
        "Of it and the Bree Max, the latter costs $48 and the former $55.20.",
        "Of it and the Bree Max, the latter costs $55.20 and the former $48.",
    ),
    (
        "It costs $55.20 (the Bree Max costs $48) and is rated 4.6.",
        "It costs $55.20 (the Bree Max costs $48) and is rated 4.4.",
    ),
    ("The Bree Max averages 4.4 stars, while this one averages 4.6.", "The Bree Max averages 4.6 stars."),
    ("It is in stock, as is the Bree Max.", "It is in stock, as is the Corro One."),
    ("It is in stock; so is the Bree Max.", "It is in stock; so is the Corro One."),
    ("It is in stock, which the Corro One isn't.", "It is in stock, which the Bree Max isn't."),
    ("The Corro One isn't, but this one is in stock.", "The Bree Max isn't, but this one is in stock."),
    (
        "It costs $55.20, and like the Bree Max it is in stock.",
        "It is by Tarn, and like the Corro One it is in stock.",
    ),
    ("The Bree Max is by Bree, this one by Tarn.", "The Bree Max is by Corro, this one by Tarn."),
    ("Unlike the Bree Max, it is by Tarn.", "Like the Bree Max, it is by Tarn."),
    (
        "Unlike the Corro One, it is in stock, and it weighs 900 g.",
        "Unlike the Bree Max, it is in stock, and it weighs 900 g.",
    ),
    (
        "Its rival, the Bree Max, averages 4.4 stars, but this one averages 4.6.",
        "Its rival, the Bree Max, averages 4.9 stars, but this one averages 4.6.",
    ),
    ("In navy, it has an average of 4.6 stars and sells for $55.20.", "In navy, it sells for $65.20."),
]  # fmt: skip


@pytest.mark.parametrize("text", [true for true, _ in PAIRS])
def test_what_is_said_of_each_is_true_of_it(text: str) -> None:
    assert claim(text) is None


@pytest.mark.parametrize("text", [false for _, false in PAIRS])
def test_what_is_given_to_the_wrong_one_is_held_back(text: str) -> None:
    assert claim(text) is not None
