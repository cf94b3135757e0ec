"""Percentile bootstrap: 95% intervals that assume nothing of the distribution.

Cases are drawn again with replacement, as many as there are, ``RESAMPLES`` times; the interval holds the
middle 95% of what comes out. The generator is seeded: the same values give the same interval. A value of
NaN is no case and is left out.

Source: Efron & Tibshirani, *An Introduction to the Bootstrap*, chapter 13.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from math import nan

import numpy as np
from numpy.typing import ArrayLike, NDArray

RESAMPLES = 5_000
_SEED = 20_260_101
_DRAWS_AT_ONCE = 4_000_000
_TAILS = (2.5, 97.5)

Values = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Estimate:
    """A number and its 95% interval; no interval where it was measured once."""

    mean: float
    ci95: tuple[float, float] | None

    @property
    def excludes_zero(self) -> bool:
        """Whether the whole interval lies on one side of 0."""
        return self.ci95 is not None and (self.ci95[0] > 0 or self.ci95[1] < 0)


def mean_of(values: ArrayLike) -> Estimate:
    """The mean of ``values``, shape (n,), and the interval over cases."""
    cases = _cases(values)
    return _estimate(len(cases), lambda drawn: cases[drawn].mean(axis=-1))


def quantile_of(values: ArrayLike, q: float) -> Estimate:
    """The quantile ``q`` in [0, 1] of ``values``, shape (n,), and the interval over cases."""
    cases = _cases(values)
    return _estimate(len(cases), lambda drawn: np.quantile(cases[drawn], q, axis=-1))


def ratio_of(numerators: ArrayLike, denominators: ArrayLike) -> Estimate:
    """The sum of ``numerators`` over the sum of ``denominators``, both of shape (n,), over the same cases.

    A resample whose denominators sum to 0 says nothing and is left out.
    """
    above = np.asarray(numerators, dtype=np.float64)
    below = np.asarray(denominators, dtype=np.float64)

    def ratio(drawn: NDArray[np.int64]) -> Values:
        sums = below[drawn].sum(axis=-1)
        ratios: Values = np.full_like(sums, nan)
        np.divide(above[drawn].sum(axis=-1), sums, out=ratios, where=sums != 0)
        return ratios

    return _estimate(len(above), ratio)


def paired_difference(ours: Sequence[float], theirs: Sequence[float]) -> Estimate:
    """The mean of ``ours - theirs`` over the same cases, in the same order.

    The interval is of the difference itself: what makes a case hard for both cancels out.
    """
    if len(ours) != len(theirs):
        raise ValueError(f"{len(ours)} values cannot be paired with {len(theirs)}")
    return mean_of(np.asarray(ours, dtype=np.float64) - np.asarray(theirs, dtype=np.float64))


def once(value: float) -> Estimate:
    """A single measurement: its spread is unknown."""
    return Estimate(float(value), None)


def _cases(values: ArrayLike) -> Values:
    given = np.asarray(values, dtype=np.float64)
    return given[~np.isnan(given)]


def _estimate(n: int, statistic: Callable[[NDArray[np.int64]], Values]) -> Estimate:
    if n == 0:
        return Estimate(nan, None)
    if n == 1:
        # Drawn again and again one case shows no spread, which is not the same as having none.
        return Estimate(float(statistic(np.zeros((1, 1), dtype=np.int64))[0]), None)
    resampled = np.concatenate([statistic(drawn) for drawn in _resamples(n)])
    low, high = np.nanpercentile(resampled, _TAILS) if not np.isnan(resampled).all() else (nan, nan)
    mean = float(statistic(np.arange(n)[None, :])[0])
    return Estimate(mean, (float(low), float(high)))


def _resamples(n: int) -> Iterator[NDArray[np.int64]]:
    generator = np.random.default_rng(_SEED)
    at_once = max(1, _DRAWS_AT_ONCE // n)
    for start in range(0, RESAMPLES, at_once):
        yield generator.integers(0, n, size=(min(at_once, RESAMPLES - start), n))
