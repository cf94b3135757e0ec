"""How long the stages of a turn took."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass(slots=True)
class Marks:
    """Milliseconds by stage."""

    clock: Callable[[], float]
    started: float
    at: float = 0.0
    ms: dict[str, float] = field(default_factory=dict)

    def stop(self, stage: str) -> None:
        """The stage that began where the last one ended is over."""
        now = self.clock()
        self.ms[stage] = round((now - (self.at or self.started)) * 1000, 2)
        self.at = now

    def since_start(self, stage: str) -> None:
        """The stage ends now and began with the turn."""
        self.ms[stage] = round((self.clock() - self.started) * 1000, 2)

    def total(self) -> dict[str, float]:
        """All of them, and the whole turn up to now."""
        self.since_start("total")
        return self.ms
