"""Words of the trade are claims; other words for the same, denials and things of the room are none."""

from __future__ import annotations

import pytest

from agent.narration.grounding import Grounding
from agent.types import Sentence
from tests.agent.narration.shortlists import product, shortlist

SADDLERY = Grounding(
    shortlist(
        [
            product(
                product_id="bag", title="Corrow Saddle Bag", brand="Corrow",
                description="A hand-sewn bag for bicycles with elastane straps. Luminous piping. "
                "Made in Italy. For adult riders.",
                categories=("Cycling > Bags",), sale_price=None,
                attributes={
                    "format": "softcover folio", "closure": "hardcover", "fragrance": "fragrance-free",
                    "certification": "FSC", "vegan": "yes", "nickel_free": "yes", "led_light": "no",
                    "charger": "not included", "pins": "2, included", "care": "machine wash",
                    "back": "closed-back",
                    "dishwasher_safe": "hand wash only", "plating": "gold vermeil",
                },
            ),
            product(
                product_id="other", title="Tolven Pannier", brand="Tolven", description="Big.",
                categories=("Cycling > Bags",), attributes={"closure": "softcover", "hubs": "hydraulic"},
            ),
        ]
    )
)  # fmt: skip


def caught(text: str) -> str | None:
    return SADDLERY.unsupported(Sentence(position=0, text=text))


@pytest.mark.parametrize(
    "text",
    [
        "A hardback of a bag.", "A touch of stretch in the straps.", "It glows in the dark.",
        "Italian manufacture.", "An unscented bag.", "FSC-certified from start to finish.",
        "No meat, no nickel to bother sensitive skin.",
        "No reflectors, no suspension.", "You won't find a microphone here.", "A charger is sold separately.",
        "Bring your own stickers.", "It blends in wherever you hang it.", "It handles the rest.",
        "Raise a glass to it.", "Good for a loose cupboard handle.", "All that comes with it is charm.",
        "No bag in this line-up is prettier.",
        "It can go in the washing machine.", "Pins are included.", "A charger is not included.",
        "A second-best, closed-back bag.", "Smaller than the waxed one.",
        "A feather-light, old-fashioned bag.",
        "Keep a charger ready.", "All you need for a loose cupboard handle.", "More room to stretch out.",
        "A taste of summer, and a gift.", "For hard-working people.",
    ],
)  # fmt: skip
def test_true(text: str) -> None:
    assert caught(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "A bag of undyed cloth.", "With a dimmer for its glow.",
        "Reinforced edges.", "It has tubeless tyres.", "Hydraulic brakes.", "With a matching saucer.",
        "Rhyming text throughout.", "It charges wirelessly.", "A touch of niacinamide.", "With an LED.",
        "No straps at all.", "A glass lid.", "It comes with a charger.",
        "A charger is included.", "You buy the pins separately.", "An open-back bag.",
        "A vegetable-tanned bag.",
        "A non-iron bag.", "It goes straight into the dishwasher.", "Solid gold.",
        "Pairs a flap with a carbon plate.",
    ],
)  # fmt: skip
def test_false(text: str) -> None:
    assert caught(text) is not None
