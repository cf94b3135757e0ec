"""A file into the catalog: counts, rejected rows, repeated ids, running it again."""

from __future__ import annotations

import gzip
import json
import os
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from retrieval.catalog import repeats
from retrieval.catalog.importer import SIDE_BY_SIDE, ImportSummary, Progress, import_feed
from retrieval.catalog.mapping import ColumnMapping
from retrieval.catalog.writer import CatalogWriter, Written
from retrieval.errors import FeedError, StorageUnavailable
from retrieval.settings import RetrievalSettings
from retrieval.storage.engine import open_engine
from retrieval.storage.migrate import migrate
from retrieval.storage.products import SqlProductStore
from retrieval.types import Product
from tests.retrieval.doubles import ExactIndex, HashEmbedder


class Catalog:
    """A catalog in a dict, counting as a CatalogWriter does."""

    def __init__(self) -> None:
        self.held: dict[str, Product] = {}
        self.batches: list[int] = []

    def put(self, products: Sequence[Product]) -> Written:
        self.batches.append(len(products))
        latest = {product.product_id: product for product in products}
        added = sum(key not in self.held for key in latest)
        unchanged = sum(self.held.get(key) == product for key, product in latest.items())
        self.held.update(latest)
        return Written(
            added=added, updated=len(latest) - added - unchanged, unchanged=unchanged, embedded=added
        )


def feed(tmp_path: Path, *rows: object, name: str = "feed.jsonl") -> Path:
    path = tmp_path / name
    path.write_text("".join((row if isinstance(row, str) else json.dumps(row)) + "\n" for row in rows))
    return path


def thing(product_id: str, title: str = "A thing", **more: object) -> dict[str, object]:
    return {"product_id": product_id, "title": title, **more}


def rejects(summary: ImportSummary) -> list[dict[str, object]]:
    assert summary.rejects_path is not None
    return [json.loads(line) for line in summary.rejects_path.read_text().splitlines()]


def counts(summary: ImportSummary) -> tuple[int, ...]:
    return (
        summary.read,
        summary.added,
        summary.updated,
        summary.unchanged,
        summary.repeated,
        summary.rejected,
    )


def test_good_rows_are_in_and_bad_ones_beside_the_file(tmp_path: Path) -> None:
    path = feed(tmp_path, thing("a"), "not json", "", thing("b", price=-3), thing("c", title="Café"))
    catalog = Catalog()
    summary = import_feed(path, catalog.put, data_dir=tmp_path / "data")
    assert counts(summary) == (4, 2, 0, 0, 0, 2)
    assert list(catalog.held) == ["a", "c"]
    assert summary.rejects_path == tmp_path / "feed.jsonl.rejects.jsonl"
    assert rejects(summary) == [
        {"line": 2, "reason": "is not valid JSON at column 1", "row": "not json"},
        {"line": 4, "reason": "price: must be 0 or more (got -3)", "row": thing("b", price=-3)},
    ]


def test_the_rejects_of_an_earlier_run_go_away(tmp_path: Path) -> None:
    path = feed(tmp_path, "bad", "worse", thing("a"))
    assert len(rejects(import_feed(path, Catalog().put, data_dir=tmp_path))) == 2
    feed(tmp_path, "bad", thing("a"))
    assert len(rejects(import_feed(path, Catalog().put, data_dir=tmp_path))) == 1
    feed(tmp_path, thing("a"))
    summary = import_feed(path, Catalog().put, data_dir=tmp_path)
    assert (summary.rejects_path, summary.rejected) == (None, 0)
    assert [each.name for each in tmp_path.iterdir()] == ["feed.jsonl"]


def test_where_the_folder_is_not_writable_they_go_to_the_data_dir(tmp_path: Path) -> None:
    folder = tmp_path / "feeds"
    folder.mkdir()
    path = feed(folder, "bad")
    # A folder by that name stands in the way: true for every user, root included.
    (folder / "feed.jsonl.rejects.jsonl").mkdir()
    summary = import_feed(path, Catalog().put, data_dir=tmp_path / "data", format="jsonl")
    assert summary.rejects_path == tmp_path / "data" / "feed.jsonl.rejects.jsonl"
    assert len(rejects(summary)) == 1


def test_of_a_repeated_id_the_last_row_counts_however_far_apart(tmp_path: Path) -> None:
    rows = [thing("a", "first"), *(thing(f"p{n}") for n in range(10)), thing("a", "last"), thing("b")]
    path, catalog = feed(tmp_path, *rows), Catalog()
    assert counts(import_feed(path, catalog.put, data_dir=tmp_path, batch=3)) == (13, 12, 0, 0, 1, 0)
    assert catalog.held["a"].title == "last"
    # A second import changes nothing, even for a moment.
    assert counts(import_feed(path, catalog.put, data_dir=tmp_path, batch=3)) == (13, 0, 0, 12, 1, 0)


