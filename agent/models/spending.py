"""What model calls cost, by session and by day, and the caps beyond which no model is asked.

A turn asks before it calls and is charged when its calls are over, so turns that run at the same moment
may go beyond a cap by what they cost themselves, and no further.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import logging
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Protocol

from redis.asyncio import Redis

from agent.resilience.shared import SharedRedis
from agent.settings import AgentSettings, Price
from agent.types import Usage
from retrieval.errors import StorageUnavailable

log = logging.getLogger(__name__)

SESSIONS = 10_000
"""Remembered in this process; the one not heard of for longest goes first."""
KEPT_AS = "llm-spent"
"""Under this name the day's sum is kept beside the catalog."""
_DAY_SECONDS = 2 * 86_400
_PREFIX = "aisle-llm"


class Facts(Protocol):
    """Small facts by name, kept over a restart. Raises StorageUnavailable; call it in a thread."""

    def get(self, name: str) -> str | None: ...

    def set(self, name: str, value: str) -> None: ...


@dataclass(frozen=True, slots=True)
class Spent:
    """Tokens in and out, and money by the configured prices."""

    tokens: int = 0
    cost: float = 0.0

    def __add__(self, other: Spent) -> Spent:
        return Spent(self.tokens + other.tokens, self.cost + other.cost)

    def reaches(self, tokens: int | None, cost: float | None) -> bool:
        """Whether one of the caps is used up; None: there is none."""
        return (tokens is not None and self.tokens >= tokens) or (cost is not None and self.cost >= cost)


def priced(usage: Usage, price: Price | None) -> Usage:
    """With its cost, where the price is known."""
    if price is None:
        return usage
    millionths = usage.input_tokens * price.input + usage.output_tokens * price.output
    return usage.model_copy(update={"cost": round(millionths / 1e6, 8)})


class Ledger:
    """Of one event loop. Shared through Redis where there is one; else this process counts for itself, and
    the day's sum outlives a restart."""

    def __init__(
        self,
        settings: AgentSettings,
        *,
        shared: SharedRedis | None = None,
        facts: Facts | None = None,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._session_caps = (settings.session_tokens, settings.session_cost)
        self._day_caps = (settings.day_tokens, settings.day_cost)
        self._capped = any(cap is not None for cap in (*self._session_caps, *self._day_caps))
        self._shared = shared
        self._facts = facts if shared is None else None
        self._clock = clock
        self._sessions: OrderedDict[str, Spent] = OrderedDict()
        self._day = ""
        self._today = Spent()
        self._keeping = asyncio.Lock()

    async def allows(self, session_id: str) -> bool:
        """Whether a model may be asked in this session, today."""
        if not self._capped:
            return True
        session, today = await self._shared_sums(session_id) or await self._own_sums(session_id)
        return not session.reaches(*self._session_caps) and not today.reaches(*self._day_caps)

    async def charge(self, session_id: str, usage: Usage) -> None:
        """What calls of this session cost."""
        spent = Spent(usage.input_tokens + usage.output_tokens, usage.cost or 0.0)
        if not self._capped or spent == Spent():
            return
        await self._turn_the_day()
        self._today += spent
        self._sessions[session_id] = self._sessions.get(session_id, Spent()) + spent
        self._sessions.move_to_end(session_id)
        while len(self._sessions) > SESSIONS:
            self._sessions.popitem(last=False)
        if self._shared is not None:
            await self._shared.ask(lambda redis: self._add(redis, session_id, spent))
        await self._keep()

    async def _own_sums(self, session_id: str) -> tuple[Spent, Spent]:
        await self._turn_the_day()
        return self._sessions.get(session_id, Spent()), self._today

    async def _shared_sums(self, session_id: str) -> tuple[Spent, Spent] | None:
        if self._shared is None:
            return None
        session, day = _keys(session_id, self._date())

        async def read(redis: Redis) -> tuple[Spent, Spent]:
            async with redis.pipeline(transaction=False) as pipeline:
                pipeline.hmget(session, ["tokens", "cost"])
                pipeline.hmget(day, ["tokens", "cost"])
                mine, todays = await pipeline.execute()
            return _spent(*mine), _spent(*todays)

        return await self._shared.ask(read)

    async def _add(self, redis: Redis, session_id: str, spent: Spent) -> bool:
        async with redis.pipeline(transaction=False) as pipeline:
            for key in _keys(session_id, self._date()):
                pipeline.hincrby(key, "tokens", spent.tokens)
                pipeline.hincrbyfloat(key, "cost", spent.cost)
                pipeline.expire(key, _DAY_SECONDS)
            await pipeline.execute()
        return True

    async def _turn_the_day(self) -> None:
        """A new day begins with nothing; the first one of a process with what is kept of it."""
        today = self._date()
        if self._day == today:
            return
        kept = await self._kept(today) if not self._day else None
        if self._day != today:
            self._day, self._today = today, kept or Spent()

    async def _kept(self, today: str) -> Spent | None:
        if self._facts is None:
            return None
        try:
            text = await asyncio.to_thread(self._facts.get, KEPT_AS)
        except StorageUnavailable as error:
            log.warning("what the models cost today before the start is not known: %s", error.message)
            return None
        held = json.loads(text or "{}")
        return Spent(held["tokens"], held["cost"]) if held.get("day") == today else None

    async def _keep(self) -> None:
        if self._facts is None:
            return
        async with self._keeping:
            held = {"day": self._day, "tokens": self._today.tokens, "cost": self._today.cost}
            try:
                await asyncio.to_thread(self._facts.set, KEPT_AS, json.dumps(held))
            except StorageUnavailable as error:
                log.warning("what the models cost today was not kept: %s", error.message)

    def _date(self) -> str:
        return self._clock().astimezone(UTC).date().isoformat()


def _keys(session_id: str, day: str) -> tuple[str, str]:
    # A session id opens the conversation: it must not stand in Redis for everyone who can read there.
    hidden = hashlib.sha256(session_id.encode()).hexdigest()[:32]
    return f"{_PREFIX}:session:{hidden}", f"{_PREFIX}:day:{day}"


def _spent(tokens: bytes | None, cost: bytes | None) -> Spent:
    return Spent(int(tokens or 0), float(cost or 0.0))
