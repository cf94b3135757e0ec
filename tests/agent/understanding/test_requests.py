"""Thousands of requests as people wrote them: a quantity is no price, and a price is read exactly."""

from __future__ import annotations

import os
import random
from pathlib import Path

import pytest

from agent.understanding.lexicon import Lexicon
from agent.understanding.rules import understand
from retrieval.types import Constraints, PriceRange
from tests.agent.understanding.catalogs import fashion

PHRASES = (
    ("under ${low}", False, True),
    ("less than {low} dollars", False, True),
    ("at most {low} bucks", False, True),
    ("max {low} usd", False, True),
    ("price lower than {low} dollars", False, True),
    ("my budget is ${low}", False, True),
    ("no more than ${low}.00", False, True),
    ("over ${low}", True, False),
    ("above {low} dollars", True, False),
    ("between ${low} and ${high}", True, True),
)


def requests() -> list[str]:
    folder = os.environ.get("AISLE_TEST_DATA")
    file = Path(folder or "") / "shopper_requests" / "requests.txt"
    if not folder or not file.is_file():
        pytest.skip("AISLE_TEST_DATA has no shopper_requests/requests.txt")
    return [line.strip() for line in file.read_text(encoding="utf-8").splitlines() if line.strip()]


def price_of(message: str, lexicon: Lexicon) -> PriceRange | None:
    return understand(message, Constraints(), lexicon).constraints.price


def test_no_quantity_becomes_a_price() -> None:
    """None of these requests names a price; most name a size, a weight or a count."""
    lexicon = fashion()
    assert [line for line in requests() if price_of(line, lexicon) is not None] == []


def test_a_price_phrase_is_read_exactly_beside_whatever_else_is_said() -> None:
    lexicon, dice = fashion(), random.Random(20)
    wrong = []
    for line in dice.sample(requests(), 300):
        phrase, is_low, is_high = dice.choice(PHRASES)
        low = dice.randint(5, 400)
        high = low + dice.randint(5, 200) if is_low else low
        message = f"{line.rstrip('.,')}, {phrase.format(low=low, high=high)}"
        right = PriceRange(min=low if is_low else None, max=high if is_high else None)
        if price_of(message, lexicon) != right:
            wrong.append(message)
    assert wrong == []