def test_of_a_repeated_id_the_last_good_row_counts(tmp_path: Path) -> None:
    path = feed(tmp_path, thing("a", "one"), thing("a", "two"), thing("b"), thing("a", price="free"))
    catalog = Catalog()
    assert counts(import_feed(path, catalog.put, data_dir=tmp_path)) == (4, 2, 0, 0, 1, 1)
    assert catalog.held["a"].title == "two"


def test_a_feed_of_nothing_but_repeats_is_read_in_bounded_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(repeats, "MOST_HELD", 4)
    rows = [thing(f"p{n}", title) for title in ("one", "two") for n in range(20)]
    catalog = Catalog()
    summary = import_feed(feed(tmp_path, *rows), catalog.put, data_dir=tmp_path, batch=5)
    assert {product.title for product in catalog.held.values()} == {"two"}
    assert summary.read == 40 == sum(counts(summary)[1:])


ROWS = st.lists(
    st.one_of(
        st.builds(thing, st.sampled_from("abcdef"), st.sampled_from(["one", "two", ""])),
        st.sampled_from(["{", "[]", '{"title": "no id"}']),
    ),
    max_size=20,
)


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=ROWS, batch=st.integers(1, 7), packed=st.booleans())
def test_any_feed_gives_what_reading_it_row_by_row_gives(
    tmp_path: Path, rows: list[object], batch: int, packed: bool
) -> None:
    path = feed(tmp_path, *rows)
    if packed:
        path.write_bytes(gzip.compress(path.read_bytes()))
    expected = {row["product_id"]: row["title"] for row in rows if isinstance(row, dict) and row["title"]}
    wrong = [n for n, row in enumerate(rows, 1) if not (isinstance(row, dict) and row["title"])]
    catalog = Catalog()
    summary = import_feed(path, catalog.put, data_dir=tmp_path, format="jsonl", batch=batch)
    assert {key: product.title for key, product in catalog.held.items()} == expected
    assert (summary.read, summary.added, summary.updated) == (len(rows), len(expected), 0)
    assert summary.repeated == len(rows) - len(wrong) - len(expected)
    assert ([each["line"] for each in rejects(summary)] if wrong else []) == wrong


def test_progress_ends_at_the_whole_file(tmp_path: Path) -> None:
    path = feed(tmp_path, *(thing(f"p{n}") for n in range(10)), "bad")
    steps: list[Progress] = []
    import_feed(path, Catalog().put, data_dir=tmp_path, batch=4, progress=steps.append)
    size = path.stat().st_size
    assert (steps[-1].read, steps[-1].rejected, steps[-1].written.added) == (11, 1, 10)
    assert (steps[-1].bytes_read, steps[-1].bytes_total) == (size, size)
    assert [step.written.added for step in steps] == [4, 8, 10, 10]


def test_what_writing_raises_is_raised_and_no_further_batch_is_begun(tmp_path: Path) -> None:
    batches = []

    def put(products: Sequence[Product]) -> Written:
        batches.append(len(products))
        if len(batches) == 2:
            raise StorageUnavailable("gone")
        return Written(added=len(products))

    with pytest.raises(StorageUnavailable, match="gone"):
        import_feed(feed(tmp_path, *(thing(f"p{n}") for n in range(30))), put, data_dir=tmp_path, batch=4)
    # Beside the second one those were under way that had been handed over before it failed.
    assert len(batches) <= 2 + SIDE_BY_SIDE < 30 // 4


def test_a_mapped_column_that_a_csv_lacks(tmp_path: Path) -> None:
    path = tmp_path / "feed.csv"
    path.write_text("id,title,Preis\n1,one,5\n")
    with pytest.raises(FeedError, match="no column 'Price'; it has 'id', 'title', 'Preis'"):
        import_feed(path, Catalog().put, data_dir=tmp_path, mapping=ColumnMapping({"price": "Price"}))
    catalog = Catalog()
    import_feed(path, catalog.put, data_dir=tmp_path, mapping=ColumnMapping({"price": "Preis"}))
    assert catalog.held["1"].price == 5


def test_a_real_catalog_twice(tmp_path: Path) -> None:
    root = os.environ.get("AISLE_TEST_DATA")
    if not root:
        pytest.skip("AISLE_TEST_DATA names no folder of catalogs")
    engine = open_engine(RetrievalSettings(data_dir=tmp_path, database_url=None))
    migrate(engine)
    store, index = SqlProductStore(engine), ExactIndex()
    writer = CatalogWriter(store, index, HashEmbedder(), lambda rows, gone: None)
    for name in ("office_products/items.jsonl", "online_retail/items.jsonl"):
        path = Path(root) / name
        lines = path.read_bytes().count(b"\n")
        first = import_feed(path, writer.put, data_dir=tmp_path / "rejects")
        assert (first.read, first.added, first.rejected) == (lines, lines, 0)
        second = import_feed(path, writer.put, data_dir=tmp_path / "rejects")
        assert (second.unchanged, second.embedded) == (lines, 0)
    assert store.count() == index.count()
    engine.dispose()
