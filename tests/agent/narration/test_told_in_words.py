"""What attributes and descriptions tell in words, and what they are silent of."""

from __future__ import annotations

import pytest

from agent.narration.grounding import Grounding
from agent.types import Sentence
from tests.agent.narration.shortlists import product, shortlist

LIST = Grounding(
    shortlist(
        [
            product(
                product_id="vest",
                title="Tove Quilted Vest",
                brand="Tove",
                description="A light vest with a stand collar for cool mornings. Lined with cupro.",
                categories=("Clothing > Vests",),
                price=89.0,
                attributes={
                    "color": ("navy", "burgundy"),
                    "sizes": ("S", "M", "L"),
                    "material": "nylon",
                    "care": "machine wash 30 °C",
                    "pockets": "two side pockets",
                },
            ),
            product(
                product_id="brush",
                title="Oravia Sonic 3 Toothbrush",
                brand="Oravia",
                description="A sonic brush with two modes.",
                categories=("Beauty > Toothbrushes",),
                price=59.0,
                attributes={
                    "in the box": ("Handle", "Charging stand"),
                    "pressure sensor": "no",
                    "movement": "sonic",
                },
            ),
            product(
                product_id="boots",
                title="Kodrik Pac Boot",
                brand="Kodrik",
                description="A boot for deep snow. Comes with a USB-C cable for its sole heater.",
                categories=("Shoes > Boots",),
                price=129.0,
                attributes={
                    "sizes": ("40", "41", "42"),
                    "in the box": ("boots", "USB-C cable"),
                    "roast": "dark",
                },
            ),
        ]
    )
)
VEST, BRUSH, BOOTS = range(3)


@pytest.mark.parametrize(
    ("position", "true", "false"),
    [
        # what it does not come in
        (VEST, "It doesn't come in yellow.", "It doesn't come in navy."),
        (VEST, "It isn't available in green.", "It isn't available in burgundy."),
        (VEST, "You can't get it in white.", "You can't get it in navy."),
        (VEST, "It isn't made of leather.", "It isn't made of nylon."),
        (VEST, "If you want it in navy, you can have it.", "If you want it in green, you can have it."),
        (VEST, "It doesn't come in size XL.", "It doesn't come in size M."),
        (VEST, "L is one of the sizes.", "XL is one of the sizes."),
        (VEST, "The sizes include S.", "The sizes include XS."),
        (VEST, "It is available from S to L.", "It is available from S to XL."),
        (BOOTS, "It isn't available in 45.", "It isn't available in 41."),
        # what it can stand
        (VEST, "It can be machine washed.", "It has to be washed by hand."),
        (VEST, "You can put it in the washing machine.", "You can put it in the dishwasher."),
        (VEST, "It is lined with cupro.", "It goes to the dry cleaner."),
        (BRUSH, "It doesn't turn itself off.", "It turns itself off."),
        (BRUSH, "It is a sonic one.", "It switches off automatically."),
        (BRUSH, "It is not for the microwave.", "You can pop it in the microwave."),
        (BOOTS, "It is for deep snow.", "It repels stains."),
        (BOOTS, "It doesn't take voice commands.", "It takes voice commands."),
        (VEST, "It has a stand collar.", "You can turn it inside out."),
        (VEST, "It is a light vest.", "It charges in the sun."),
        # what it has
        (VEST, "You get a stand collar.", "You get a privacy shutter."),
        (VEST, "It's the one with a stand collar.", "It's the one with a padded hood."),
        (BRUSH, "It offers two modes.", "It offers a replaceable ring."),
        (BOOTS, "There is a sole heater.", "There is a display on top."),
        (VEST, "It has two side pockets.", "You carry it by its shoulder strap."),
        (VEST, "You can machine wash it at 30 °C.", "It has no pockets."),
        # what is not in the box
        (BRUSH, "A USB-C cable is not included.", "A charging stand is not included."),
        (BRUSH, "It doesn't come with a pressure sensor.", "It comes with a pressure sensor."),
        # an attribute by its name
        (BRUSH, "As for movement, it is sonic.", "As for movement, it is mechanical."),
        (BOOTS, "The roast is dark.", "The roast is medium."),
        (BRUSH, "What you get is a toothbrush.", "What you get is a vest."),
    ],
)
def test_a_true_sentence_and_its_false_twin(position: int, true: str, false: str) -> None:
    assert LIST.unsupported(Sentence(position=position, text=true)) is None
    assert LIST.unsupported(Sentence(position=position, text=false)) is not None
