"""What many like, and what many like lately."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from retrieval.behaviour.steps import Steps

HALF_LIVES = 12.0
"""The recent half-life is the time that the record spans, divided by this: a month of a year."""


SHORTEST = 86_400.0
"""Seconds: the half-life of a record that spans no time to speak of."""
REBASED_AFTER = 40.0
"""Half-lives."""


class Popularity:
    """Counts by weight, and the same with a decay; both grow with every event.

    The decayed count is kept as of ``origin``: a later step is worth more from the start, so that nothing has
    to be multiplied as time goes by.
    """

    def __init__(self, n: int, half_life: float = 30 * 86_400.0, origin: float = 0.0) -> None:
        self.half_life = half_life
        self.origin = origin
        self.count = np.zeros(n, dtype=np.float64)
        self.recent = np.zeros(n, dtype=np.float64)

    @classmethod
    def of(cls, steps: Steps, n: int) -> Popularity:
        """From whole histories; the half-life is theirs."""
        liked = steps.only(steps.weight > 0)
        span = float(liked.time.max() - liked.time.min()) if len(liked) else 0.0
        if not len(liked):
            return cls(n)
        out = cls(n, max(span / HALF_LIVES, SHORTEST), float(liked.time.max()))
        out.count = np.bincount(liked.item, weights=liked.weight, minlength=n).astype(np.float64)
        worth = liked.weight * 0.5 ** ((out.origin - liked.time) / out.half_life)
        out.recent = np.bincount(liked.item, weights=worth, minlength=n).astype(np.float64)
        return out

    def add(self, item: int, time: float, weight: float) -> None:
        """One more step; a negative one says nothing of popularity."""
        if weight <= 0:
            return
        self.count[item] += weight
        ahead = (time - self.origin) / self.half_life
        if ahead > REBASED_AFTER or not self.recent.any():
            # What a step is worth must stay a number.
            self.recent *= 0.5 ** min(ahead, 1000.0) if ahead > 0 else 1.0
            self.origin, ahead = time, 0.0
        self.recent[item] += weight * 0.5 ** min(-ahead, 1000.0)

    def grow(self, n: int) -> None:
        """Room for ``n`` products."""
        more = n - len(self.count)
        if more > 0:
            self.count = np.r_[self.count, np.zeros(more)]
            self.recent = np.r_[self.recent, np.zeros(more)]

    def log_share(self) -> NDArray[np.float32]:
        """In [0, 1]: 1 for the most popular, shape (n,)."""
        return _log_share(self.count)

    def log_recent(self) -> NDArray[np.float32]:
        """The same of what is liked lately."""
        return _log_share(self.recent / max(self.recent.mean(), 1e-9) if self.recent.any() else self.recent)


def _log_share(count: NDArray[np.float64]) -> NDArray[np.float32]:
    top = np.log1p(count.max()) if len(count) else 0.0
    return np.asarray(np.log1p(count) / top if top else count, dtype=np.float32)
