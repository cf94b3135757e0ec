"""Shares with their intervals, and comparisons that stay honest however often one looks.

Wilson (1927) for one share. For the difference of two: the mixture sequential probability ratio test with a
normal mixture (Johari, Pekelis & Walsh 2017), whose interval holds at all times at once. For the split of
shoppers between arms: a Dirichlet-multinomial Bayes factor (Lindon & Malek 2022), valid at all times as well.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import NormalDist

from retrieval.types import Frozen

ALPHA = 0.05
POWER = 0.9
FEWEST_UNITS = 50
FEWEST_SUCCESSES = 5
"""Of each arm: below, the normal approximation says nothing."""
SPLIT_ALPHA = 0.001
_CONCENTRATION = 1000.0
_Z = NormalDist()


class Rate(Frozen):
    """A share with its 95% interval; ``value`` None of nothing."""

    successes: int
    n: int
    value: float | None
    ci95: tuple[float, float]


def rate(successes: int, n: int) -> Rate:
    """Wilson's interval."""
    if n == 0:
        return Rate(successes=successes, n=0, value=None, ci95=(0.0, 1.0))
    z = _Z.inv_cdf(0.975)
    p, zz = successes / n, z * z / n
    middle = (p + zz / 2) / (1 + zz)
    half = z / (1 + zz) * math.sqrt(p * (1 - p) / n + zz / (4 * n))
    return Rate(successes=successes, n=n, value=p, ci95=(max(0.0, middle - half), min(1.0, middle + half)))


@dataclass(frozen=True, slots=True)
class Difference:
    """The second share less the first, with an interval that holds at every look."""

    value: float
    low: float
    high: float
    sure: bool
    """Enough of both to say anything; otherwise the interval is (-1, 1)."""

    @property
    def zero_excluded(self) -> bool:
        """Whether the two differ."""
        return self.sure and not self.low <= 0 <= self.high


def difference(a: tuple[int, int], b: tuple[int, int], *, worth: float, alpha: float = ALPHA) -> Difference:
    """Of two arms, each (successes, units). ``worth``: the relative lift where the interval is sharpest."""
    (xa, na), (xb, nb) = a, b
    enough = min(na, nb) >= FEWEST_UNITS and min(xa, xb, na - xa, nb - xb) >= FEWEST_SUCCESSES
    if not enough:
        return Difference(xb / nb - xa / na if na and nb else 0.0, -1.0, 1.0, sure=False)
    pa, pb, pooled = xa / na, xb / nb, (xa + xb) / (na + nb)
    variance = pooled * (1 - pooled) * (1 / na + 1 / nb)
    half = _half_width(variance, worth * pooled, alpha)
    value = pb - pa
    return Difference(value, max(-1.0, value - half), min(1.0, value + half), sure=True)


def units_needed(base: float, lift: float, *, alpha: float = ALPHA, power: float = POWER) -> int:
    """Units per arm after which a true relative ``lift`` on ``base`` is found with this probability at least,
    looking as often as one likes.

    Counts on the last look alone, so that earlier ones only add to it.

    Raises:
        ValueError: a share outside (0, 1).
    """
    changed = base * (1 + lift)
    if not (0 < base < 1 and 0 < changed < 1) or lift == 0:
        raise ValueError("base and base * (1 + lift) must lie between 0 and 1, and lift must not be 0")
    effect, z = abs(changed - base), _Z.inv_cdf(power)
    middle = (base + changed) / 2

    def found(n: int) -> bool:
        half = _half_width(2 * middle * (1 - middle) / n, abs(lift) * middle, alpha)
        spread = math.sqrt((base * (1 - base) + changed * (1 - changed)) / n)
        return effect - half >= z * spread

    low, high = FEWEST_UNITS, FEWEST_UNITS * 2
    while not found(high):
        low, high = high, high * 2
    while high - low > 1:
        middle_n = (low + high) // 2
        low, high = (low, middle_n) if found(middle_n) else (middle_n, high)
    return high


def split_is_off(counts: Sequence[int], shares: Sequence[float], alpha: float = SPLIT_ALPHA) -> bool:
    """Whether units did not come to the arms as they should have: then no comparison of them holds."""
    total = sum(shares)
    prior = [_CONCENTRATION * share / total for share in shares]
    n = sum(counts)
    log_factor = math.lgamma(_CONCENTRATION) - math.lgamma(_CONCENTRATION + n)
    for count, weight, share in zip(counts, prior, shares, strict=True):
        log_factor += math.lgamma(weight + count) - math.lgamma(weight) - count * math.log(share / total)
    return log_factor >= math.log(1 / alpha)


def _half_width(variance: float, tau: float, alpha: float) -> float:
    """Of the mixture interval: ``variance`` of the estimate, mixture of standard deviation ``tau``."""
    ratio = 1 + tau * tau / variance
    return math.sqrt(2 * variance * ratio / (ratio - 1) * math.log(math.sqrt(ratio) / alpha))
