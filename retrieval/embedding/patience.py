"""A provider's bad moments, waited out: retried by tenacity, as long as the provider asks for."""

from __future__ import annotations

import email.utils
import logging
import time
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from tenacity import RetryCallState, Retrying, retry_if_exception, stop_after_attempt, stop_before_delay
from tenacity.wait import wait_base, wait_random_exponential

log = logging.getLogger(__name__)
T = TypeVar("T")

_AGAIN = frozenset({408, 409, 425, 429})
_NETWORK = ("Connect", "Timeout", "Network", "ReadError", "WriteError", "Protocol", "Proxy")
LONGEST_WAIT = 60.0
"""Seconds between two attempts, whatever the provider asks for."""


class Patience:
    """How long a failing call is tried again: rate limits and outages pass, a wrong key does not."""

    def __init__(self, attempts: int, seconds: float, sleep: Callable[[float], None] = time.sleep) -> None:
        self._attempts = attempts
        self._seconds = seconds
        self._sleep = sleep

    def call(self, function: Callable[[], T]) -> T:
        """What ``function`` returns. Raises what it raised last."""
        return Retrying(
            retry=retry_if_exception(worth_another_try),
            wait=_AsAsked(),
            stop=stop_after_attempt(self._attempts) | stop_before_delay(self._seconds),
            sleep=self._sleep,
            before_sleep=_say,
            reraise=True,
        )(function)


def worth_another_try(error: BaseException) -> bool:
    """Whether the same request may do better in a moment."""
    status = _status(error)
    if status is not None:
        return status in _AGAIN or status >= 500
    names = [kind.__name__ for kind in type(error).__mro__]
    return isinstance(error, ConnectionError | TimeoutError) or any(
        part in name for name in names for part in _NETWORK
    )


class _AsAsked(wait_base):
    """``Retry-After`` where the provider says it, else exponential with full jitter."""

    def __init__(self) -> None:
        self._otherwise = wait_random_exponential(multiplier=0.5, max=20)

    def __call__(self, retry_state: RetryCallState) -> float:
        error = retry_state.outcome.exception() if retry_state.outcome else None
        asked = retry_after(error) if error is not None else None
        return self._otherwise(retry_state) if asked is None else min(asked, LONGEST_WAIT)


def retry_after(error: BaseException) -> float | None:
    """Seconds that a provider asks to wait, from its answer's headers."""
    headers: Mapping[str, str] = getattr(getattr(error, "response", None), "headers", None) or {}
    said = headers.get("retry-after") or headers.get("Retry-After")
    if said is None:
        return None
    try:
        return max(0.0, float(said))
    except ValueError:
        pass
    try:
        return max(0.0, email.utils.parsedate_to_datetime(said).timestamp() - time.time())
    except ValueError:
        return None


def _status(error: BaseException) -> int | None:
    for holder in (error, getattr(error, "response", None)):
        found: Any = getattr(holder, "status_code", None)
        if isinstance(found, int):
            return found
    return None


def _say(state: RetryCallState) -> None:
    error = state.outcome.exception() if state.outcome else None
    wait = state.next_action.sleep if state.next_action else 0.0
    log.warning(
        "the embedding model did not answer (%s), attempt %d; again in %.1f s",
        type(error).__name__,
        state.attempt_number,
        wait,
    )
