"""The events of one turn, in order: appended once, read by any number of readers from any place.

Nothing is ever dropped from a log, so that a resume misses nothing. What bounds it is refusal: only
what a model writes can run away (the ranking is one event, bounded by the length of its list), and
a turn that writes more than a shopper could read is ended by its runner.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Sequence

from agent.events import TERMINAL, ExplanationDelta, ExplanationFinal, Text, TurnEvent

MOST_EVENTS = 4096
MOST_CHARACTERS = 1_000_000


class LogFull(Exception):
    """The turn wrote more than a log holds; end it with :meth:`EventLog.close`."""


class EventLog:
    """Append-only, of one event loop. Sequence numbers start at 1."""

    def __init__(self, most_events: int = MOST_EVENTS, most_characters: int = MOST_CHARACTERS) -> None:
        self._events: list[TurnEvent] = []
        self._characters = 0
        self._most_events = most_events
        self._most_characters = most_characters
        self._closed = False
        self._grown = asyncio.Event()

    @property
    def events(self) -> Sequence[TurnEvent]:
        """Everything so far; the event at index ``i`` has the sequence number ``i + 1``."""
        return tuple(self._events)

    @property
    def closed(self) -> bool:
        """Whether the last event is there."""
        return self._closed

    def append(self, event: TurnEvent) -> int:
        """Add one event and wake the readers; its sequence number. A terminal event closes the log.

        Raises:
            LogFull: the bound is reached. A terminal event always fits.
        """
        if self._closed:
            raise LogFull("the turn is over")
        last = isinstance(event, TERMINAL)
        characters = self._characters + _characters(event)
        if not last and (len(self._events) >= self._most_events or characters > self._most_characters):
            raise LogFull("the turn wrote too much")
        self._characters = characters
        self._events.append(event)
        self._closed = last
        grown, self._grown = self._grown, asyncio.Event()
        grown.set()
        return len(self._events)

    async def read(self, after: int = 0) -> AsyncGenerator[tuple[int, TurnEvent]]:
        """Every event with a sequence number above ``after``, as it comes; ends with the turn."""
        position = max(after, 0)
        while True:
            while position < len(self._events):
                position += 1
                yield position, self._events[position - 1]
            if self._closed:
                return
            await self._grown.wait()


def _characters(event: TurnEvent) -> int:
    if isinstance(event, ExplanationDelta | Text):
        return len(event.delta)
    return len(event.text) if isinstance(event, ExplanationFinal) else 0
