"""Products that share a name: who is meant by ``the black Hush``, ``the regular V8``."""

from __future__ import annotations

from typing import Any

import pytest

from agent.narration.grounding import Grounding
from agent.types import Sentence
from tests.agent.narration.shortlists import product, shortlist


def thing(title: str, brand: str, kind: str, price: float, sale: float | None, n: int, **facts: str) -> Any:
    return product(
        product_id=title,
        title=title,
        brand=brand,
        description=None,
        categories=(f"Shop > {kind}",),
        price=price,
        sale_price=sale,
        rating=4.4,
        rating_count=n,
        availability="in_stock",
        attributes=facts,
    )


LISTED = shortlist(
    [
        thing(
            "Hush 7 Headphones, Black", "Sonneck", "Audio", 299.0, 224.0, 320, color="black", weight="255 g"
        ),
        thing(
            "Hush 7 Headphones, Cream", "Sonneck", "Audio", 299.0, None, 328, color="cream", weight="255 g"
        ),
        thing("Hush 7 Headphones, Blue", "Sonneck", "Audio", 299.0, None, 364, color="blue", weight="255 g"),
        thing("Zephra Stick V8", "Zephra", "Vacuums", 279.0, None, 90, run_time="45 min", color="purple"),
        thing(
            "Zephra Stick V8 Plus", "Zephra", "Vacuums", 349.0, None, 70, run_time="60 min", color="copper"
        ),
        thing("Pip 2 Radio, Red", "Tok", "Audio", 80.0, None, 12, color="red", weight="510 g"),
    ]
)


@pytest.mark.parametrize(
    ("position", "true", "false"),
    [
        (1, "Same 255 g weight as the black Hush, only in cream.", "Half the weight of the black Hush."),
        (1, "It has 8 more reviews than the black pair.", "It has 9 more reviews than the black pair."),
        (
            1,
            "It has 328 reviews, 8 more than the black one.",
            "It has 328 reviews, 9 more than the black one.",
        ),
        (1, "It is dearer than the Hush 7 in black.", "It is cheaper than the Hush 7 in black."),
        (2, "More reviews than the black and the cream.", "Fewer reviews than the black and the cream."),
        (2, "It costs $299, exactly what the cream goes for.", "It costs exactly what the black goes for."),
        (0, "While the cream is $299, this one is $224.", "While the cream is $249, this one is $224."),
        (1, "Its headband is cream.", "Its headband is black."),
        (4, "It runs 15 minutes longer than the regular V8.", "It runs 25 minutes longer than the plain V8."),
        (4, "It costs more than the plain V8.", "It costs less than the regular V8."),
        (5, "It weighs 510 g, twice as much as a Hush 7.", "It weighs 510 g, half as much as a Hush 7."),
        (
            5,
            "It is $219 less than the Hush 7 Headphones, Blue.",
            "It is dearer than the Hush 7 Headphones, Blue.",
        ),
        (5, "510 g, double what the Hush 7 weighs.", "510 g, triple what the Hush 7 weighs."),
        (4, "It costs $70 more than the other 45-minute one.", "It costs less than the other 45-minute one."),
        (4, "15 minutes more than its Zephra sibling.", "25 minutes more than its Zephra sibling."),
    ],
)
def test_one_of_a_family_is_told_by_what_it_has(position: int, true: str, false: str) -> None:
    grounding = Grounding(LISTED)
    assert grounding.unsupported(Sentence(position=position, text=true)) is None
    assert grounding.unsupported(Sentence(position=position, text=false)) is not None


@pytest.mark.parametrize(
    ("position", "true", "false"),
    [
        (3, "It runs 45 minutes, 15 minutes short of the Plus.", "45 minutes, 25 minutes short of the Plus."),
        (3, "It runs 45 minutes, 15 minutes shy of the Plus.", "45 minutes, 5 minutes shy of the Plus."),
        (4, "It runs 60 minutes, 15 more than the V8.", "It runs 60 minutes, 25 more than the V8."),
        (
            2,
            "Its 364 reviews are more than any other can show.",
            "Its 364 reviews are fewer than the others have.",
        ),
        (
            2,
            "With 364 reviews it has more than the V8 Plus.",
            "With 364 reviews it has fewer than the V8 Plus.",
        ),
        (5, "It costs $80, the lowest price of the group.", "The most expensive of the group at $80."),
    ],
)
def test_a_gap_is_told_beside_the_own_number(position: int, true: str, false: str) -> None:
    grounding = Grounding(LISTED)
    assert grounding.unsupported(Sentence(position=position, text=true)) is None
    assert grounding.unsupported(Sentence(position=position, text=false)) is not None
