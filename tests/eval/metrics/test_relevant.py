from __future__ import annotations

from collections.abc import Callable
from functools import partial
from math import isnan

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval.metrics import average_precision, hits, precision, recall, reciprocal_rank

RANKED = ["a", "x", "b", "y", "c"]
RELEVANT = frozenset("abc")
METRICS: list[Callable[[list[str], frozenset[str], int], float]] = [
    average_precision,
    precision,
    recall,
    reciprocal_rank,
    partial(recall, capped=True),
]
LISTS = st.permutations(list("abcdefgh"))
RELEVANTS = st.frozensets(st.sampled_from("abcdefgh"), min_size=1)


def test_by_hand() -> None:
    assert hits(RANKED, RELEVANT, 3) == 2
    assert recall(RANKED, RELEVANT, 3) == pytest.approx(2 / 3)
    assert recall(RANKED, RELEVANT, 2, capped=True) == pytest.approx(1 / 2)
    assert precision(RANKED, RELEVANT, 5) == pytest.approx(3 / 5)
    assert precision(["a"], RELEVANT, 5) == pytest.approx(1 / 5), "an empty place is a miss"
    assert reciprocal_rank(["x", "y", "b"], RELEVANT, 10) == pytest.approx(1 / 3)
    assert reciprocal_rank(["x", "y", "b"], RELEVANT, 2) == 0
    assert average_precision(RANKED, RELEVANT, 5) == pytest.approx((1 + 2 / 3 + 3 / 5) / 3)
    assert average_precision(RANKED, RELEVANT, 2) == pytest.approx(1 / 2)


@pytest.mark.parametrize("metric", METRICS)
def test_nothing_relevant_is_no_case(metric: Callable[[list[str], frozenset[str], int], float]) -> None:
    assert isnan(metric(RANKED, frozenset(), 5))


@pytest.mark.parametrize("metric", METRICS)
@given(ranked=LISTS, relevant=RELEVANTS, n=st.integers(1, 10))
def test_bounds(
    metric: Callable[[list[str], frozenset[str], int], float],
    ranked: list[str],
    relevant: frozenset[str],
    n: int,
) -> None:
    assert 0 <= metric(ranked, relevant, n) <= 1


@pytest.mark.parametrize("metric", [average_precision, reciprocal_rank, partial(recall, capped=True)])
@given(ranked=LISTS, relevant=RELEVANTS, n=st.integers(1, 10))
def test_relevant_first_is_1(
    metric: Callable[[list[str], frozenset[str], int], float],
    ranked: list[str],
    relevant: frozenset[str],
    n: int,
) -> None:
    perfect = sorted(ranked, key=lambda product_id: product_id not in relevant)
    assert metric(perfect, relevant, n) == pytest.approx(1)


@pytest.mark.parametrize("metric", METRICS)
@given(
    ranked=LISTS,
    relevant=RELEVANTS,
    n=st.integers(1, 10),
    places=st.tuples(st.integers(0, 7), st.integers(0, 7)),
)
def test_moving_a_relevant_product_up_never_hurts(
    metric: Callable[[list[str], frozenset[str], int], float],
    ranked: list[str],
    relevant: frozenset[str],
    n: int,
    places: tuple[int, int],
) -> None:
    first, second = sorted(places)
    if ranked[first] in relevant and ranked[second] not in relevant:
        return
    swapped = [*ranked]
    swapped[first], swapped[second] = swapped[second], swapped[first]
    assert metric(swapped, relevant, n) >= metric(ranked, relevant, n) - 1e-12


@given(ranked=LISTS, relevant=RELEVANTS, n=st.integers(1, 9))
def test_recall_grows_with_n(ranked: list[str], relevant: frozenset[str], n: int) -> None:
    assert recall(ranked, relevant, n) <= recall(ranked, relevant, n + 1)
