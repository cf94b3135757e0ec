"""A comparison finds what it compares with, and its direction and size must be right."""

from __future__ import annotations

import pytest

from tests.agent.narration.test_grounding import unsupported


@pytest.mark.parametrize(
    "text",
    [
        "$25 less than the Bow Lamp.", "Cheaper than the Nordic Glow.", "Rated higher than the other one.",
        "It has more reviews than the second one.", "45% cheaper than the blue one.",
        "A quarter off its usual price.", "$10 below its list price.", "Over 100 ratings.",
        "3500 g.", "Nearly 5 stars.", "Between $20 and $35.", "Not waterfalls of light, but enough.",
        "The Bow Lamp is blue, while this one is red.", "15 times as many reviews as the Bow Lamp.",
    ],
)  # fmt: skip
def test_true(text: str) -> None:
    assert unsupported(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "$30 less than the Bow Lamp.", "Dearer than the Nordic Glow.", "Rated lower than the other one.",
        "It has fewer reviews than the second one.", "30% cheaper than the blue one.",
        "A third off its usual price.", "$15 below its list price.", "Over 200 ratings.", "3600 g.",
        "Nearly 4.5 stars.", "Between $35 and $50.", "It is waterproof.", "Twice the price of the Bow Lamp.",
        "The Bow Lamp is red, while this one is blue.", "10 times as many reviews as the Bow Lamp.",
        "Cheaper than the lamp at $29.",
    ],
)  # fmt: skip
def test_false(text: str) -> None:
    assert unsupported(text) is not None


@pytest.mark.timeout(30)
def test_blank_and_endless_sentences_end() -> None:
    for text in (" " * 3000, "1" * 3000, "size S, " * 200, "cheaper than the " * 100):
        unsupported(text)
    # No words are split in every way there is.
    unsupported("Extraordinarily " * 60 + "comfortable.")
