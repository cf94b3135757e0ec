"""The part of a process's turns that other processes see, and the part it sees of theirs.

Its own turns go on whatever becomes of the relay: they are read from their own logs here, and only copied to
where others can read them.
"""

from __future__ import annotations

import asyncio
import logging
from collections import OrderedDict
from collections.abc import AsyncGenerator, Callable, Coroutine
from contextlib import aclosing

from agent.errors import RelayUnavailable
from agent.events import TurnEvent
from agent.ports import TurnRelay
from agent.turns.log import EventLog
from agent.types import Asked, Owner

log = logging.getLogger(__name__)

TRIED_AGAIN_AFTER = 1.0
"""Seconds between two tries to copy an event."""
TRIES = 60
REMEMBERED = 10_000


class SharedTurns:
    """Of one process and one event loop."""

    def __init__(self, relay: TurnRelay, asked: Callable[[str, Asked], None], reader_grace: float) -> None:
        """``asked`` is told what others ask of turns that run here. ``reader_grace``: seconds in which a turn
        must hear of a reader."""
        self._relay = relay
        self._asked = asked
        self._reader_grace = reader_grace
        self._elsewhere: OrderedDict[str, None] = OrderedDict()
        self._tasks: set[asyncio.Task[None]] = set()
        self._copying: set[asyncio.Task[None]] = set()
        self._listening = False

    async def begin(self, turn_id: str, owner: Owner, events: EventLog) -> None:
        """From now on others see what this process writes to ``events``."""
        if not self._listening:
            self._listening = True
            _spawn(self._listen(), self._tasks)
        try:
            await self._relay.begin(turn_id, owner)
        except RelayUnavailable as error:
            log.warning("turn %s can be read and stopped here alone: %s", turn_id, error.message)
            return
        _spawn(self._copy(turn_id, events), self._copying)

    async def owner(self, turn_id: str) -> Owner | None:
        """Whose turn this is, where another process runs it or ran it a while ago."""
        try:
            owner = await self._relay.owner(turn_id)
        except RelayUnavailable as error:
            log.warning("the turns of other processes are out of reach: %s", error.message)
            return None
        if owner is not None:
            self._elsewhere[turn_id] = None
            self._elsewhere.move_to_end(turn_id)
            if len(self._elsewhere) > REMEMBERED:
                self._elsewhere.popitem(last=False)
        return owner

    async def claim(self, session_id: str, user_id: str | None) -> bool:
        """Whether no other shopper speaks in the session elsewhere; where that cannot be asked, none does."""
        try:
            return await self._relay.claim(session_id, user_id)
        except RelayUnavailable as error:
            log.warning("who speaks at other processes is out of reach: %s", error.message)
            return True

    async def running_in(self, session_id: str) -> str | None:
        """The latest turn of a session that is not over anywhere, as far as one can see."""
        try:
            return await self._relay.running_in(session_id)
        except RelayUnavailable as error:
            log.warning("the turns of other processes are out of reach: %s", error.message)
            return None

    def knows(self, turn_id: str) -> bool:
        """Whether :meth:`owner` found it."""
        return turn_id in self._elsewhere

    async def read(self, turn_id: str, after: int) -> AsyncGenerator[tuple[int, TurnEvent]]:
        """Its events above ``after``; meanwhile the process that runs it hears that somebody reads."""
        reading = asyncio.create_task(self._say_reading(turn_id))
        try:
            async with aclosing(self._relay.read(turn_id, after)) as events:
                async for seq, event in events:
                    yield seq, event
        finally:
            await cancelled(reading)

    def stop(self, turn_id: str) -> None:
        """Have the process that runs it end it."""
        _spawn(self._ask(turn_id, "stop"), self._tasks)

    async def aclose(self) -> None:
        """Once everything that was written here is copied, or cannot be."""
        if self._copying:
            await asyncio.wait(self._copying, timeout=TRIED_AGAIN_AFTER)
        await cancelled(*self._copying, *self._tasks)
        await self._relay.aclose()

    async def _copy(self, turn_id: str, events: EventLog) -> None:
        tries = TRIES
        async with aclosing(events.read()) as log_of_turn:
            async for seq, event in log_of_turn:
                while True:
                    try:
                        await self._relay.append(turn_id, seq, event)
                        break
                    except RelayUnavailable as error:
                        tries -= 1
                        if tries == 0:
                            log.warning("turn %s was not copied: %s", turn_id, error.message)
                            return
                    await asyncio.sleep(TRIED_AGAIN_AFTER)

    async def _listen(self) -> None:
        async with aclosing(self._relay.asked()) as wishes:
            async for turn_id, asked in wishes:
                self._asked(turn_id, asked)

    async def _say_reading(self, turn_id: str) -> None:
        while True:
            await self._ask(turn_id, "reading")
            await asyncio.sleep(self._reader_grace / 3)

    async def _ask(self, turn_id: str, asked: Asked) -> None:
        try:
            await self._relay.ask(turn_id, asked)
        except RelayUnavailable as error:
            log.warning("the process that runs turn %s was not told: %s", turn_id, error.message)


async def cancelled(*tasks: asyncio.Task[None]) -> None:
    """Ends tasks, also those that do not hear of it the first time: a client whose own timeout passes at that
    very moment takes the cancellation for it."""
    left = set(tasks)
    while left:
        for task in left:
            task.cancel()
        _, left = await asyncio.wait(left, timeout=0.2)


def _spawn(work: Coroutine[None, None, None], among: set[asyncio.Task[None]]) -> None:
    task = asyncio.get_running_loop().create_task(work)
    among.add(task)
    task.add_done_callback(among.discard)
