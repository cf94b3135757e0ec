"""True in other words than the facts: a label for a feature, what is of another, what is of a scene."""

from __future__ import annotations

from typing import Any

import pytest

from agent.narration.grounding import Grounding
from agent.types import Sentence
from tests.agent.narration.shortlists import product, shortlist


def _item(title: str, attributes: dict[str, Any], **changes: Any) -> Any:
    given = {"sale_price": None, "description": None, "categories": ("Shop > Things",), "rating": 4.0}
    return product(
        product_id=title, title=title, brand=title.split()[0], attributes=attributes, **{**given, **changes}
    )


LIST = Grounding(
    shortlist(
        [
            _item(
                "Rilla Pad 7",
                {
                    "water_resistance": "IPX7", "allergens": ["Milk", "Oats"], "language": "any",
                    "material": ["Solid ash", "Ash veneer"], "base": "non-slip", "hood": "detachable",
                    "rotation": "90°", "rider_height": "100-120 cm", "thickness": "9 mm", "face": "30 mm",
                    "screen": '9"', "included": ["extra black nylon strap", "infant seat"],
                    "awards": "Silver, Torino 2022", "cable_dock": "sold separately", "print_time": "50 s",
                },
                description="A pouch with a zip, a loop and a clasp (power brick not included).",
                rating_count=900,
            ),
            _item(
                "Rilla Colour Pad 7",
                {"water_resistance": "none", "strap": "black nylon", "flow_rating": "800 l"},
                rating=None, rating_count=20,
            ),
            _item("Rilla 12V Torch", {"voltage": "12 V", "warranty": "2 years", "dose": "5 mg"}),
            _item("Rilla 24V Torch", {"voltage": "24 V", "warranty": "2 years"}),
            _item("Quorn 24V Torch", {
                    "voltage": "24 V", "warranty": "3 years", "material": "brown leather",
                    "running_time": "3 h", "battery_life": "6 months",
                },
                rating=4.9,),
        ]
    )
)  # fmt: skip


@pytest.mark.parametrize(
    ("position", "text"),
    [
        (0, "It is water resistant."), (0, "It contains milk and oats."),
        (0, "It needs no particular language."), (0, "It comes with a second strap in black nylon."),
        (0, "It is made of solid ash with ash veneer."), (0, "It lies on a slip-proof base."),
        (0, "The hood can be taken off."), (0, "It swivels by 90 degrees."),
        (0, "A child of 110 cm sits well on it."), (0, "It is just 9 mm thick with a 30 mm face."),
        (0, "It has a 9-inch display."), (0, "It prints in under a minute."),
        (0, "Winner of a silver medal at Torino 2022."),
        (0, "Note that the dock for the infant seat is sold separately."),
        (0, "It includes a pouch with a zip, a loop and a clasp, just bring your own power brick."),
        (0, "It has drawn more customer ratings than anything else here."),
        (0, "It is a good choice for low-traffic rooms."), (0, "A good choice for hard-water homes."),
        (0, "For a touch of old Broadway, it has a zip."), (0, "A calm alternative to red leather."),
        (0, "It is an easy match for white walls."),
        (1, "Not as resistant as the Pad 7."),
        (2, "Like its bigger 24V sibling, the Rilla 12V has a 2-year warranty."),
        (4, "It is the highest rated in the list."),
        (4, "Its three-year warranty is one year more than the Rilla 24V Torch's."),
        (4, "A charge from the wall lasts as long as half a year."),
    ],
)  # fmt: skip
def test_true(position: int, text: str) -> None:
    assert LIST.unsupported(Sentence(position=position, text=text)) is None


@pytest.mark.parametrize(
    ("position", "text"),
    [
        (1, "It is water resistant."), (0, "It contains soy and oats."),
        (1, "It comes with a second strap in brown leather."), (0, "It is made entirely of solid ash."),
        (1, "It lies on a slip-proof base."), (1, "The hood can be taken off."),
        (1, "It swivels by 90 degrees."),
        (0, "A child of 130 cm sits well on it."), (0, "It is just 30 mm thick."),
        (0, "It has a 12-inch display."), (0, "It prints in under half a minute."),
        (1, "Winner of a silver medal at Torino 2022."), (0, "Note that the infant seat is sold separately."),
        (0, "It comes with a power brick."),
        (1, "It has drawn more customer ratings than anything else here."),
        (0, "It has a low-traffic room."), (0, "Made on Broadway, it has a zip."),
        (0, "It is of red leather."),
        (2, "Like its bigger 24V sibling, the Rilla 12V has a 3-year warranty."),
        (2, "It is the highest rated in the list."),
        (4, "Its three-year warranty is two years more than the Rilla 24V Torch's."),
        (4, "A charge from the wall lasts as long as half a month."),
    ],
)  # fmt: skip
def test_false(position: int, text: str) -> None:
    assert LIST.unsupported(Sentence(position=position, text=text)) is not None
