"""What an everyday sentence leaves unsaid or says otherwise is read as any shopper reads it."""

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
                "Varro Floor Varnish 2.5 L",
                {"touch_dry": "2 hours", "recoat_after": "4 hours", "volume": "2.5 L",
                 "coverage": "up to 40 m² per tin", "uv_protection": "UPF 40", "notes": ["Cedarwood", "Lime"],
                 "harmful_to_cats": "No"},
                price=50.0, sale_price=40.0,
            ),
            _item(
                "Tarn Beam Projector",
                {"ports": "5 (2 x HDMI 2.1)", "slots": "2 x SD", "screen": "1.74 in OLED",
                 "weight": "10.5 lb",
                 "modes": "100+", "water_rating": "IP67", "power": "1 CR battery (not included)",
                 "subscription": "1 month included, then $7.50 per month", "length": "5 m",
                 "control": "app (iOS and Android)", "assembly": "Delivered assembled",
                 "handle": "beech grip", "ships_from": "October 20"},
                price=149.0, sale_price=129.0, rating=4.7, availability="preorder",
            ),
            _item(
                "Tarn Classic Oak Lamp",
                {"weight": "900 g", "water_rating": "IP54", "quantity": "1",
                 "sensors": ["Sunlight", "SpO2"]}, price=170.0, sale_price=160.0,
            ),
            _item(
                "Milla Chocolate Bars, Pack of 3",
                {"weight": "3 x 100 g", "chocolate_types": ["Milk", "White"], "age": "6+",
                 "figures": "1 cow"},
                price=12.0, categories=("Food > Chocolate > Bars",),
            ),
        ]
    )
)  # fmt: skip

TRUE = [
    (0, "It is touch dry in two hours and ready for another coat after four."),
    (0, "It is touch dry in a couple of hours, though you wait an hour or two, or four."),
    (0, "It offers UPF 40 sun protection."),
    (0, "If you tend to forget volume, it forgives."),
    (0, "It smells of cedar and lime."),
    (0, "It is safe around cats."),
    (0, "It covers roughly 16 m² per litre."),
    (0, "It costs $40, which is 20% below its $50 list price."),
    (0, "If you're travelling for two weeks, it is dry before you leave."),
    (0, "It has a reassuring heft."),
    (0, "For phone-free runs it is out of place."),
    (0, "It won't go with an E27 lamp."),
    (0, "The stories feature a puppy."),
    (2, "If you just want sunlight and SpO2 tracking, it is the one."),
    (0, "There's no fiddling with stickers."),
    (1, "It has five HDMI ports, two of them HDMI 2.1."),
    (1, "It has dual SD slots."),
    (1, "It has a bright 1.74-inch screen."),
    (1, "There is none like it on this list at $129 and just 10.5 pounds."),
    (1, "It has over 100 modes."),
    (1, "It has a better water rating than the Tarn Classic Oak Lamp, with IP67 against IP54."),
    (1, "It needs a CR battery."),
    (1, "The subscription is $7.50 a month."),
    (1, "It extends to 5 metres."),
    (1, "You can drive it from an iPhone or Android phone."),
    (1, "It arrives fully assembled."),
    (1, "It has a strong 4.7-star rating."),
    (1, "It ships from October 20, well ahead of December."),
    (1, "This under-12-pound projector is easy to carry."),
    (3, "It works out at $4 a bar."),
    (3, "You'll find milk and white chocolate in it."),
    (3, "For a six-year-old who loves sweets, it is a treat."),
]
FALSE = [
    (0, "It is touch dry in two hours and ready for another coat after nine."),
    (1, "It has an ash handle."),
    (0, "It smells of birch and lime."),
    (0, "It is harmful to cats."),
    (0, "It covers roughly 19 m² per litre."),
    (0, "It costs $40, which is 20% below its $60 list price."),
    (1, "It has five HDMI 2.1 ports."),
    (1, "It has a bright 2.74-inch screen."),
    (1, "It weighs just 12.5 pounds and costs $129."),
    (1, "It has over 200 modes."),
    (1, "It has IP54."),
    (1, "The subscription is $9.50 a month."),
    (1, "It extends to 7 metres."),
    (1, "It has a strong 4.9-star rating."),
    (1, "It ships from December 20."),
    (1, "This under-8-pound projector is easy to carry."),
    (2, "It has dual SD slots."),
    (2, "It measures sunlight and GLP3."),
    (0, "It has an E27 socket."),
    (0, "It is a plastic-free varnish."),
    (2, "It arrives fully assembled."),
    (3, "It works out at $5 a bar."),
    (3, "It suits a four-year-old."),
]


@pytest.mark.parametrize(("position", "text"), TRUE)
def test_the_reading_is_borne_out(position: int, text: str) -> None:
    assert LIST.unsupported(Sentence(position=position, text=text)) is None


@pytest.mark.parametrize(("position", "text"), FALSE)
def test_another_value_is_caught(position: int, text: str) -> None:
    assert LIST.unsupported(Sentence(position=position, text=text)) is not None
