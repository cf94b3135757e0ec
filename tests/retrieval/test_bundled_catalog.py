"""The bundled catalog is a shop one can believe: valid, varied, consistent, and drawn."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import combinations
from xml.etree import ElementTree

import pytest

from retrieval.catalog.bundled import catalog_path
from retrieval.catalog.bundled.orders import orders
from retrieval.catalog.bundled.pictures import (
    FALLBACK_SHAPE,
    PALETTE,
    picture,
    picture_of,
    shape_names,
    shape_of,
)
from retrieval.types import Product

SHINGLE = 5
TOO_ALIKE = 0.15
"""Jaccard over shingles of five words; the worst pair stands near 0.03."""


@cache
def products() -> tuple[Product, ...]:
    with catalog_path().open(encoding="utf-8") as lines:
        return tuple(Product.model_validate_json(line) for line in lines)


def leaf(product: Product) -> str:
    return product.categories[0].rsplit(" > ", 1)[-1]


def share(kept: int) -> float:
    return kept / len(products())


def test_there_is_enough_to_sell_in_enough_departments() -> None:
    departments = Counter(product.categories[0].split(" > ")[0] for product in products())
    assert len(products()) >= 800
    assert len(departments) >= 10
    assert min(departments.values()) >= 15


def test_every_path_has_three_levels() -> None:
    assert all(len(path.split(" > ")) == 3 for product in products() for path in product.categories)
    assert all(len(product.categories) == 1 for product in products())


@pytest.mark.parametrize("field", ["product_id", "title", "description", "url", "image"])
def test_nothing_that_names_a_product_repeats(field: str) -> None:
    counts = Counter(str(getattr(product, field)).casefold() for product in products())
    assert [value for value, count in counts.items() if count > 1] == []


def test_every_product_carries_what_a_feed_carries() -> None:
    for product in products():
        assert product.brand
        assert product.price
        assert product.currency == "USD"
        assert product.published_at is not None
        assert product.image == f"/pictures/{product.product_id}.svg"
        assert product.url == f"/p/{product.product_id}"
        assert product.values("color")
        assert set(product.values("color")) <= set(PALETTE)
        assert product.values("material")
        assert all(re.fullmatch(r"[a-z][a-z_]*", name) for name in product.attributes)


def test_prices_stock_margins_and_ratings_are_believable() -> None:
    for product in products():
        assert product.margin is not None
        assert 0.08 <= product.margin <= 0.6
        assert product.rating is None or 3.2 <= product.rating <= 4.9
        assert (product.rating is None) == (not product.rating_count)
        if product.sale_price is not None:
            assert product.price is not None
            assert 0 < product.sale_price < product.price
    assert 0.10 <= share(sum(product.sale_price is not None for product in products())) <= 0.20
    stock = Counter(product.availability for product in products())
    assert 0.84 <= share(stock["in_stock"]) <= 0.92
    assert set(stock) == {"in_stock", "out_of_stock", "preorder", "backorder"}
    assert any(product.rating is None for product in products())


def test_descriptions_are_two_to_four_sentences() -> None:
    for product in products():
        sentences = re.split(r"(?<=[.!?])\s+(?=[A-Z0-9])", product.description or "")
        assert 2 <= len(sentences) <= 4, product.product_id


def test_variants_point_to_a_parent_that_is_no_variant() -> None:
    by_id = {product.product_id: product for product in products()}
    variants = [product for product in products() if product.variant_of]
    assert len(variants) >= 100
    for variant in variants:
        parent = by_id[variant.variant_of or ""]
        assert parent.variant_of is None
        assert parent.categories == variant.categories
        assert parent.brand == variant.brand
        assert parent.attributes != variant.attributes


def test_no_two_descriptions_are_nearly_the_same() -> None:
    shingles: dict[str, set[tuple[str, ...]]] = {}
    owners: defaultdict[tuple[str, ...], list[Product]] = defaultdict(list)
    for product in products():
        words = re.findall(r"[a-z0-9']+", (product.description or "").casefold())
        own = {tuple(words[i : i + SHINGLE]) for i in range(len(words) - SHINGLE + 1)}
        shingles[product.product_id] = own
        for shingle in own:
            owners[shingle].append(product)
    common: Counter[tuple[str, str]] = Counter()
    for sharing in owners.values():
        for one, other in combinations(sharing, 2):
            if (one.variant_of or one.product_id) != (other.variant_of or other.product_id):
                common[one.product_id, other.product_id] += 1
    alike = [
        (one, other)
        for (one, other), count in common.items()
        if count / len(shingles[one] | shingles[other]) > TOO_ALIKE
    ]
    assert alike == []


def test_a_capacity_in_a_title_is_the_capacity_of_the_product() -> None:
    for product in products():
        for amount in re.findall(r"\b([\d.]+ L)\b", product.title):
            assert amount in product.values("capacity"), product.product_id


def test_every_leaf_has_a_shape_of_its_own() -> None:
    drawn = {shape_of(leaf(product), product.title) for product in products()}
    assert FALLBACK_SHAPE not in {shape_of(leaf(product)) for product in products()}
    assert drawn <= shape_names()
    assert len(drawn) >= 40


def test_every_product_has_a_picture_in_its_color() -> None:
    for product in products():
        svg = picture_of(product)
        root = ElementTree.fromstring(svg)
        assert root.findtext("{http://www.w3.org/2000/svg}title") == product.title
        assert PALETTE[product.values("color")[0]] in svg
        assert not re.search(r"<script|\son\w+=|href|url\(|<image|\{", svg)


def test_a_picture_never_fails_on_a_foreign_product() -> None:
    svg = picture("Flux Capacitors", "octarine", "<script>alert('&')</script>")
    root = ElementTree.fromstring(svg)
    assert root.findtext("{http://www.w3.org/2000/svg}title") == "<script>alert('&')</script>"
    assert PALETTE["gray"] in svg


def test_made_up_orders_name_what_goes_together() -> None:
    now = datetime(2026, 6, 1, tzinfo=UTC)
    made = list(orders(products(), now))
    assert made == list(orders(products(), now))
    assert len({event.event_id for event in made}) == len(made)
    assert max(event.occurred_at for event in made) < now - timedelta(days=28), "before any report's month"
    baskets = defaultdict(list)
    for event in made:
        baskets[event.user_id].append(event.product_id)
    leaves = {product.product_id: leaf(product) for product in products()}
    assert all(len({leaves[str(each)] for each in basket}) == len(basket) >= 2 for basket in baskets.values())
    bought = {leaves[str(each)] for basket in baskets.values() for each in basket}
    assert bought == set(leaves.values()), "every shelf stands beside others"
