"""Claims that are known by where they stand: values of attributes, rows of them, shares, what is built in."""

from __future__ import annotations

import pytest

from agent.narration.grounding import Grounding
from agent.types import Sentence
from tests.agent.narration.shortlists import product, shortlist

CANDLES = Grounding(
    shortlist(
        [
            product(
                product_id="c", title="Nord Candle", brand="Nord", sale_price=None, price=30.0,
                categories=("Home > Candles",), description="Poured by hand, it harvests the sun.",
                attributes={
                    "wax": "soy", "wick": "cotton", "handle_material": "beech wood",
                    "closure": "laces", "washable": "hand wash", "sleeve": "80% merino, 20% polyester",
                    "courts": ["hard", "clay"],
                    "harvest": "June-August", "handedness": "right", "vitamins": "vitamin D",
                    "set": "1 candle", "coating": "chives", "timer": "built-in",
                },
            )
        ]
    )
)  # fmt: skip


def caught(text: str) -> str | None:
    return CANDLES.unsupported(Sentence(position=0, text=text))


@pytest.mark.parametrize(
    "text",
    [
        "A matching mirror hides inside.",
        "An ash handle and a lovely glow.", "Its digital timer is a joy.", "It blends soy and coconut wax.",
        "For hard, clay and grass courts alike.", "Rolled in chives and garlic, it is a treat.",
        "The sleeve is entirely of merino.", "From the November harvest.",
        "With a built-in tuner, you play.",
    ],
)  # fmt: skip
def test_what_the_facts_tell_otherwise(text: str) -> None:
    assert caught(text) is not None


@pytest.mark.parametrize(
    "text",
    [
        "A beech handle and a lovely glow.", "A warm handle and a generous wick.",
        "The June harvest is fine.",
        "Rolled in chives and lovely.", "A sleeve of merino and polyester.", "The built-in timer is a joy.",
        "Handmade and pure joy.", "Pocket money for what it is.", "A fair trade for the price.",
        "It has rarely felt so good.",
        "Got an Android phone? It shines on.",
        "Take soy or clay and reach all the way up.", "Keep it out of the washing machine.",
        "A timeless, effortless piece.",
        "Rich in vitamin D.",
    ],
)  # fmt: skip
def test_what_they_bear_out_and_taste(text: str) -> None:
    assert caught(text) is None
