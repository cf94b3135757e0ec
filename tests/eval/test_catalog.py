from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from eval.catalog import read_products, vocabulary_of
from eval.errors import DatasetError
from retrieval.errors import FeedError

ROWS = (
    '{"product_id": "a", "title": "Red lamp", "price": 10, "brand": "Acme", "attributes": {"color": "Red"}}\n'
    "broken\n"
    '{"product_id": "b", "title": "Blue lamp", "price": 30, "categories": ["Home > Lamps"]}\n'
    '{"product_id": "b", "title": "Green lamp", "price": 30, "categories": ["Home > Lamps"]}\n'
)


def test_the_good_rows_of_a_feed_the_last_of_an_id(tmp_path: Path) -> None:
    file = tmp_path / "items.jsonl.gz"
    file.write_bytes(gzip.compress(ROWS.encode()))
    assert [product.title for product in read_products(file)] == ["Red lamp", "Green lamp"]


def test_the_words_of_a_catalog(tmp_path: Path) -> None:
    file = tmp_path / "items.jsonl"
    file.write_text(ROWS)
    words = vocabulary_of(read_products(file))
    assert words.values["color"] == {"Red": 1}
    assert words.values["brand"] == {"Acme": 1}
    assert words.values["category"] == {"Home": 1, "Lamps": 1}
    assert words.price_quantiles[0] == 10


def test_no_products(tmp_path: Path) -> None:
    file = tmp_path / "items.jsonl"
    file.write_text("broken\n")
    with pytest.raises((DatasetError, FeedError)):
        read_products(file)
