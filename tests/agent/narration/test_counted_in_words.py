"""Counts told in a word, systems that it works with, and what stands beside a sentence's claims."""

from __future__ import annotations

from typing import Any

import pytest

from agent.narration.grounding import Grounding
from agent.types import Sentence
from tests.agent.narration.shortlists import product, shortlist


def gadget(name: str, price: float, sale: float | None, told: str, **attributes: Any) -> Any:
    return product(
        product_id=name,
        title=name,
        brand=name.split()[0],
        description=told,
        categories=("Electronics > Gadgets",),
        price=price,
        sale_price=sale,
        attributes=attributes,
    )


GADGETS = shortlist(
    [
        gadget(
            "Orla Phone",
            500.0,
            450.0,
            "A phone with a triple camera and dual-fan cooling. Four sizes of grips in the box.",
            colours=["white", "mint"],
            works_with="iOS",
        ),
        gadget(
            "Nuvo Mesh Set",
            200.0,
            None,
            "Three identical white Wi-Fi 6E nodes for a house. A share port lets a second child plug in.",
            pieces=3,
            run_time="68 min",
            compatibility=["Android", "iOS"],
        ),
        gadget(
            "Pira Screen",
            300.0,
            None,
            "A screen with a wireless subwoofer.",
            ports=["2x USB-C 65 W", "HDMI"],
            lan_ports="4 x 1 Gbit/s",
        ),
    ]
)


def claim(text: str, position: int) -> str | None:
    return Grounding(GADGETS).unsupported(Sentence(position=position, text=text))


@pytest.mark.parametrize(
    ("position", "text"),
    [
        (0, "Its three cameras look sharp."),
        (0, "Two fans keep it cool."),
        (0, "With four sizes of grips you should find a good fit."),
        (0, "Down $50 to $450, it comes in white or mint and stays below $460."),
        (0, "A budget-friendly phone for the family."),
        (1, "The three nodes share one name."),
        (1, "The share port means two children can listen."),
        (1, "It works with both iPhone and Android."),
        (1, "It lasts a little over an hour."),
        (1, "Buy two and cover the garden as well."),
        (2, "You can charge your laptop through it."),
        (2, "It has four gigabit ports for your network."),
        (2, "It has two USB-C ports, so a hub may be needed for older things."),
        (2, "The subwoofer connects without a cable."),
    ],
)
def test_true(position: int, text: str) -> None:
    assert claim(text, position) is None


@pytest.mark.parametrize(
    ("position", "text"),
    [
        (0, "Its four cameras look sharp."),
        (0, "Three fans keep it cool."),
        (0, "With three sizes of grips you should find a good fit."),
        (0, "Down $80 to $450, it comes in white or mint."),
        (0, "It comes in white or coral and stays below $460."),
        (0, "It works with Android phones."),
        (0, "It works with both iPhone and Android."),
        (0, "You can charge your laptop through it."),
        (1, "The five nodes share one name."),
        (1, "It lasts five hours."),
        (2, "A USB hub is included."),
    ],
)
def test_false(position: int, text: str) -> None:
    assert claim(text, position) is not None
