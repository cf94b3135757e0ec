"""What is true of another part, name, maker or measure is no less false: one false sentence for each rule."""

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


FLASK = _of(
    title="Tove Flask with Folding Straw", brand="Tove",
    description="It has a printed emblem on the back.", rating_count=120,
    attributes={
        "keeps_hot": "12 hours", "keeps_cold": "20 hours", "included": ["Flask", "Folding metal straw"],
        "dishwasher_safe": "Stopper only", "warranty": "9 years on body, 2 years on stopper",
        "grip": "Black cork", "placing": "Warm, no direct heat",
    },
)  # fmt: skip
PUFFER = _of(
    title="Isen Puffer", brand="Isen", price=90.0, description="Warm and down-free.",
    attributes={"filling": "polyester", "pocket": "1 pouch pocket", "fabric_weight": "200 gsm",
                "camera": "no", "auto_off": "no", "warmth": "70/100", "softness": "90/100"},
)  # fmt: skip
PARKA = _of(
    title="Isen Parka", brand="Isen", price=120.0,
    attributes={"fabric_weight": "260 gsm", "closure": "zip", "made_of": "oak"},
)  # fmt: skip
PAINT = _of(
    title="Lind Enamel 1 L, Arctic White", brand="Lind", price=20.0, categories=("Shop > Paint",),
    attributes={
        "colour": "Arctic White", "touch_dry": "1 hour", "recoat_after": "5 hours", "coats_needed": "2",
        "in_the_box": ["Tin", "Brush"], "battery_life": "3 days",
    },
)  # fmt: skip
WALL = _of(
    title="Dorf Emulsion 1 L, Clay", brand="Dorf", price=25.0, rating_count=900, categories=("Shop > Paint",),
    attributes={
        "colour": "Clay", "app": "iOS and Android", "video": ["HDR10", "HLG"], "battery_life": "5 days",
        "batteries": "2 x AA, not included", "light": "LED", "charging": "Dock",
        "tones": ["Fig", "Grey musk"],
    },
)  # fmt: skip
LIST = (FLASK, PUFFER, PARKA, PAINT, WALL)
GROUNDING = Grounding(shortlist(LIST))


def caught(text: str, about: Product) -> str | None:
    return GROUNDING.unsupported(Sentence(position=LIST.index(about), text=text))


@pytest.mark.parametrize(
    ("about", "text"),
    [
        (FLASK, "It keeps tea hot for 20 hours."), (FLASK, "A printed emblem on the front looks smart."),
        (FLASK, "It includes a folding spatula and looks smart."),
        (FLASK, "The entire flask can go straight in the dishwasher."),
        (FLASK, "Tove covers the body and the stopper for 9 years."),
        (FLASK, "Its grip is made from smooth black horn."), (FLASK, "Stand it in direct heat and enjoy."),
        (FLASK, "Rated 4.5 stars by more than 600 travellers."),
        (FLASK, "A wrist rest comes in the box with it."), (FLASK, "The Tove can be resoled later."),
        (PUFFER, "A down-filled jacket for cold days."), (PUFFER, "It has a zipped pouch pocket."),
        (PUFFER, "It takes photos."), (PUFFER, "It switches itself off."), (PUFFER, "Rated 90 for warmth."),
        (PUFFER, "It is heavier than the Isen Parka."), (PUFFER, "The Isen Puffer is Lind's warmest jacket."),
        (PAINT, "Ready to recoat in just one hour."), (PAINT, "The Lind needs just one coat."),
        (PAINT, "It has the longest battery life in the list at 3 days."),
        (WALL, "The most expensive title in this selection."), (WALL, "A paint in crisp Arctic White."),
        (WALL, "It works only with iPhone."), (WALL, "It shows HDR10+ films."),
        (WALL, "Batteries for the light are included."),
        (WALL, "It charges over USB-C, so you won't need to pack a plug."),
    ],
)  # fmt: skip
def test_true_of_another(about: Product, text: str) -> None:
    assert caught(text, about) is not None


@pytest.mark.parametrize(
    ("about", "text"),
    [
        (FLASK, "It keeps tea hot for 12 hours."), (FLASK, "It keeps water cold for 20 hours."),
        (FLASK, "A printed emblem on the back looks smart."), (FLASK, "It includes a folding straw."),
        (FLASK, "Its stopper can go in the dishwasher."), (FLASK, "Tove covers the body for 9 years."),
        (FLASK, "Its grip is made from smooth black cork."), (FLASK, "Keep it out of direct heat."),
        (FLASK, "Rated by more than 100 travellers."), (PUFFER, "Warm without being down-filled."),
        (PUFFER, "It has a pouch pocket."), (PUFFER, "It never takes photos."),
        (PUFFER, "Rated 70 for warmth."), (PARKA, "It is heavier than the Isen Puffer."),
        (PARKA, "Made of wood, it stands out."), (PUFFER, "The Isen Puffer is Isen's warmest jacket."),
        (PAINT, "Ready to recoat in 5 hours."), (PAINT, "It needs two coats."),
        (PAINT, "A paint in crisp Arctic White."), (WALL, "It works with iPhone."),
        (WALL, "It shows HDR10 films."), (WALL, "Batteries for the light are not included."),
        (WALL, "It has the longest battery life in the list at 5 days."),
        (PARKA, "The most expensive title in this selection."),
    ],
)  # fmt: skip
def test_true_of_this_one(about: Product, text: str) -> None:
    assert caught(text, about) is None
