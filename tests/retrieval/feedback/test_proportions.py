"""Intervals that cover, comparisons that stay honest at every look, splits that are checked."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from retrieval.feedback.experiments import Trial, concluded
from retrieval.feedback.proportions import difference, rate, split_is_off, units_needed
from tests.examples import DEEP

DAYS = 28
RUNS = 400 if DEEP else 100
TRIAL = Trial("order", ("now", "new"), (1.0, 1.0), lift=0.1)


def test_a_rate_of_nothing_knows_nothing() -> None:
    assert rate(0, 0).value is None
    assert rate(0, 0).ci95 == (0.0, 1.0)


@pytest.mark.parametrize("p", [0.01, 0.2, 0.5, 0.97])
def test_wilsons_interval_covers(p: float) -> None:
    random = np.random.default_rng(5)
    drawn = random.binomial(300, p, size=2000)
    inside = [low <= p <= high for low, high in (rate(int(x), 300).ci95 for x in drawn)]
    assert 0.93 <= np.mean(inside) <= 0.985


def looks(base: float, lift: float, n: int, seed: int) -> list[dict[str, tuple[int, int]]]:
    """Counts of both arms at the end of each day; ``n`` units per arm at the end of the last."""
    random = np.random.default_rng(seed)
    ends = np.linspace(0, n, DAYS + 1).round().astype(int)[1:]
    daily = np.diff(ends, prepend=0)
    a = random.binomial(daily, base).cumsum()
    b = random.binomial(daily, base * (1 + lift)).cumsum()
    return [{"now": (int(x), int(m)), "new": (int(y), int(m))} for x, y, m in zip(a, b, ends, strict=True)]


def found(days: list[dict[str, tuple[int, int]]]) -> bool:
    """Whether any daily look said that the arms differ."""
    return any(concluded(TRIAL, counts).arms[1].verdict in ("better", "worse") for counts in days)


@pytest.mark.parametrize("base", [0.05, 0.2, 0.4])
def test_peeking_daily_a_true_lift_is_found_and_none_is_made_up(base: float) -> None:
    n = units_needed(base, 0.1)
    made_up = sum(found(looks(base, 0.0, n, seed)) for seed in range(RUNS))
    missed = sum(not found(looks(base, 0.1, n, seed)) for seed in range(RUNS))
    assert made_up <= 0.07 * RUNS
    assert missed <= 0.2 * RUNS


def test_a_plain_test_would_not_have_been_honest() -> None:
    """What the mixture is for: the usual interval, looked at daily, makes up a difference far too often."""
    base, n = 0.2, units_needed(0.2, 0.1)

    def plain(counts: dict[str, tuple[int, int]]) -> bool:
        (xa, na), (xb, nb) = counts["now"], counts["new"]
        p = (xa + xb) / (na + nb)
        return bool(abs(xb / nb - xa / na) > 1.96 * (p * (1 - p) * (1 / na + 1 / nb)) ** 0.5)

    assert sum(any(map(plain, looks(base, 0.0, n, seed))) for seed in range(RUNS)) > 0.1 * RUNS


def test_a_worse_arm_is_called_worse_and_an_equal_one_no_difference() -> None:
    worse = concluded(TRIAL, {"now": (4000, 20_000), "new": (3000, 20_000)})
    assert worse.arms[1].verdict == "worse"
    assert "new is worse than now: -25.0%" in worse.says
    same = concluded(TRIAL, {"now": (40_000, 200_000), "new": (40_010, 200_000)})
    assert same.arms[1].verdict == "no difference"
    assert "no difference worth knowing" in same.says


def test_few_units_say_nothing() -> None:
    early = concluded(TRIAL, {"now": (1, 20), "new": (9, 20)})
    assert early.arms[1].verdict == "not enough data"
    assert early.arms[1].lift_ci is None
    assert "not enough shoppers yet" in early.says
    waiting = concluded(TRIAL, {"now": (200, 1000), "new": (205, 1000)})
    assert waiting.arms[1].verdict == "not enough data"
    assert waiting.needed == units_needed(0.2, 0.1)
    assert "14,8" in waiting.says


def test_more_arms_need_more_to_be_believed() -> None:
    arms = Trial("order", ("now", "new", "third"), (1.0, 1.0, 1.0))
    two = difference((400, 2000), (460, 2000), worth=0.1)
    three = concluded(arms, {"now": (400, 2000), "new": (460, 2000), "third": (400, 2000)})
    interval = three.arms[1].lift_ci
    assert interval is not None
    assert interval[0] < two.low / 0.2


def test_the_power_calculation_grows_as_it_should() -> None:
    by_lift = [units_needed(0.2, lift) for lift in (0.4, 0.2, 0.1, 0.05)]
    assert all(b > 3 * a for a, b in pairwise(by_lift))
    assert units_needed(0.05, 0.1) > units_needed(0.5, 0.1)
    for base, lift in ((0.0, 0.1), (0.95, 0.1), (0.2, 0.0)):
        with pytest.raises(ValueError, match="between 0 and 1"):
            units_needed(base, lift)


def test_a_wrong_split_is_seen_and_a_right_one_is_left_alone() -> None:
    assert split_is_off([5000, 5600], [1, 1])
    assert not split_is_off([5000, 5060], [1, 1])
    assert not split_is_off([0, 0], [1, 1])
    assert split_is_off([5000, 5000], [1, 3])
    random = np.random.default_rng(3)
    alarms = 0
    for _ in range(RUNS):
        first = random.binomial(2000, 0.5, size=DAYS).cumsum()
        both = 2000 * np.arange(1, DAYS + 1)
        alarms += any(split_is_off([int(a), int(n - a)], [1, 1]) for a, n in zip(first, both, strict=True))
    assert alarms <= 0.02 * RUNS
