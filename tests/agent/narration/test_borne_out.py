"""True though no rule expects the words: word for word in the facts, another's number, a scene, an idiom."""

from __future__ import annotations

from typing import Any

import pytest

from agent.narration.grounding import Grounding
from agent.types import Sentence
from tests.agent.narration.shortlists import product, shortlist


def _item(title: str, attributes: dict[str, Any], **changes: Any) -> Any:
    given = {"sale_price": None, "description": None, "categories": ("Shop > Things",), "rating": 4.2}
    return product(
        product_id=title, title=title, brand=title.split()[0], attributes=attributes, **{**given, **changes}
    )


LIST = Grounding(
    shortlist(
        [
            _item(
                "Tovik Desk Printer",
                {
                    "print_speed": "32 ppm", "connectivity": ["Wi-Fi", "USB"], "screen": "300 ppi",
                    "auto_shut_off": "after 15 minutes",
                    "type": "monochrome laser", "batteries": "not required",
                    "keeps_hot": "up to 6 hours", "keeps_cold": "up to 24 hours", "age": "4+",
                },
                description="A quiet sleeper with 98% of the fan noise removed.",
                price=40.0, sale_price=31.96, rating=None, rating_count=None,
            ),
            _item(
                "Tovik Linen Blanket, 3-Pack",
                {"care": "wash at 40 °C", "quantity": "3", "skin": "hypoallergenic", "scent": "fig",
                 "frame": "steel", "back": "closed-back shell"},
                price=120.0, sale_price=96.0, rating=4.5,
            ),
            _item(
                "Quill Wool Blanket",
                {"care": "wash at 60 °C", "rating_to": "-5 °C", "material": "wool", "age": "3-8 years",
                 "weight": "12 kg", "pillow": "wool, soft"},
                price=110.0, rating=4.8, rating_count=410,
            ),
            _item(
                "Orva Down Blanket 30 oz",
                {"rating_to": "-20 °C", "material": "goose down"}, price=90.0, rating=4.1,
            ),
            _item(
                "Orva Lamp Wax 2 kg",
                {"weight": "2 kg", "label": "paper", "scent": "fig", "included": "lamp"}, price=10.0,
            ),
        ]
    )
)  # fmt: skip


@pytest.mark.parametrize(
    ("position", "text"),
    [
        (0, "It connects over Wi-Fi or USB."), (0, "It prints 32 pages per minute."),
        (0, "Its panel shows 300 pixels per inch."),
        (0, "It is on sale for just under $32, saving you $8.04."),
        (0, "It switches itself off after 15 minutes."), (0, "It needs none: no batteries are required."),
        (0, "It keeps your soup hot for 6 hours."), (0, "It is recommended for ages four and up."),
        (0, "It sleeps with 98% of the fan noise removed."),
        (0, "It has no customer ratings to go by yet."), (0, "For open-mic nights it is quiet."),
        (0, "It would be a sweet add-on for the office."), (0, "It is a treat beside flat whites."),
        (0, "It is a pleasure on a V60."),
        (1, "It smells of fig and is suitable for a gift."), (1, "It is kind, for sensitive skin."),
        (1, "You'll save $24 on the Tovik 3-pack, which is 20% off right now."),
        (1, "It gives you closed-back isolation."),
        (2, "It washes at 60 °C, hotter than the 40 °C recommended for the linen one."),
        (2, "It washes at 60 °C, against 40 °C for the linen."),
        (2, "At 4.8 stars it is ahead of the Tovik Linen Blanket at 4.5."),
        (2, "With the Tovik Linen Blanket marked down to $96, it is the dearest here."),
        (2, "It costs more than the Tovik Linen Blanket, even with the latter on sale."),
        (2, "Like the Orva Down Blanket, it is rated below zero, just with wool instead."),
        (3, "It is rated to minus 20 degrees."),
        (3, "It has the lowest rating here at -20 °C."),
        (2, "It offers premium material."),
        # a price by its unit, one below a round one, what is denied, what a list of scents ends with
        (4, "Two kilos for 10 dollars work out at 5 dollars a kilo."), (4, "It costs a dollar under $11."),
        (4, "It needs no separate label."),
        (4, "For your six-year-old, it is of fig."),
        (2, "At 12 kg it weighs more than three times as much as the Orva Lamp Wax."),
        (4, "It smells of fig and stays put."),
        (4, "It is the longest-keeping one, and its built-in lamp saves you a torch."),
    ],
)  # fmt: skip
def test_true(position: int, text: str) -> None:
    assert LIST.unsupported(Sentence(position=position, text=text)) is None


@pytest.mark.parametrize(
    ("position", "text"),
    [
        (0, "It connects over Wi-Fi or NFC."), (0, "It prints 42 pages per minute."),
        (0, "Its panel shows 400 pixels per inch."),
        (0, "It is on sale for just under $30, saving you $8.04."),
        (0, "It switches itself off after 25 minutes."), (1, "No steel is needed and it has no frame."),
        (0, "It keeps your soup hot for 8 hours."), (0, "It prints in vivid color."),
        (0, "It is recommended for ages seven and up."), (0, "It sleeps with 88% of the fan noise removed."),
        (2, "It has no customer ratings to go by yet."),
        (1, "It smells of rose and is suitable for a gift."), (2, "It is kind, for sensitive skin."),
        (1, "You'll save $24 on the Tovik 3-pack, which is 30% off right now."),
        (2, "It washes at 60 °C, hotter than the 50 °C recommended for the linen one."),
        (2, "At 4.8 stars it is ahead of the Tovik Linen Blanket at 4.7."),
        (2, "With the Tovik Linen Blanket marked down to $86, it is the dearest here."),
        (1, "It costs more than the Quill Wool Blanket, even with the latter on sale."),
        (2, "It is made for ages 3 to 12."), (2, "It has the lowest rating here at -5 °C."),
        (3, "It is rated down to 20 °C."),
        (4, "Two kilos for 10 dollars work out at 6 dollars a kilo."), (4, "It costs a dollar under $12."),
        (4, "It has a separate label."),
        (2, "For your eleven-year-old, it is of wool."),
        (2, "At 12 kg it weighs more than seven times as much as the Orva Lamp Wax."),
        (4, "It smells of rose and stays put."),
        (4, "Its built-in radio saves you a torch."),
    ],
)  # fmt: skip
def test_false(position: int, text: str) -> None:
    assert LIST.unsupported(Sentence(position=position, text=text)) is not None
