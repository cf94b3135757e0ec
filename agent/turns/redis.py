"""Turns that several processes share, through one Redis: satisfies :class:`agent.ports.TurnRelay`.

| key | what |
|---|---|
| ``aisle-turn:<turn id>`` | a stream: ``0-1`` says whose it is and who runs it, ``<seq>-0`` is an event |
| ``aisle-process:<process>`` | there while that process lives: it is written again and again, and expires |
| ``aisle-inbox:<process>`` | a stream: what other processes ask of it |
| ``aisle-session:<session id>`` | a list: its latest turns, the last first |
| ``aisle-shopper:<session id>`` | who spoke in it first, of those known by name |

Who wins the race: an event is its sequence number, so it is there once, whoever writes it how often. A
process that dies leaves its turns without an end; whoever reads them then writes one. Should the process come
back, what it says after that end is refused by Redis itself.
"""

from __future__ import annotations

import asyncio
import logging
import secrets
from collections.abc import AsyncGenerator, Iterator
from contextlib import contextmanager, suppress
from typing import Any

import orjson
from redis.asyncio import Redis
from redis.exceptions import RedisError, ResponseError

from agent.errors import RelayUnavailable
from agent.events import PROBLEMS, TERMINAL, Failed, TurnEvent, parse_event
from agent.turns.shared import cancelled
from agent.types import Asked, Owner
from retrieval.outage import Outage

log = logging.getLogger(__name__)

TIMEOUT = 0.5
"""Seconds; a slower Redis is a gone one, and the turns that begin meanwhile do not wait for it."""
LISTENING_MS = 1000
"""So long a read waits for the next event before it looks whether their writer still lives."""
LIVING = 15
"""Seconds for which a sign of life holds."""
KEPT = 600
"""Seconds in which a turn can be read elsewhere, from its last event on."""
MOST_ASKED = 10_000
_AT_ONCE = 8
"""Turns of one session that are remembered to be running."""
_HEAD = "0-1"
_WHOLE = 10**9
_GONE = Failed(type=f"{PROBLEMS}unavailable", title="The server that took this turn is gone", status=503)


