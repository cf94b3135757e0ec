"""Raw rows to products, or to a reason in plain words."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.catalog import values
from retrieval.catalog.mapping import ALIASES, FIELDS, ColumnMapping
from retrieval.catalog.raw import BadRow, RawRow
from retrieval.catalog.rows import RowReader
from retrieval.errors import FeedError
from retrieval.types import Product


def product(fields: dict[str, object], *pairs: str) -> Product:
    found = RowReader(ColumnMapping.parse(pairs)).product(RawRow(7, fields))
    assert isinstance(found, Product), found
    return found


def reason(**fields: object) -> str:
    found = RowReader(ColumnMapping()).product(RawRow(7, {"product_id": "p", "title": "t", **fields}))
    assert isinstance(found, BadRow)
    assert found.line == 7
    return found.reason


@pytest.mark.parametrize(
    ("text", "amount", "currency"),
    [
        ("19.99", 19.99, None),
        ("19.99 USD", 19.99, "USD"),
        ("eur 5", 5, "EUR"),
        ("$19.99", 19.99, "USD"),
        ("1,299.00", 1299, None),
        ("1.299,00 €", 1299, "EUR"),
        ("1 299,50", 1299.5, None),
        ("1\u202f299", 1299, None),
        ("1'299.50 CHF", 1299.5, "CHF"),
        ("₹1,29,999", 129999, "INR"),
        ("19,99", 19.99, None),
        ("1,299", 1299, None),
        ("0,299", 0.299, None),
        ("1.299", 1.299, None),
        ("1,234,567.5", 1234567.5, None),
        ("-3", -3, None),
        (12, 12, None),
        ("free", "free", None),
        ("", "", None),
        ("1.2.3", "1.2.3", None),
        ("1_000", "1_000", None),
        ("nan", "nan", None),
        (True, "true", None),
    ],
)
def test_amounts_as_people_write_them(text: object, amount: object, currency: str | None) -> None:
    assert values.money(text) == (amount, currency)


@given(st.decimals(0, 999_999_999, places=2))
def test_an_amount_reads_the_same_in_every_grouping(amount: object) -> None:
    english = f"{amount:,.2f}"
    continental = english.translate(str.maketrans(",.", ".,"))
    assert values.number(english) == values.number(continental) == float(str(amount))


@given(st.text(max_size=30))
def test_no_text_breaks_a_reader_of_cells(text: str) -> None:
    fields: dict[str, object] = dict.fromkeys(FIELDS, text)
    assert isinstance(RowReader(ColumnMapping()).product(RawRow(1, fields)), Product | BadRow)


def test_a_row_of_a_spreadsheet() -> None:
    assert product(
        {
            "SKU": " 12 ",
            "Product Name": "Scarf",
            "Category": "Apparel>Scarves | Gifts",
            "Price": "£19.99",
            "sale-price": "15",
            "Stock Status": "In Stock",
            "Tags": "warm, wool,",
            "Average Rating": "4,5",
            "Reviews": "1,234",
            "margin": "35%",
            "Date Added": "2024-05-01",
            "Image Link": "/a.png",
            "Colour": "Red",
            "Empty": " ",
        }
    ) == Product(
        product_id="12",
        title="Scarf",
        categories=("Apparel > Scarves", "Gifts"),
        price=19.99,
        sale_price=15,
        currency="GBP",
        availability="in_stock",
        tags=("warm", "wool"),
        rating=4.5,
        rating_count=1234,
        margin=0.35,
        published_at=datetime(2024, 5, 1, tzinfo=UTC),
        image="/a.png",
        attributes={"Colour": "Red"},
    )


def test_a_row_of_json() -> None:
    assert product(
        {
            "product_id": 12,
            "title": "Lamp",
            "brand": None,
            "categories": [["Home", "Light"], "Sale"],
            "price": 3,
            "currency": "EUR",
            "in_stock": False,
            "attributes": {"watts": 40, "colors": ["red", "blue"], "dimmable": True, "none": None},
            "sku": "L-12",
            "watts": 60,
            "dimensions": {"w": 1},
        }
    ) == Product(
        product_id="12",
        title="Lamp",
        categories=("Home > Light", "Sale"),
        price=3,
        currency="EUR",
        availability="out_of_stock",
        attributes={"watts": "40", "colors": ("red", "blue"), "dimmable": "yes", "sku": "L-12"},
    )


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"price": -3}, "price: must be 0 or more (got -3)"),
        ({"price": "free"}, "price: is not a number (got free)"),
        ({"price": True}, "price: is not a number (got true)"),
        ({"price": float("nan")}, "price: is not a number (got nan)"),
        ({"rating": "7"}, "rating: must be 5 or less (got 7.0)"),
        ({"rating_count": 2.5}, "rating_count: is not a whole number (got 2.5)"),
        (
            {"rating_count": 10**30},
            "rating_count: must be 1e+12 or less (got 1000000000000000000000000000000)",
        ),
        ({"title": " "}, "title: is missing"),
        ({"product_id": None}, "product_id: is missing"),
        ({"product_id": "a\x00b"}, "product_id: holds a control character, such as a tab or a line break"),
        ({"title": "x" * 2001}, "title: is longer than 2000 characters"),
        ({"title": ["a"]}, "title: is not text (got ['a'])"),
        ({"currency": "euro"}, "currency: must be a code of three letters, like EUR (got EURO)"),
        (
            {"availability": "maybe"},
            "availability: must be 'in_stock', 'out_of_stock', 'preorder' or 'backorder' (got maybe)",
        ),
        (
            {"published_at": "soon"},
            "published_at: is not a date and time like 2026-01-31T09:00:00Z (got soon)",
        ),
        ({"tags": 4}, "tags: is not a list (got 4)"),
        ({"attributes": "red"}, "attributes: is not an object (got red)"),
        ({"categories": [{"a": 1}]}, "categories.0: is not text (got {'a': 1})"),
        ({"title": None, "price": -1}, "title: is missing; price: must be 0 or more (got -1)"),
        ({"price": -1, "sale_price": -1, "rating": 9, "margin": 3}, "; and 1 more"),
    ],
)
def test_reasons_are_plain_words(given: dict[str, object], says: str) -> None:
    assert reason(**given).endswith(says)


def test_what_the_caller_maps_comes_first() -> None:
    row: dict[str, object] = {
        "id": "1",
        "name": "n",
        "Preis": "5",
        "price": "9",
        "Farbe": "rot",
        "title": "t",
    }
    found = product(row, "price=Preis", "title=name", "attributes.color=Farbe")
    assert (found.price, found.title) == (5, "n")
    assert found.attributes == {"color": "rot", "price": "9", "title": "t"}


def test_of_several_common_names_the_likeliest_is_taken() -> None:
    found = product({"sku": "s", "id": "i", "name": "n"})
    assert (found.product_id, found.attributes) == ("i", {"sku": "s"})


@pytest.mark.parametrize(
    ("pair", "says"),
    [
        ("prize=Preis", "no such product field; use one of product_id, title,"),
        ("attributes.=x", "no such product field"),
        ("price", "write it as field=column"),
        ("=x", "write it as field=column"),
    ],
)
def test_a_mapping_that_cannot_be_meant(pair: str, says: str) -> None:
    with pytest.raises(FeedError, match=says):
        ColumnMapping.parse([pair])


def test_every_common_name_stands_for_one_field() -> None:
    assert set(ALIASES) <= set(FIELDS)
    names = [name for several in ALIASES.values() for name in several]
    assert len(names) == len(set(names))
    assert not set(names) & set(FIELDS)
