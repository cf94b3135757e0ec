"""How often somebody may call: per key, per shopper, per address; shared by replicas through Redis.

A sliding window that counts (the ``limits`` library), in this process by default. When Redis does not
answer, this process counts for itself until it does: shoppers are served, and nobody is unlimited.
"""

from __future__ import annotations

import hashlib
import logging
import math
import time
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from limits import RateLimitItem, parse
from limits.aio.storage import MemoryStorage, RedisStorage
from limits.aio.strategies import SlidingWindowCounterRateLimiter
from limits.errors import StorageError
from redis.asyncio import ConnectionPool

from api.problems import Problem
from api.settings import ApiSettings

if TYPE_CHECKING:
    from collections.abc import Iterator

log = logging.getLogger(__name__)

REDIS_TIMEOUT = 0.25
"""Seconds; a slower Redis is a gone one."""
REDIS_RETRIED_AFTER = 5.0
_PREFIX = "aisle-limits"


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
        self._limits: dict[str, RateLimitItem] = {
            "key": parse(settings.limit_key),
            "shopper": parse(settings.limit_shopper),
            "address": parse(settings.limit_address),
        }
        self._streams_most = settings.streams_per_shopper
        self._own = SlidingWindowCounterRateLimiter(MemoryStorage())
        self._pool = _pool(redis_url) if redis_url else None
        self._shared = _redis(redis_url, self._pool) if redis_url and self._pool else None
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
            if (wait := await self._wait(limit, (_PREFIX, kind, hidden))) is not None:
                self._refused(kind)
                raise Problem(
                    "rate-limited",
                    f"At most {limit.amount} requests in {_window(limit)} per {kind}; try again in {wait} s.",
                    headers={"Retry-After": str(wait)},
                )

    def room_for_stream(self, shopper: str) -> None:
        """Raises :class:`Problem` (429) where this shopper has too many streams open in this process."""
        if self._streams[shopper] >= self._streams_most:
            self._refused("streams")
            raise Problem(
                "rate-limited",
                f"At most {self._streams_most} streams at once; close one or stop its turn.",
                headers={"Retry-After": "5"},
            )

    @contextmanager
    def stream(self, shopper: str) -> Iterator[None]:
        """While a stream of this shopper is open."""
        self._streams[shopper] += 1
        try:
            yield
        finally:
            self._streams[shopper] -= 1
            if not self._streams[shopper]:
                del self._streams[shopper]

    async def aclose(self) -> None:
        """Let go of Redis."""
        if self._pool is not None:
            await self._pool.aclose()

    async def _wait(self, limit: RateLimitItem, name: Sequence[str]) -> int | None:
        """Seconds until the next one may pass; None: this one may."""
        if self._shared is not None and time.monotonic() >= self._shared_again:
            try:
                return await _hit(self._shared, limit, name)
            except StorageError as error:
                self._shared_again = time.monotonic() + REDIS_RETRIED_AFTER
                self._refused("redis_gone")
                log.warning(
                    "Redis does not answer, so this process counts for itself: %s", error.storage_error
                )
        return await _hit(self._own, limit, name)


async def _hit(
    limiter: SlidingWindowCounterRateLimiter, limit: RateLimitItem, name: Sequence[str]
) -> int | None:
    if await limiter.hit(limit, *name):
        return None
    stats = await limiter.get_window_stats(limit, *name)
    return max(1, math.ceil(stats.reset_time - time.time()))


def _pool(url: str) -> ConnectionPool:
    return ConnectionPool.from_url(
        url, socket_timeout=REDIS_TIMEOUT, socket_connect_timeout=REDIS_TIMEOUT, max_connections=64
    )


def _redis(url: str, pool: ConnectionPool) -> SlidingWindowCounterRateLimiter:
    # The library takes any option that the client takes; its annotation knows only plain values.
    options: Any = {"connection_pool": pool}
    storage = RedisStorage(f"async+{url}", implementation="redispy", wrap_exceptions=True, **options)
    return SlidingWindowCounterRateLimiter(storage)


def _window(limit: RateLimitItem) -> str:
    seconds = limit.get_expiry()
    return {1: "a second", 60: "a minute", 3600: "an hour", 86400: "a day"}.get(seconds, f"{seconds} s")
