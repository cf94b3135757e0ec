"""The behaviour of a ProductStore, on both databases."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from datetime import UTC, datetime
from hashlib import blake2b

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, delete

from retrieval.ports import Changes, Fingerprint, StoredProduct
from retrieval.storage import tables
from retrieval.storage.products import SqlProductStore
from retrieval.types import Product
from tests.examples import examples

FULL = Product(
    product_id="p1",
    title="Café “Ω” \U0001f9e3",
    description="Warm.",
    brand="Aisle",
    categories=("Apparel > Scarves", "Gifts"),
    price=20.1,
    sale_price=0.3,
    currency="EUR",
    availability="preorder",
    attributes={"color": ("red", "blue"), "size": "M"},
    rating=4.5,
    rating_count=0,
    published_at=datetime(2024, 5, 1, 12, 30, 0, 123456, tzinfo=UTC),
    variant_of="p0",
    tags=("new",),
    image="/p1.svg",
    url="https://example.com/p1",
    margin=-0.25,
)


def row(product_id: str, title: str = "A thing") -> StoredProduct:
    made = Product(product_id=product_id, title=title)
    digest = blake2b(f"{product_id}{title}".encode(), digest_size=16).digest()
    vector = np.frombuffer(digest, dtype=np.uint8).astype(np.float32)
    return StoredProduct(made, Fingerprint(content=digest, text=digest[::-1]), vector)


@pytest.fixture
def store(engine: Engine) -> SqlProductStore:
    return SqlProductStore(engine)


def test_an_untouched_catalog(store: SqlProductStore) -> None:
    assert store.revision() == 0
    assert store.count() == 0
    assert list(store.changes(0)) == []
    assert store.get(["p1"]) == {}
    assert store.get([]) == {}
    assert store.delete(["p1"]) == []
    assert store.upsert([]) == 0


def test_every_field_comes_back_as_it_was(store: SqlProductStore) -> None:
    vector = np.array([0.1, -0.2, np.float32(1e-30)], dtype=np.float32)
    store.upsert([StoredProduct(FULL, Fingerprint(b"c" * 16, b"t" * 16), vector)])
    assert store.get(["p1", "p2"]) == {"p1": FULL}
    assert store.fingerprints(["p1", "p2"]) == {"p1": Fingerprint(b"c" * 16, b"t" * 16)}
    held = store.vectors(["p2", "p1"])
    assert list(held) == ["p1"]
    assert held["p1"].dtype == np.float32
    np.testing.assert_array_equal(held["p1"], vector)


def test_a_second_upsert_replaces_and_the_last_of_one_id_counts(store: SqlProductStore) -> None:
    assert store.upsert([row("a", "one"), row("b")]) == 1
    assert store.upsert([row("a", "two"), row("a", "three")]) == 2
    assert store.get(["a"])["a"].title == "three"
    assert store.count() == 2
    assert store.revision() == 2


def test_many_ids_at_once(store: SqlProductStore) -> None:
    rows = [row(f"p{i}") for i in range(2100)]
    store.upsert(rows)
    ids = [each.product.product_id for each in rows]
    assert set(store.get([*ids, *ids])) == set(ids)
    assert store.delete([*ids, "absent", ids[0]]) == ids
    assert store.count() == 0


def test_ids_that_no_database_could_hold_are_not_there(store: SqlProductStore) -> None:
    store.upsert([row("a")])
    assert store.get(["\x00", "a"]).keys() == {"a"}
    assert store.delete(["a\x00"]) == []


def test_a_deletion_is_told_and_a_return_takes_it_back(store: SqlProductStore) -> None:
    store.upsert([row("a"), row("b"), row("c")])
    assert store.delete(["a", "z", "c"]) == ["a", "c"]
    (change,) = store.changes(1)
    assert (change.revision, list(change.upserts), sorted(change.deletes)) == (2, [], ["a", "c"])
    store.upsert([row("a", "again")])
    (change,) = store.changes(1)
    assert [each.product.title for each in change.upserts] == ["again"]
    assert list(change.deletes) == ["c"]
    assert [each.deletes for each in store.changes(0)] == [[]]


def test_a_deletion_of_nothing_takes_no_revision(store: SqlProductStore) -> None:
    store.upsert([row("a")])
    store.delete(["b"])
    assert store.revision() == 1


def test_changes_are_oldest_first_and_resume_anywhere(store: SqlProductStore) -> None:
    for start in range(0, 70, 7):
        store.upsert([row(f"p{i:03}") for i in range(start, start + 7)])
    store.delete([f"p{i:03}" for i in range(0, 70, 5)])
    whole = list(store.changes(0, batch=4))
    assert whole[-1].revision == store.revision()
    revisions = [each.revision for each in whole]
    assert revisions == sorted(revisions)
    assert [e.product.product_id for c in whole for e in c.upserts] == [
        f"p{i:03}" for i in range(70) if i % 5
    ]
    for stop in range(len(whole)):
        # A reader that dies after any batch, and starts again from the revision it was told.
        held = _applied({}, whole[: stop + 1])
        assert _applied(held, list(store.changes(whole[stop].revision, batch=4))) == _applied({}, whole)


def test_a_failed_write_leaves_no_trace(store: SqlProductStore) -> None:
    store.upsert([row("a")])
    broken = StoredProduct(row("b").product, Fingerprint(None, b""), row("b").vector)  # type: ignore[arg-type]
    with pytest.raises(Exception, match=r"(?i)null"):
        store.upsert([broken])
    assert store.revision() == 1
    assert store.count() == 1


def test_writers_at_once_get_a_revision_each_and_none_is_missed(engine: Engine) -> None:
    store, rounds, writers = SqlProductStore(engine), 12, 4
    given: list[int] = []
    seen: dict[str, StoredProduct] = {}
    done = threading.Event()

    def write(writer: int) -> None:
        for turn in range(rounds):
            given.append(store.upsert([row(f"w{writer}-{turn}"), row("shared", f"{writer}-{turn}")]))

    def follow() -> None:
        after = 0
        while not done.is_set() or after < store.revision():
            for change in store.changes(after, batch=3):
                seen.update({each.product.product_id: each for each in change.upserts})
                after = change.revision

    threads = [threading.Thread(target=write, args=(n,)) for n in range(writers)]
    follower = threading.Thread(target=follow)
    for thread in [*threads, follower]:
        thread.start()
    for thread in threads:
        thread.join()
    done.set()
    follower.join()
    assert sorted(given) == list(range(1, writers * rounds + 1))
    assert set(seen) == {f"w{w}-{t}" for w in range(writers) for t in range(rounds)} | {"shared"}
    assert seen["shared"].product == store.get(["shared"])["shared"]


IDS = st.sampled_from([f"id{n}" for n in range(6)])
STEPS = st.lists(
    st.tuples(st.booleans(), st.lists(IDS, min_size=1, max_size=4), st.integers(0, 3)), min_size=1, max_size=8
)


@settings(
    max_examples=examples(40), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(steps=STEPS, batch=st.integers(1, 5))
def test_following_the_changes_gives_the_catalog(
    engine: Engine, steps: list[tuple[bool, list[str], int]], batch: int
) -> None:
    with engine.begin() as connection:
        connection.execute(delete(tables.products))
        connection.execute(delete(tables.deleted_products))
    store = SqlProductStore(engine)
    model: dict[str, str] = {}
    followed: dict[str, str] = {}
    # The catalog may have had other lives: a follower starts where it is now.
    after = store.revision()
    for put, ids, title in steps:
        if put:
            store.upsert([row(key, f"t{title}") for key in ids])
            model.update(dict.fromkeys(ids, f"t{title}"))
        else:
            assert sorted(store.delete(ids)) == sorted(set(ids) & set(model))
            model = {key: value for key, value in model.items() if key not in ids}
        if title:
            changes = list(store.changes(after, batch=batch))
            followed = _applied(followed, changes)
            after = changes[-1].revision if changes else after
            assert followed == model
    assert {key: product.title for key, product in store.get(list(model)).items()} == model
    assert _applied({}, list(store.changes(0, batch=batch))) == model


def _applied(held: dict[str, str], changes: Sequence[Changes]) -> dict[str, str]:
    out = dict(held)
    for change in changes:
        out.update({each.product.product_id: each.product.title for each in change.upserts})
        for key in change.deletes:
            out.pop(key, None)
    return out
