"""Whom a thing is for is no kind of thing, also where the shop has a department of that name."""

from __future__ import annotations

import pytest

from agent.understanding.building import build_lexicon
from agent.understanding.rules import understand
from retrieval.types import Constraints, Vocabulary

VOCABULARY = Vocabulary(
    values={
        "brand": {},
        "category": {"Women": 9, "Men": 9, "Shoes": 8, "Boots": 5, "Dog": 4, "Cat": 3, "Pet Beds": 4},
        "gender": {"women": 9, "men": 9, "unisex": 2},
        "pet": {"dog": 4, "cat": 3},
    },
    revision=1,
)


@pytest.mark.parametrize(
    ("message", "include"),
    [
        ("boots for women", {"category": ("Boots",), "gender": ("women",)}),
        ("women's boots", {"category": ("Boots",), "gender": ("women",)}),
        ("shoes for my husband", {"category": ("Shoes",), "gender": ("men",)}),
        ("a pet bed for my dog", {"category": ("Pet Beds",), "pet": ("dog",)}),
    ],
)
def test_both_are_understood(message: str, include: dict[str, tuple[str, ...]]) -> None:
    assert understand(message, Constraints(), build_lexicon(VOCABULARY)).constraints.include == include
