"""Amounts that are prices, and quantities that are not."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from agent.understanding.prices import combined, price_phrases
from agent.understanding.words import lowered
from retrieval.types import PriceRange
from tests.agent.understanding.catalogs import data_folder
from tests.examples import examples


def read(text: str, currency: str = "USD") -> tuple[float | None, float | None] | None:
    bounds = combined(price_phrases(lowered(text), {"red", "nike"}, currency))
    return None if bounds is None else (bounds.min, bounds.max)


@pytest.mark.parametrize(
    ("text", "bounds"),
    [
        ("under $50", (None, 50)),
        ("below 50 dollars", (None, 50)),
        ("less than one hundred dollars", (None, 100)),
        ("nothing over 150", (None, 150)),
        ("no more than 35", (None, 35)),
        ("I don't want to spend more than 60", (None, 60)),
        ("budget is $120", (None, 120)),
        ("my budget: 120", (None, 120)),
        ("I have $200 to spend on a bag", (None, 200)),
        ("max 80 dollars", (None, 80)),
        ("80 dollars max", (None, 80)),
        ("two hundred and fifty dollars or less", (None, 250)),
        ("make that up to 90", (None, 90)),
        ("a shirt for $30", (None, 30)),
        ("under 60 red kurtas", (None, 60)),
        ("under 60 in red", (None, 60)),
        ("boots under 150 not leather", (None, 150)),
        ("under 150 without laces", (None, 150)),
        ("boots under 12 laces", None),
        ("$1,200.50 at most", (None, 1200.5)),
        ("unter 49,99 €", (None, 49.99)),
        ("under £50", (None, 50)),
        ("perfume, 50 to 100", (50, 100)),
        ("under 6 hundred", (None, 600)),
        ("under 2 thousand dollars", (None, 2000)),
        ("under 40 pls", (None, 40)),
        ("20-60", (20, 60)),
        ("sizes 38 to 40, please", None),
        ("a toy, 3 to 5", None),
        ("anything under 30 is fine", (None, 30)),
        ("below 75 USD", (None, 75)),
        ("32gb ram under 500", (None, 500)),
        ("jeans for women under 60", (None, 60)),
        ("at least 20", (20, None)),
        ("nothing under 40", (40, None)),
        ("more than 40 dollars", (40, None)),
        ("$25+", (25, None)),
        ("$25 and up", (25, None)),
        ("between 40 and 90 dollars", (40, 90)),
        ("between 40 and 90", (40, 90)),
        ("budget 100 to 150", (100, 150)),
        ("I can spend 40 to 60", (40, 60)),
        ("from $20 to $50", (20, 50)),
        ("$20-$40", (20, 40)),
        ("20 to 40 bucks", (20, 40)),
        ("90 to 40 dollars", (40, 90)),
        ("more than $150 and less than $180", (150, 180)),
        ("around 50 dollars", (40, 60)),
        ("budget around 80 dollars", (64, 96)),
        ("$50 or so", (40, 60)),
    ],
)
def test_prices(text: str, bounds: tuple[float | None, float | None]) -> None:
    assert read(text) == bounds


@pytest.mark.parametrize(
    "text",
    [
        "30 ounce",
        "pack of 36",
        "8 wide",
        "32gb",
        "size 9",
        "under 10 inches",
        "up to 5 hours",
        "air max 90",
        "women over 50",
        "kids under 5",
        "at least 4 pockets",
        "over 4 stars",
        "about 3 feet long",
        "16 fl oz",
        "between 16 and 18 inches",
        "not more than 4 inches",
        "24 inch by 32 inch",
        "under 2 pounds",
        "50% off",
        "at least 20%",
        "sizes from 6 to 10",
        "spf over 50",
        "fits up to 40 in waist",
        "60x40x40cm",
        "a 2-pack",
        "levis 505",
        "4th & heart",
        "m.2 ssd",
        "1080p",
        "less than 3 grams of sugar",
        "holds up to 12",
        "cheap",
        "rated above 4",
        "weighs less than 10",
        "i need 2",
        "1/2 inch",
        "8.5 wide",
        "#5",
    ],
)
def test_quantities(text: str) -> None:
    assert read(text) is None


def test_pounds_are_money_where_the_catalog_says_so() -> None:
    assert read("under 50 pounds", "GBP") == (None, 50)
    assert read("under 50 pounds", "USD") is None


Bounds = tuple[float | None, float | None]
PHRASES: list[tuple[str, Callable[[int], Bounds]]] = [
    ("under ${n}", lambda n: (None, n)),
    ("below {n} dollars", lambda n: (None, n)),
    ("price lower than {n}.00 dollars", lambda n: (None, n)),
    ("and price less than {n} dollars", lambda n: (None, n)),
    ("no more than {n} bucks", lambda n: (None, n)),
    ("at least ${n}", lambda n: (n, None)),
    ("over {n} dollars", lambda n: (n, None)),
    ("between ${n} and $999", lambda n: (n, 999)),
    ("around ${n}", lambda n: (round(n * 0.8, 2), round(n * 1.2, 2))),
]


def test_the_requests_of_real_shoppers_name_no_price_until_one_is_appended() -> None:
    lines = (data_folder() / "shopper_requests" / "requests.txt").read_text().splitlines()
    assert [line for line in lines if read(line) is not None] == []
    pick = random.Random(7)
    for line in pick.sample(lines, 900):
        n = pick.randint(3, 900)
        phrase, bounds = pick.choice(PHRASES)
        text = f"{line}, {phrase.format(n=n)}"
        assert read(text) == bounds(n), text


@settings(max_examples=examples(300), deadline=None)
@given(st.text(max_size=300))
@example("under $" + "9" * 400)
@example("between 1e309 and $")
@example("$١٢ under ٣")
@example("a hundred thousand hundred thousand thousand dollars")
def test_no_text_breaks_the_reader(text: str) -> None:
    assert combined(price_phrases(lowered(text))) is None or isinstance(
        combined(price_phrases(lowered(text))), PriceRange
    )
