from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.behaviour.pairs import DECAY, REACH, ItemToItem, Pairs
from retrieval.behaviour.popularity import Popularity
from retrieval.behaviour.signals import weights_of
from retrieval.behaviour.steps import History, Steps
from retrieval.behaviour.weights import Weights
from tests.retrieval.behaviour.histories import DAY, steps_of

N = 7
KINDS = ("follows", "precedes", "together", "at_once")
step = st.tuples(st.integers(0, N - 1), st.integers(0, 4), st.sampled_from([0.3, 0.4, 0.7, 1.0, 1.25]))
histories = st.lists(st.lists(step, max_size=8), min_size=1, max_size=4)
disliked = st.tuples(st.integers(0, N - 1), st.integers(0, 4), st.just(-0.5))
mixed = st.lists(st.lists(step | disliked, max_size=8), min_size=1, max_size=4)


def columns(drawn: list[list[tuple[int, int, float]]]) -> Steps:
    flat = [(who, *each) for who, history in enumerate(drawn) for each in history]
    who, item, day, weight = zip(*flat, strict=True) if flat else ((), (), (), ())
    return Steps.of(
        np.asarray(who, dtype=np.int32),
        np.asarray(item, dtype=np.int32),
        DAY * np.asarray(day, dtype=np.float64),
        np.asarray(weight, dtype=np.float32),
    )


def one_by_one(steps: Steps, compact: bool) -> ItemToItem:
    out = ItemToItem(1)
    out.grow(N)
    for history in steps.histories() if len(steps) else []:
        for at in range(len(history)):
            before = History.of(
                history.item[:at].tolist(), history.time[:at].tolist(), history.weight[:at].tolist()
            )
            out.add(before, int(history.item[at]), float(history.time[at]), float(history.weight[at]))
            if compact:
                out.follows.compact()
    return out


def whole(pairs: Pairs) -> np.ndarray:
    return np.asarray(pairs.matrix.todense())


@given(histories, st.booleans())
def test_one_by_one_is_all_at_once(drawn: list[list[tuple[int, int, float]]], compact: bool) -> None:
    steps = columns(drawn)
    grown, made = one_by_one(steps, compact), ItemToItem.of(steps, N)
    assert np.allclose(grown.count, made.count)
    for kind in KINDS:
        mine, theirs = getattr(grown, kind), getattr(made, kind)
        assert np.allclose(mine.total, theirs.total, atol=1e-4), kind
        assert np.allclose(whole(mine), whole(theirs), atol=1e-4), kind


@given(mixed)
def test_one_by_one_is_all_at_once_also_around_what_was_disliked(
    drawn: list[list[tuple[int, int, float]]],
) -> None:
    steps = columns(drawn)
    liked = columns([[each for each in history if each[2] > 0] for history in drawn])
    grown, made = one_by_one(liked, False), ItemToItem.of(steps, N)
    for kind in KINDS:
        assert np.allclose(whole(getattr(grown, kind)), whole(getattr(made, kind)), atol=1e-4), kind


@given(histories)
def test_before_mirrors_after_and_together_has_no_direction(
    drawn: list[list[tuple[int, int, float]]],
) -> None:
    items = ItemToItem.of(columns(drawn), N)
    assert np.allclose(whole(items.follows), whole(items.precedes).T, atol=1e-4)
    for pairs in (items.together, items.at_once):
        assert np.allclose(whole(pairs), whole(pairs).T, atol=1e-4)
        assert not whole(pairs).diagonal().any(), "a product does not go with itself"


@given(histories)
def test_a_spread_before_compaction_is_the_spread_after(drawn: list[list[tuple[int, int, float]]]) -> None:
    steps = columns(drawn)
    pairs = one_by_one(steps, compact=False).together
    weights = weights_of(steps.histories() or [History.of([], [])], N)
    before, rows = pairs.spread(weights), [dict(zip(*map(list, pairs.row(i)), strict=True)) for i in range(N)]
    pairs.compact()
    assert np.allclose(before, pairs.spread(weights), atol=1e-4)
    assert rows == [pytest.approx(dict(zip(*map(list, pairs.row(i)), strict=True))) for i in range(N)]


@given(histories)
def test_few_histories_are_spread_as_many_are(drawn: list[list[tuple[int, int, float]]]) -> None:
    steps = columns(drawn)
    pairs = ItemToItem.of(steps, N).follows
    few = weights_of(steps.histories() or [History.of([], [])], N)
    many = Weights.stacked([few] * 9)
    assert np.allclose(np.tile(pairs.spread(few), (9, 1)), pairs.spread(many), atol=1e-5)
    assert np.allclose(pairs.spread(few), few.csr().toarray() @ whole(pairs), atol=1e-5)


def test_a_moment_further_back_counts_less_and_beyond_reach_nothing() -> None:
    follows = ItemToItem.of(steps_of([list(range(REACH + 2))]), REACH + 2).follows
    into_last = whole(follows)[:, REACH + 1]
    assert into_last[0] == 0
    reached = into_last[1 : REACH + 1]
    assert np.all(np.diff(reached) > 0)
    assert reached[::-1] == pytest.approx(DECAY ** np.arange(REACH), rel=1e-5)


def test_an_order_is_a_moment_and_has_no_direction() -> None:
    items = ItemToItem.of(steps_of([[0, 1, 2]], [[0.0, 0.0, DAY]]), 3)
    assert whole(items.follows).nonzero()[0].tolist() == [0, 1], (
        "both lines before the later one, neither before the other"
    )


def test_a_dislike_teaches_no_pair() -> None:
    items = ItemToItem(2)
    items.add(History.of([0], [0.0]), 1, DAY, -0.5)
    assert not whole(items.follows).any()
    assert not items.count.any()


@given(histories)
def test_popularity_one_by_one_is_all_at_once(drawn: list[list[tuple[int, int, float]]]) -> None:
    steps = columns(drawn)
    made = Popularity.of(steps, N)
    grown = Popularity(N, made.half_life, made.origin)
    for item, time, weight in zip(steps.item, steps.time, steps.weight, strict=True):
        grown.add(int(item), float(time), float(weight))
    assert np.allclose(grown.log_share(), made.log_share(), atol=1e-5)
    assert np.allclose(grown.log_recent(), made.log_recent(), atol=1e-5)


@given(st.lists(st.floats(0, 300), min_size=2, max_size=8, unique=True))
def test_of_as_many_likings_the_later_is_the_more_popular_lately(days: list[float]) -> None:
    popularity = Popularity(len(days), half_life=30 * DAY, origin=300 * DAY)
    for item, day in enumerate(days):
        popularity.add(item, day * DAY, 1.0)
    lately = popularity.log_recent()[np.argsort(days)]
    assert np.all(np.diff(lately) >= 0)
    assert np.allclose(popularity.log_share(), 1.0)
