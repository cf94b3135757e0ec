"""What a put and a delete do to store, index and the copies in memory; and what a crash leaves."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest

from retrieval.catalog import writer as writers
from retrieval.catalog.fingerprint import fingerprint
from retrieval.catalog.writer import CatalogWriter, Written
from retrieval.errors import StorageUnavailable
from retrieval.ports import StoredProduct
from retrieval.settings import RetrievalSettings
from retrieval.storage.engine import open_engine
from retrieval.storage.migrate import migrate
from retrieval.storage.products import SqlProductStore
from retrieval.types import Product, Vectors
from tests.retrieval.doubles import ExactIndex, HashEmbedder


class Shop:
    """A writer with everything it writes to."""

    def __init__(self, store: SqlProductStore) -> None:
        self.store = store
        self.index = ExactIndex()
        self.embedder = HashEmbedder()
        self.applied: list[tuple[list[str], list[str]]] = []
        self.writer = self.with_embedder(self.embedder)

    def with_embedder(self, embedder: HashEmbedder) -> CatalogWriter:
        return CatalogWriter(self.store, self.index, embedder, self._apply)

    def _apply(self, rows: Sequence[StoredProduct], gone: Sequence[str]) -> None:
        # What is told is durable already.
        assert set(self.store.get([row.product.product_id for row in rows])) == {
            row.product.product_id for row in rows
        }
        assert self.store.get(gone) == {}
        self.applied.append(([row.product.product_id for row in rows], list(gone)))

    def consistent(self) -> bool:
        """Index and store hold the same ids and vectors, made from the text as it is now."""
        held = [row for change in self.store.changes(0) for row in change.upserts]
        if {row.product.product_id for row in held} != set(self.index.held):
            return False
        return all(
            np.array_equal(row.vector, self.index.held[row.product.product_id])
            and np.array_equal(row.vector, self.embedder.embed_query(self.embedder.text_of(row.product)))
            and row.fingerprint == fingerprint(row.product, self.embedder)
            for row in held
        )


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Shop]:
    engine = open_engine(RetrievalSettings(data_dir=tmp_path, database_url=None))
    migrate(engine)
    yield Shop(SqlProductStore(engine))
    engine.dispose()


def thing(product_id: str, title: str = "A thing", price: float | None = None) -> Product:
    return Product(product_id=product_id, title=title, price=price)


def test_a_first_put_embeds_and_tells(shop: Shop) -> None:
    assert shop.writer.put([thing("a"), thing("b")]) == Written(added=2, embedded=2)
    assert shop.applied == [(["a", "b"], [])]
    assert shop.consistent()


def test_the_same_again_does_nothing(shop: Shop) -> None:
    shop.writer.put([thing("a"), thing("b")])
    revision = shop.store.revision()
    assert shop.writer.put([thing("b"), thing("a")]) == Written(unchanged=2)
    assert shop.store.revision() == revision
    assert shop.embedder.embedded == ["a", "b"]
    assert len(shop.applied) == 1


def test_another_price_keeps_the_vector_and_another_title_does_not(shop: Shop) -> None:
    shop.writer.put([thing("a", price=1), thing("b", price=1), thing("c")])
    written = shop.writer.put([thing("a", price=2), thing("b", title="Another"), thing("c"), thing("d")])
    assert written == Written(added=1, updated=2, unchanged=1, embedded=2)
    assert shop.embedder.embedded == ["a", "b", "c", "b", "d"]
    assert shop.store.get(["a"])["a"].price == 2
    assert shop.consistent()


def test_the_last_of_one_id_counts_alone(shop: Shop) -> None:
    assert shop.writer.put([thing("a", "one"), thing("b"), thing("a", "two")]) == Written(added=2, embedded=2)
    assert shop.store.get(["a"])["a"].title == "two"
    assert shop.consistent()


def test_another_embedding_model_embeds_everything_again(shop: Shop) -> None:
    shop.writer.put([thing("a"), thing("b")])
    other = HashEmbedder("other")
    assert shop.with_embedder(other).put([thing("a"), thing("b")]) == Written(updated=2, embedded=2)
    assert other.embedded == ["a", "b"]


def test_a_put_of_many_is_several_transactions(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writers, "BATCH", 3)
    assert shop.writer.put([thing(f"p{n}") for n in range(8)]) == Written(added=8, embedded=8)
    assert [len(rows) for rows, _ in shop.applied] == [3, 3, 2]
    assert shop.store.revision() == 3


def test_nothing_is_no_work(shop: Shop) -> None:
    assert shop.writer.put([]) == Written()
    assert shop.writer.delete([]) == []
    assert shop.applied == []


def test_a_deletion_reaches_everything(shop: Shop) -> None:
    shop.writer.put([thing("a"), thing("b")])
    assert shop.writer.delete(["b", "absent", "b"]) == ["b"]
    assert shop.applied[-1] == ([], ["b"])
    assert shop.consistent()
    assert shop.writer.put([thing("b")]) == Written(added=1, embedded=1)
    assert shop.consistent()


class Broken(ExactIndex):
    """An index that fails after taking its first vectors, or on every delete."""

    def upsert(self, product_ids: Sequence[str], vectors: Vectors) -> None:
        super().upsert(product_ids[:1], vectors[:1])
        raise StorageUnavailable("The vector index did not take the vectors.")

    def delete(self, product_ids: Sequence[str]) -> None:
        raise StorageUnavailable("The vector index did not delete.")


def test_an_index_that_fails_leaves_no_row_behind_and_a_second_run_mends(shop: Shop) -> None:
    broken = Broken()
    writer = CatalogWriter(shop.store, broken, shop.embedder, shop._apply)
    with pytest.raises(StorageUnavailable):
        writer.put([thing("a"), thing("b")])
    assert shop.store.count() == 0
    assert shop.applied == []
    shop.index.held.update(broken.held)
    shop.writer.put([thing("a"), thing("b")])
    assert shop.consistent()


def test_a_deletion_that_was_cut_off_is_finished_by_a_second_one(shop: Shop) -> None:
    shop.writer.put([thing("a")])
    with pytest.raises(StorageUnavailable):
        CatalogWriter(shop.store, Broken(), shop.embedder, shop._apply).delete(["a"])
    # The row is gone and its vector is not: what a query shows is decided by rows.
    assert shop.store.count() == 0
    assert shop.writer.delete(["a"]) == []
    assert shop.consistent()


def test_writers_at_once_leave_one_truth(shop: Shop) -> None:
    def write(offset: int) -> None:
        for turn in range(6):
            shop.writer.put([thing(f"p{n}", f"title {offset} {turn}") for n in range(20)])
            shop.writer.delete([f"p{offset}"])

    threads = [threading.Thread(target=write, args=(n,)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert shop.consistent()
