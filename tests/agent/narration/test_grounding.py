"""Numbers, prices, percentages and brands must be borne out by the facts."""

from __future__ import annotations

import pytest

from agent.narration.grounding import Grounding
from agent.types import Sentence
from retrieval.types import Constraints, PriceRange
from tests.agent.narration.shortlists import product, shortlist

OTHER = product(
    product_id="lamp-2",
    title="Bow Lamp 800 lm",
    brand="Nordic Glow",
    description="Bright.",
    price=55.0,
    sale_price=None,
    rating=4.1,
    rating_count=8,
    attributes={"color": "blue"},
)
GROUNDING = Grounding(
    shortlist(
        [product(published_at="2024-05-01"), OTHER],
        request="a lamp for 2 desks under $50",
        constraints=Constraints(price=PriceRange(max=50)),
    )
)


def unsupported(text: str, position: int | None = 0) -> str | None:
    return GROUNDING.unsupported(Sentence(position=position, text=text))


@pytest.mark.parametrize(
    "text",
    [
        "A slim lamp that folds flat.",
        "Now $30, down from $40.",
        "It is 25% off, so you save $10.",
        "Rated 4.6 out of 5 by 120 shoppers.",
        "It weighs 3.5 kg and has 3 brightness levels.",
        "At $30.00 it stays under your $50 limit.",
        "It costs $25 less than the other one.",
        "Cheaper than the one at $55.",
        "New in 2024.",
        "Lumen keeps it simple.",
    ],
)
def test_what_follows_from_the_facts_stays(text: str) -> None:
    assert unsupported(text) is None


@pytest.mark.parametrize(
    ("text", "claim"),
    [
        ("It costs $29.", "29"),
        ("It costs $4.60.", "4.6"),
        ("It is 30% off.", "30"),
        ("It has 4 brightness levels.", "4"),
        ("It weighs 3.6 kg.", "3.6"),
        ("It gives 800 lumens.", "800"),
        ("Rated by 1,200 shoppers.", "1200"),
        ("It was $55.", "55"),
        ("A Nordic Glow classic.", "Nordic Glow"),
        ("Save $12 today.", "12"),
    ],
)
def test_what_does_not_is_caught(text: str, claim: str) -> None:
    assert unsupported(text) == claim


def test_a_bound_that_the_product_breaks_is_no_fact() -> None:
    assert unsupported("It stays under $50.", position=1) == "50"


def test_opening_prose_has_the_whole_list() -> None:
    assert unsupported("2 lamps from $30 to $55.", None) is None
    assert unsupported("Lamps from $10.", None) == "10"


def test_a_brand_that_is_a_common_word_is_meant_only_as_written() -> None:
    grounding = Grounding(shortlist([product(), product(product_id="b", brand="Studio")]))
    assert grounding.unsupported(Sentence(position=0, text="Good for the studio.")) is None
    assert grounding.unsupported(Sentence(position=0, text="A Studio lamp.")) == "Studio"
