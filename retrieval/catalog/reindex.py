"""The vector index built anew from the catalog's own rows, for another embedding model or after a loss."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from retrieval.catalog.fingerprint import fingerprint
from retrieval.ports import Embedder, ProductStore, StoredProduct, VectorIndex

BATCH = 2000


@dataclass(frozen=True, slots=True)
class Reindexed:
    """What a rebuild did. ``embedded``: products whose vector was not yet this model's."""

    products: int
    embedded: int


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
        rows = [
            StoredProduct(held.product, fingerprint(held.product, embedder), held.vector)
            for held in changes.upserts
        ]
        stale = [
            position
            for position, (row, held) in enumerate(zip(rows, changes.upserts, strict=True))
            if row.fingerprint.text != held.fingerprint.text or len(held.vector) != embedder.dimension
        ]
        if stale:
            vectors = embedder.embed_products([rows[position].product for position in stale])
            for position, vector in zip(stale, vectors, strict=True):
                rows[position] = StoredProduct(rows[position].product, rows[position].fingerprint, vector)
        if rows:
            index.upsert([row.product.product_id for row in rows], np.stack([row.vector for row in rows]))
        if stale:
            store.upsert([rows[position] for position in stale])
        done = Reindexed(done.products + len(rows), done.embedded + len(stale))
        progress(done)
    return done
