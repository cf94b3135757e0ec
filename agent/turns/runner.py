"""The turns of this process: started, read, stopped, kept for a while, forgotten.

Who wins the race: a reader that comes within the grace keeps the turn alive; a stop that comes after
the end changes nothing; a turn is saved before its last event is readable, so that whoever has seen
``done`` finds the turn in the store.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections import OrderedDict
from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TypeAlias

from agent.errors import ShuttingDown, TurnExpired, TurnNotFound
from agent.events import PROBLEMS, TERMINAL, Degraded, Done, Failed, TurnEvent
from agent.ports import TurnRelay, TurnStore
from agent.turns.callers import TURN_ID
from agent.turns.log import EventLog, LogFull
from agent.turns.record import save, saved_owner
from agent.turns.shared import SharedTurns
from agent.types import Asked, Owner, TurnRequest

log = logging.getLogger(__name__)

TakeTurn: TypeAlias = Callable[[TurnRequest, asyncio.Event], AsyncGenerator[TurnEvent]]
"""The turn itself: the request, and the event that asks it to stop."""

_INTERNAL = Failed(type=f"{PROBLEMS}internal", title="The turn failed", status=500)
_RUNAWAY = Failed(type=f"{PROBLEMS}turn-too-long", title="The turn wrote too much", status=500)
_SHUTDOWN = Failed(type=f"{PROBLEMS}shutting-down", title="The server is shutting down", status=503)
_FORGOTTEN = 10_000
DRAINED_AFTER = 5.0


@dataclass(slots=True)
class _Turn:
    request: TurnRequest
    owner: Owner
    started_at: datetime
    events: EventLog = field(default_factory=EventLog)
    stop: asyncio.Event = field(default_factory=asyncio.Event)
    readers: int = 0
    grace: asyncio.TimerHandle | None = None
    task: asyncio.Task[None] | None = None
    finished: float | None = None


class Turns:
    """Every turn of this process. Belongs to one event loop."""

    def __init__(
        self,
        take: TakeTurn,
        store: TurnStore,
        *,
        reader_grace: float = 10.0,
        keep: float = 300.0,
        keep_most: int = 1000,
        clock: Callable[[], float] = time.monotonic,
        relay: TurnRelay | None = None,
    ) -> None:
        """``reader_grace``: seconds without a reader that stop a turn. ``keep``: seconds a finished turn
        stays readable, ``keep_most`` how many of them. ``relay``: to other processes, where there are any."""
        self._take = take
        self._store = store
        self._reader_grace = reader_grace
        self._keep = keep
        self._keep_most = keep_most
        self._clock = clock
        self._turns: OrderedDict[str, _Turn] = OrderedDict()
        self._finished: OrderedDict[str, None] = OrderedDict()
        self._forgotten: OrderedDict[str, Owner] = OrderedDict()
        self._closing = False
        self._shared = SharedTurns(relay, self._asked, reader_grace) if relay is not None else None

    @property
    def running(self) -> int:
        """How many turns are not over."""
        return len(self._turns) - len(self._finished)

    def start(self, request: TurnRequest) -> str:
        """Run the turn in a task of its own; its id.

        Raises:
            ValueError: this id is taken.
            ShuttingDown: the turns are ending.
        """
        if self._closing:
            raise ShuttingDown("This server is being stopped; ask again, and another one answers.")
        if request.turn_id in self._turns:
            raise ValueError(f"the turn id {request.turn_id!r} is taken; make one with new_turn_id()")
        self._forget()
        turn = _Turn(request, Owner(request.session_id, request.user_id), datetime.now(UTC))
        self._turns[request.turn_id] = turn
        self._without_reader(turn)
        turn.task = asyncio.get_running_loop().create_task(self._run(turn), name=f"turn {request.turn_id}")
        return request.turn_id

    async def owner(self, turn_id: str) -> Owner:
        """Whose turn this is, also of one that was forgotten here but is in the store.

        Raises:
            TurnNotFound: no turn has this id.
        """
        if (turn := self._turns.get(turn_id)) is not None:
            return turn.owner
        if (owner := self._forgotten.get(turn_id)) is not None:
            return owner
        if self._shared is not None and (owner := await self._shared.owner(turn_id)) is not None:
            return owner
        if (owner := await saved_owner(self._store, turn_id)) is None:
            raise TurnNotFound("No turn has this id; start one with POST /v1/chat.")
        self._remember_forgotten(turn_id, owner)
        return owner

    def shoppers(self, session_id: str) -> frozenset[str]:
        """Who is known by name in the turns of a session that this process still holds."""
        owners = (turn.owner for turn in self._turns.values())
        named = (owner.user_id for owner in owners if owner.session_id == session_id)
        return frozenset(name for name in named if name is not None)

    def read(self, turn_id: str, after: int = 0) -> AsyncGenerator[tuple[int, TurnEvent]]:
        """The events with a sequence number above ``after``; close the generator when you go away.

        Raises (at once, not at the first event):
            TurnNotFound: no turn has this id.
            TurnExpired: it is over and its events are no longer held.
        """
        if self._shared is not None and turn_id not in self._turns and self._shared.knows(turn_id):
            return self._shared.read(turn_id, after)
        return self._read(self._find(turn_id), after)

    async def claim(self, session_id: str, user_id: str | None) -> bool:
        """Whether this shopper may begin a turn of the session now: nobody else is known by name in those
        that run, here or at another process. Nothing else happens between this and a :meth:`start`."""
        if self._shared is not None and not await self._shared.claim(session_id, user_id):
            return False
        return self.shoppers(session_id) <= {user_id}

    async def running_in(self, session_id: str) -> str | None:
        """The latest turn of a conversation that is not over, here or at another process."""
        for turn_id, turn in reversed(self._turns.items()):
            if turn.owner.session_id == session_id and turn.finished is None:
                return turn_id
        return await self._shared.running_in(session_id) if self._shared is not None else None

    def stop(self, turn_id: str) -> None:
        """End the turn and its model calls; nothing happens to one that is over. Raises as :meth:`read`."""
        if self._shared is not None and turn_id not in self._turns and self._shared.knows(turn_id):
            self._shared.stop(turn_id)
            return
        self._find(turn_id).stop.set()

    def drain(self) -> None:
        """Begin no more turns. Those not over in :data:`DRAINED_AFTER` seconds are stopped: their readers get
        plain words for what is missing, and a last event."""
        if not self._closing:
            self._closing = True
            asyncio.get_running_loop().call_later(DRAINED_AFTER, self._stop_all)

    def _stop_all(self) -> None:
        for turn in self._turns.values():
            turn.stop.set()

    async def aclose(self, grace: float = 5.0) -> None:
        """Stop every running turn; those not over after ``grace`` seconds are cancelled, and saved as
        far as they came."""
        self._closing = True
        tasks = [turn.task for turn in self._turns.values() if turn.task and not turn.task.done()]
        self._stop_all()
        if tasks:
            _, late = await asyncio.wait(tasks, timeout=grace)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)
        if self._shared is not None:
            await self._shared.aclose()

    def _asked(self, turn_id: str, asked: Asked) -> None:
        """Another process asks this of a turn of ours."""
        turn = self._turns.get(turn_id)
        if turn is None or turn.finished is not None:
            return
        if asked == "stop":
            turn.stop.set()
        elif turn.readers == 0:
            if turn.grace is not None:
                turn.grace.cancel()
            self._without_reader(turn)

    async def _run(self, turn: _Turn) -> None:
        TURN_ID.set(turn.request.turn_id)
        last: TurnEvent = _SHUTDOWN
        try:
            if self._shared is not None:
                await self._shared.begin(turn.request.turn_id, turn.owner, turn.events)
            # A turn is cancelled at shutdown only, after its grace: what was said by then is still kept.
            with suppress(asyncio.CancelledError):
                last = await self._events(turn)
            events = (*turn.events.events, last)
            if not await save(self._store, turn.request, turn.started_at, events):
                # A full log has no room for this; the last event always fits.
                missing = Degraded(part="events", reason="unavailable")
                if missing not in turn.events.events:
                    with suppress(LogFull):
                        turn.events.append(missing)
                if isinstance(last, Done) and last.status == "complete":
                    last = last.model_copy(update={"status": "degraded"})
        finally:
            turn.events.append(last)
            if turn.grace is not None:
                turn.grace.cancel()
            turn.finished = self._clock()
            self._finished[turn.request.turn_id] = None
            self._forget()

    async def _events(self, turn: _Turn) -> TurnEvent:
        """Everything but the last event goes into the log; the last one comes back."""
        try:
            async with aclosing(self._take(turn.request, turn.stop)) as events:
                async for event in events:
                    if isinstance(event, TERMINAL):
                        return event
                    turn.events.append(event)
        except LogFull:
            log.error("turn %s wrote too much and was ended", turn.request.turn_id)
            return _RUNAWAY
        except Exception:  # a reader must get a last event whatever broke
            log.exception("turn %s failed", turn.request.turn_id)
        else:
            log.error("turn %s ended without a last event", turn.request.turn_id)
        return _INTERNAL

    async def _read(self, turn: _Turn, after: int) -> AsyncGenerator[tuple[int, TurnEvent]]:
        turn.readers += 1
        if turn.grace is not None:
            turn.grace.cancel()
            turn.grace = None
        try:
            async with aclosing(turn.events.read(after)) as events:
                async for seq, event in events:
                    yield seq, event
        finally:
            turn.readers -= 1
            if turn.readers == 0:
                self._without_reader(turn)

    def _without_reader(self, turn: _Turn) -> None:
        if turn.finished is None:
            turn.grace = asyncio.get_running_loop().call_later(self._reader_grace, turn.stop.set)

    def _find(self, turn_id: str) -> _Turn:
        self._forget()
        turn = self._turns.get(turn_id)
        if turn is not None:
            return turn
        if turn_id in self._forgotten:
            raise TurnExpired("This turn is over and its events are no longer held.")
        raise TurnNotFound("No turn has this id; start one with POST /v1/chat.")

    def _forget(self) -> None:
        """Finished turns finish in order, so the oldest are in front."""
        oldest = self._clock() - self._keep
        while self._finished:
            turn_id = next(iter(self._finished))
            turn = self._turns[turn_id]
            if len(self._finished) <= self._keep_most and (turn.finished or 0.0) > oldest:
                return
            del self._finished[turn_id], self._turns[turn_id]
            self._remember_forgotten(turn_id, turn.owner)

    def _remember_forgotten(self, turn_id: str, owner: Owner) -> None:
        self._forgotten[turn_id] = owner
        while len(self._forgotten) > _FORGOTTEN:
            self._forgotten.popitem(last=False)
