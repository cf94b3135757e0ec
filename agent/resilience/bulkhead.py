"""How many model calls may run at once: a full bulkhead says so at once, it does not queue."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from agent.errors import ModelFailure


class Bulkhead:
    """A bound on concurrent calls within one event loop."""

    def __init__(self, limit: int) -> None:
        if limit < 1:
            raise ValueError("a bulkhead must let at least one call through")
        self.limit = limit
        self.running = 0

    @contextmanager
    def slot(self) -> Iterator[None]:
        """Room for one call.

        Raises:
            ModelFailure: ``busy``: every slot is taken.
        """
        if self.running >= self.limit:
            raise ModelFailure("busy", f"All {self.limit} model calls are taken.")
        self.running += 1
        try:
            yield
        finally:
            self.running -= 1
