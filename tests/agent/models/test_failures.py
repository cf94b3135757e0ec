"""Whatever a provider raises becomes one ModelFailure, with the right reason and what the breaker counts."""

from __future__ import annotations

import asyncio
import email.utils
import json
import time

import httpx
import httpx2
import openai
import pytest
from pydantic import TypeAdapter, ValidationError

from agent.errors import ModelFailure
from agent.models.failures import failure_of
from agent.resilience.outcomes import Outcome

REQUEST = httpx2.Request("POST", "http://provider.example/v1/chat/completions")
SECRET = "sk-very-secret"


def status(code: int, **headers: str) -> openai.APIStatusError:
    response = httpx2.Response(code, request=REQUEST, headers=headers)
    return openai.APIStatusError(f"no {SECRET}", response=response, body=None)


def validation_error() -> ValidationError:
    try:
        TypeAdapter(int).validate_python("x")
    except ValidationError as error:
        return error
    raise AssertionError


def caused(error: Exception, cause: Exception) -> Exception:
    error.__cause__ = cause
    return error


CASES = [
    (status(400), "model_error", Outcome.REJECTED, False),
    (status(404), "model_error", Outcome.REJECTED, False),
    (status(422), "model_error", Outcome.REJECTED, False),
    (status(401), "model_error", Outcome.FORBIDDEN, False),
    (status(403), "model_error", Outcome.FORBIDDEN, False),
    (status(429), "busy", Outcome.THROTTLED, True),
    (status(500), "model_error", Outcome.SERVER, True),
    (status(503), "model_error", Outcome.SERVER, True),
    (status(504), "timeout", Outcome.TIMEOUT, False),
    (openai.APITimeoutError(REQUEST), "timeout", Outcome.TIMEOUT, False),
    (openai.APIConnectionError(request=REQUEST), "unavailable", Outcome.NETWORK, True),
    (
        caused(openai.APIConnectionError(request=REQUEST), httpx2.ConnectError("refused")),
        "unavailable",
        Outcome.NETWORK,
        True,
    ),
    (
        caused(openai.APIConnectionError(request=REQUEST), httpx2.RemoteProtocolError("cut")),
        "model_error",
        Outcome.NETWORK,
        True,
    ),
    (openai.APIError("upstream", REQUEST, body=None), "model_error", Outcome.SERVER, True),
    (httpx.ConnectError("refused"), "unavailable", Outcome.NETWORK, True),
    (httpx.ReadError("reset"), "model_error", Outcome.NETWORK, True),
    (httpx.ReadTimeout("late"), "timeout", Outcome.TIMEOUT, False),
    (httpx2.ConnectTimeout("late"), "timeout", Outcome.TIMEOUT, False),
    (httpx2.RemoteProtocolError("cut"), "model_error", Outcome.NETWORK, True),
    (ConnectionRefusedError(), "unavailable", Outcome.NETWORK, True),
    (ConnectionResetError(), "model_error", Outcome.NETWORK, True),
    (asyncio.TimeoutError(), "timeout", Outcome.TIMEOUT, False),  # noqa: UP041 - the name users know
    (json.JSONDecodeError("no", "x", 0), "model_error", Outcome.BROKEN, False),
    (validation_error(), "model_error", Outcome.BROKEN, False),
    (openai.ContentFilterFinishReasonError(), "model_error", Outcome.BROKEN, False),
    (TypeError("null value for `choices`"), "model_error", Outcome.BROKEN, False),
    (ModelFailure("stalled", "silence"), "stalled", Outcome.TIMEOUT, False),
    (ModelFailure("timeout", "late"), "timeout", Outcome.TIMEOUT, False),
    (ModelFailure("model_error", "empty"), "model_error", Outcome.BROKEN, False),
]


@pytest.mark.parametrize(
    ("error", "reason", "outcome", "retryable"), CASES, ids=lambda value: type(value).__name__
)
def test_each_failure_has_its_place(error: Exception, reason: str, outcome: Outcome, retryable: bool) -> None:
    failure = failure_of(error)
    assert (failure.error.reason, failure.outcome, failure.retryable) == (reason, outcome, retryable)
    assert SECRET not in failure.error.message
    assert "\n" not in failure.error.message


def test_retry_after_in_seconds() -> None:
    assert failure_of(status(429, **{"Retry-After": "7"})).error.retry_after == 7.0


def test_retry_after_in_milliseconds_is_the_finer_one() -> None:
    error = status(429, **{"Retry-After": "2", "retry-after-ms": "1250"})
    assert failure_of(error).error.retry_after == 1.25


def test_retry_after_as_a_date() -> None:
    date = email.utils.formatdate(time.time() + 600, usegmt=True)
    waited = failure_of(status(503, **{"Retry-After": date})).error.retry_after
    assert waited is not None
    assert 590 < waited <= 600


@pytest.mark.parametrize("given", ["soon", "-3", "inf", "nan", ""])
def test_a_retry_after_that_says_nothing(given: str) -> None:
    assert failure_of(status(429, **{"Retry-After": given})).error.retry_after is None
