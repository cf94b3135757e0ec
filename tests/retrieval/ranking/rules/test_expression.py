"""Conditions: what they mean, and that nothing else is taken."""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from retrieval.index.columns import DAY
from retrieval.ranking.rules.expression import (
    Unreadable,
    facts_of,
    names_in,
    product_test,
    shopper_test,
)
from retrieval.types import Product, UserProfile
from tests.examples import examples
from tests.retrieval.products import NOW, catalogs
from tests.retrieval.ranking.rules.shelf import Shelf

TODAY = NOW.timestamp() / DAY
TENT = Product(
    product_id="t1",
    title="Tent",
    brand="Fellhorn",
    categories=("Outdoor > Tents",),
    price=100,
    sale_price=80,
    availability="preorder",
    attributes={"color": ("Red", "Dark Green"), "shelf life": "long"},
    rating=4.5,
    rating_count=10,
    tags=("summer",),
    margin=0.4,
    published_at=NOW - timedelta(days=3),
)


@pytest.mark.parametrize(
    ("text", "passes"),
    [
        ('brand == "fellhorn"', True),
        ('brand != "fellhorn"', False),
        ('brand in ["Acme", "Fellhorn"]', True),
        ('brand not in ["Acme"]', True),
        ('category == "tents"', True),
        ('category == "Outdoor > Tents"', True),
        ('color == "dark green"', True),
        ('color == "blue"', False),
        ('attribute["shelf life"] == "long"', True),
        ('tags == "summer"', True),
        ("price < 81 and price > 79", True),
        ("price == 80 or nothing == 'x'", True),
        ("not price < 80", True),
        ("rating >= 4.5", True),
        ("rating_count in [10, 11]", True),
        ("discount >= 0.19", True),
        ("age_days <= 3.5", True),
        ("margin > 0.5", False),
        ('availability in ["preorder", "backorder"]', True),
        ('product_id == "t1"', True),
        ('product_id == "t2"', False),
    ],
)
def test_what_a_condition_means(text: str, passes: bool) -> None:
    shelf = Shelf([TENT])
    found = product_test(text)(shelf.live.columns, shelf.candidates.rows, TODAY)
    assert found.tolist() == [passes]


def test_what_a_product_does_not_carry_matches_nothing() -> None:
    shelf = Shelf([Product(product_id="p", title="p")])
    rows = shelf.candidates.rows
    for text in ("price < 1e9", "price != 3", "rating >= 0", "margin < 9", 'brand == "x"', "age_days < 1"):
        assert not product_test(text)(shelf.live.columns, rows, TODAY).any(), text


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("price <", "cannot be read"),
        ("", "cannot be read"),
        ("price", "is no condition"),
        ("price < 'x'", "a number"),
        ("brand < 'x'", "equal or not"),
        ("brand == red", "stand in quotes"),
        ("brand == 3", "in quotes"),
        ("brand in 'x'", "takes a list"),
        ("brand == ['x']", "one value"),
        ("1 < price < 3", "is no condition"),
        ("price + 1 < 3", "begins with a name"),
        ("__import__('os').system('x') == 'y'", "begins with a name"),
        ("(lambda: price)() < 3", "begins with a name"),
        ("availability == 'gone'", "availability is one of"),
    ],
)
def test_what_is_no_condition_is_refused(text: str, reason: str) -> None:
    with pytest.raises(Unreadable, match=reason):
        product_test(text)


@given(st.text(max_size=60))
@settings(max_examples=examples(200))
def test_any_text_is_read_or_refused(text: str) -> None:
    for read in (product_test, shopper_test, names_in):
        with suppress(Unreadable):
            read(text)


@given(catalogs(12), st.sampled_from(["acme", "Zest"]), st.integers(0, 100))
@settings(max_examples=examples(40))
def test_and_or_not_are_those_of_logic(catalog: list[Product], brand: str, price: int) -> None:
    shelf = Shelf(catalog)
    rows, columns = shelf.candidates.rows, shelf.live.columns

    def mask(text: str) -> list[bool]:
        found: list[bool] = product_test(text)(columns, rows, TODAY).tolist()
        return found

    a, b = f'brand == "{brand}"', f"price < {price}"
    both, either = mask(f"{a} and {b}"), mask(f"{a} or {b}")
    assert both == np.logical_and(mask(a), mask(b)).tolist()
    assert either == np.logical_or(mask(a), mask(b)).tolist()
    assert mask(f"not ({a} or {b})") == np.logical_and(mask(f"not {a}"), mask(f"not {b}")).tolist()
    expected = [(p.brand or "").casefold() == brand.casefold() for p in catalog]
    by_id = dict(zip([p.product_id for p in catalog], expected, strict=True))
    assert mask(a) == [by_id[shelf.live.product_id(int(row))] for row in rows]


def test_segments_ask_of_the_shopper() -> None:
    profile = UserProfile(
        user_id="u", orders=3, spend=250, region="DE", first_seen=NOW - timedelta(days=10), age_verified=True
    )
    facts = facts_of(profile, None, None, TODAY)
    for text in ("orders >= 3 and spend > 200", 'region in ["de", "at"]', "known_days < 11"):
        assert shopper_test(text)(facts), text
    assert not shopper_test('region == "DE"')(facts_of(profile, "FR", None, TODAY))
    nobody = facts_of(None, None, None, TODAY)
    assert shopper_test('signed_in == "no" and orders == 0')(nobody)
    with pytest.raises(Unreadable, match="did you mean orders"):
        shopper_test("order >= 3")
