"""The catalog's rows, each at the revision that last wrote it.

Every write is one transaction that first takes the next revision from ``counters``. That row stays
locked until the commit, so revisions become visible in their order and a reader that has seen
revision n will never find a row at n or below that it had missed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import zip_longest
from typing import Any

from sqlalchemy import Connection, Engine, Row, Table, delete, func, select, tuple_, update

from retrieval.ports import Changes, Fingerprint, StoredProduct
from retrieval.storage.documents import product_bytes, product_from, vector_bytes, vector_from
from retrieval.storage.engine import UNHURRIED, reading, writing
from retrieval.storage.statements import chunks, storable, upsert
from retrieval.storage.tables import counters, deleted_products, products
from retrieval.types import Product, Vector

_COUNTER = "catalog"


# Asked for every list: written once, since to write it takes longer than to answer it.
_REVISION = select(counters.c.value).where(counters.c.name == _COUNTER)


class SqlProductStore:
    """Satisfies :class:`retrieval.ports.ProductStore`. Safe to use from several threads and processes.

    Every method raises :class:`retrieval.errors.StorageUnavailable` when the database does not answer.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def fingerprints(self, product_ids: Sequence[str]) -> dict[str, Fingerprint]:
        rows = self._columns(product_ids, "content_hash", "text_hash")
        return {row[0]: Fingerprint(content=row[1], text=row[2]) for row in rows}

    def vectors(self, product_ids: Sequence[str]) -> dict[str, Vector]:
        return {row[0]: vector_from(row[1]) for row in self._columns(product_ids, "vector")}

    def get(self, product_ids: Sequence[str]) -> dict[str, Product]:
        return {row[0]: product_from(row[1]) for row in self._columns(product_ids, "data")}

    def upsert(self, rows: Sequence[StoredProduct]) -> int:
        latest = {row.product.product_id: row for row in rows}
        if not latest:
            return self.revision()
        with writing(self._engine, patience=UNHURRIED) as connection:
            revision = _next_revision(connection)
            upsert(connection, products, [_record(row, revision) for row in latest.values()])
            for ids in chunks(list(latest)):
                connection.execute(delete(deleted_products).where(deleted_products.c.product_id.in_(ids)))
        return revision

    def delete(self, product_ids: Sequence[str]) -> list[str]:
        wanted = storable(product_ids)
        if not wanted:
            return []
        with writing(self._engine, patience=UNHURRIED) as connection:
            # The counter first, whether or not anything will be deleted: it is the lock.
            revision = _next_revision(connection)
            gone: set[str] = set()
            for ids in chunks(wanted):
                held = select(products.c.product_id).where(products.c.product_id.in_(ids))
                gone.update(connection.execute(held).scalars())
                connection.execute(delete(products).where(products.c.product_id.in_(ids)))
            if not gone:
                connection.rollback()
                return []
            upsert(
                connection,
                deleted_products,
                [{"product_id": key, "revision": revision} for key in sorted(gone)],
            )
        return [key for key in wanted if key in gone]

    def revision(self) -> int:
        with reading(self._engine) as connection:
            value = connection.execute(_REVISION).scalar()
        return int(value or 0)

    def count(self) -> int:
        with reading(self._engine) as connection:
            return int(connection.execute(select(func.count()).select_from(products)).scalar_one())

    def changes(self, after: int, batch: int = 5000) -> Iterator[Changes]:
        """Read page by page, each in a short transaction, up to the revision of the first page.

        ``Changes.revision`` is what a reader may resume after: everything up to it was given. An id
        is either a row or a deletion, so the two may be applied in any order.
        """
        upto = self.revision()
        if upto <= after:
            return
        # A reader that starts from nothing has nothing to delete.
        deletions = self._pages(deleted_products, after, upto, batch) if after > 0 else iter(())
        for rows, gone in zip_longest(self._pages(products, after, upto, batch), deletions, fillvalue=()):
            complete = min(
                (page[-1].revision - 1 for page in (rows, gone) if len(page) == batch), default=upto
            )
            yield Changes(
                revision=max(after, complete),
                upserts=[_stored(row) for row in rows],
                deletes=[row.product_id for row in gone],
            )

    def _pages(
        self, table: Table, after: int, upto: int, batch: int
    ) -> Iterator[Sequence[Row[*tuple[Any, ...]]]]:
        """Rows of ``after < revision <= upto`` by (revision, id); the last page is shorter than ``batch``."""
        key = (table.c.revision, table.c.product_id)
        start: tuple[int, str] | None = None
        while True:
            page = select(table).where(table.c.revision <= upto).order_by(*key).limit(batch)
            if start is None:
                page = page.where(table.c.revision > after)
            else:
                page = page.where(tuple_(*key) > tuple_(*start))
            with reading(self._engine) as connection:
                rows = connection.execute(page).all()
            yield rows
            if len(rows) < batch:
                return
            start = (rows[-1].revision, rows[-1].product_id)

    def _columns(self, product_ids: Sequence[str], *names: str) -> list[Row[*tuple[Any, ...]]]:
        rows: list[Row[*tuple[Any, ...]]] = []
        wanted = storable(product_ids)
        if not wanted:
            return rows
        columns = [products.c.product_id, *(products.c[name] for name in names)]
        with reading(self._engine) as connection:
            for ids in chunks(wanted):
                rows.extend(connection.execute(select(*columns).where(products.c.product_id.in_(ids))))
        return rows


def _next_revision(connection: Connection) -> int:
    counted = counters.c.value
    statement = (
        update(counters).where(counters.c.name == _COUNTER).values(value=counted + 1).returning(counted)
    )
    return int(connection.execute(statement).scalar_one())


def _record(row: StoredProduct, revision: int) -> dict[str, object]:
    return {
        "product_id": row.product.product_id,
        "data": product_bytes(row.product),
        "content_hash": row.fingerprint.content,
        "text_hash": row.fingerprint.text,
        "vector": vector_bytes(row.vector),
        "revision": revision,
    }


def _stored(row: Row[*tuple[Any, ...]]) -> StoredProduct:
    return StoredProduct(
        product=product_from(row.data),
        fingerprint=Fingerprint(content=row.content_hash, text=row.text_hash),
        vector=vector_from(row.vector),
    )
