"""What a share, a superlative or a number is of: of what was told before it, of the set, of the packet."""

from __future__ import annotations

from typing import Any

import pytest

from agent.narration.grounding import Grounding
from agent.types import Sentence
from tests.agent.narration.shortlists import product, shortlist


def thing(
    title: str, kind: str, price: float, sale: float | None, n: int, about: str | None = None, **facts: str
) -> Any:
    return product(
        product_id=title,
        title=title,
        brand="Tarnby",
        description=about,
        categories=(f"Shop > {kind}",),
        price=price,
        sale_price=sale,
        rating=4.3,
        rating_count=n,
        availability="in_stock",
        attributes=facts,
    )


LISTED = shortlist(
    [
        thing("Whirl Blender", "Kitchen", 90.0, 60.0, 240, power="900 W", weight="3.8 kg"),
        thing("Dab Blender", "Kitchen", 40.0, None, 110, power="300 W", weight="1.1 kg"),
        thing("Reed 3 Wool Scarf, Red", "Scarves", 50.0, None, 90, material="wool", weight="200 g"),
        thing("Reed 3 Wool Scarf, Blue", "Scarves", 50.0, None, 70, material="wool", weight="200 g"),
        thing("Quay Beakers, Set of 24", "Glasses", 24.0, 19.0, 60, capacity="250 ml", pieces="24"),
        thing("Onda Goblets, Set of 6", "Glasses", 18.0, None, 38, capacity="480 ml", pieces="6"),
        thing("Fennel & Mint Bags", "Tea", 9.0, None, 32, "Leaf in eighteen paper sachets.", pieces="18"),
    ]
)


@pytest.mark.parametrize(
    ("position", "true", "false"),
    [
        (
            0,
            "It weighs 19 times as much as either wool scarf.",
            "It weighs 9 times as much as either wool scarf.",
        ),
        (1, "Heavier by 900 g than either Reed 3.", "Heavier by 600 g than either Reed 3."),
        (1, "It has more reviews than both Reed 3s.", "It has fewer reviews than both Reed 3s."),
        (1, "Neither wool scarf costs less.", "Neither wool scarf costs more."),
        (
            2,
            "90 people have reviewed it, a number only the Whirl and the Dab beat.",
            "90 people have reviewed it, a number only the Whirl beats.",
        ),
        (6, "At $9, a price nothing else here beats.", "32 reviews, a total nothing else here tops."),
        (1, "Weighs only 1.1 kg, less than a third of the Whirl.", "Weighs 1.1 kg, a fifth of the Whirl."),
        (1, "It runs at 300 W, a third of the Whirl.", "It runs at 300 W, two thirds of the Whirl."),
        (1, "It costs $40, two thirds of the Whirl.", "It costs $40, a third of the Whirl."),
        (0, "At $60 it is $30 down from its list price.", "At $60 it is $40 down from its list price."),
        (
            4,
            "Twenty-four pieces for $19, the biggest set here.",
            "Twenty-four pieces for $19, the smallest set here.",
        ),
        (6, "It is the cheapest at $9.", "The box is the dearest at $9."),
        (4, "It costs $10 more than the cheapest at $9.", "It is the cheapest at $19."),
        (6, "You get 18 sachets for $9.", "You get 32 sachets for $9."),
        (6, "32 tea drinkers have tried it.", "Inside are 32 mint tea bags."),
    ],
)
def test_the_number_is_of_what_it_stands_with(position: int, true: str, false: str) -> None:
    check = Grounding(LISTED)
    assert check.unsupported(Sentence(position=position, text=true)) is None
    assert check.unsupported(Sentence(position=position, text=false)) is not None
