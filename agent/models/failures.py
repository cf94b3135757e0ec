"""Whatever a provider raised, in our own words.

Providers are told apart by what their exceptions carry (a status, headers, a place in a well-known
family of names), so that no provider's package need be imported to understand its failures.
"""

from __future__ import annotations

import email.utils
import json
import ssl
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from pydantic import ValidationError

from agent.errors import ModelFailure
from agent.resilience.outcomes import Outcome
from agent.types import DegradedReason

_TIMEOUTS = ("Timeout",)
_NETWORK = (
    "Connect",
    "Network",
    "ReadError",
    "WriteError",
    "CloseError",
    "Protocol",
    "Proxy",
    "ChunkedEncoding",
)
_LOST = frozenset({"ReadError", "RemoteProtocolError", "ConnectionResetError", "IncompleteRead"})
_NEVER_REACHED = frozenset({"ConnectError", "ConnectionRefusedError", "ProxyError"})
_RETRYABLE = frozenset({Outcome.THROTTLED, Outcome.SERVER, Outcome.NETWORK})


@dataclass(frozen=True, slots=True)
class Failure:
    """A failed attempt: the error the turn sees, and what the breaker counts."""

    error: ModelFailure
    outcome: Outcome

    @property
    def retryable(self) -> bool:
        """Whether the same request may do better in a moment."""
        return self.outcome in _RETRYABLE


def failure_of(error: BaseException) -> Failure:
    """Classify what a model call raised. The message names the kind of failure, never the provider's text."""
    if isinstance(error, ModelFailure):
        outcome = Outcome.TIMEOUT if error.reason in ("timeout", "stalled") else Outcome.BROKEN
        return Failure(error, outcome)
    status = _status(error)
    if status is not None:
        return _by_status(status, _retry_after(error))
    if _is_timeout(error):
        return _failure("timeout", "The model's provider did not answer in time.", Outcome.TIMEOUT)
    if _is_network(error):
        return _by_network(error)
    if isinstance(error, json.JSONDecodeError | ValidationError | UnicodeDecodeError):
        return _failure("model_error", "The model's answer could not be read.", Outcome.BROKEN)
    if _named(error, ("FinishReason",)):
        return _failure("model_error", "The model's answer was cut short or withheld.", Outcome.BROKEN)
    if _named(error, ("APIError",)):
        return _failure(
            "model_error", "The model's provider sent an error in place of an answer.", Outcome.SERVER
        )
    return _failure("model_error", "The model call failed.", Outcome.BROKEN)


def status_of(error: BaseException) -> int | None:
    """The HTTP status that an exception carries, if any."""
    return _status(error)


def _by_status(status: int, retry_after: float | None) -> Failure:
    if status == 429:
        return _failure(
            "busy", "The model's provider asks for patience (429).", Outcome.THROTTLED, retry_after
        )
    if status in (401, 403):
        return _failure("model_error", f"The model's provider refuses the key ({status}).", Outcome.FORBIDDEN)
    if status in (408, 504):
        return _failure(
            "timeout", f"The model's provider did not answer in time ({status}).", Outcome.TIMEOUT
        )
    if status >= 500:
        return _failure(
            "model_error", f"The model's provider failed ({status}).", Outcome.SERVER, retry_after
        )
    if status >= 400:
        return _failure(
            "model_error", f"The model's provider rejected the request ({status}).", Outcome.REJECTED
        )
    return _failure("model_error", f"The model's provider gave no answer ({status}).", Outcome.BROKEN)


def _by_network(error: BaseException) -> Failure:
    """Never reached, or lost on the way."""
    names = {kind.__name__ for cause in _chain(error) for kind in type(cause).__mro__}
    if names & _LOST and not names & _NEVER_REACHED:
        return _failure("model_error", "The connection to the model broke off.", Outcome.NETWORK)
    return _failure("unavailable", "The model's provider cannot be reached.", Outcome.NETWORK)


def _failure(
    reason: DegradedReason, message: str, outcome: Outcome, retry_after: float | None = None
) -> Failure:
    return Failure(ModelFailure(reason, message, retry_after=retry_after), outcome)


def _status(error: BaseException) -> int | None:
    for holder in (error, getattr(error, "response", None)):
        status = getattr(holder, "status_code", None)
        if isinstance(status, int) and not isinstance(status, bool) and 400 <= status <= 599:
            return status
    return None


def _is_timeout(error: BaseException) -> bool:
    return isinstance(error, TimeoutError) or _named(error, _TIMEOUTS)


def _is_network(error: BaseException) -> bool:
    return isinstance(error, OSError | ssl.SSLError | EOFError) or _named(error, _NETWORK)


def _named(error: BaseException, parts: tuple[str, ...]) -> bool:
    return any(part in kind.__name__ for kind in type(error).__mro__ for part in parts)


def _chain(error: BaseException) -> Iterator[BaseException]:
    seen: BaseException | None = error
    while seen is not None:
        yield seen
        seen = seen.__cause__ or seen.__context__


def _retry_after(error: BaseException) -> float | None:
    """Seconds, from ``retry-after-ms`` or ``Retry-After`` (seconds or an HTTP date)."""
    headers = getattr(getattr(error, "response", None), "headers", None)
    if not isinstance(headers, Mapping):
        return None
    for name, scale in (("retry-after-ms", 1000.0), ("retry-after", 1.0)):
        given = headers.get(name)
        if given is None:
            continue
        try:
            seconds = float(given) / scale
        except ValueError:
            seconds = _seconds_until(given)
        if 0 <= seconds < float("inf"):
            return seconds
    return None


def _seconds_until(date: str) -> float:
    try:
        return max(0.0, email.utils.parsedate_to_datetime(date).timestamp() - time.time())
    except ValueError:
        return float("nan")
