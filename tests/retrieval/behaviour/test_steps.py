from __future__ import annotations

from itertools import pairwise

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from retrieval.behaviour.steps import Steps, engagement

rows = st.lists(st.tuples(st.integers(0, 3), st.integers(0, 5)), max_size=20)


def test_more_engagement_says_more_and_a_dislike_says_the_opposite() -> None:
    ladder = ["impression", "view", "click", "add_to_cart", "purchase"]
    said = [engagement(kind, None) for kind in ladder]  # type: ignore[arg-type]
    assert said[0] == 0
    assert all(low < high for low, high in pairwise(said))
    assert engagement("dismiss", None) < 0
    assert engagement("remove_from_cart", None) < 0
    stars = [engagement("review", float(n)) for n in range(1, 6)]
    assert all(low < high for low, high in pairwise(stars))
    assert stars[1] < 0 < stars[2]
    assert stars[4] > engagement("purchase", None), "five stars say more than the purchase did"


@given(rows, st.randoms())
def test_the_order_of_rows_does_not_matter(drawn: list[tuple[int, int]], random: object) -> None:
    """Every row at a time of its own."""
    order = list(range(len(drawn)))
    random.shuffle(order)  # type: ignore[attr-defined]

    def made(at: list[int]) -> Steps:
        return Steps.of(
            np.asarray([drawn[i][0] for i in at], dtype=np.int32),
            np.asarray([drawn[i][1] for i in at], dtype=np.int32),
            np.asarray(at, dtype=np.float64),
        )

    one, other = made(sorted(order)), made(order)
    for column in ("shopper", "item", "time", "weight", "group"):
        assert np.array_equal(getattr(one, column), getattr(other, column)), column


@given(rows)
def test_moments_are_counted_from_0_and_one_time_is_one(drawn: list[tuple[int, int]]) -> None:
    who = np.asarray([row[0] for row in drawn], dtype=np.int32)
    when = np.asarray([row[1] for row in drawn], dtype=np.float64)
    steps = Steps.of(who, np.zeros(len(drawn), dtype=np.int32), when)
    assert len(steps) == len(drawn)
    for history in steps.histories() if drawn else []:
        moments = np.unique(history.time)
        assert np.array_equal(history.group, np.searchsorted(moments, history.time))
