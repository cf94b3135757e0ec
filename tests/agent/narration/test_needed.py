"""What is needed, spared or done beforehand, and what says the opposite of a fact in other words."""

from __future__ import annotations

from typing import Any

import pytest

from agent.narration.grounding import Grounding
from agent.types import Sentence
from tests.agent.narration.shortlists import product, shortlist


def _said_of(**changes: Any) -> Grounding:
    given = {"sale_price": None, "price": 80.0, "categories": ("Shop > Things",), "description": None}
    return Grounding(shortlist([product(product_id="p", **(given | changes))]))


LAMP = _said_of(
    title="Orbit Ceiling Lamp", brand="Orbit",
    description="Controlled over Wi-Fi - no hub needed. Two GU10 bulbs and a remote are included.",
    attributes={"cable": "not required", "assembly": "Arrives fully assembled"},
)  # fmt: skip
GAME = _said_of(
    title="Deep Fog", brand="Fern", categories=("Toys > Games",),
    description="Expansion for Fog, a cooperative game. The base game is required. Needs an app.",
    attributes={"app": "required", "players": "2-4"},
)  # fmt: skip
PAN = _said_of(
    title="Iron Pan", brand="Forge",
    description="Pre-seasoned iron pan. Not suitable for induction or the dishwasher.",
    attributes={"material": "cast iron"},
)  # fmt: skip
VACUUM = _said_of(
    title="Breeze Vacuum", brand="Breeze", description="A light vacuum.",
    attributes={"bagless": "yes", "brush": "double-sided"},
)  # fmt: skip
BAGGED = _said_of(title="Gale Vacuum", brand="Gale", attributes={"bagless": "no", "noise": "60 dB"})
TEA = _said_of(title="Hill Tea", brand="Hill", attributes={"form": "Loose leaf", "fragrance": "unscented"})
BENCH = _said_of(
    title="Tor Bench", brand="Tor", description="Ships flat-packed, with a reversible chaise.",
    attributes={"width": "120 cm"},
)  # fmt: skip


def caught(grounding: Grounding, text: str) -> str | None:
    return grounding.unsupported(Sentence(position=0, text=text))


@pytest.mark.parametrize(
    ("grounding", "text"),
    [
        (LAMP, "You won't need a hub for the lamp."),
        (LAMP, "You don't have to buy a remote, for it is in the box."),
        (LAMP, "It arrives already put together."),
        (GAME, "You need the base game to play it."),
        (GAME, "You'll need the app for this one."),
        (GAME, "Instead of competing against each other you save the island together."),
        (PAN, "There is no need to season it first."),
        (PAN, "Keep the pan out of the dishwasher."),
        (VACUUM, "It works without dust bags."),
        (BAGGED, "It collects its dust in bags."),
        (TEA, "It is loose leaf, so brew it in a pot."),
        (TEA, "The tea is unscented."),
        (BENCH, "The chaise goes on the left or the right."),
    ],
)
def test_what_the_facts_need_and_spare_is_kept(grounding: Grounding, text: str) -> None:
    assert caught(grounding, text) is None


@pytest.mark.parametrize(
    ("grounding", "text"),
    [
        (LAMP, "You'll need a separate hub to control it."),
        (LAMP, "A hub is required for the app."),
        (LAMP, "It lights up once you've laid the cable."),
        (LAMP, "You'll have to buy a remote on top."),
        (LAMP, "The bulbs have to be bought separately."),
        (LAMP, "Assembly is required before it lights up."),
        (LAMP, "You have to put it together at home."),
        (GAME, "The base game isn't needed to play it."),
        (GAME, "It works entirely without an app."),
        (GAME, "It is a stand-alone game for an evening."),
        (GAME, "The players compete against each other."),
        (GAME, "You play against each other in the fog."),
        (PAN, "It needs seasoning before its first use."),
        (PAN, "You have to season it yourself."),
        (PAN, "Just pop it into the dishwasher."),
        (VACUUM, "It uses dust bags."),
        (VACUUM, "The brush is one-sided."),
        (BAGGED, "It needs no bags at all."),
        (TEA, "It comes in practical tea bags."),
        (TEA, "The tea has a delicate fragrance."),
        (BENCH, "It arrives fully assembled."),
        (BENCH, "The chaise is fixed on the left."),
    ],
)
def test_what_the_facts_need_or_spare_is_not_turned_around(grounding: Grounding, text: str) -> None:
    assert caught(grounding, text) is not None


TEA_BLACK = _said_of(
    title="Hill Assam", brand="Hill", attributes={"caffeine": "High", "strength": "4 of 5", "weight": "100 g"}
)
BED = _said_of(
    title="Calm Mattress", brand="Calm", attributes={"firmness": "firm (7/10)", "cover": "soft cotton"}
)


@pytest.mark.parametrize(
    ("grounding", "text"),
    [
        (TEA_BLACK, "High in caffeine, it wakes you up."),
        (TEA_BLACK, "Its strength is 4 out of 5."),
        (TEA_BLACK, "A high strength rating, a low price."),
        (BED, "If you like it firm, this is the one."),
        (BED, "It is a firm mattress."),
    ],
)
def test_a_degree_that_the_facts_tell_is_kept(grounding: Grounding, text: str) -> None:
    assert caught(grounding, text) is None


@pytest.mark.parametrize(
    ("grounding", "text"),
    [
        (TEA_BLACK, "It is low in caffeine."),
        (TEA_BLACK, "As it contains little caffeine, it suits the evening."),
        (TEA_BLACK, "Its strength rating is low."),
        (TEA_BLACK, "A maximum strength rating for the morning."),
        (TEA_BLACK, "It has a strength of 5 out of 5."),
        (BED, "If you like it soft, this is the one."),
        (BED, "If you want a soft, sink-in bed, choose this one."),
    ],
)
def test_another_degree_is_not(grounding: Grounding, text: str) -> None:
    assert caught(grounding, text) is not None


MOWERS = Grounding(
    shortlist(
        [
            product(product_id="a", title="Volt Corded Mower", brand="Gard", categories=("Garden > Mowers",)),
            product(
                product_id="b", title="Turf Petrol Mower", brand="Rowan", categories=("Garden > Mowers",)
            ),
            product(product_id="c", title="Bud Robot", brand="Verd", categories=("Garden > Robots",)),
            product(product_id="d", title="Lawn Robot", brand="Verd", categories=("Garden > Robots",)),
        ]
    )
)


@pytest.mark.parametrize("text", ["This Gard corded mower is red.", "Gard makes the Volt of steel."])
def test_its_own_brand_is_kept(text: str) -> None:
    assert caught(MOWERS, text) is None


@pytest.mark.parametrize(
    "text",
    [
        "This Rowan corded mower is red.",
        "The Rowan corded mower is red.",
        "Rowan makes the Volt of steel.",
        "Verd equips the Volt with a body of steel.",
    ],
)
def test_the_brand_of_another_before_its_own_kind_is_not(text: str) -> None:
    assert caught(MOWERS, text) is not None
