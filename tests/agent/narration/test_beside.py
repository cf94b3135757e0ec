"""What is told together with a fact, or does something for the product, must be a fact as well."""

from __future__ import annotations

import pytest

from agent.narration.grounding import Grounding
from agent.types import Sentence
from tests.agent.narration.shortlists import product, shortlist

FRIDGES = Grounding(
    shortlist(
        [
            product(
                product_id="f", title="Nord Fridge", brand="Nord", sale_price=None, price=300.0,
                categories=("Kitchen > Fridges",), description="Quiet, with two drawers and a bottle rack.",
                attributes={
                    "color": ["white", "sand"], "lighting": "LED", "lock": "yes",
                    "surfaces": ["clay", "hard"],
                },
            )
        ]
    )
)  # fmt: skip


def caught(text: str) -> str | None:
    return FRIDGES.unsupported(Sentence(position=0, text=text))


@pytest.mark.parametrize(
    "text",
    [
        "Two drawers, a bottle rack and an egg tray come with it.", "In white, sand or blush.",
        "The drawers and a bag of ice cubes are inside.", "A holiday mode makes it easy to live with.",
        "Contactless payments and LED lighting make it handy.", "For hard, clay and grass courts alike.",
    ],
)  # fmt: skip
def test_what_the_facts_are_silent_about(text: str) -> None:
    assert caught(text) is not None


@pytest.mark.parametrize(
    "text",
    [
        "Two drawers and a bottle rack make it practical.", "White or sand, as you like.",
        "The lock keeps small hands out.", "LED lighting and a bit of charm.",
        "Quiet and lovely day and night.", "A lovely look makes it a joy.",
    ],
)  # fmt: skip
def test_facts_taste_and_what_claims_nothing(text: str) -> None:
    assert caught(text) is None
