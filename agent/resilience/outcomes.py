"""How one attempt at a model call ended, in the words the breaker counts in."""

from __future__ import annotations

from enum import StrEnum


class Outcome(StrEnum):
    """The end of one attempt."""

    OK = "ok"
    REJECTED = "rejected"
    """400, 422 and the like: our request was at fault, so the provider's health is not in question."""
    FORBIDDEN = "forbidden"
    """401, 403: no later call can do better until an operator acts."""
    THROTTLED = "throttled"
    """429."""
    SERVER = "server"
    """5xx, or an error object in place of an answer."""
    NETWORK = "network"
    """Refused, reset, unreachable."""
    TIMEOUT = "timeout"
    """No token, or no end, in time; also silence half-way."""
    BROKEN = "broken"
    """An answer that came but was no answer: cut, malformed, empty, filtered, without a finish reason."""


NEVER_COUNTED = frozenset({Outcome.REJECTED})
OPENS_AT_ONCE = frozenset({Outcome.FORBIDDEN})
