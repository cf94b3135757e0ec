"""The plainest sentences there are: a price, a rating, an amount, one product beside another."""

from __future__ import annotations

from typing import Any

import pytest

from agent.narration.grounding import Grounding
from agent.types import Sentence
from tests.agent.narration.shortlists import product, shortlist


def drill(title: str, brand: str, price: float, rating: float, count: int, **given: Any) -> Any:
    return product(
        product_id=title,
        title=title,
        brand=brand,
        description="For walls of brick.",
        categories=("Tools > Drills",),
        price=price,
        sale_price=given.pop("sale_price", None),
        rating=rating,
        rating_count=count,
        attributes=given,
    )


DRILLS = shortlist(
    [
        drill(
            "BX650 Impact Drill", "Werkmann", 69.0, 4.3, 318, sale_price=55.2, power="650 W", intensity="4/5"
        ),
        drill('Boulder 8" Hammer (Queen)', "Boulder", 1300.0, 4.6, 57, power="900 W"),
        drill("Women's Halden Driver", "Halden", 90.0, 4.0, 93, power="400 W"),
    ]
)


def claim(text: str) -> str | None:
    return Grounding(DRILLS).unsupported(Sentence(position=0, text=text))


@pytest.mark.parametrize(
    "text",
    [
        "It has 650 watts.",
        "Its usual price is $69.",
        "At $55.20 it is 20% below its usual price of $69.",
        "It is $13.80 off its regular price of $69.",
        "Its rating is 4.3 of 5.",
        "It has an intensity of 4 out of 5.",
        "Werkmann makes it.",
        'Compared with the Boulder 8" Hammer (Queen) at $1,300, it is $1,244.80 cheaper.',
        'At $55.20, it undercuts the Boulder 8" Hammer (Queen) by $1,244.80.',
        'It is rated 4.3, against 4.6 for the Boulder 8" Hammer (Queen).',
        'Its rating of 4.3 is below the 4.6 of the Boulder 8" Hammer (Queen).',
        'The Boulder 8" Hammer (Queen) costs $1,244.80 more.',
        "The Women's Halden Driver costs $34.80 more.",
        "It is rated higher than the Women's Halden Driver.",
        "You get more power than the Women's Halden Driver for $34.80 less.",
    ],
)
def test_what_is_plainly_true_goes_out(text: str) -> None:
    assert claim(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "It has 850 watts.",
        "Its usual price is $79.",
        "At $55.20 it is 20% below its usual price of $79.",
        "It is $13.80 off its regular price of $79.",
        "Its rating is 4.0 of 5.",
        "It has an intensity of 2 out of 5.",
        "Halden makes it.",
        'Compared with the Boulder 8" Hammer (Queen) at $1,100, it is $1,244.80 cheaper.',
        'At $55.20, it undercuts the Boulder 8" Hammer (Queen) by $1,444.80.',
        'It is rated 4.3, against 4.9 for the Boulder 8" Hammer (Queen).',
        'Its rating of 4.3 is below the 4.9 of the Boulder 8" Hammer (Queen).',
        'The Boulder 8" Hammer (Queen) costs $1,444.80 more.',
        "The Women's Halden Driver costs $54.80 more.",
        "The Women's Halden Driver is rated higher.",
        "You get more power than the Women's Halden Driver for $14.80 less.",
    ],
)
def test_and_its_false_twin_does_not(text: str) -> None:
    assert claim(text) is not None
