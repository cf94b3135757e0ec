"""A Redis that several servers share, and that may be gone: whoever asks it does without at once."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from typing import TypeVar

from redis.asyncio import Redis
from redis.exceptions import RedisError

from retrieval.outage import Outage

log = logging.getLogger(__name__)
T = TypeVar("T")

TIMEOUT = 0.25
"""Seconds; a slower Redis is a gone one."""
RETRIED_AFTER = 5.0


class SharedRedis:
    """Of one event loop; :meth:`aclose` it there."""

    def __init__(self, url: str) -> None:
        self._redis: Redis = Redis.from_url(url, socket_timeout=TIMEOUT, socket_connect_timeout=TIMEOUT)
        self._outage = Outage(rest=RETRIED_AFTER)

    async def ask(self, question: Callable[[Redis], Awaitable[T]]) -> T | None:
        """What it answers; None where it does not, or did not a moment ago."""
        if not self._outage.may_ask():
            return None
        try:
            answer = await question(self._redis)
        except (RedisError, OSError, TimeoutError) as error:
            if not self._outage.lasts:
                log.warning("Redis does not answer, so this process goes by itself: %s", type(error).__name__)
            self._outage.silent()
            return None
        self._outage.answered()
        return answer

    async def aclose(self) -> None:
        """Let go of it."""
        await self._redis.aclose()
