from __future__ import annotations

from math import isnan, log2

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval.metrics import ndcg

GRADES = st.dictionaries(
    st.text("abcdefgh", min_size=1, max_size=3), st.integers(0, 3), min_size=1, max_size=12
)


def test_by_hand() -> None:
    # Gains 3, 7, 0 at ranks 1, 2, 3 against the ideal 7, 3.
    ideal = 7 + 3 / log2(3)
    assert ndcg(["b", "a", "x"], {"a": 3, "b": 2, "c": 0}, 10) == pytest.approx((3 + 7 / log2(3)) / ideal)


def test_only_the_first_n_places_count() -> None:
    assert ndcg(["x", "a"], {"a": 3}, 1) == 0
    assert ndcg(["x", "a"], {"a": 3}, 2) == pytest.approx(1 / log2(3))


def test_nothing_has_a_gain() -> None:
    assert isnan(ndcg(["a"], {"a": 0}, 10))
    assert isnan(ndcg([], {}, 10))


@given(GRADES, st.randoms(use_true_random=False), st.integers(1, 15))
def test_bounds(grades: dict[str, int], random: object, n: int) -> None:
    ranked = sorted(grades)
    random.shuffle(ranked)  # type: ignore[attr-defined]
    value = ndcg(ranked, grades, n)
    assert isnan(value) or 0 <= value <= 1 + 1e-12


@given(GRADES, st.integers(1, 15))
def test_the_perfect_order_is_1(grades: dict[str, int], n: int) -> None:
    value = ndcg(sorted(grades, key=lambda key: -grades[key]), grades, n)
    assert isnan(value) if not any(grades.values()) else value == pytest.approx(1)


@given(GRADES, st.integers(1, 15), st.data())
def test_moving_a_better_product_up_never_hurts(grades: dict[str, int], n: int, data: st.DataObject) -> None:
    ranked = sorted(grades)
    first = data.draw(st.integers(0, len(ranked) - 1))
    second = data.draw(st.integers(first, len(ranked) - 1))
    if grades[ranked[first]] > grades[ranked[second]]:
        return
    swapped = [*ranked]
    swapped[first], swapped[second] = swapped[second], swapped[first]
    before, after = ndcg(ranked, grades, n), ndcg(swapped, grades, n)
    assert isnan(before) or after >= before - 1e-12
