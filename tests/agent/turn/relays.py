"""The processes of one service, within one: satisfies :class:`agent.ports.TurnRelay` without a server."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from dataclasses import dataclass, field

from agent.errors import RelayUnavailable
from agent.events import TERMINAL, Failed, TurnEvent
from agent.types import Asked, Owner

GONE = Failed(type="about:blank", title="gone", status=503)


@dataclass
class _Shared:
    owner: Owner
    by: MemoryRelay
    events: dict[int, TurnEvent] = field(default_factory=dict)

    @property
    def over(self) -> bool:
        return any(isinstance(event, TERMINAL) for event in self.events.values())


@dataclass
class Board:
    """What the relays of one service have in common."""

    turns: dict[str, _Shared] = field(default_factory=dict)
    speakers: dict[str, str] = field(default_factory=dict)
    out_of_reach: bool = False


class MemoryRelay:
    """Of one process among those that share a board."""

    def __init__(self, board: Board) -> None:
        self._board = board
        self._wishes: asyncio.Queue[tuple[str, Asked]] = asyncio.Queue()
        self.closed = False

    async def begin(self, turn_id: str, owner: Owner) -> None:
        self._reach()
        self._board.turns[turn_id] = _Shared(owner, self)

    async def append(self, turn_id: str, seq: int, event: TurnEvent) -> None:
        self._reach()
        shared = self._board.turns[turn_id]
        if not shared.over:
            shared.events.setdefault(seq, event)

    async def owner(self, turn_id: str) -> Owner | None:
        self._reach()
        shared = self._board.turns.get(turn_id)
        return shared.owner if shared else None

    async def claim(self, session_id: str, user_id: str | None) -> bool:
        self._reach()
        if user_id is None:
            return session_id not in self._board.speakers
        return self._board.speakers.setdefault(session_id, user_id) == user_id

    async def running_in(self, session_id: str) -> str | None:
        self._reach()
        found = [t for t, turn in self._board.turns.items() if turn.owner.session_id == session_id]
        return next((turn_id for turn_id in reversed(found) if not self._board.turns[turn_id].over), None)

    async def read(self, turn_id: str, after: int = 0) -> AsyncGenerator[tuple[int, TurnEvent]]:
        shared = self._board.turns.get(turn_id)
        seq = after
        while shared is not None and not (shared.over and seq >= max(shared.events)):
            if seq + 1 in shared.events:
                seq += 1
                yield seq, shared.events[seq]
            elif shared.by.closed:
                shared.events[seq + 1] = GONE
            else:
                await asyncio.sleep(0.01)

    async def ask(self, turn_id: str, asked: Asked) -> None:
        self._reach()
        if shared := self._board.turns.get(turn_id):
            shared.by._wishes.put_nowait((turn_id, asked))

    async def asked(self) -> AsyncGenerator[tuple[str, Asked]]:
        while True:
            yield await self._wishes.get()

    async def aclose(self) -> None:
        self.closed = True

    def _reach(self) -> None:
        if self._board.out_of_reach:
            raise RelayUnavailable("The board is out of reach.")
