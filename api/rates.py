"""How often somebody may call: per key, per shopper, per address; shared by replicas through Redis.

Token buckets, in this process by default. When Redis does not answer, this process counts for itself until
it does: shoppers are served, and nobody is unlimited.
"""

from __future__ import annotations

import hashlib
import logging
import math
import secrets
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from redis.asyncio import ConnectionPool, Redis
from redis.exceptions import RedisError

from api.buckets import Limit, OwnBuckets, SharedBuckets
from api.problems import Problem
from api.settings import ApiSettings

log = logging.getLogger(__name__)

REDIS_TIMEOUT = 0.25
"""Seconds; a slower Redis is a gone one."""
REDIS_RETRIED_AFTER = 5.0
_PREFIX = "aisle-limits"
_SPANS = {1: "a second", 60: "a minute", 3600: "an hour", 86400: "a day"}
STREAM_SECONDS = 120
"""Longer than any turn: so long the streams of a process that died still count."""
_OPEN = """
local now = tonumber(redis.call('TIME')[1])
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now)
if redis.call('ZCARD', KEYS[1]) >= tonumber(ARGV[2]) then return 0 end
redis.call('ZADD', KEYS[1], now + tonumber(ARGV[3]), ARGV[1])
redis.call('EXPIRE', KEYS[1], ARGV[3])
return 1
"""


class Rates:
    """Every limit of this server."""

    def __init__(
        self,
        settings: ApiSettings,
        redis_url: str | None = None,
        refused: Callable[[str], None] = lambda _: None,
    ) -> None:
        """``refused`` is told what was used up (``key``, ``shopper``, ``address``, ``streams``), and
        ``redis_gone`` when Redis is given up for a while."""
        self._limits = {
            "key": Limit.parse(settings.limit_key),
            "shopper": Limit.parse(settings.limit_shopper),
            "address": Limit.parse(settings.limit_address),
            "sign-in": Limit.parse(settings.limit_sign_in),
        }
        self._streams_most = settings.streams_per_shopper
        self._own = OwnBuckets()
        self._pool = _pool(redis_url) if redis_url else None
        self._shared = SharedBuckets(self._pool) if self._pool else None
        self._shared_again = 0.0
        self._streams: Counter[str] = Counter()
        self._refused = refused

    async def charge(self, **who: str) -> None:
        """One request of this key, shopper and address (``charge(key=…, address=…)``).

        Raises:
            Problem: 429 with ``Retry-After``, where one of them has used up its share.
        """
        for kind, name in who.items():
            limit = self._limits[kind]
            # A key must not stand in Redis for everyone who can read there.
            hidden = hashlib.sha256(name.encode()).hexdigest()[:32]
            if wait := math.ceil(await self._wait(kind, hidden)):
                self._refused(kind)
                raise Problem(
                    "rate-limited",
                    f"At most {limit.capacity} requests in {_SPANS[limit.seconds]} per {kind}; "
                    f"try again in {wait} s.",
                    headers={"Retry-After": str(wait)},
                )

    @asynccontextmanager
    async def stream(self, shopper: str) -> AsyncIterator[None]:
        """While a stream of this shopper is open, here or at a replica.

        Raises:
            Problem: 429 where too many are.
        """
        # Counted before anything is awaited: of many at once none may pass before the others count.
        self._streams[shopper] += 1
        name = secrets.token_hex(8)
        try:
            if self._streams[shopper] > self._streams_most or not await self._open_elsewhere(shopper, name):
                self._refused("streams")
                raise Problem(
                    "rate-limited",
                    f"At most {self._streams_most} streams at once; close one or stop its turn.",
                    headers={"Retry-After": "5"},
                )
            try:
                yield
            finally:
                await self._closed_elsewhere(shopper, name)
        finally:
            self._streams[shopper] -= 1
            if not self._streams[shopper]:
                del self._streams[shopper]

    async def _open_elsewhere(self, shopper: str, name: str) -> bool:
        if self._pool is None or not self._shared_in_reach():
            return True
        given = (_streams_of(shopper), name, self._streams_most, STREAM_SECONDS)
        try:
            return bool(await Redis(connection_pool=self._pool).eval(_OPEN, 1, *map(str, given)))
        except RedisError as error:
            self._without_redis(type(error).__name__)
            return True

    async def _closed_elsewhere(self, shopper: str, name: str) -> None:
        if self._pool is not None and self._shared_in_reach():
            try:
                await Redis(connection_pool=self._pool).zrem(_streams_of(shopper), name)
            except RedisError as error:
                self._without_redis(type(error).__name__)

    async def aclose(self) -> None:
        """Let go of Redis."""
        if self._pool is not None:
            await self._pool.aclose()

    async def _wait(self, kind: str, hidden: str) -> float:
        """Seconds until the next one may pass; 0.0: this one may."""
        limit = self._limits[kind]
        # A limit that was changed begins anew: what is left of the former means another length of time.
        name = f"{_PREFIX}:{kind}:{limit.capacity}/{limit.seconds}:{hidden}"
        if self._shared is not None and self._shared_in_reach():
            try:
                return await self._shared.take(name, limit)
            except RedisError as error:
                self._without_redis(type(error).__name__)
        return self._own.take(name, limit)

    def _shared_in_reach(self) -> bool:
        return time.monotonic() >= self._shared_again

    def _without_redis(self, why: str) -> None:
        self._shared_again = time.monotonic() + REDIS_RETRIED_AFTER
        self._refused("redis_gone")
        log.warning("Redis does not answer, so this process counts for itself: %s", why)


def _streams_of(shopper: str) -> str:
    return f"{_PREFIX}:streams:{hashlib.sha256(shopper.encode()).hexdigest()[:32]}"


def _pool(url: str) -> ConnectionPool:
    return ConnectionPool.from_url(
        url, socket_timeout=REDIS_TIMEOUT, socket_connect_timeout=REDIS_TIMEOUT, max_connections=64
    )
