"""What titles teach: words that stand for a category, and only those."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.index.columns import Columns
from retrieval.index.heads import head
from retrieval.index.vocabulary import learn
from retrieval.types import Product
from tests.retrieval.products import catalogs

BRANDS = ("Fila", "Puma", "Numero Uno", "Converse")


def shoe(number: int, title: str, brand: str | None, category: str = "Footwear > Sandals") -> Product:
    return Product(
        product_id=f"{category}-{title}-{number}",
        title=f"{brand or 'Nobody'} Black {title}",
        brand=brand,
        categories=(category,),
        attributes={"color": ["Black"]},
    )


def shelf(
    title: str = "Floaters",
    count: int = 12,
    brands: tuple[str | None, ...] = BRANDS,
    category: str = "Footwear > Sandals",
) -> list[Product]:
    return [shoe(number, title, brands[number % len(brands)], category) for number in range(count)]


def rest() -> list[Product]:
    """Other things, so that sandals are few."""
    return shelf("Shirts", 150, category="Apparel > Shirts") + shelf("Sandals", 20)


def heads(products: list[Product]) -> dict[str, str]:
    columns = Columns()
    for product in products:
        columns.set(columns.add(), product)
    return dict(learn(columns, 1).heads)


@pytest.mark.parametrize(
    ("title", "noun"),
    [
        ("Fila Men Black Floaters", "floater"),
        ("Fila Floaters, Black", "floater"),
        ("Fila Floaters Black 9", "floater"),
        ("Fila Black Floaters with Straps", "floater"),
        ("Fila Black Peep Toe", ""),
        ("Fila Black Slip On", ""),
        ("Fila Black Mother of Pearl", ""),
        ("Fila Black T-shirt", ""),
        ("Fila Black Sandals", ""),
        ("Floaters", ""),
        ("", ""),
    ],
)
def test_only_a_noun_of_its_own_is_a_head(title: str, noun: str) -> None:
    product = shoe(1, "x", "Fila").model_copy(
        update={"title": title, "attributes": {"color": "Black", "for": "Men"}}
    )
    assert head(product) == noun


def test_a_word_in_place_of_a_category_is_learned() -> None:
    assert heads(rest() + shelf()) == {"floater": "Sandals"}


@pytest.mark.parametrize(
    "doubtful",
    [
        pytest.param(shelf(count=7), id="too-few"),
        pytest.param(shelf(brands=("Fila", "Puma")), id="of-two-brands"),
        pytest.param(shelf(brands=("Fila", "Fila", "Fila", "Puma", "Converse", "Fila")), id="of-one"),
        pytest.param(shelf(brands=(None,)), id="of-no-brand"),
        pytest.param(shelf(count=10) + shelf(count=2, category="Apparel > Shirts"), id="of-two-kinds"),
        pytest.param(shelf(count=12, category="Footwear"), id="of-a-department"),
        pytest.param(shelf(count=400), id="of-what-most-things-are"),
        pytest.param(
            shelf(count=8) + shelf("Sandals", 900) + shelf("Shirts", 5000, category="Apparel > Shirts"),
            id="rare-among-its-kind",
        ),
    ],
)
def test_what_is_in_doubt_is_not_learned(doubtful: list[Product]) -> None:
    assert heads(rest() + doubtful) == {}


def test_what_is_learned_goes_with_its_products_and_comes_with_them() -> None:
    columns, rows = Columns(), []
    for product in rest():
        columns.set(columns.add(), product)
    for product in shelf():
        rows.append(columns.add())
        assert columns.set(rows[-1], product)
    assert "floater" in learn(columns, 1).heads
    for row in rows[5:]:
        columns.remove(row)
    assert learn(columns, 2).heads == {}


def test_the_order_of_the_products_leaves_no_trace() -> None:
    products = rest() + shelf() + shelf("Wedges", 9, category="Footwear > Heels")
    expected = heads(products)
    assert set(expected) == {"floater", "wedge"}
    for seed in range(5):
        random.Random(seed).shuffle(products)
        assert heads(products) == expected


@given(catalogs(), st.text(max_size=30))
def test_any_catalog_teaches_only_its_own_segments(products: list[Product], title: str) -> None:
    columns = Columns()
    for product in products:
        columns.set(columns.add(), product.model_copy(update={"title": title or "x"}))
    vocabulary = learn(columns, 1)
    assert set(vocabulary.heads.values()) <= set(vocabulary.values["category"])
