"""The vector index built anew from the catalog's own rows, for another embedding model or after a loss."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from retrieval.catalog.fingerprint import fingerprint
from retrieval.index.live import LiveCatalog
from retrieval.ports import Changes, Embedder, ProductStore, StoredProduct, VectorIndex

BATCH = 2000


@dataclass(frozen=True, slots=True)
class Reindexed:
    """What a rebuild did. ``embedded``: products whose vector was not yet this model's."""

    products: int
    embedded: int


class Copying:
    """The catalog copied, change by change, into an index and a view that nobody asks yet."""

    def __init__(
        self, store: ProductStore, index: VectorIndex, embedder: Embedder, live: LiveCatalog
    ) -> None:
        self._store = store
        self._index = index
        self._embedder = embedder
        self._live = live
        self._revision = 0
        self._stale: dict[str, StoredProduct] = {}
        self.done = Reindexed(0, 0)

    def catch_up(self, progress: Callable[[Reindexed], None] = lambda _: None) -> None:
        """Everything that the store knows by now. Raises as :func:`reindex`."""
        after = self._revision
        for changes in self._store.changes(after, batch=BATCH):
            rows, stale = restated(changes.upserts, self._embedder)
            for row in rows:
                self._stale.pop(row.product.product_id, None)
            self._stale.update((rows[position].product.product_id, rows[position]) for position in stale)
            if rows:
                self._index.upsert([r.product.product_id for r in rows], np.stack([r.vector for r in rows]))
            # A copy that begins has nothing to forget.
            gone = list(changes.deletes) if after else []
            for product_id in gone:
                self._stale.pop(product_id, None)
            if gone:
                self._index.delete(gone)
            self._live.take_in(Changes(changes.revision, rows, gone))
            self._revision = max(self._revision, changes.revision)
            self.done = Reindexed(self.done.products + len(rows), self.done.embedded + len(stale))
            progress(self.done)

    @property
    def of_another_model(self) -> bool:
        """Whether rows of the store must be written anew before this copy may be served."""
        return bool(self._stale)

    def write_rows(self) -> None:
        """The vectors of the new model into the store. Nobody else may write meanwhile."""
        waiting = list(self._stale.values())
        for start in range(0, len(waiting), BATCH):
            self._store.upsert(waiting[start : start + BATCH])

    def commit(self) -> None:
        """The view stands at what was copied, and at the rows that were written here."""
        self._live.commit(self._store.revision() if self._stale else self._revision)


def restated(held: Sequence[StoredProduct], embedder: Embedder) -> tuple[list[StoredProduct], list[int]]:
    """Rows as this model makes them, and the positions of those that had to be embedded."""
    rows = [StoredProduct(row.product, fingerprint(row.product, embedder), row.vector) for row in held]
    stale = [
        position
        for position, (row, before) in enumerate(zip(rows, held, strict=True))
        if row.fingerprint.text != before.fingerprint.text or len(before.vector) != embedder.dimension
    ]
    if stale:
        vectors = embedder.embed_products([rows[position].product for position in stale])
        for position, vector in zip(stale, vectors, strict=True):
            rows[position] = StoredProduct(rows[position].product, rows[position].fingerprint, vector)
    return rows, stale


def reindex(
    store: ProductStore,
    index: VectorIndex,
    embedder: Embedder,
    progress: Callable[[Reindexed], None] = lambda _: None,
) -> Reindexed:
    """Put every product of ``store`` into ``index``, an empty one or one that an earlier try left half full.

    A product whose vector is this model's already keeps it, so that a rebuild that was killed goes on where
    it was.

    Raises:
        StorageUnavailable: database, index or embedding model do not answer; run it again.
    """
    done = Reindexed(0, 0)
    for changes in store.changes(0, batch=BATCH):
        rows, stale = restated(changes.upserts, embedder)
        if rows:
            index.upsert([row.product.product_id for row in rows], np.stack([row.vector for row in rows]))
        if stale:
            store.upsert([rows[position] for position in stale])
        done = Reindexed(done.products + len(rows), done.embedded + len(stale))
        progress(done)
    return done
