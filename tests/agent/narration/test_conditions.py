"""What holds on a condition, of a part or for some: a number, a care, a material, an age, another maker."""

from __future__ import annotations

from typing import Any

import pytest

from agent.narration.grounding import Grounding
from agent.types import Sentence
from retrieval.types import Product
from tests.agent.narration.shortlists import product, shortlist


def _of(**changes: Any) -> Product:
    given = {"sale_price": None, "price": 80.0, "categories": ("Shop > Things",), "description": None}
    return product(**(given | {"product_id": changes["title"]} | changes))


LAMP = _of(
    title="Noor Lantern", brand="Noor",
    attributes={
        "run_time": "12 h on high, 40 h on low", "playing": "20 h with radio on, 30 h with radio off",
        "dishwasher_safe": "Shade only; wipe the base",
        "care": "Machine wash 30 °C, line dry; remove before bathing",
        "shade": "Linen front, cotton lining", "included": ["Lantern", "Hook"],
    },
)  # fmt: skip
RING = _of(
    title="Vale Signet", brand="Vale", published_at="2019-03-01",
    attributes={"metal": "Steel, 14ct gold plated", "pouch": "protein leather", "usage": "Evening wear"},
)  # fmt: skip
SHOE = _of(
    title="Tarn Shoe",
    brand="Tarn",
    description="It folds down to nothing.",
    attributes={"upper": "suede", "filling": "hollowfibre", "laces": "6 laces of 4.5 g"},
)
SOAP = _of(
    title="Brun Soap", brand="Brun", categories=("Bath > Soap",), price=10.0,
    attributes={"scent": "Fig", "weight": "100 g", "hair_type": "oily hair", "age": "from 3 years",
                "process": "Poured", "compatibility": "Brun dispensers"},
)  # fmt: skip
CREAM = _of(
    title="Sund Dispenser", brand="Sund", price=8.0,
    attributes={"weight": "50 g", "usage": "At night only"},
)  # fmt: skip
BANK = _of(
    title="Volt Bank", brand="Volt", availability="out_of_stock",
    attributes={
        "ports": ["1 x USB-C", "1 x USB-A"], "output": "HDMI", "in_the_box": ["USB-C cable"],
        "energy_class": "G", "batteries": "4 x AA (not included)", "ink": "natural flavouring",
        "nib": "fine, steel",
    },
)  # fmt: skip
LIST = (LAMP, RING, SHOE, SOAP, CREAM, BANK)
GROUNDING = Grounding(shortlist(LIST))


def caught(text: str, about: Product) -> str | None:
    return GROUNDING.unsupported(Sentence(position=LIST.index(about), text=text))


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("It runs for 40 hours on high.", LAMP), ("It plays 30 hours with the radio on.", LAMP),
        ("It is fully dishwasher safe.", LAMP), ("It can be tumble dried.", LAMP),
        ("Take it bathing without worry.", LAMP), ("Its cotton front glows.", LAMP),
        ("It comes with a spare hook.", LAMP), ("It is solid 14ct gold.", RING),
        ("It rests on genuine leather all day.", RING), ("A favourite since 2014.", RING),
        ("It can be worn day and night.", RING), ("A smooth leather shoe.", SHOE),
        ("Filled with responsibly sourced down, it is warm.", SHOE),
        ("The Brun Soap in sea salt gives a rich lather.", SOAP),
        ("It is made for dry, damaged hair.", SOAP), ("It is gentle enough for newborns.", SOAP),
        ("A milled-process bar.", SOAP), ("It works with the Sund Dispenser too.", SOAP),
        ("Gram for gram, it is cheaper than the Brun Soap.", CREAM),
        ("Gram for gram, it is better value than the Brun Soap.", CREAM),
        ("Use it morning and night.", CREAM), ("With 6 laces of 5.5 g each, it lasts.", SHOE),
        ("It has two USB-C ports.", BANK), ("It comes with HDMI and USB-C cables.", BANK),
        ("It is of energy class A.", BANK), ("It takes 4 AA batteries, which are in the box.", BANK),
        ("It does without flavouring.", BANK), ("It has a medium nib.", BANK), ("Available again.", BANK),
    ],
)  # fmt: skip
def test_beyond_its_condition(text: str, about: Product) -> None:
    assert caught(text, about) is not None


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("It runs for 40 hours on low.", LAMP), ("It plays 20 hours with the radio on.", LAMP),
        ("It plays for 30 hours on one evening.", LAMP),
        ("The shade is dishwasher safe.", LAMP), ("It cannot be tumble dried.", LAMP),
        ("Take it off before bathing.", LAMP), ("Its linen front glows.", LAMP),
        ("It comes with a hook.", LAMP), ("It is gold plated, not solid gold.", RING),
        ("It arrives in a protein leather pouch.", RING), ("A favourite since 2019.", RING),
        ("It can be worn in the evening.", RING), ("A suede leather shoe.", SHOE),
        ("It is filled with hollowfibre.", SHOE), ("With 6 laces of 4.5 g each, it lasts.", SHOE),
        ("The Brun Soap in fig gives a rich lather.", SOAP),
        ("It is made for oily hair.", SOAP), ("It is not for newborns.", SOAP),
        ("It is gentle enough for preschoolers.", SOAP),
        ("It works with any of the Brun dispensers.", SOAP),
        ("Gram for gram, it is dearer than the Brun Soap.", CREAM), ("Use it at night.", CREAM),
        ("It has one USB-C port and one USB-A port.", BANK), ("It comes with a USB-C cable.", BANK),
        ("It is of energy class G.", BANK), ("It takes 4 AA batteries, which are not in the box.", BANK),
        ("It has a fine nib.", BANK),
    ],
)  # fmt: skip
def test_within_it(text: str, about: Product) -> None:
    assert caught(text, about) is None
