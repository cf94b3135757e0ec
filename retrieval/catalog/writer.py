"""The one path by which the catalog changes, for the importer and the API alike.

Order, so that a process killed at any moment leaves nothing that a second run does not mend:

- ``put``: vectors into the index, then rows into the store, then the copies in memory. Killed in
  between, the index holds a vector whose row is missing or older; the row's hash says so, and the
  next ``put`` of the product writes both again.
- ``delete``: the store first. Killed in between, the index holds a vector without a row, which no
  query shows. The other way round would leave a row without its vector and a hash that says all is well.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from typing import TypeAlias

import numpy as np

from retrieval.catalog.fingerprint import fingerprint
from retrieval.ports import Embedder, Fingerprint, ProductStore, StoredProduct, VectorIndex
from retrieval.types import Product, Vector

BATCH = 2000
"""Products per transaction."""

Applied: TypeAlias = Callable[[Sequence[StoredProduct], Sequence[str]], None]
"""Told of every write after it is durable: rows written, ids deleted."""


@dataclass(frozen=True, slots=True)
class Written:
    """What a ``put`` did. ``embedded`` counts those of added and updated that needed a new vector."""

    added: int = 0
    updated: int = 0
    unchanged: int = 0
    embedded: int = 0

    def __add__(self, other: Written) -> Written:
        return Written(
            added=self.added + other.added,
            updated=self.updated + other.updated,
            unchanged=self.unchanged + other.unchanged,
            embedded=self.embedded + other.embedded,
        )


class CatalogWriter:
    """Safe to call from several threads: batches without a common product are written side by side,
    so that one is embedded while another is indexed; batches that share one wait for each other.

    Every method raises :class:`retrieval.errors.StorageUnavailable` when the database or the vector
    index does not answer; what was written before that is whole, and running the same call again is safe.
    """

    def __init__(self, store: ProductStore, index: VectorIndex, embedder: Embedder, applied: Applied) -> None:
        self._store = store
        self._index = index
        self._embedder = embedder
        self._applied = applied
        self._under_way: set[str] = set()
        self._done = threading.Condition()
        # Commit and copy in one step: the copies in memory then advance revision by revision.
        self._commit = threading.Lock()
        self._stopped = False
        self._successor: CatalogWriter | None = None

    @contextmanager
    def stopped(self) -> Iterator[None]:
        """No write begins inside this block, and those that had begun are done: writers wait at the door."""
        with self._done:
            self._done.wait_for(lambda: not self._stopped)
            self._stopped = True
            self._done.wait_for(lambda: not self._under_way)
        try:
            yield
        finally:
            with self._done:
                self._stopped = False
                self._done.notify_all()

    def hand_over(self, to: CatalogWriter) -> None:
        """From now on every write is done by ``to``, also those that wait. Call it while :meth:`stopped`."""
        self._successor = to

    def put(self, products: Sequence[Product]) -> Written:
        """Insert or replace; of several products with one id the last counts, and it alone.

        A product that is stored as it stands costs a look-up; one whose text is unchanged keeps its vector.
        """
        latest = {product.product_id: product for product in products}
        prints = {key: fingerprint(product, self._embedder) for key, product in latest.items()}
        waiting = iter(latest.values())
        written = Written()
        while batch := list(islice(waiting, BATCH)):
            with self._claim([product.product_id for product in batch]):
                if self._successor is None:
                    written += self._put(batch, prints)
                    continue
            written += self._successor.put(batch)
        return written

    def delete(self, product_ids: Sequence[str]) -> list[str]:
        """The ids that existed and are now gone."""
        wanted = list(dict.fromkeys(product_ids))
        with self._claim(wanted):
            if self._successor is None:
                return self._delete(wanted)
        return self._successor.delete(wanted)

    def _delete(self, wanted: Sequence[str]) -> list[str]:
        with self._commit:
            gone = self._store.delete(wanted)
            if gone:
                self._applied([], gone)
        # All that were asked for: an earlier call may have been cut off between store and index.
        if wanted:
            self._index.delete(wanted)
        return gone

    @contextmanager
    def _claim(self, product_ids: Collection[str]) -> Iterator[None]:
        """Nobody else writes these products meanwhile."""
        with self._done:
            self._done.wait_for(lambda: not self._stopped and self._under_way.isdisjoint(product_ids))
            self._under_way.update(product_ids)
        try:
            yield
        finally:
            with self._done:
                self._under_way.difference_update(product_ids)
                self._done.notify_all()

    def _put(self, batch: Sequence[Product], prints: dict[str, Fingerprint]) -> Written:
        held = self._store.fingerprints([product.product_id for product in batch])
        changed = [p for p in batch if held.get(p.product_id) != prints[p.product_id]]
        if not changed:
            return Written(unchanged=len(batch))
        vectors = self._kept(changed, held, prints)
        fresh = [product for product in changed if product.product_id not in vectors]
        if fresh:
            made = np.ascontiguousarray(self._embedder.embed_products(fresh), dtype=np.float32)
            ids = [product.product_id for product in fresh]
            self._index.upsert(ids, made)
            vectors.update(zip(ids, made, strict=True))
        rows = [StoredProduct(p, prints[p.product_id], vectors[p.product_id]) for p in changed]
        with self._commit:
            self._store.upsert(rows)
            self._applied(rows, [])
        updated = sum(product.product_id in held for product in changed)
        return Written(
            added=len(changed) - updated,
            updated=updated,
            unchanged=len(batch) - len(changed),
            embedded=len(fresh),
        )

    def _kept(
        self, changed: Sequence[Product], held: dict[str, Fingerprint], prints: dict[str, Fingerprint]
    ) -> dict[str, Vector]:
        """Vectors that still hold, of the right dimension."""
        same = [
            product.product_id
            for product in changed
            if (before := held.get(product.product_id)) and before.text == prints[product.product_id].text
        ]
        found = self._store.vectors(same) if same else {}
        return {key: vector for key, vector in found.items() if len(vector) == self._embedder.dimension}
