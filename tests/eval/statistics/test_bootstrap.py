from __future__ import annotations

from math import isnan, nan

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval.statistics import Estimate, mean_of, once, paired_difference, quantile_of, ratio_of

VALUES = st.lists(st.floats(-1e6, 1e6), min_size=2, max_size=30)


def bounds(estimate: Estimate) -> tuple[float, float]:
    assert estimate.ci95 is not None
    return estimate.ci95


@given(VALUES)
def test_the_interval_lies_within_the_values(values: list[float]) -> None:
    estimate = mean_of(values)
    low, high = bounds(estimate)
    slack = 1e-9 * max(1, max(map(abs, values)))
    assert min(values) - slack <= low <= high <= max(values) + slack
    assert estimate.mean == pytest.approx(float(np.mean(values)), abs=slack)


def test_close_to_the_normal_interval_where_that_one_is_right() -> None:
    values = np.random.default_rng(1).normal(3, 2, 400)
    low, high = bounds(mean_of(values))
    half = 1.96 * values.std() / np.sqrt(400)
    assert low == pytest.approx(values.mean() - half, abs=0.03)
    assert high == pytest.approx(values.mean() + half, abs=0.03)


def test_covers_the_true_mean_about_95_times_in_100() -> None:
    generator = np.random.default_rng(2)
    intervals = [bounds(mean_of(generator.normal(0, 1, 60))) for _ in range(200)]
    assert 178 <= sum(low <= 0 <= high for low, high in intervals) <= 199


def test_the_same_values_give_the_same_interval() -> None:
    values = [0.1, 0.9, 0.4, 0.4, 0.2]
    assert mean_of(values) == mean_of(values)


def test_nan_is_no_case() -> None:
    assert mean_of([1.0, nan, 3.0]) == mean_of([1.0, 3.0])
    nothing = mean_of([nan])
    assert isnan(nothing.mean)
    assert nothing.ci95 is None


def test_pairing_removes_what_makes_a_case_hard_for_both() -> None:
    hard = np.random.default_rng(3).uniform(0, 1, 100)
    ours, theirs = [float(x) + 0.02 for x in hard], [float(x) for x in hard]
    difference = paired_difference(ours, theirs)
    assert difference.mean == pytest.approx(0.02)
    assert difference.excludes_zero
    low, high = bounds(mean_of(ours))
    assert low < mean_of(theirs).mean < high, "unpaired, the same difference would be lost in the noise"


def test_a_difference_needs_the_same_cases() -> None:
    with pytest.raises(ValueError, match="cannot be paired"):
        paired_difference([1.0], [1.0, 2.0])
    assert isnan(paired_difference([nan], [1.0]).mean)


def test_quantile() -> None:
    estimate = quantile_of(range(1, 101), 0.5)
    low, high = bounds(estimate)
    assert estimate.mean == pytest.approx(50.5)
    assert 30 < low < 50.5 < high < 70


def test_ratio_is_of_sums_not_of_cases() -> None:
    assert ratio_of([1, 0, 9], [2, 0, 10]).mean == pytest.approx(10 / 12)
    assert isnan(ratio_of([0, 0], [0, 0]).mean)


def test_one_measurement_has_no_interval() -> None:
    assert once(3) == mean_of([3.0]) == paired_difference([4.0], [1.0]) == Estimate(3.0, None)
    assert ratio_of([3], [1]) == quantile_of([3.0], 0.9) == Estimate(3.0, None)
