"""What one gains, saves or gives up beside another product, and words of technology that are in a title."""

from __future__ import annotations

from typing import Any

import pytest

from agent.narration.grounding import Grounding
from agent.types import Sentence
from tests.agent.narration.shortlists import product, shortlist


def screen(name: str, price: float, told: str, **attributes: Any) -> Any:
    return product(
        product_id=name,
        title=name,
        brand=name.split()[0],
        description=told,
        categories=("Electronics > Screens",),
        price=price,
        sale_price=None,
        attributes=attributes,
    )


SCREENS = shortlist(
    [
        screen("Vanto 24 Monitor", 200.0, "A plain monitor with HDMI.", size="24 in", brightness="250 cd/m²"),
        screen(
            "Vanto 27 OLED Monitor",
            450.0,
            "An OLED monitor with a USB hub and 2.5 Gbit network socket.",
            size="27 in",
            brightness="400 cd/m²",
            panel="OLED",
            refresh_rate="240 Hz",
        ),
        screen("Kuro Camera", 300.0, "Films in 4K at 60p, weighs 400 g.", weight="400 g", video="4K 60p"),
        screen("Mira Camera LTE", 260.0, "Films in 4K at 30p over LTE.", weight="350 g", video="4K 30p"),
    ]
)


def claim(text: str, position: int) -> str | None:
    return Grounding(SCREENS).unsupported(Sentence(position=position, text=text))


@pytest.mark.parametrize(
    ("position", "text"),
    [
        (1, "Next to the Vanto 24 you gain three inches of screen."),
        (0, "Compared with the Vanto 27 you save $250 and keep the HDMI socket."),
        (3, "Choosing it over the Kuro saves you $40 and 50 g."),
        (1, "It has 150 cd/m² more brightness than the Vanto 24."),
        (0, "It is cheaper than the Vanto 27, but you give up the 240 Hz panel."),
        (0, "You do without the USB hub of the Vanto 27, but pay $250 less."),
        (0, "It is far cheaper than the 240 Hz Vanto 27."),
        (1, "This is the only OLED screen in the list."),
        (2, "It films in 4K at 60p, while the Mira stops at 30p."),
        (3, "It sends its pictures over LTE."),
        (1, "Its network socket runs at 2.5 Gbit/s."),
    ],
)
def test_true(position: int, text: str) -> None:
    assert claim(text, position) is None


@pytest.mark.parametrize(
    ("position", "text"),
    [
        (1, "Next to the Vanto 24 you gain five inches of screen."),
        (0, "Compared with the Vanto 27 you save $350 and keep the HDMI socket."),
        (3, "Choosing it over the Kuro saves you $40 and 80 g."),
        (1, "It has 250 cd/m² more brightness than the Vanto 24."),
        (0, "It is cheaper than the Vanto 27, but you give up the 360 Hz panel."),
        (0, "You do without the card reader of the Vanto 27, but pay $250 less."),
        (0, "It is far cheaper than the 360 Hz Vanto 27."),
        (0, "This is the only OLED screen in the list."),
        (2, "It films in 4K at 60p, while the Mira stops at 50p."),
        (2, "It sends its pictures over LTE."),
        (1, "Its network socket runs at 5 Gbit/s."),
    ],
)
def test_false(position: int, text: str) -> None:
    assert claim(text, position) is not None
