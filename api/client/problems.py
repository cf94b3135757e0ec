"""What can go wrong between a client and its server, and answers as JSON."""

from __future__ import annotations

import json
from typing import Any

import httpx

from retrieval.errors import AisleError


class ServerError(AisleError):
    """The server answered with a problem (RFC 9457)."""

    def __init__(self, status: int, type_: str, message: str) -> None:
        super().__init__(message)
        self.status = status
        self.type = type_


class Unreachable(AisleError):
    """No server answers, or the connection broke and could not be picked up."""


def unreachable(base_url: httpx.URL) -> Unreachable:
    """For a request that got no answer."""
    return Unreachable(f"No answer from {base_url}; is the server running? Start it with: aisle serve")


def answered(answer: httpx.Response) -> dict[str, Any]:
    """The JSON object of a good answer, ``{}`` where it has no body. Raises ServerError."""
    if answer.is_error:
        raise problem(answer)
    return as_object(answer) if answer.content else {}


def as_object(answer: httpx.Response) -> dict[str, Any]:
    """The JSON object of any answer. Raises ServerError where it is none."""
    try:
        body = answer.json()
    except json.JSONDecodeError:
        body = None
    if not isinstance(body, dict):
        raise ServerError(answer.status_code, "about:blank", "The server's answer is not a JSON object.")
    return body


def problem(answer: httpx.Response) -> ServerError:
    """The problem that an answer tells of; its body must have been read."""
    body = as_object(answer) if "json" in answer.headers.get("content-type", "") else {}
    found = body.get("errors") or []
    first = f"{found[0].get('pointer') or found[0].get('parameter')}: {found[0]['detail']}" if found else None
    message = body.get("detail") or first or body.get("title") or f"The server answered {answer.status_code}."
    return ServerError(answer.status_code, str(body.get("type", "about:blank")), str(message))
