"""A feed file to products, as an import reads it."""

from __future__ import annotations

from pathlib import Path

from retrieval.catalog.feed import Feed
from retrieval.catalog.mapping import ColumnMapping
from retrieval.catalog.raw import BadRow
from retrieval.catalog.rows import RowReader
from retrieval.types import Product

FEEDS = Path(__file__).with_name("feeds")


def taken(path: Path, form: str = "auto") -> tuple[str, list[Product], list[tuple[int, str]]]:
    """The format, the products, and the line and reason of every bad row."""
    reader = RowReader(ColumnMapping())
    products: list[Product] = []
    bad: list[tuple[int, str]] = []
    with Feed(path, form) as feed:
        for row in feed.rows():
            read = row if isinstance(row, BadRow) else reader.product(row)
            if isinstance(read, BadRow):
                bad.append((read.line, read.reason))
            else:
                products.append(read)
        return feed.format, products, bad


def written(folder: Path, data: bytes, name: str = "feed") -> Path:
    path = folder / name
    path.write_bytes(data)
    return path
