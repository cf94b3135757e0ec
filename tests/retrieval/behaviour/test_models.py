"""Counts that grow with every event are the counts of all events at once; weights mean what they say."""

from __future__ import annotations

from datetime import UTC, datetime

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.behaviour.pairs import DECAY, ItemToItem, Pairs
from retrieval.behaviour.popularity import Popularity
from retrieval.behaviour.signals import weights_of
from retrieval.behaviour.steps import History, Steps, engagement
from retrieval.profile.interests import interests_of
from retrieval.types import EventType, Interaction

N = 6
rows = st.lists(
    st.tuples(st.integers(0, 3), st.integers(0, N - 1), st.integers(0, 8), st.sampled_from([0.3, 1.0])),
    max_size=40,
)


def steps_of(given_rows: list[tuple[int, int, int, float]]) -> Steps:
    shopper, item, time, weight = (
        np.asarray(each) for each in (zip(*given_rows, strict=True) if given_rows else ([], [], [], []))
    )
    return Steps.of(
        shopper.astype(np.int32), item.astype(np.int32), time.astype(np.float64), weight.astype(np.float32)
    )


def dense(pairs: Pairs) -> np.ndarray[tuple[int, int], np.dtype[np.float32]]:
    return np.asarray(pairs.matrix.todense())


@given(rows)
def test_one_by_one_is_all_at_once(given_rows: list[tuple[int, int, int, float]]) -> None:
    steps = steps_of(given_rows)
    whole, grown = ItemToItem.of(steps, N), ItemToItem(0)
    popular = Popularity(0)
    for history in steps.histories():
        for at in range(len(history)):
            grown.grow(N)
            popular.grow(N)
            before = History(history.item[:at], history.time[:at], history.weight[:at], history.group[:at])
            grown.add(before, int(history.item[at]), float(history.time[at]), float(history.weight[at]))
            popular.add(int(history.item[at]), float(history.time[at]), float(history.weight[at]))
    grown.grow(N)
    popular.grow(N)
    assert np.allclose(whole.count, grown.count)
    assert np.allclose(popular.count, grown.count)
    weights = weights_of([History.of([0, 1, 2], [0, 1, 1])], N)
    for name in ("follows", "precedes", "together", "at_once"):
        ours, theirs = getattr(grown, name), getattr(whole, name)
        assert np.allclose(ours.total, theirs.total, atol=1e-4)
        # Before the additions are compacted, and after.
        assert np.allclose(ours.spread(weights), theirs.spread(weights), atol=1e-4)
        for item in range(N):
            held = dict(zip(*(each.tolist() for each in ours.row(item)), strict=True))
            expected = dict(zip(*(each.tolist() for each in theirs.row(item)), strict=True))
            assert held == pytest.approx(expected, abs=1e-4)
        assert np.allclose(dense(ours), dense(theirs), atol=1e-4)


def test_directions_moments_and_decay() -> None:
    steps = steps_of([(0, 0, 0, 1.0), (0, 1, 1, 1.0), (0, 2, 1, 1.0), (0, 3, 2, 1.0)])
    items = ItemToItem.of(steps, N)
    follows = dense(items.follows)
    assert follows[0, 1] == follows[0, 2] == 1.0
    assert follows[0, 3] == pytest.approx(DECAY)
    assert follows[1, 0] == 0.0
    assert follows[1, 2] == 0.0, "what is bought at once does not follow"
    assert dense(items.precedes)[1, 0] == 1.0
    assert dense(items.at_once)[1, 2] == dense(items.at_once)[2, 1] == 1.0
    assert dense(items.together)[0, 3] == 1.0


def test_shoppers_are_kept_apart() -> None:
    items = ItemToItem.of(steps_of([(0, 0, 0, 1.0), (1, 1, 1, 1.0)]), N)
    assert dense(items.together).sum() == 0.0


@given(st.lists(st.tuples(st.integers(0, N - 1), st.floats(0, 1e9)), min_size=1, max_size=20))
def test_recent_popularity_is_the_same_in_any_order(given_rows: list[tuple[int, float]]) -> None:
    first, second = Popularity(N, half_life=1e6), Popularity(N, half_life=1e6)
    for item, time in given_rows:
        first.add(item, time, 1.0)
    for item, time in reversed(given_rows):
        second.add(item, time, 1.0)
    assert np.allclose(first.count, second.count)
    assert np.isfinite(first.recent).all()
    assert np.allclose(first.log_recent(), second.log_recent(), atol=1e-3)


def test_the_latest_is_the_most_popular_lately() -> None:
    popular = Popularity(2, half_life=100.0)
    for _ in range(10):
        popular.add(0, 0.0, 1.0)
    popular.add(1, 5000.0, 1.0)
    assert popular.log_share()[0] == 1.0
    assert popular.log_recent()[1] == 1.0
    assert popular.log_recent()[0] < 0.01


def test_engagement_is_in_the_order_it_should_be() -> None:
    kinds: list[EventType] = ["impression", "view", "click", "add_to_cart", "purchase"]
    weights = [engagement(kind, None) for kind in kinds]
    assert weights == sorted(weights)
    assert weights[0] == 0
    assert engagement("review", 5.0) > engagement("purchase", None) == engagement("review", 4.0)
    assert engagement("review", 1.0) < 0
    assert engagement("dismiss", None) < 0
    assert engagement("remove_from_cart", None) < 0


def step(kind: EventType, value: float | None = None) -> Interaction:
    return Interaction(product_id="p", type=kind, occurred_at=datetime(2026, 1, 1, tzinfo=UTC), value=value)


def test_two_likings_are_two_interests_strongest_first() -> None:
    tents, toys = np.eye(4, dtype=np.float32)[:2]
    near = np.asarray([0.9, 0.0, 0.436, 0.0], dtype=np.float32)
    vectors = np.stack([tents, toys, near])
    found = interests_of(vectors, [step("view"), step("view"), step("purchase")])
    assert found.shape == (2, 4)
    assert np.allclose(np.linalg.norm(found, axis=1), 1, atol=1e-5)
    assert found[0] @ tents > 0.9
    assert found[1] @ toys > 0.99


def test_what_is_waved_away_is_no_interest() -> None:
    vectors = np.eye(2, dtype=np.float32)
    assert len(interests_of(vectors[:1], [step("dismiss")])) == 0
    assert len(interests_of(vectors[[0, 0]], [step("view"), step("dismiss")])) == 0
    assert len(interests_of(np.zeros((1, 2), dtype=np.float32), [step("purchase")])) == 0
    assert interests_of(np.zeros((0, 2), dtype=np.float32), []).shape == (0, 2)
