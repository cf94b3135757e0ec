"""The same thing twice is no choice."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from retrieval.embedding.unit import unit
from retrieval.ranking.diversity import collapse_families, spread


@given(st.lists(st.integers(0, 5), min_size=1, max_size=30))
def test_of_each_family_the_best_stays(families: list[int]) -> None:
    order = np.arange(len(families))

    kept, removed = collapse_families(order, np.asarray(families))

    assert sorted([*kept, *removed]) == list(order)
    assert [families[i] for i in kept] == list(dict.fromkeys(families))


@given(st.integers(1, 20), st.integers(1, 25), st.integers(0, 100))
def test_spread_takes_each_once_and_the_best_first(size: int, n: int, seed: int) -> None:
    random = np.random.default_rng(seed)
    score = np.sort(random.random(size).astype(np.float32))[::-1]
    vectors = unit(random.normal(size=(size, 4)).astype(np.float32))

    chosen = spread(np.arange(size), score, vectors, n)

    assert len(set(chosen.tolist())) == len(chosen) == min(size, n)
    assert chosen[0] == 0


def test_a_near_duplicate_makes_room_and_a_different_product_does_not() -> None:
    score = np.array([0.9, 0.89, 0.88], dtype=np.float32)
    same, other = [1.0, 0.0], [0.6, 0.8]

    twice = np.asarray([same, same, other], dtype=np.float32)
    apart = np.asarray([same, other, [0.0, 1.0]], dtype=np.float32)

    assert spread(np.arange(3), score, twice, 2).tolist() == [0, 2]
    assert spread(np.arange(3), score, apart, 2).tolist() == [0, 1]
