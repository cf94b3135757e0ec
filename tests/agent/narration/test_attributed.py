"""Who makes which product of a list, which of them can be had, and what is said of two at once."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from agent.narration.grounding import Grounding
from agent.types import Sentence
from tests.agent.narration.shortlists import product, shortlist


def boots(title: str, brand: str, price: float, rating: float, count: int, **given: Any) -> Any:
    return product(
        product_id=title,
        title=title,
        brand=brand,
        description="For long days out.",
        categories=("Shoes > Boots",),
        price=price,
        sale_price=None,
        rating=rating,
        rating_count=count,
        attributes={"color": "brown"},
        **given,
    )


MAY, EARLIER = datetime(2024, 5, 14, tzinfo=UTC), datetime(2021, 3, 14, tzinfo=UTC)


BOOTS = Grounding(
    shortlist(
        [
            boots("Tarn Hiker", "Holmvik", 120.0, 4.3, 318, availability="preorder", published_at=MAY),
            boots(
                "Fell Runner",
                "Orrin & Lake",
                90.0,
                4.6,
                57,
                availability="in_stock",
                published_at=EARLIER,
            ),
            boots("Beck Walker", "Holmvik", 95.0, 4.0, 93, availability="in_stock"),
            boots("Gill Scrambler", "Corran", 150.0, 4.8, 40, availability="out_of_stock"),
        ]
    )
)


def claim(text: str, position: int = 0) -> str | None:
    return BOOTS.unsupported(Sentence(position=position, text=text))


PAIRS = [
    ("It carries the Holmvik name.", "It carries the Corran name."),
    ("Holmvik is the maker.", "Vossberg is the maker."),
    ("Holmvik makes it.", "Vossberg makes it."),
    ("It is one of Holmvik's.", "It is one of Corran's."),
    ("It isn't by Corran.", "It isn't by Holmvik."),
    ("Vossberg does not make it.", "Holmvik does not make it."),
    ("Like the Beck Walker, it is by Holmvik.", "Like the Fell Runner, it is by Holmvik."),
    ("Unlike the Fell Runner, it is by Holmvik.", "Unlike the Beck Walker, it is by Holmvik."),
    ("It and the Beck Walker are both by Holmvik.", "It and the Fell Runner are both by Holmvik."),
    ("The Beck Walker is by Holmvik too.", "The Gill Scrambler is by Holmvik too."),
    ("It is by the same maker as the Beck Walker.", "It is by the same maker as the Fell Runner."),
    ("The Fell Runner is by another brand.", "The Beck Walker is by another brand."),
    ("It is by Holmvik, the Gill Scrambler by Corran.", "It is by Holmvik, the Gill Scrambler by Holmvik."),
    ("Two of these are by Holmvik.", "All of these are by Holmvik."),
    ("There are two by Holmvik here.", "There are three by Holmvik here."),
    ("Holmvik makes two of these.", "Holmvik makes three of these."),
    ("It is the dearest of the two by Holmvik.", "It is the cheapest of the two by Holmvik."),
    ("It is the best-rated Holmvik here.", "It is the lowest-rated Holmvik here."),
    ("It is not out yet.", "It is on back order."),
    ("You cannot have it right away.", "You can have it right away."),
    ("The Fell Runner is in stock, this one is not.", "The Gill Scrambler is in stock, this one is not."),
    ("It came out in May 2024.", "It came out in June 2024."),
    ("It has been out since 2024.", "It has been out since 2026."),
    ("It came out in 2024, the Fell Runner in 2021.", "It came out in 2024, the Fell Runner in 2022."),
    ("The Fell Runner came out before it.", "The Fell Runner came out after it."),
    ("It averages 4.3 over 318 reviews.", "It averages 4.3 over 418 reviews."),
    ("57 people have rated the Fell Runner.", "93 people have rated the Fell Runner."),
    ("It has 318 reviews, the Fell Runner 57.", "It has 318 reviews, the Fell Runner 75."),
    ("It has 318 reviews, more than the Fell Runner.", "It has 318 reviews, fewer than the Fell Runner."),
    ("It scores 4.3 with its buyers.", "It scores 4.0 with its buyers."),
    ("These boots are a fine choice.", "These sandals are a fine choice."),
    ("You can have the Fell Runner right away.", "You can have the Gill Scrambler right away."),
]


@pytest.mark.parametrize(("true", "false"), PAIRS)
def test_what_is_true_goes_out_and_its_false_twin_does_not(true: str, false: str) -> None:
    assert claim(true) is None
    assert claim(false) is not None


def test_the_only_one_of_a_brand() -> None:
    assert claim("It is the only Corran here.", 3) is None
    assert claim("Only this one is by Corran.", 3) is None
    assert claim("None of the others is by Corran.", 3) is None
    assert claim("It is the only one of these from Holmvik.") is not None
    assert claim("Only this one is by Holmvik.") is not None
    assert claim("None of the others is by Holmvik.") is not None


def test_what_is_said_of_two_at_once_is_held_to_each() -> None:
    assert claim("Both it and the Beck Walker are in stock.", 1) is None
    assert claim("It is in stock, and so is the Beck Walker.", 1) is None
    assert claim("Both it and the Gill Scrambler are in stock.", 1) is not None
    assert claim("It is in stock, and so is the Gill Scrambler.", 1) is not None
    assert claim("They are all in stock.", 1) is not None
