"""The same wish in other words: numbers, bounds that move, what takes another's place."""

from __future__ import annotations

from typing import Any

import pytest

from tests.agent.understanding.catalogs import after

SHIRTS = {"article_type": ["Shirts"]}
HELD = ["red shirts under 100"]
RED = {"article_type": ["Shirts"], "color": ["Red"]}


@pytest.mark.parametrize(
    ("turns", "price"),
    [
        (["shirts between twenty and forty dollars"], {"min": 20, "max": 40}),
        (["shirts, a hundred and fifty dollars max"], {"max": 150}),
        (["shirts, two hundred and five dollars max"], {"max": 205}),
        (["my budget for shirts is 120"], {"max": 120}),
        (["my budget for a few shirts would be $120"], {"max": 120}),
        (["shirts under 100", "make it 80"], {"max": 80}),
        (["shirts under 100", "raise it to 140"], {"max": 140}),
        (["shirts under 100", "actually 150 is ok"], {"max": 150}),
        (["shirts over 100", "make that 60 instead"], {"min": 60}),
        (["shirts between 50 and 100", "I could go to 120"], {"min": 50, "max": 120}),
        (["shirts under 100", "make it size 9"], {"max": 100}),
        (["shirts under 100", "make it 3 pieces"], {"max": 100}),
        (["shirts", "make it 80"], None),
    ],
)
def test_prices(turns: list[str], price: dict[str, float] | None) -> None:
    held = after(turns)
    assert held.wire().get("price") == price
    assert held.include["article_type"] == ("Shirts",)


@pytest.mark.parametrize(
    ("said", "include"),
    [
        ("black instead of red", {"color": ["Black"]}),
        ("instead of red, black", {"color": ["Black"]}),
        ("in black rather than red", {"color": ["Black"]}),
        ("no longer red", {}),
        ("drop the red", {}),
        ("forget the colour", {}),
        ("any colour is fine", {}),
    ],
)
def test_what_takes_the_place_of_what_is_held(said: str, include: dict[str, Any]) -> None:
    assert after([*HELD, said]).wire() == {"price": {"max": 100}, "include": {**SHIRTS, **include}}


def test_only_what_is_available() -> None:
    assert after([*HELD, "only what's available"]).in_stock is True


def test_a_letter_too_many_in_a_short_brand() -> None:
    assert after(["nikee"]).wire() == {"include": {"brand": ["Nike"]}}
