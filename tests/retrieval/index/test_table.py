"""The table and its passes: whatever was written, both copies agree, and the nearest are the nearest."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from retrieval.embedding.unit import unit
from retrieval.index.scan import Hits, numbers_read, scan
from retrieval.index.table import VectorTable
from retrieval.types import Vector, Vectors
from tests.examples import examples

DIMENSION = 12


def vectors(n: int, seed: int, width: int = 4, noise: float = 0.02) -> Vectors:
    """As a catalog's are: close to a few directions."""
    random = np.random.default_rng(seed)
    out = random.normal(size=(n, width)) @ np.random.default_rng(0).normal(size=(width, DIMENSION))
    return unit((out + noise * random.normal(size=(n, DIMENSION))).astype(np.float32))


def table_of(held: Vectors, reduced_from: int = 64) -> VectorTable:
    table = VectorTable(DIMENSION, capacity=2, reduced_from=reduced_from)
    table.put(np.arange(len(held)), held)
    return table


def exact(held: Vectors, vector: Vector, mask: NDArray[np.bool_], n: int) -> NDArray[np.float32]:
    return np.asarray(np.sort(held[mask] @ vector)[::-1][:n], dtype=np.float32)


@settings(deadline=None, max_examples=examples(60))
@given(
    st.integers(1, 600),
    st.sampled_from((0.004, 0.05, 0.3, 0.9, 1.0)),
    st.integers(1, 8),
    st.integers(0, 10_000),
    st.integers(1, 3),
)
def test_a_scan_finds_the_nearest_that_the_mask_keeps(
    rows: int, share: float, n: int, seed: int, queries: int
) -> None:
    held, asked = vectors(rows, seed), vectors(queries, seed + 1)
    mask = np.random.default_rng(seed).random(rows) < share

    found = scan(table_of(held).held, asked, mask, n)

    assert len(found) == queries
    for hits, vector in zip(found, asked, strict=True):
        assert mask[hits.rows].all()
        assert len(set(hits.rows.tolist())) == len(hits.rows)
        np.testing.assert_allclose(hits.similarities, held[hits.rows] @ vector, atol=1e-6)
        np.testing.assert_allclose(hits.similarities, exact(held, vector, mask, n), atol=1e-6)


def test_many_rows_are_held_a_second_time_in_fewer_numbers() -> None:
    few, many = table_of(vectors(64, 1)), table_of(vectors(65, 1))

    assert few.held.reduced is None
    assert many.held.reduced is not None
    assert many.held.width <= 4
    assert numbers_read(many.held, 65, 65) == 65 * many.held.width
    assert numbers_read(many.held, 1, 65) == 8 * many.held.width


def test_room_taken_in_advance_is_filled_and_then_settled() -> None:
    table = VectorTable(DIMENSION, capacity=2, reduced_from=64)
    held = vectors(200, 1)
    table.reserve(200)
    for start in range(0, 200, 40):
        table.put(np.arange(start, start + 40), held[start : start + 40])
    assert table.held.width == DIMENSION
    table.settle(200)

    np.testing.assert_array_equal(table.held.full[:200], held)
    assert table.held.reduced is not None
    np.testing.assert_allclose(table.held.reduced.rows[:200], held @ table.held.reduced.axes, atol=1e-6)


def test_vectors_without_main_directions_are_not_held_twice() -> None:
    assert table_of(vectors(500, 1, width=DIMENSION, noise=5)).held.reduced is None


def test_a_shortlist_that_was_too_short_is_seen_and_all_numbers_are_read() -> None:
    held = vectors(2000, 3)
    reduced = table_of(held).held.reduced
    assert reduced is not None
    # What is asked for lies off every axis that the reduced copy has.
    off = np.random.default_rng(1).normal(size=(1, DIMENSION)).astype(np.float32)
    off = unit(np.asarray(off - off @ reduced.axes @ reduced.axes.T, dtype=np.float32))
    everything = np.ones(2000, dtype=np.bool_)

    (found,) = scan(table_of(held).held, off, everything, 5)

    np.testing.assert_allclose(found.similarities, exact(held, off[0], everything, 5), atol=1e-6)


_writes = st.lists(
    st.tuples(st.sampled_from(("put", "clear")), st.lists(st.integers(0, 150), max_size=40)), max_size=12
)


@settings(deadline=None, max_examples=examples(60))
@given(_writes, st.integers(0, 10_000))
def test_both_copies_hold_what_was_written_last_and_nothing_of_what_was_cleared(
    writes: list[tuple[str, list[int]]], seed: int
) -> None:
    table = table_of(vectors(70, seed))
    expected = dict(enumerate(vectors(70, seed)))
    for number, (what, rows) in enumerate(writes):
        if what == "put":
            new = vectors(len(rows), seed + number)
            table.put(np.asarray(rows, dtype=np.int64), new)
            expected |= dict(zip(rows, new, strict=True))
        else:
            for row in set(rows) & expected.keys():
                table.clear(row)
                del expected[row]

    full, reduced = table.held.full, table.held.reduced
    for row in range(len(full)):
        np.testing.assert_array_equal(full[row], expected.get(row, np.zeros(DIMENSION)))
    assert reduced is not None
    assert len(reduced.rows) == len(full)
    np.testing.assert_allclose(reduced.rows, full @ reduced.axes, atol=1e-6)


def test_rows_that_the_table_does_not_know_yet_are_not_found() -> None:
    held = vectors(4, 1)
    found: list[Hits] = scan(table_of(held).held, held[:1], np.array([True] * 4 + [False] * 3), 3)

    assert found[0].rows[0] == 0
    assert found[0].rows.max() < 4
