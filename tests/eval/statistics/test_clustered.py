"""The interval holds what it says where cases come in clusters, and ignoring them would not."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval.statistics import clustered_difference, clustered_mean, holm, judge, mean_of
from tests.examples import DEEP

TIMES = 400 if DEEP else 60


def conversations(seed: int, groups: int = 30, each: int = 8) -> tuple[list[float], list[str]]:
    """Values around 0.5 of which most of the spread lies between conversations."""
    generator = np.random.default_rng(seed)
    values, clusters = [], []
    for group in range(groups):
        centre = generator.normal(0.5, 0.2)
        values += list(generator.normal(centre, 0.1, each))
        clusters += [f"c{group}"] * each
    return values, clusters


def test_intervals_cover_where_naive_ones_do_not() -> None:
    held = naive = 0
    for seed in range(TIMES):
        values, clusters = conversations(seed)
        low, high = clustered_mean(values, clusters).estimate.ci95 or (math.nan, math.nan)
        held += low <= 0.5 <= high
        low, high = mean_of(values).ci95 or (math.nan, math.nan)
        naive += low <= 0.5 <= high
    assert held / TIMES >= 0.9
    assert naive / TIMES <= 0.75


def test_one_cluster_a_case_is_the_ordinary_bootstrap_a_little_wider() -> None:
    values = np.random.default_rng(1).normal(0, 1, 80)
    ours = clustered_mean(list(values), [str(i) for i in range(80)])
    plain = mean_of(values)
    assert ours.estimate.mean == pytest.approx(plain.mean)
    assert ours.estimate.ci95 is not None
    assert plain.ci95 is not None
    assert ours.estimate.ci95[0] == pytest.approx(plain.ci95[0], abs=0.03)
    assert ours.clusters == 80


def test_few_clusters_conclude_nothing() -> None:
    found = clustered_mean([1.0, 0.0, 1.0, 0.5], ["a", "a", "b", "c"])
    assert found.estimate.ci95 is None
    assert found.p == 1


def test_nan_is_no_case() -> None:
    values, clusters = conversations(3)
    with_gaps = clustered_mean([*values, math.nan], [*clusters, "odd"])
    assert with_gaps == clustered_mean(values, clusters)
    assert math.isnan(clustered_mean([math.nan], ["a"]).estimate.mean)


def test_the_same_twice_is_no_difference() -> None:
    values, clusters = conversations(4)
    verdict = judge("m", clustered_difference(values, values, clusters), 1.0, 0.02)
    assert verdict.word == "no difference"
    assert verdict.difference.p == 1
    assert str(verdict) == "m: no difference: the same value in each of 240 cases in 30 conversations"


@pytest.mark.parametrize(("shift", "word"), [(-0.1, "worse"), (0.1, "better"), (0.004, "no difference")])
def test_a_shift_is_told(shift: float, word: str) -> None:
    values, clusters = conversations(5)
    noise = np.random.default_rng(6).normal(0, 0.02, len(values))
    new = list(np.asarray(values) + shift + noise)
    difference = clustered_difference(new, values, clusters)
    assert judge("m", difference, difference.p, 0.02).word == word
    turned = {"worse": "better", "better": "worse"}.get(word, word)
    assert judge("m", difference, difference.p, 0.02, lower_is_better=True).word == turned


def test_a_shift_that_does_not_matter_is_no_regression() -> None:
    values, clusters = conversations(5)
    difference = clustered_difference([v - 0.01 for v in values], values, clusters)
    assert difference.p < 0.01, "it is certain"
    assert judge("m", difference, difference.p, 0.02).word == "no difference"


def test_too_little_says_how_much_more() -> None:
    generator = np.random.default_rng(7)
    old = list(generator.normal(0.5, 0.3, 12))
    new = list(np.asarray(old) + generator.normal(0.05, 0.3, 12))
    difference = clustered_difference(new, old, [str(i) for i in range(12)])
    verdict = judge("m", difference, difference.p, 0.02)
    assert verdict.word == "not enough data"
    assert verdict.more is not None
    assert verdict.more >= 5
    assert f"about {verdict.more:,} more conversations would settle it" in str(verdict)


def test_looking_at_more_metrics_asks_for_more() -> None:
    generator = np.random.default_rng(7)
    old = list(generator.normal(0.5, 0.3, 12))
    new = list(np.asarray(old) + generator.normal(0.2, 0.35, 12))
    difference = clustered_difference(new, old, [str(i) for i in range(12)])
    alone = judge("m", difference, max(difference.p, 0.051), 0.02)
    among = judge("m", difference, min(1.0, 30 * difference.p), 0.02)
    assert alone.word == among.word == "not enough data"
    assert 0 < (alone.more or 0) < (among.more or 0)


@given(st.dictionaries(st.text(min_size=1, max_size=3), st.floats(0, 1), min_size=1, max_size=8))
def test_holm_keeps_the_order_and_never_helps(p_values: dict[str, float]) -> None:
    adjusted = holm(p_values)
    assert all(p_values[name] <= adjusted[name] <= 1 for name in p_values)
    ordered = sorted(p_values, key=lambda name: p_values[name])
    assert [adjusted[name] for name in ordered] == sorted(adjusted[name] for name in ordered)
    assert adjusted[ordered[0]] == pytest.approx(min(1, len(p_values) * p_values[ordered[0]]))
