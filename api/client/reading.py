"""Where a reader of one turn's events stands, also when its connection has dropped."""

from __future__ import annotations

import httpx
from httpx_sse import ServerSentEvent

from agent.events import TERMINAL, TurnEvent, TurnStarted, parse_event
from api.client import calls
from api.client.calls import Call
from api.client.problems import ServerError, Unreachable, problem

RESUMES = 5
RESUME_DELAY = 0.2
"""Seconds before the second resume without an event between, doubled for each further one; the first is at
once."""


class Reader:
    """Sync or async, what is read and what is tried next is the same."""

    def __init__(self, last_event_id: str = "") -> None:
        """``last_event_id``: where a reader before this one left off."""
        self.turn_id: str | None = None
        self.last_event_id = last_event_id
        self._over = False
        self.failures = 0

    def meet(self, answer: httpx.Response) -> None:
        """The turn is known by its answer's head, before its first event."""
        self.turn_id = self.turn_id or answer.headers.get("aisle-turn-id")

    def take(self, sse: ServerSentEvent) -> TurnEvent | None:
        """The event, unless it was seen before, comes after the last, or has a name new to us."""
        if self._over or (sse.id and sse.id == self.last_event_id):
            return None
        event = parse_event(sse.event, sse.data) if sse.data else None
        self.last_event_id = sse.id or self.last_event_id
        if isinstance(event, TurnStarted):
            self.turn_id = event.turn_id
        self._over = isinstance(event, TERMINAL)
        self.failures = 0
        return event

    def over(self) -> bool:
        """Whether the last event was seen."""
        return self._over

    def refused(self, answer: httpx.Response) -> ServerError | Unreachable | None:
        """Why there is nothing to read in this answer; a problem's body must have been read."""
        if answer.status_code == 204:
            return Unreachable("The turn is over and its events are gone; ask again.")
        return problem(answer) if answer.is_error else None

    def resumed(self) -> Call:
        """The rest of the turn."""
        return calls.events(str(self.turn_id), self.last_event_id)

    def broke(self) -> float:
        """Seconds to wait before the next try.

        Raises:
            Unreachable: there is nothing to resume, or it was tried often enough.
        """
        self.failures += 1
        if self.turn_id is None or self.failures > RESUMES:
            raise Unreachable("The connection broke and could not be picked up; ask again.")
        return RESUME_DELAY * 2.0 ** (self.failures - 2) if self.failures > 1 else 0.0