class RedisRelay:
    """Of one process and one event loop; close it there."""

    def __init__(self, url: str, *, living: float = LIVING) -> None:
        """``living``: seconds after the last sign of life in which a process counts as dead."""
        self._redis = _client(url, TIMEOUT)
        self._listening = _client(url, TIMEOUT + LISTENING_MS / 1000)
        self._outage = Outage()
        self._process = secrets.token_hex(8)
        self._living = living
        self._alive: asyncio.Task[None] | None = None

    async def begin(self, turn_id: str, owner: Owner) -> None:
        """Others can read it from now on. Raises RelayUnavailable."""
        if self._alive is None:
            self._alive = asyncio.get_running_loop().create_task(self._stay_alive(), name="signs of life")
        head = {"process": self._process, "session": owner.session_id}
        if owner.user_id is not None:
            head["user"] = owner.user_id
        session = _session(owner.session_id)
        with self._reached():
            async with self._redis.pipeline() as both:
                both.set(_process(self._process), 1, px=int(self._living * 1000))
                both.lpush(session, turn_id)
                both.ltrim(session, 0, _AT_ONCE - 1)
                both.expire(session, KEPT)
                both.xadd(_turn(turn_id), _fields(head), id=_HEAD)
                both.expire(_turn(turn_id), KEPT)
                await both.execute()

    async def append(self, turn_id: str, seq: int, event: TurnEvent) -> None:
        """One more event; nothing happens where there is one of this number. Raises RelayUnavailable."""
        fields = _fields({"event": event.name, "data": orjson.dumps(event.data())})
        try:
            with suppress(ResponseError):
                await self._redis.xadd(_turn(turn_id), fields, id=f"{seq}-0", nomkstream=True)
            if isinstance(event, TERMINAL):
                await self._redis.expire(_turn(turn_id), KEPT)
        except RedisError as error:
            raise _unavailable(error) from None

    async def owner(self, turn_id: str) -> Owner | None:
        """Whose turn it is; None where nobody here knows it. Raises RelayUnavailable."""
        head = await self._head(turn_id)
        if head is None:
            return None
        user = head.get(b"user")
        return Owner(head[b"session"].decode(), None if user is None else user.decode())

    async def claim(self, session_id: str, user_id: str | None) -> bool:
        """Whether this shopper may speak in the session now. Raises RelayUnavailable."""
        key = f"aisle-shopper:{session_id}"
        with self._reached():
            if user_id is not None and await self._redis.set(key, user_id, nx=True, ex=KEPT):
                return True
            held: Any = await self._redis.get(key)
        return held is None or bool(held.decode() == user_id)

    async def running_in(self, session_id: str) -> str | None:
        """The latest turn of a session that is not over. Raises RelayUnavailable."""
        with self._reached():
            latest: Any = self._redis.lrange(_session(session_id), 0, -1)
            for turn_id in map(bytes.decode, await latest):
                if not await self._over(turn_id, _WHOLE):
                    return turn_id
        return None

    async def read(self, turn_id: str, after: int = 0) -> AsyncGenerator[tuple[int, TurnEvent]]:
        """Every event above ``after``, as it comes. Ends with the turn, with its keys, or without Redis: then
        before the last event, and the reader comes again."""
        try:
            head = await self._head(turn_id)
            if head is None or await self._over(turn_id, after):
                return
            position = f"{after}-0" if after > 0 else _HEAD
            while True:
                found = await self._next(_turn(turn_id), position)
                for position, fields in found:
                    event = parse_event(fields[b"event"].decode(), fields[b"data"])
                    if event is not None:
                        yield int(position.partition("-")[0]), event
                    if isinstance(event, TERMINAL):
                        return
                if not found and not await self._someone_writes(turn_id, head[b"process"].decode(), position):
                    return
        except (RedisError, RelayUnavailable) as error:
            log.warning("a turn of another process cannot be read on: %s", type(error).__name__)

    async def ask(self, turn_id: str, asked: Asked) -> None:
        """Tell whoever runs this turn. Raises RelayUnavailable."""
        head = await self._head(turn_id)
        if head is None:
            return
        inbox = _inbox(head[b"process"].decode())
        with self._reached():
            async with self._redis.pipeline() as both:
                both.xadd(inbox, _fields({"turn": turn_id, "asked": asked}), maxlen=MOST_ASKED)
                both.expire(inbox, KEPT)
                await both.execute()

    async def asked(self) -> AsyncGenerator[tuple[str, Asked]]:
        """What others ask of the turns of this process, as it comes; without end."""
        position = "0-0"
        while True:
            try:
                found = await self._next(_inbox(self._process), position)
            except RedisError as error:
                log.warning("other processes cannot be heard: %s", type(error).__name__)
                await asyncio.sleep(TIMEOUT)
                continue
            for position, fields in found:  # noqa: B007 - the next look begins behind the last of them
                asked: Asked = "stop" if fields[b"asked"] == b"stop" else "reading"
                yield fields[b"turn"].decode(), asked

    async def aclose(self) -> None:
        """Let go of Redis."""
        if self._alive is not None:
            await cancelled(self._alive)
        await self._redis.aclose()
        await self._listening.aclose()

    async def _next(self, stream: str, position: str) -> list[tuple[str, dict[bytes, bytes]]]:
        """What came after ``position``, within :data:`LISTENING_MS`."""
        found: Any = await self._listening.xread({stream: position}, count=200, block=LISTENING_MS)
        return [(entry.decode(), fields) for _, entries in found for entry, fields in entries]

    async def _head(self, turn_id: str) -> dict[bytes, bytes] | None:
        with self._reached():
            found: Any = await self._redis.xrange(_turn(turn_id), _HEAD, _HEAD)
        return found[0][1] if found else None

    @contextmanager
    def _reached(self) -> Iterator[None]:
        """A Redis that is gone is tried again after a moment, by one turn; the others do without at once."""
        if not self._outage.may_ask():
            raise RelayUnavailable("Redis did not answer a moment ago.")
        try:
            yield
        except RedisError as error:
            self._outage.silent()
            raise _unavailable(error) from None
        self._outage.answered()

    async def _over(self, turn_id: str, after: int) -> bool:
        """Whether there is nothing above ``after``, and never will be."""
        last: Any = await self._redis.xrevrange(_turn(turn_id), count=1)
        if not last:
            return True
        entry, fields = last[0]
        terminal = fields.get(b"event") in (each.name.encode() for each in TERMINAL)
        return terminal and int(entry.decode().partition("-")[0]) <= after

    async def _someone_writes(self, turn_id: str, process: str, position: str) -> bool:
        """Whether more can come; where the writer is gone, its turn gets an end."""
        if await self._over(turn_id, int(position.partition("-")[0])):
            return False
        if not await self._redis.exists(_process(process)):
            await self.append(turn_id, int(position.partition("-")[0]) + 1, _GONE)
        return True

    async def _stay_alive(self) -> None:
        while True:
            with suppress(RedisError):
                await self._redis.set(_process(self._process), 1, px=int(self._living * 1000))
            await asyncio.sleep(self._living / 3)


def _client(url: str, timeout: float) -> Redis:
    return Redis.from_url(url, protocol=2, socket_timeout=timeout, socket_connect_timeout=TIMEOUT)


def _turn(turn_id: str) -> str:
    return f"aisle-turn:{turn_id}"


def _session(session_id: str) -> str:
    return f"aisle-session:{session_id}"


def _process(process: str) -> str:
    return f"aisle-process:{process}"


def _inbox(process: str) -> str:
    return f"aisle-inbox:{process}"


def _fields(given: dict[str, Any]) -> dict[Any, Any]:
    # The client's annotation knows no narrower one.
    return given


def _unavailable(error: RedisError) -> RelayUnavailable:
    return RelayUnavailable(f"Redis does not answer ({type(error).__name__}).")
