"""With a cable or without, and what stores or pays for nothing."""

from __future__ import annotations

from typing import Any

import pytest

from agent.narration.grounding import Grounding
from agent.types import Sentence
from tests.agent.narration.shortlists import product, shortlist


def gadget(name: str, told: str, **attributes: Any) -> Any:
    return product(
        product_id=name,
        title=name,
        brand=name.split()[0],
        description=told,
        categories=("Electronics > Gadgets",),
        attributes=attributes,
    )


GADGETS = shortlist(
    [
        gadget(
            "Orla Headset",
            "A wireless headset with a case and image stabilisation.",
            connection="Bluetooth 5.3",
            charging="USB-C",
            music_storage="no",
            contactless_payment="no",
        ),
        gadget("Nuvo Phone", "A phone with wireless charging at 15 W.", music_storage="yes"),
        gadget(
            "Pira Soundbar", "A soundbar with a wireless subwoofer and an HDMI cable.", inputs="HDMI, 3.5 mm"
        ),
    ]
)


def claim(text: str, position: int) -> str | None:
    return Grounding(GADGETS).unsupported(Sentence(position=position, text=text))


@pytest.mark.parametrize(
    ("position", "text"),
    [
        (0, "It connects without a cable and has image stabilization."),
        (0, "It does not charge wirelessly."),
        (1, "It charges wirelessly at 15 W."),
        (1, "It stores your playlists."),
        (2, "The soundbar connects by cable."),
    ],
)
def test_true(position: int, text: str) -> None:
    assert claim(text, position) is None


@pytest.mark.parametrize(
    ("position", "text"),
    [
        (0, "It connects by cable only."),
        (0, "Its case supports wireless charging."),
        (0, "It charges wirelessly in its case."),
        (0, "It stores your playlists."),
        (0, "You can leave the wallet, as it pays contactlessly."),
        (2, "The subwoofer connects by cable."),
    ],
)
def test_false(position: int, text: str) -> None:
    assert claim(text, position) is not None
