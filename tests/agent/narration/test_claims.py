"""Superlatives, bounds, colours, materials and availability are looked up."""

from __future__ import annotations

import pytest

from tests.agent.narration.test_grounding import unsupported


@pytest.mark.parametrize(
    "text",
    [
        "The cheapest of these.", "The highest-rated lamp here.", "The most reviewed one.", "The newest.",
        "Under $45.", "It costs over $20.", "A red lamp of steel.", "Not blue.", "In stock.", "On sale.",
        "It has three brightness levels.", "Red, unlike the blue one.", "The biggest discount.",
        "Not made of plastic.",
    ],
)  # fmt: skip
def test_true(text: str) -> None:
    assert unsupported(text) is None


@pytest.mark.parametrize(
    ("text", "claim"),
    [
        ("The most expensive one.", "most expensive"), ("The lowest-rated one.", "lowest-rated"),
        ("Under $25.", "25"), ("It costs more than $35.", "35"), ("A blue lamp.", "blue"),
        ("Not red.", "red"),
        ("Made of oak.", "oak"), ("Sold out.", "Sold out"), ("On preorder.", "preorder"),
        ("It has four brightness levels.", "4"),
    ],
)  # fmt: skip
def test_false(text: str, claim: str) -> None:
    assert unsupported(text) == claim


@pytest.mark.parametrize("text", ["The cheapest.", "The newest.", "On sale.", "The highest rated."])
def test_false_of_the_other(text: str) -> None:
    assert unsupported(text, position=1) is not None
