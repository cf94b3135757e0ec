"""Products of a catalog file, and the words they teach, by the code that imports them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from eval.errors import DatasetError
from eval.jsonl import present
from retrieval.catalog.feed import Feed
from retrieval.catalog.mapping import ColumnMapping
from retrieval.catalog.raw import BadRow
from retrieval.catalog.rows import RowReader
from retrieval.index.columns import Columns
from retrieval.index.vocabulary import learn
from retrieval.types import Product, Vocabulary


def read_products(path: Path) -> list[Product]:
    """Every good row of a feed, the last one where an id comes twice; bad rows are passed over, as at import.

    Where only ``path`` with ``.gz`` is there, that is read.

    Raises:
        FeedError: the file cannot be read.
        DatasetError: it holds no product.
    """
    reader = RowReader(ColumnMapping())
    found: dict[str, Product] = {}
    with Feed(present(path)) as feed:
        for row in feed.rows():
            product = row if isinstance(row, BadRow) else reader.product(row)
            if not isinstance(product, BadRow):
                found[product.product_id] = product
    if not found:
        raise DatasetError(f"{path} holds no products")
    return list(found.values())


def columns_of(products: Sequence[Product]) -> Columns:
    """What filters read of these products, by the code that a server uses."""
    columns = Columns()
    for product in products:
        columns.set(columns.add(), product)
    return columns


def vocabulary_of(products: Sequence[Product]) -> Vocabulary:
    """What a shop with these products would know of its own words."""
    return learn(columns_of(products), revision=1)
