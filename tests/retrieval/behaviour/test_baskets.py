from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.behaviour.baskets import CHECKOUT_SECONDS, Baskets, Line

N = 6
lines = st.lists(
    st.tuples(st.sampled_from(["a", "b"]), st.integers(0, N - 1), st.sampled_from([0.0, 5.0, 1e3, 9e4])),
    max_size=30,
)


def told(baskets: Baskets) -> list[dict[int, float]]:
    return [dict(baskets.goes_with(item, N)) for item in range(N)]


@given(lines, st.integers(0, 30), st.randoms(use_true_random=False))
def test_one_by_one_is_all_at_once(drawn: list[Line], first: int, chance: random.Random) -> None:
    ordered = sorted(drawn, key=lambda line: line[2])
    shuffled = sorted(chance.sample(ordered, len(ordered)), key=lambda line: line[2])
    whole, grown = Baskets.of(ordered, N), Baskets.of(shuffled[:first], N)
    for who, item, time in shuffled[first:]:
        grown.add(who, item, time)
    assert [pytest.approx(each, abs=1e-5) for each in told(whole)] == told(grown)
    for item, found in enumerate(told(whole)):
        assert item not in found
        assert all(told(whole)[other][item] == pytest.approx(score) for other, score in found.items())


def test_what_was_bought_later_or_by_somebody_else_does_not_go_with_it() -> None:
    baskets = Baskets.of([("a", 0, 0.0), ("a", 1, 0.0), ("a", 2, 2 * CHECKOUT_SECONDS), ("b", 3, 0.0)], N)
    assert [other for other, _ in baskets.goes_with(0, 5)] == [1]
    assert baskets.goes_with(3, 5) == []
    baskets.add("b", 4, CHECKOUT_SECONDS)
    assert [other for other, _ in baskets.goes_with(3, 5)] == [4]


def test_what_goes_with_a_thing_is_not_what_everybody_buys() -> None:
    # Products 0 and 1 always in one order; 2 in every order of everybody.
    orders = [(0, 1, 2)] * 10 + [(3, 2)] * 200
    bought = [(f"u{at}", item, 0.0) for at, order in enumerate(orders) for item in order]
    baskets = Baskets.of(bought, N)
    assert [other for other, _ in baskets.goes_with(0, 5)] == [1, 2]
    assert baskets.goes_with(0, 1) == baskets.goes_with(0, 5)[:1]


def test_a_product_that_came_later_has_room() -> None:
    baskets = Baskets()
    baskets.grow(2)
    baskets.add("a", 0, 0.0)
    baskets.grow(5)
    baskets.add("a", 4, 1.0)
    assert [other for other, _ in baskets.goes_with(4, 3)] == [0]
