"""An attribute that is a yes or a no is asked for by its name."""

from __future__ import annotations

import pytest

from agent.understanding.building import build_lexicon
from agent.understanding.rules import understand
from retrieval.types import Constraints, Vocabulary

VOCABULARY = Vocabulary(
    values={
        "brand": {"Acme": 3},
        "category": {"Boots": 5, "Headphones": 4},
        "waterproof": {"yes": 4, "no": 3},
        "noise_canceling": {"Yes": 2},
    },
    revision=1,
)


@pytest.mark.parametrize(
    ("message", "include", "exclude"),
    [
        ("waterproof boots", {"waterproof": ("yes",), "category": ("Boots",)}, {}),
        ("boots that are not waterproof", {"category": ("Boots",)}, {"waterproof": ("yes",)}),
        ("noise canceling headphones", {"noise_canceling": ("Yes",), "category": ("Headphones",)}, {}),
        ("boots, yes please", {"category": ("Boots",)}, {}),
    ],
)
def test_the_name_is_the_wish(
    message: str, include: dict[str, tuple[str, ...]], exclude: dict[str, tuple[str, ...]]
) -> None:
    said = understand(message, Constraints(), build_lexicon(VOCABULARY)).constraints

    assert (said.include, said.exclude) == (include, exclude)
