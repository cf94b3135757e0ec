"""Weights say what scipy's matrices say."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from retrieval.behaviour.sparse import matrix
from retrieval.behaviour.weights import Weights

N = 7
B = 3
PLACES = st.lists(st.tuples(st.integers(0, B - 1), st.integers(0, N - 1), st.sampled_from([-1, 0.5, 1, 2])))


def both(places: list[tuple[int, int, float]]) -> tuple[Weights, np.ndarray]:
    rows, columns, values = (np.asarray([place[at] for place in places]) for at in range(3))
    whole = np.zeros((B, N))
    for row, column, value in places:
        whole[row, column] += value
    return Weights.of(values, rows.astype(int), columns.astype(int), (B, N)), whole


def rebuilt(weights: Weights) -> np.ndarray:
    return np.asarray(weights.csr().toarray())


@given(PLACES)
def test_a_place_holds_the_sum_of_what_was_said_of_it(places: list[tuple[int, int, float]]) -> None:
    weights, whole = both(places)
    assert np.allclose(rebuilt(weights), whole)
    assert weights.shape == (B, N)
    assert (weights.data != 0).all()


@given(PLACES, st.integers(0, B), st.integers(0, B))
def test_rows_are_cut_out_and_stacked(places: list[tuple[int, int, float]], one: int, other: int) -> None:
    weights, whole = both(places)
    first, after = sorted((one, other))
    assert np.allclose(rebuilt(weights.rows(first, after)), whole[first:after])
    parts = [weights.rows(first, after), weights, weights.rows(0, first)]
    assert np.allclose(rebuilt(Weights.stacked(parts)), np.vstack([whole[first:after], whole, whole[:first]]))


@given(PLACES)
def test_columns_are_scaled_and_rows_sum_to_one(places: list[tuple[int, int, float]]) -> None:
    weights, whole = both([(row, column, abs(value)) for row, column, value in places])
    scale = np.arange(N) + 0.5
    assert np.allclose(rebuilt(weights.times_columns(scale)), whole * scale)
    sums = rebuilt(weights.rows_to_one()).sum(axis=1)
    assert np.allclose(sums, (whole.sum(axis=1) > 0).astype(float))


@given(PLACES, PLACES)
def test_a_product_is_that_of_the_matrices(
    places: list[tuple[int, int, float]], held: list[tuple[int, int, float]]
) -> None:
    weights, whole = both(places)
    rows, columns, values = (np.asarray([place[at] for place in held]) for at in range(3))
    square = matrix(values, rows.astype(int), columns.astype(int), (N, N))
    assert np.allclose(weights.times(square), whole @ square.toarray(), atol=1e-5)
    used, over = weights.columns()
    assert np.allclose(over, whole[:, used])
