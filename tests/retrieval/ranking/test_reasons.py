"""What a shopper is told is true of the product, and comes from what moved it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from retrieval.ranking.reasons import reasons
from retrieval.types import Constraints, Contribution, Product, Query
from tests.retrieval.products import NOW


def tent(**more: object) -> Product:
    return Product.model_validate({"product_id": "t", "title": "Two-person tents", "currency": "USD", **more})


def said(product: Product, query: Query, *moved: str, anchor: Product | None = None) -> dict[str, str]:
    always = ("price_fit", "saving", "rating", "freshness")
    contributions = [Contribution(name=name, value=0.8, weight=1, points=0.8) for name in (*moved, *always)]
    return {r.code: r.text for r in reasons(product, query, contributions, anchor, NOW)}


def test_nothing_known_nothing_said() -> None:
    assert said(tent(), Query()) == {}


def test_the_words_that_matched_are_named_and_empty_words_are_not() -> None:
    assert said(tent(), Query(text="I need a tent please"), "similarity") == {"match": "matches “tent”"}
    assert said(tent(), Query(text="I need a boat please"), "similarity") == {}


@pytest.mark.parametrize(("price", "told"), [(79.5, True), (80, True), (80.01, False)])
def test_under_your_price_only_when_it_is(price: float, told: bool) -> None:
    query = Query(constraints=Constraints.model_validate({"price": {"max": 80}}))

    assert said(tent(price=price), query) == ({"price": "under your $80"} if told else {})


def test_a_sale_counts_what_is_really_off() -> None:
    assert said(tent(price=100, sale_price=80), Query()) == {"sale": "20% off"}
    assert said(tent(price=100, sale_price=99), Query()) == {}
    assert said(tent(price=100, sale_price=120), Query()) == {}


def test_a_rating_needs_enough_voices() -> None:
    assert said(tent(rating=4.7, rating_count=1200), Query()) == {"rating": "rated 4.7 by 1,200"}
    assert said(tent(rating=5, rating_count=2), Query()) == {}
    assert said(tent(rating=4.0, rating_count=900), Query()) == {}


def test_new_is_of_the_last_two_weeks_and_not_of_the_future() -> None:
    assert said(tent(published_at=NOW - timedelta(days=3)), Query()) == {"new": "new this week"}
    assert said(tent(published_at=NOW - timedelta(days=10)), Query()) == {"new": "new this month"}
    assert said(tent(published_at=NOW - timedelta(days=30)), Query()) == {}
    assert said(tent(published_at=NOW + timedelta(days=1)), Query()) == {}


def test_the_chosen_values_are_named_as_the_product_has_them() -> None:
    product = tent(brand="Nordvik", attributes={"color": ["Moss Green", "Red"]})
    query = Query(constraints=Constraints(include={"brand": ("NORDVIK",), "color": ("moss green", "blue")}))

    assert said(product, query) == {"constraint": "Nordvik, Moss Green"}


def test_the_page_s_product_is_named() -> None:
    page = Product(product_id="a", title="Sleeping bag", categories=("Outdoor > Camping > Bags",))
    mate = tent(categories=("Outdoor > Camping > Tents",))
    other_bag = tent(categories=("Outdoor > Camping > Bags",))

    assert said(mate, Query(anchors=("a",)), "anchor", anchor=page) == {"anchor": "close to Sleeping bag"}
    assert said(other_bag, Query(anchors=("a",)), "anchor", anchor=page) == {
        "anchor": "similar to Sleeping bag"
    }


def test_a_yes_is_said_by_its_name() -> None:
    product = tent(attributes={"waterproof": "yes", "two_doors": "no"})
    query = Query(constraints=Constraints(include={"waterproof": ("Yes",), "two_doors": ("no",)}))

    assert said(product, query) == {"constraint": "waterproof, not two doors"}


def test_what_moved_nothing_is_no_reason() -> None:
    shown = tent(price=100, sale_price=50, rating=4.9, rating_count=500, published_at=NOW)
    query = Query(constraints=Constraints.model_validate({"price": {"max": 80}}))
    assert set(said(shown, query)) == {"price", "sale", "rating", "new"}
    assert reasons(shown, query, [], None, NOW) == ()
