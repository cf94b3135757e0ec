"""What a sentence says of its product beside others: sums, gaps, their numbers, their names and their prices.

Each true sentence has a false one like it.
"""

from __future__ import annotations

from typing import Any

import pytest

from agent.narration.claims.written import written
from agent.narration.grounding import Grounding
from agent.types import Sentence
from tests.agent.narration.shortlists import product, shortlist


def _item(title: str, price: float, attributes: dict[str, Any], **changes: Any) -> Any:
    given = {"sale_price": None, "currency": "CHF", "description": None, "categories": ("Shop > Things",)}
    named = {"product_id": title, "title": title, "brand": title.split()[0], "price": price}
    return product(**(given | named | {"attributes": attributes} | changes))


LIST = Grounding(
    shortlist(
        [
            _item(
                "Corvo Mower 40", 400.0, sale_price=340.0, categories=("Garden > Cordless Mowers",),
                description="A cordless mower for indoors and outdoors with wool over 1200 tufts.",
                attributes={"cutting_width": "38 cm", "weight": "16 kg", "warranty": "5 years"},
            ),
            _item(
                "Reelo Hand Mower", 80.0, categories=("Garden > Hand Mowers",),
                attributes={"cutting_width": "30 cm", "weight": "7 kg", "drive": "manual",
                            "warranty": "2 years", "layers": "1", "filter": "reusable"},
            ),
            _item(
                "Tessel Mower Petrol", 700.0, categories=("Garden > Petrol Mowers",),
                attributes={"cutting_width": "53 cm", "weight": "36 kg", "warranty": "3 years",
                            "drive": "self-propelled"},
            ),
            _item(
                "Farrow Word Game", 25.0, sale_price=20.0, categories=("Toys > Games",),
                description="Set in a Scottish inn. 400 cards with 2000 terms.",
                attributes={"players": "4-12", "age_from": 8, "pages": 40, "fill": "memory foam"},
            ),
            _item(
                "Farrow Card Game", 10.0, categories=("Toys > Games",),
                attributes={"players": "2-4", "pages": 16, "fill": "foam", "weight": "400 g",
                            "pack": "8 bags"},
            ),
            _item("Glimm Lamp", 60.0, attributes={"battery": "20 h", "height": "38 cm"}),
        ]
    )
)  # fmt: skip

TRUE = [
    (0, "At CHF 340 it is well priced."),
    (0, "You save CHF 60 on the regular price."),
    (0, "It is down to 340 kr from 400 kr."),
    (0, "At a reduced CHF 340 it is worth a look."),
    (3, "Word Game and Card Game together cost CHF 30."),
    (3, "With the Card Game that makes CHF 30 for the two."),
    (4, "Both games together run to 56 pages."),
    (2, "The Tessel is dearer than the Corvo, but adds 15 cm of cutting width."),
    (2, "Next to the Corvo, it gains 15 cm of width."),
    (0, "Its warranty of five years beats the three you get with the Tessel."),
    (0, "Its blade is 38 cm, against 30 cm for the Reelo and 53 cm for the Tessel."),
    (5, "It is smaller than the Corvo and costs CHF 280 less than its sale price."),
    (0, "It drives well, and the self-propelled Tessel is heavier."),
    (1, "Only the Tessel cuts wider than the Corvo."),
    (0, "Compared with the Tessel, it is 20 kg lighter and CHF 360 cheaper."),
    (2, "At 36 kg, two people are needed to lift it."),
    (3, "Your group of eight will enjoy it."),
    (3, "That is five terms on each of the 400 cards."),
    (5, "Its battery lasts well, unlike the two Farrow games."),
    (0, "It has wool over 1,200 tufts."),
    (1, "A single-layer build."),
    (1, "No paper filters needed."),
    (3, "It is set in Scotland."),
    (3, "It is filled with foam."),
    (0, "It has the widest cut but one."),
    (0, "Take it out to the patio."),
    (0, "It handles half the lawn in an hour or so."),
    (4, "Of the six it is the cheapest, as you might hope."),
    (0, "Its five years of warranty are longer than the three that come with the Tessel."),
    (1, "It is pushed by hand, where the Tessel drinks petrol."),
    (4, "400 g in eight bags makes 50 g per bag."),
    (1, "It is lighter, unlike the Corvo and the Tessel."),
    (3, "It is the only game of the six over 30 pages."),
    (3, "You get 400 cards, and all of them have terms."),
    (3, "You play together rather than against each other, from eight years."),
]
FALSE = [
    (0, "At CHF 360 it is well priced."),
    (0, "You save CHF 80 on the regular price."),
    (0, "It is down to 310 kr from 400 kr."),
    (0, "At a reduced CHF 400 it is worth a look."),
    (3, "Word Game and Card Game together cost CHF 38."),
    (3, "With the Card Game that makes CHF 38 for the two."),
    (4, "Both games together run to 66 pages."),
    (2, "The Tessel is dearer than the Corvo, but adds 25 cm of cutting width."),
    (2, "Next to the Corvo, it gains 23 cm of width."),
    (0, "Its warranty of five years beats the four you get with the Tessel."),
    (0, "Its blade is 38 cm, against 30 cm for the Reelo and 63 cm for the Tessel."),
    (5, "It is smaller than the Corvo and costs CHF 240 less than its sale price."),
    (2, "It drives well, and the self-propelled Reelo is lighter."),
    (1, "Only the Glimm cuts wider than the Corvo."),
    (0, "Compared with the Tessel, it is 20 kg lighter and CHF 460 cheaper."),
    (2, "It is made for two people."),
    (4, "Your group of eight will enjoy it."),
    (3, "That is seven terms on each of the 400 cards."),
    (0, "It has wool over 1,500 tufts."),
    (1, "A double-layer build."),
    (3, "It is made in Scotland."),
    (5, "It is filled with foam."),
    (0, "It has two handles."),
    (0, "Its five years of warranty are longer than the six that come with the Tessel."),
    (4, "400 g in eight bags makes 70 g per bag."),
    (3, "Of the six it is the cheapest, as you might hope."),
]


@pytest.mark.parametrize(("position", "text"), TRUE)
def test_true_beside_others(position: int, text: str) -> None:
    assert LIST.unsupported(Sentence(position=position, text=text)) is None


@pytest.mark.parametrize(("position", "text"), FALSE)
def test_false_beside_others(position: int, text: str) -> None:
    assert LIST.unsupported(Sentence(position=position, text=text)) is not None


@pytest.mark.parametrize(
    ("text", "spelt"),
    [
        ("CHF 43 and SEK 1,299", "€43 and €1,299"), ("27.90 zł, 199 kr", "€27.90, €199"), ("Fr. 20", "€20"),
        ("an XCHF 4 and 4 krone", "an XCHF 4 and 4 krone"),
    ],
)  # fmt: skip
def test_one_sign(text: str, spelt: str) -> None:
    assert written(text) == spelt
