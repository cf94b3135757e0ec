"""How many retries there may be: a share of the calls. A provider in trouble is not asked twice as often."""

from __future__ import annotations

SHARE = 0.2
"""Retries per call."""
RESERVE = 5.0
"""Retries that may be saved up, and that are there at the start: few calls may be retried, too."""


class RetryBudget:
    """Of one model and purpose. Made for one event loop."""

    def __init__(self, share: float = SHARE, reserve: float = RESERVE) -> None:
        self._share = share
        self._reserve = reserve
        self._saved = reserve

    def called(self) -> None:
        """One more call, not counting its retries."""
        self._saved = min(self._reserve, self._saved + self._share)

    def take(self) -> bool:
        """Whether a retry may be; it is spent."""
        if self._saved < 1.0 - 1e-9:
            return False
        self._saved -= 1.0
        return True
