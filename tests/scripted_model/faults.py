"""Scripts for everything a model endpoint does wrong."""

from __future__ import annotations

import json
import math

from .answers import order
from .payloads import error_body
from .script import Body, Script


def silent() -> Script:
    """Takes the request and never answers."""
    return Script(first_token_delay=math.inf)


def slow(first_token_delay: float, token_delay: float | None = None) -> Script:
    return Script(first_token_delay=first_token_delay, token_delay=token_delay)


def status(code: int, message: str = "scripted failure", *, kind: str = "server_error") -> Script:
    return Script(status=code, body=error_body(message, kind))


def rate_limited(retry_after: float = 1.0) -> Script:
    body = error_body("Rate limit reached", "requests", "rate_limit_exceeded")
    return Script(status=429, headers={"Retry-After": f"{retry_after:g}"}, body=body)


def dropped() -> Script:
    """The connection is reset before any byte of an answer."""
    return Script(fault="drop")


def cut(after: int = 3) -> Script:
    """The connection is reset (RST) after so many tokens."""
    return Script(fault="cut", after=after)


def closed(after: int = 3) -> Script:
    """The connection is closed in good order, but the answer is not whole."""
    return Script(fault="close", after=after)


def stalled(after: int = 3) -> Script:
    """The connection stays open and says nothing more."""
    return Script(fault="stall", after=after)


def malformed(after: int = 3) -> Script:
    """A chunk that is no JSON; not streamed: half a JSON object."""
    return Script(fault="malformed", after=after)


def error_chunk(after: int = 3) -> Script:
    """A stream that turns into an error object, as proxies send it."""
    return Script(fault="error", after=after)


def error_as_200() -> Script:
    """Status 200 and an error object for a body, streamed or not."""
    return Script(body=error_body("the scripted upstream failed"))


def no_finish() -> Script:
    """The text ends well, but neither a finish reason nor `[DONE]` follows."""
    return Script(finish_reason=None, done_marker=False)


def empty() -> Script:
    return Script(text="")


def reasoning_only() -> Script:
    return Script(text="", reasoning="The shopper wants something; let me think about which one fits.")


def content_filtered(after_text: str = "") -> Script:
    return Script(text=after_text, finish_reason="content_filter")


def truncated(text: str = '{"order": ["A", ') -> Script:
    """The answer ran into the token limit."""
    return Script(text=text, finish_reason="length")


def refusal(text: str = "I cannot help with that.") -> Script:
    return Script(refusal=text)


def not_json() -> Script:
    """Prose where structure was asked for."""
    return Script(text="Sure! I would put the second one first.")


def wrong_handles() -> Script:
    """An order with unknown handles, one twice, and the last one missing."""

    def text(body: Body) -> str:
        handles = order(body)
        return json.dumps({"order": ["Z", *handles[:1], *handles[:-1], "AA"]})

    return Script(text=text)


def no_json_schema() -> Script:
    """Refuses `response_format: json_schema` with 400 as older models do; function calling works."""
    return Script(refuse_json_schema=True)
