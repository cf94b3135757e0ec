"""Ids that a feed names more than once: only the last row counts, so that importing the same file
twice changes nothing the second time."""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from retrieval.catalog.feed import Feed
from retrieval.catalog.raw import RawRow
from retrieval.catalog.rows import RowReader
from retrieval.types import Product

MOST_HELD = 20_000
"""Products. A feed with more repeated ids than this at once is still read in bounded memory; its
earlier rows are then written too, and replaced by the later ones."""


class Repeats:
    """Holds back the rows of repeated ids until the last one has come."""

    def __init__(self, last: dict[int, int]) -> None:
        self._last = last
        self._held: dict[str, Product] = {}
        self.replaced = 0
        """Rows that a later row of the same id took the place of."""

    @classmethod
    def of(cls, path: Path, format: str, reader: RowReader) -> Repeats:  # noqa: A002 - the option is called so
        """Reads the file once, without validating it. Takes 16 bytes of memory per row.

        Something that can be read only once (a pipe) is taken to repeat nothing.
        """
        if not path.is_file():
            return cls({})
        keys, lines = array("q"), array("q")
        with Feed(path, format) as feed:
            for row in feed.rows():
                if isinstance(row, RawRow):
                    keys.append(hash(reader.product_id(row)))
                    lines.append(row.line)
        return cls(_last_lines(keys, lines))

    def settle(self, product: Product, line: int) -> Iterator[Product]:
        """What may be written now that ``product`` was read: itself, nothing yet, or what was held."""
        last = self._last.get(hash(product.product_id)) if self._last else None
        if last is None:
            yield product
            return
        self.replaced += product.product_id in self._held
        self._held[product.product_id] = product
        if line >= last:
            yield self._held.pop(product.product_id)
        elif len(self._held) >= MOST_HELD:
            yield from self.rest()

    def rest(self) -> Iterator[Product]:
        """What is still held: ids whose last row was a bad one."""
        held, self._held = self._held, {}
        yield from held.values()


def _last_lines(keys: array[int], lines: array[int]) -> dict[int, int]:
    """Key → line of its last row, for keys that come more than once."""
    if len(keys) < 2:
        return {}
    found = np.frombuffer(keys, dtype=np.int64)
    order = np.argsort(found, kind="stable")
    ordered = found[order]
    again = np.flatnonzero(ordered[1:] == ordered[:-1]) + 1
    at = np.frombuffer(lines, dtype=np.int64)[order]
    # Stable order: of equal keys the later row comes later, and is the one that stays in the dict.
    return dict(zip(ordered[again].tolist(), at[again].tolist(), strict=True))
