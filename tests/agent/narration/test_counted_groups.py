"""Groups of the list by what they are and have: how many, who is first of them, who comes next."""

from __future__ import annotations

from typing import Any

import pytest

from agent.narration.grounding import Grounding
from agent.types import Sentence
from tests.agent.narration.shortlists import product, shortlist


def scarf(title: str, brand: str, price: float, colour: str, count: int, **attributes: Any) -> Any:
    return product(
        product_id=title,
        title=title,
        brand=brand,
        description="Something for the neck.",
        categories=("Apparel > Accessories > Neckscarves",),
        price=price,
        sale_price=None,
        rating=4.2,
        rating_count=count,
        attributes={"color": colour, **attributes},
    )


SCARVES = shortlist(
    [
        scarf("Ondra White Striped Scarf", "Ondra", 40.0, "White", 210, gender="Women"),
        scarf("Ondra Red Scarf", "Ondra", 75.0, "Red", 90, gender="Men"),
        scarf("Pell White Scarf", "Pell", 22.0, "White", 400, gender="Men"),
        scarf("Quill Olive Striped Scarf", "Quill", 75.4, "Olive", 35, gender="Women", waterproof="yes"),
        scarf("Rusk Black Scarf", "Rusk", 120.0, "Black", 60, gender="Women", waterproof="yes"),
    ]
)


def claim(text: str, position: int) -> str | None:
    return Grounding(SCARVES).unsupported(Sentence(position=position, text=text))


@pytest.mark.parametrize(
    ("position", "true", "false"),
    [
        (
            0,
            "Of the two white scarves here, the Ondra is the dearer one, at $40.",
            "Of the two white scarves here, the Ondra is the cheaper one, at $40.",
        ),
        (
            3,
            "Of the three women's scarves on the list, the Quill is the second cheapest.",
            "Of the three women's scarves on the list, the Quill is the most expensive.",
        ),
        (
            1,
            "The Ondra is the cheapest of the three scarves over $70.",
            "The Ondra is the dearest of the three scarves over $70.",
        ),
        (
            2,
            "The Pell is the cheapest of the five as well as the most reviewed.",
            "The Pell is the cheapest of the five as well as the least reviewed.",
        ),
        (
            3,
            "It costs $44.60 less than the other waterproof scarf.",
            "It costs $54.60 less than the other waterproof scarf.",
        ),
        (
            1,
            "Two scarves here cost more than the red Ondra, the Quill and the Rusk.",
            "Two scarves here cost more than the red Ondra, the Quill and the Pell.",
        ),
        (
            4,
            "Three scarves here cost over $70, and the Rusk is the dearest of them.",
            "Four scarves here cost over $70, and the Rusk is the dearest of them.",
        ),
        (
            3,
            "Three of the other scarves are cheaper than the Quill and one is more expensive.",
            "Three of the other scarves are cheaper than the Quill and two are more expensive.",
        ),
        (
            0,
            "Ondra appears twice here, and the white one is the cheaper of its two.",
            "Ondra appears twice here, and the white one is the dearer of its two.",
        ),
        (
            2,
            "The Pell is one of two scarves below $50, and the cheaper of those.",
            "The Pell is one of two scarves below $50, and the dearer of those.",
        ),
        (
            1,
            "Two of these scarves come from Ondra, and the red one is the dearer of them.",
            "Three of these scarves come from Ondra, and the red one is the dearest of them.",
        ),
        (
            3,
            "It is one of two scarves with stripes, and the only olive one.",
            "It is one of three scarves with stripes, and the only olive one.",
        ),
        (
            0,
            "Two scarves here are under $50, and this one is one of them.",
            "Three scarves here are over $70, and this one is one of them.",
        ),
        (
            1,
            "At $75 only the Quill and the Rusk cost more than this one.",
            "At $75 only the Rusk costs more than this one.",
        ),
    ],
)
def test_a_group_is_whoever_its_words_hold_of(position: int, true: str, false: str) -> None:
    assert claim(true, position) is None
    assert claim(false, position) is not None


@pytest.mark.parametrize(
    ("position", "true", "false"),
    [
        (2, "It's $18 cheaper than the white Ondra.", "It's $18 cheaper than the red Ondra."),
        (
            2,
            "At $22 it is the cheapest; the next one up costs $40.",
            "At $22 it is the cheapest; the next one up costs $75.",
        ),
        (
            2,
            "The Pell is the cheapest here, the next cheapest being the white Ondra.",
            "The Pell is the cheapest here, the next cheapest being the Quill.",
        ),
        (
            2,
            "With 400 ratings it has almost twice as many as the next most reviewed scarf.",
            "With 400 ratings it has four times as many as the next most reviewed scarf.",
        ),
        (
            1,
            "It costs practically the same as the Quill, with only 40 cents between them.",
            "It costs practically the same as the Quill, with only 20 cents between them.",
        ),
        (1, "It saves you $45 against the black Rusk.", "It saves you $55 against the black Rusk."),
        (
            2,
            "Choosing the white Pell over the Rusk leaves almost $100 in your wallet.",
            "Choosing the white Pell over the Rusk leaves over $100 in your wallet.",
        ),
        (
            1,
            "For the price of the red Ondra you could buy three white Pell scarves and still have money.",
            "For the price of the red Ondra you could buy four white Pell scarves and still have money.",
        ),
    ],
)
def test_another_is_told_by_its_colour_its_rank_or_its_price(position: int, true: str, false: str) -> None:
    assert claim(true, position) is None
    assert claim(false, position) is not None


@pytest.mark.parametrize(
    "text",
    [
        "You save just under $20 on the Ondra right now.",
        "Two of its edges are hemmed by hand.",
        "Three colours here go with everything.",
    ],
)
def test_what_counts_nothing_of_the_list_is_left_to_others(text: str) -> None:
    reds = shortlist(
        [
            product(
                product_id="1", title="Ondra Scarf", brand="Ondra", price=60.0, sale_price=40.5,
                description="Two edges hemmed by hand. Comes in three colours.",
            ),
            product(product_id="2", title="Pell Cap", brand="Pell", price=20.0),
        ]
    )  # fmt: skip
    assert Grounding(reds).unsupported(Sentence(position=0, text=text)) is None
