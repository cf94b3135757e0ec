"""What is told to come along must stand in the facts, and what an attribute denies may not be told."""

from __future__ import annotations

import pytest

from agent.narration.grounding import Grounding
from agent.types import Sentence
from tests.agent.narration.shortlists import product, shortlist

MIXERS = Grounding(
    shortlist(
        [
            product(
                product_id="m", title="Nord Mixer", brand="Nord", sale_price=None, price=300.0,
                categories=("Kitchen > Mixers",), description="Comes with a whisk. Scale sold separately.",
                attributes={
                    "included": ["dough hook", "flat beater"], "wifi": "no", "dimmable": "no",
                    "hanging_loop": "no", "battery": "AA, not included", "light": "LED",
                },
            )
        ]
    )
)  # fmt: skip


def caught(text: str) -> str | None:
    return MIXERS.unsupported(Sentence(position=0, text=text))


@pytest.mark.parametrize(
    "text",
    [
        "It comes with a dough hook, flat beater, whisk and splash guard.", "Complete with a spinning bowl.",
        "It arrives with a scale for exact baking.", "A whisk and a travel case are thrown in.",
        "It lands at your door delivered in a hard case.", "LED light, battery included.",
    ],
)  # fmt: skip
def test_what_does_not_come_along(text: str) -> None:
    assert caught(text) is not None


@pytest.mark.parametrize(
    "text",
    [
        "It comes with a dough hook, flat beater and whisk.", "A whisk is thrown in.",
        "The dough hook and flat beater are in the box.", "It arrives with everything you need.",
        "No battery included, sadly.", "You need to add a scale, as none comes with it.",
    ],
)  # fmt: skip
def test_what_comes_along(text: str) -> None:
    assert caught(text) is None


@pytest.mark.parametrize(
    "text",
    ["It talks to your home over Wi-Fi.", "The light dims smoothly.", "It hangs neatly by its loop."],
)
def test_what_an_attribute_denies(text: str) -> None:
    assert caught(text) is not None


@pytest.mark.parametrize(
    "text",
    [
        "There's no Wi-Fi to set up.", "The light shines evenly rather than dims.",
        "You'd have to add a loop yourself.",
    ],
)  # fmt: skip
def test_what_is_denied_as_well(text: str) -> None:
    assert caught(text) is None


def test_what_is_done_after_and_is_no_value() -> None:
    """A lone word before an article is a verb: it stands beside a value by chance."""
    both = product(attributes={"color": ["slate", "mustard"]}, description=None)
    grounding = Grounding(shortlist([both]))
    told = "It comes in slate or mustard and {} a pleasant look."
    assert grounding.unsupported(Sentence(position=0, text=told.format("enjoys"))) is None
    assert (
        grounding.unsupported(Sentence(position=0, text="In slate or tangerine, a pleasant look."))
        is not None
    )
