"""Fusing two orders: a permutation, within reach, and nothing moves where both agree."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.narration.fusion import fuse
from agent.types import ProposedOrder

orders = (
    st.integers(0, 20)
    .flatmap(lambda n: st.permutations(range(n)))
    .map(lambda p: ProposedOrder(positions=tuple(p)))
)


@given(orders, st.integers(0, 25), st.integers(0, 5), st.floats(0, 1))
def test_a_permutation_within_reach(order: ProposedOrder, reach: int, tail: int, weight: float) -> None:
    n = len(order.positions) + tail
    fused = fuse(order, n, reach, weight)
    assert sorted(fused) == list(range(n))
    assert all(abs(place - position) <= reach for place, position in enumerate(fused))
    assert fused[len(order.positions) :] == tuple(range(len(order.positions), n))


@given(st.integers(0, 20), st.integers(0, 20), st.floats(0, 1))
def test_agreement_moves_nothing(n: int, reach: int, weight: float) -> None:
    assert fuse(ProposedOrder(positions=tuple(range(n))), n, reach, weight) == tuple(range(n))


@given(orders)
def test_with_all_say_and_all_reach_the_model_has_its_way(order: ProposedOrder) -> None:
    assert fuse(order, len(order.positions), 20, weight=1.0) == order.positions


@given(orders, st.integers(0, 20))
def test_with_no_say_the_model_moves_nothing(order: ProposedOrder, reach: int) -> None:
    n = len(order.positions)
    assert fuse(order, n, reach, weight=0.0) == tuple(range(n))


def test_a_favourite_climbs_as_far_as_it_may() -> None:
    order = ProposedOrder(positions=(4, 0, 1, 2, 3))
    assert fuse(order, 5, 2) == (0, 1, 4, 2, 3)
    assert fuse(order, 5, 4, weight=1.0) == (4, 0, 1, 2, 3)


@pytest.mark.parametrize(
    ("positions", "n", "reach", "weight"),
    [((0, 0), 2, 1, 0.5), ((1, 2), 3, 1, 0.5), ((0, 1, 2), 2, 1, 0.5), ((0,), 1, -1, 0.5), ((0,), 1, 1, 1.5)],
)
def test_what_makes_no_sense_is_refused(
    positions: tuple[int, ...], n: int, reach: int, weight: float
) -> None:
    with pytest.raises(ValueError, match=r"permutation|max_displacement"):
        fuse(ProposedOrder(positions=positions), n, reach, weight)
