"""Token buckets: a burst up to the capacity, then a steady refill.

A bucket is one number, the moment at which it is full again (the generic cell rate algorithm of ITU-T I.371,
the same law as a bucket of tokens). Within any ``t`` seconds no more than ``capacity + rate * t`` pass.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Self

from redis.asyncio import ConnectionPool, Redis

_SECONDS = {"second": 1, "minute": 60, "hour": 3600, "day": 86400}
_FORM = re.compile(r"([1-9][0-9]*)/(second|minute|hour|day)")
_SWEPT_AT_LEAST = 1024

_TAKE = """
local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]
local each, most = tonumber(ARGV[1]), tonumber(ARGV[2])
local full = math.max(tonumber(redis.call('GET', KEYS[1]) or '0'), now) + each
if full - now > most then return math.ceil(full - now - most) end
redis.call('SET', KEYS[1], string.format('%.0f', full), 'PX', math.ceil((full - now) / 1000))
return 0
"""
"""Microseconds. The clock is that of Redis: whoever asks, it is one bucket."""


@dataclass(frozen=True, slots=True)
class Limit:
    """So many at once, and as many again over so many seconds."""

    capacity: int
    seconds: int

    @classmethod
    def parse(cls, text: str) -> Self:
        """``<count>/<second|minute|hour|day>``. Raises ValueError."""
        found = _FORM.fullmatch(text)
        if found is None:
            raise ValueError("must be <count>/<second|minute|hour|day>")
        return cls(int(found[1]), _SECONDS[found[2]])

    @property
    def each(self) -> float:
        """Seconds in which one token comes back."""
        return self.seconds / self.capacity


class OwnBuckets:
    """In this process. What is full again is forgotten, so that strangers take up no memory."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._full: dict[str, float] = {}
        self._swept_at = _SWEPT_AT_LEAST

    def __len__(self) -> int:
        """How many are held."""
        return len(self._full)

    def take(self, name: str, limit: Limit) -> float:
        """One token: 0.0 where there was one, else the seconds until there is."""
        now = self._clock()
        full = max(self._full.get(name, now), now) + limit.each
        # A millionth is what rounding may add up to, and no token.
        if (wait := full - now - limit.seconds) > limit.each * 1e-6:
            return wait
        self._full[name] = full
        if len(self._full) >= self._swept_at:
            self._full = {kept: until for kept, until in self._full.items() if until > now}
            self._swept_at = max(_SWEPT_AT_LEAST, 2 * len(self._full))
        return 0.0


class SharedBuckets:
    """In Redis, for every process that asks there."""

    def __init__(self, pool: ConnectionPool) -> None:
        self._pool = pool

    async def take(self, name: str, limit: Limit) -> float:
        """As :meth:`OwnBuckets.take`. Raises RedisError."""
        each, most = round(limit.each * 1e6), limit.seconds * 1_000_000
        # Rounding must not cost the last token of a full bucket.
        given = (name, str(each), str(max(most, each * limit.capacity)))
        wait: Any = await Redis(connection_pool=self._pool).eval(_TAKE, 1, *given)
        return int(wait) / 1e6
