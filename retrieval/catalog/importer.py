"""A catalog file into the catalog: read, check, write; what cannot be used is set aside with its reason.

Batches are read and validated while earlier ones are embedded and written, side by side. Nothing but
a few batches is held. Safe to kill and to run again: what is already there costs a look-up.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from retrieval.catalog.feed import AUTO, Feed
from retrieval.catalog.mapping import ColumnMapping
from retrieval.catalog.raw import BadRow, RawRow
from retrieval.catalog.rejects import Rejects
from retrieval.catalog.repeats import Repeats
from retrieval.catalog.rows import RowReader
from retrieval.catalog.writer import BATCH, Written
from retrieval.errors import FeedError
from retrieval.types import Product

SIDE_BY_SIDE = 3
"""Batches: one in the vector index, one being embedded, one in the database keep two cores busy."""

Put: TypeAlias = Callable[[Sequence[Product]], Written]
"""``CatalogWriter.put``, or a call that hands the products to a running server."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far an import has come. Bytes are of the file as it lies on disk, packed or not."""

    read: int
    written: Written
    rejected: int
    bytes_read: int
    bytes_total: int


@dataclass(frozen=True, slots=True)
class ImportSummary:
    """What an import did. ``read`` counts rows: added + updated + unchanged + repeated + rejected."""

    read: int
    added: int
    updated: int
    unchanged: int
    embedded: int
    repeated: int
    """Rows that a later row with the same id took the place of."""
    rejected: int
    rejects_path: Path | None
    """None when nothing was rejected."""
    seconds: float
    first_rejected: str | None = None
    """The line of the first rejected row, and why."""


def import_feed(
    source: Path,
    put: Put,
    *,
    data_dir: Path,
    format: str = AUTO,  # noqa: A002 - the option is called so
    mapping: ColumnMapping | None = None,
    progress: Callable[[Progress], None] = lambda _: None,
    batch: int = BATCH,
) -> ImportSummary:
    """Read ``source`` and ``put`` its products, ``batch`` at a time, in the order of the file.

    Args:
        data_dir: where the rejected rows go when the folder of ``source`` may not be written to.
        progress: called after every batch, in the calling thread.

    Raises:
        FeedError: the file cannot be read at all, or ``mapping`` names a column that a CSV lacks.
        StorageUnavailable: from ``put``; what was put before stays.
    """
    started = time.monotonic()
    mapping = mapping or ColumnMapping()
    reader = RowReader(mapping)
    repeats = Repeats.of(source, format, reader)
    total = source.stat().st_size
    with Feed(source, format) as feed, Rejects(source, data_dir) as rejects, _Behind(put) as behind:
        reading = _Reading(feed, mapping, reader, repeats, rejects)
        batches = _batches(reading.products(), batch)
        for products in batches:
            if behind.hand(products):
                progress(Progress(reading.rows, behind.written, rejects.count, feed.position(), total))
        while behind.wait():
            progress(Progress(reading.rows, behind.written, rejects.count, feed.position(), total))
        progress(Progress(reading.rows, behind.written, rejects.count, feed.position(), total))
        written = behind.written
    # A batch beyond the bound of held rows may have written a row that a later one replaced.
    repeated = reading.rows - rejects.count - written.added - written.updated - written.unchanged
    return ImportSummary(
        read=reading.rows,
        added=written.added,
        updated=written.updated,
        unchanged=written.unchanged,
        embedded=written.embedded,
        repeated=repeated,
        rejected=rejects.count,
        rejects_path=rejects.path,
        first_rejected=rejects.first,
        seconds=time.monotonic() - started,
    )


class _Reading:
    """The products of a feed, its bad rows set aside on the way."""

    def __init__(
        self, feed: Feed, mapping: ColumnMapping, reader: RowReader, repeats: Repeats, rejects: Rejects
    ) -> None:
        self._feed = feed
        self._mapping = mapping
        self._reader = reader
        self._repeats = repeats
        self._rejects = rejects
        self.rows = 0

    def products(self) -> Iterator[Product]:
        for row in self._feed.rows():
            if self.rows == 0 and isinstance(row, RawRow):
                self._check_columns(row)
            self.rows += 1
            product = row if isinstance(row, BadRow) else self._reader.product(row)
            if isinstance(product, BadRow):
                self._rejects.add(product)
            else:
                yield from self._repeats.settle(product, row.line)
        yield from self._repeats.rest()

    def _check_columns(self, first: RawRow) -> None:
        """Every row of a CSV has the columns of its header, Shopify's rows have ours; others may differ."""
        alike = self._feed.format in ("csv", "shopify")
        missing = self._mapping.missing(first.fields) if alike else []
        if missing:
            raise FeedError(
                f"--map: the file has no column {missing[0]!r}; it has {', '.join(map(repr, first.fields))}."
            )


class _Behind:
    """Writes batches in threads of their own while the next is read; ``SIDE_BY_SIDE`` under way at most."""

    def __init__(self, put: Put) -> None:
        self._put = put
        self._threads = ThreadPoolExecutor(max_workers=SIDE_BY_SIDE, thread_name_prefix="catalog-import")
        self._under_way: deque[tuple[Future[Written], frozenset[str]]] = deque()
        self.written = Written()

    def __enter__(self) -> _Behind:
        return self

    def __exit__(self, *_: object) -> None:
        self._threads.shutdown(wait=True, cancel_futures=True)

    def hand(self, products: Sequence[Product]) -> bool:
        """Waits for room; whether that counted a batch."""
        ids = frozenset(product.product_id for product in products)
        before = self.written
        # The later row of one product must win, so it waits for the earlier.
        while self._under_way and (
            len(self._under_way) >= SIDE_BY_SIDE
            or any(not ids.isdisjoint(other) for _, other in self._under_way)
        ):
            self.wait()
        self._under_way.append((self._threads.submit(self._put, products), ids))
        return self.written is not before

    def wait(self) -> bool:
        """Waits for the oldest batch under way and counts it; False when there is none.

        Raises what writing it raised.
        """
        if not self._under_way:
            return False
        future, _ = self._under_way.popleft()
        self.written += future.result()
        return True


def _batches(products: Iterator[Product], size: int) -> Iterator[list[Product]]:
    batch: list[Product] = []
    for product in products:
        batch.append(product)
        if len(batch) >= size:
            yield batch
            batch = []
    if batch:
        yield batch
