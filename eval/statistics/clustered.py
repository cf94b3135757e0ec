"""Intervals where cases come in clusters: what belongs to one conversation is drawn together.

Cases of one conversation are alike. Drawn one by one they pretend to be more than they are: nominal 95%
intervals then hold the truth in three cases of four. Here whole clusters are drawn with replacement, as many
as there are; the spread is widened as Student's t asks for few of them.

Source: Cameron, Gelbach & Miller, *Bootstrap-based improvements for inference with clustered errors*, 2008.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from math import nan

import numpy as np
from numpy.typing import NDArray
from scipy.stats import t as student

from eval.statistics.bootstrap import RESAMPLES, Estimate

FEWEST = 5
"""Clusters; of fewer nothing is concluded."""
_SEED = 20_260_101
_Z = 1.959964


@dataclass(frozen=True, slots=True)
class Clustered:
    """A mean over clusters of cases."""

    estimate: Estimate
    p: float
    """Chance of a mean as far from 0 if the truth were 0, two-sided; 1 where there is nothing to go by."""
    cases: int
    clusters: int


def clustered_mean(values: Sequence[float], clusters: Sequence[str]) -> Clustered:
    """The mean of ``values``, shape (n,), case by case with its cluster. NaN is no case and is left out."""
    given = np.asarray(values, dtype=np.float64)
    kept = ~np.isnan(given)
    cases = given[kept]
    if not len(cases):
        return Clustered(Estimate(nan, None), 1.0, 0, 0)
    _, index = np.unique(np.asarray(clusters, dtype=object)[kept].astype(str), return_inverse=True)
    groups = int(index.max()) + 1
    mean = float(cases.mean())
    if groups < FEWEST:
        return Clustered(Estimate(mean, None), 1.0, len(cases), groups)
    sums = np.bincount(index, weights=cases, minlength=groups).astype(np.float64)
    counts = np.bincount(index, minlength=groups).astype(np.float64)
    away = (_drawn_means(sums, counts) - mean) * _widening(groups)
    low, high = np.percentile(away, (2.5, 97.5))
    p = (1 + float(np.sum(np.abs(away) >= abs(mean) - 1e-12))) / (RESAMPLES + 1) if mean else 1.0
    return Clustered(Estimate(mean, (mean + float(low), mean + float(high))), p, len(cases), groups)


def clustered_difference(
    ours: Sequence[float], theirs: Sequence[float], clusters: Sequence[str]
) -> Clustered:
    """The mean of ``ours - theirs`` over the same cases, in the same order."""
    if not len(ours) == len(theirs) == len(clusters):
        raise ValueError(
            f"{len(ours)} values cannot be paired with {len(theirs)} in {len(clusters)} clusters"
        )
    return clustered_mean(np.asarray(ours, dtype=np.float64) - np.asarray(theirs, dtype=np.float64), clusters)  # type: ignore[arg-type]


def _drawn_means(sums: NDArray[np.float64], counts: NDArray[np.float64]) -> NDArray[np.float64]:
    generator = np.random.default_rng(_SEED)
    groups = len(sums)
    means = np.empty(RESAMPLES)
    at_once = max(1, 4_000_000 // groups)
    for start in range(0, RESAMPLES, at_once):
        drawn = generator.integers(0, groups, size=(min(at_once, RESAMPLES - start), groups))
        means[start : start + len(drawn)] = sums[drawn].sum(axis=1) / counts[drawn].sum(axis=1)
    return means


def _widening(groups: int) -> float:
    return math.sqrt(groups / (groups - 1)) * float(student.ppf(0.975, groups - 1)) / _Z
