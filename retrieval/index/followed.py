"""The lexical index kept in step with the live catalog: by the rows it reads and by its writer's word."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from retrieval.index.live import LiveCatalog
from retrieval.ports import Changes, Fingerprint, LexicalIndex, ProductStore, StoredProduct
from retrieval.types import Product, Vector


def applied(
    live: LiveCatalog, lexical: LexicalIndex
) -> Callable[[Sequence[StoredProduct], Sequence[str]], None]:
    """What a writer tells of each of its writes."""

    def take_in(upserts: Sequence[StoredProduct], deletes: Sequence[str]) -> None:
        live.apply(upserts, deletes)
        lexical.update([stored.product for stored in upserts], deletes)
        lexical.commit()

    return take_in


class FollowedStore:
    """A store whose changes reach the lexical index too, each batch before whoever reads it.

    So an index beside the live catalog costs no second reading of the rows, neither at start nor when
    another process wrote. Satisfies :class:`retrieval.ports.ProductStore`.
    """

    def __init__(self, store: ProductStore, lexical: LexicalIndex) -> None:
        self._store = store
        self._lexical = lexical

    def changes(self, after: int, batch: int = 5000) -> Iterator[Changes]:
        """As the store's own."""
        for changes in self._store.changes(after, batch):
            self._lexical.update([stored.product for stored in changes.upserts], changes.deletes)
            yield changes
        self._lexical.commit()

    def fingerprints(self, product_ids: Sequence[str]) -> dict[str, Fingerprint]:
        """As the store's own."""
        return self._store.fingerprints(product_ids)

    def vectors(self, product_ids: Sequence[str]) -> dict[str, Vector]:
        """As the store's own."""
        return self._store.vectors(product_ids)

    def upsert(self, rows: Sequence[StoredProduct]) -> int:
        """As the store's own; its writer tells the index."""
        return self._store.upsert(rows)

    def delete(self, product_ids: Sequence[str]) -> list[str]:
        """As the store's own; its writer tells the index."""
        return self._store.delete(product_ids)

    def get(self, product_ids: Sequence[str]) -> dict[str, Product]:
        """As the store's own."""
        return self._store.get(product_ids)

    def revision(self) -> int:
        """As the store's own."""
        return self._store.revision()

    def count(self) -> int:
        """As the store's own."""
        return self._store.count()
