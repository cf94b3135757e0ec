"""What is said before a server starts: settings that nobody reads, and a Redis that does not answer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from urllib.parse import urlsplit

from redis import Redis
from redis.exceptions import RedisError

from agent.settings import AgentSettings
from api.settings import ApiSettings
from retrieval.settings import AisleSettings, RetrievalSettings

_PREFIX = "AISLE_"
_OURS = "AISLE_TEST_"
"""Of the tests, which may stand in a developer's environment."""
_PATIENCE = 1.0
"""Seconds in which a Redis has to answer."""


def unread(environ: Mapping[str, str]) -> list[str]:
    """A line for each ``AISLE_…`` variable that is no setting, with the one that may be meant."""
    known = sorted(_names((ApiSettings, AgentSettings, RetrievalSettings)))
    lines: list[str] = []
    for name in sorted(environ):
        if not name.startswith(_PREFIX) or name.startswith(_OURS) or name in known:
            continue
        near = get_close_matches(name, known, n=1, cutoff=0.8)
        meant = f"; did you mean {near[0]}?" if near else "."
        lines.append(f"{name} is no setting and is not read{meant}")
    return lines


def silent_redis(url: str | None) -> list[str]:
    """A line where the Redis of this URL does not answer; it is asked again by whoever needs it."""
    if url is None:
        return []
    client = Redis.from_url(url, socket_connect_timeout=_PATIENCE, socket_timeout=_PATIENCE)
    try:
        client.ping()
    except (RedisError, OSError) as error:
        parts = urlsplit(url)
        where = f"{parts.hostname or 'localhost'}:{parts.port or 6379}"
        return [
            f"Redis at {where} does not answer ({type(error).__name__}): until it does, limits and running "
            "turns are each process's own. Check AISLE_REDIS_URL."
        ]
    finally:
        client.close()
    return []


def _names(rooms: Iterable[type[AisleSettings]]) -> set[str]:
    names: set[str] = set()
    for room in rooms:
        for name, field in room.model_fields.items():
            alias = field.validation_alias
            names.add(alias if isinstance(alias, str) else f"{_PREFIX}{name.upper()}")
    return names
