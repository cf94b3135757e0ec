"""What is out of reach is asked now and then, by one caller at a time: nobody else waits for it."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

REST_SECONDS = 1.0


class Outage:
    """Whether something outside this process answers. Safe to call from several threads.

    As long as it does, this stands in nobody's way.
    """

    def __init__(self, rest: float = REST_SECONDS, clock: Callable[[], float] = time.monotonic) -> None:
        """``rest``: seconds between two attempts at what is out of reach."""
        self._rest = rest
        self._clock = clock
        self._lock = threading.Lock()
        self._lasts = False
        self._until = 0.0

    @property
    def lasts(self) -> bool:
        """Whether the last answer was none."""
        return self._lasts

    def may_ask(self) -> bool:
        """Whether to ask now; say what came of it. False: do without, at once."""
        if not self._lasts:
            return True
        with self._lock:
            if self._clock() < self._until:
                return False
            self._until = self._clock() + self._rest
            return True

    def silent(self) -> None:
        """It was asked and did not answer."""
        with self._lock:
            self._lasts = True
            self._until = self._clock() + self._rest

    def answered(self) -> None:
        """It was asked and answered."""
        self._lasts = False
