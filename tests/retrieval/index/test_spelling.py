"""What was probably meant."""

from __future__ import annotations

import pytest

from retrieval.index.spelling import Spelling

SPELLING = Spelling(
    {
        "headphones": 40,
        "blue": 30,
        "glue": 50,
        "shirt": 20,
        "shirts": 9,
        "coffee": 9,
        "maker": 7,
        "refrigerator": 3,
        "pan": 5,
        "tn450": 2,
    }.items()
)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("hedphones", ("headphones",)),
        ("haedphones", ("headphones",)),
        ("headpphones", ("headphones",)),
        ("bule", ("blue",)),
        ("shrit", ("shirt",)),
        ("coffeemaker", ("coffee", "maker")),
        ("refrigirater", ("refrigerator",)),
    ],
)
def test_the_likeliest_comes_first(typed: str, meant: tuple[str, ...]) -> None:
    assert SPELLING.corrections(typed)[0].words == meant


@pytest.mark.parametrize("typed", ["tn460", "460", "pna", "xylophone", ""])
def test_codes_short_words_and_strange_ones_are_left_alone(typed: str) -> None:
    assert SPELLING.corrections(typed) == []


def test_among_equals_the_first_letter_then_the_commoner_word() -> None:
    assert [c.words[0] for c in SPELLING.corrections("slue")] == ["glue", "blue"]
    assert SPELLING.corrections("bluue")[0].words == ("blue",)


def test_more_slips_are_trusted_less() -> None:
    one, two = SPELLING.corrections("refrigeratr")[0], SPELLING.corrections("refrigratr")[0]
    assert 0 < two.trust < one.trust < 1
