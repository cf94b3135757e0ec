"""What a sentence says of the shopper is held to what is known of them, and no product has to bear it out."""

from __future__ import annotations

import pytest

from agent.narration.grounding import Grounding
from agent.types import Sentence
from retrieval.types import Constraints, Tastes
from tests.agent.narration.shortlists import product, shortlist

LAMPS = [
    product(),
    product(product_id="b", title="Bow Lamp", brand="Nordic Glow", attributes={"color": "blue"}),
]
KNOWN = Tastes(
    stated=Constraints(include={"material": ("merino",)}, exclude={"material": ("wool",)}),
    bought=("Tents (Fjell)", "Rain Jackets (Nordtrek)"),
    liked=("Mugs",),
)
OF_KNOWN = Grounding(shortlist(LAMPS, shopper=KNOWN, anchor="Trail Oak Table 2"))
OF_STRANGER = Grounding(shortlist(LAMPS))

TRUE = [
    "As you like merino, this lamp suits you: it folds flat.",
    "As you avoid wool, this steel lamp is right.",
    "It folds flat and goes well with the tent you bought.",
    "Goes with the Fjell tent you bought, and it folds flat.",
    "It goes with the two Fjell tents you bought last month.",
    "Since you've recently bought Nordtrek rain jackets, this one in red may please.",
    "It stands well beside your latest tent purchase.",
    "It sits well beside the Trail Oak Table.",
    "A good partner for the Trail Oak Table 2.",
]
NEVER = [
    ("As you bought a drone, this suits you.", "As you bought a drone"),
    ("Goes with the drone you bought.", "the drone you bought"),
    ("It suits your last drone order.", "your last drone order"),
    ("A match for the Loll tents you ordered.", "the Loll tents you ordered"),
]
FREE = [
    "Dress it up as you like.",
    "Once you've bought it, it folds flat.",
    "If you bought a drone, it still folds flat.",
]


@pytest.mark.parametrize("text", TRUE)
def test_what_is_true_of_the_shopper_stays(text: str) -> None:
    assert OF_KNOWN.unsupported(Sentence(position=0, text=text)) is None
    assert OF_KNOWN.unsupported(Sentence(position=None, text=text)) is None


@pytest.mark.parametrize("text", TRUE[:8])
def test_of_a_stranger_the_same_is_false(text: str) -> None:
    assert OF_STRANGER.unsupported(Sentence(position=0, text=text)) is not None


@pytest.mark.parametrize(("text", "claim"), NEVER)
@pytest.mark.parametrize("position", [0, None])
def test_a_purchase_that_nobody_knows_of_is_held_back(text: str, claim: str, position: int | None) -> None:
    for grounding in (OF_KNOWN, OF_STRANGER):
        assert grounding.unsupported(Sentence(position=position, text=text)) == claim


@pytest.mark.parametrize("text", FREE)
def test_what_claims_nothing_of_them_is_free(text: str) -> None:
    assert OF_STRANGER.unsupported(Sentence(position=0, text=text)) is None


@pytest.mark.parametrize(
    ("text", "claim"),
    [
        ("As you bought a tent, it costs $99.", "99"),
        ("It is made of oak.", "oak"),
        ("As you like merino, this one is made of merino.", "merino"),
        ("Beside the tent you bought, its blue is calm.", "blue"),
    ],
)
def test_the_product_is_held_to_its_own_facts_all_the_same(text: str, claim: str) -> None:
    assert OF_KNOWN.unsupported(Sentence(position=0, text=text)) == claim


def test_what_they_told_of_themselves_may_be_said() -> None:
    told = Grounding(shortlist(LAMPS, request="a lamp to go with the drone I bought"))
    said = Sentence(position=0, text="Goes with the drone you bought.")
    assert told.unsupported(said) is None
