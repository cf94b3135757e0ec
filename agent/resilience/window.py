"""Counts over the last seconds, in one-second buckets."""

from __future__ import annotations

import math
from collections import deque
from dataclasses import dataclass


@dataclass(slots=True)
class Counts:
    """Calls that ended and first tokens that were awaited, and how many of each were bad."""

    calls: int = 0
    failed: int = 0
    samples: int = 0
    slow: int = 0


class Window:
    """The last ``seconds`` seconds: the current one-second bucket and those before it."""

    def __init__(self, seconds: int) -> None:
        self._seconds = seconds
        self._buckets: deque[tuple[int, Counts]] = deque()

    def call(self, now: float, failed: bool) -> None:
        """One call ended."""
        bucket = self._bucket(now)
        bucket.calls += 1
        bucket.failed += failed

    def sample(self, now: float, slow: bool) -> None:
        """One first token came, or did not come in time."""
        bucket = self._bucket(now)
        bucket.samples += 1
        bucket.slow += slow

    def totals(self, now: float) -> Counts:
        """Over the whole window."""
        self._forget(now)
        total = Counts()
        for _, bucket in self._buckets:
            total.calls += bucket.calls
            total.failed += bucket.failed
            total.samples += bucket.samples
            total.slow += bucket.slow
        return total

    def _bucket(self, now: float) -> Counts:
        self._forget(now)
        second = math.floor(now)
        if not self._buckets or self._buckets[-1][0] != second:
            self._buckets.append((second, Counts()))
        return self._buckets[-1][1]

    def _forget(self, now: float) -> None:
        oldest = math.floor(now) - self._seconds + 1
        while self._buckets and self._buckets[0][0] < oldest:
            self._buckets.popleft()
