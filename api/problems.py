"""Every error as ``application/problem+json`` (RFC 9457).

| type (after ``https://aisle.dev/problems/``) | status | when |
|---|---|---|
| malformed | 400 | the body is not JSON, or a header cannot be read |
| unauthorized | 401 | no key, or one that is not ours |
| forbidden | 403 | the key may not do this |
| not-found | 404 | no such path, product, turn or ranking |
| method-not-allowed | 405 | another method is needed |
| too-large | 413 | the body is over the limit |
| validation | 422 | a field cannot be used; ``errors`` says which, by JSON pointer |
| in-flight | 409 | the first request with this idempotency key is still being worked on |
| idempotency-mismatch | 422 | this idempotency key came with another body before |
| rate-limited | 429 | too many requests or streams; ``Retry-After`` says when to try again |
| internal | 500 | our fault; the log knows more |
| unavailable | 503 | the database or the index does not answer; try again |
"""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from typing import Any

import orjson
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import Response
from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException
from starlette.types import Scope

from agent.errors import ShuttingDown, TurnExpired, TurnNotFound
from retrieval.errors import AisleError, CatalogLocked, ProductNotFound, StorageUnavailable

log = logging.getLogger(__name__)
PREFIX = "https://aisle.dev/problems/"
_TITLES = {
    "malformed": (400, "The request cannot be read"),
    "unauthorized": (401, "A key is needed"),
    "forbidden": (403, "This key may not do that"),
    "not-found": (404, "Not found"),
    "method-not-allowed": (405, "Method not allowed"),
    "too-large": (413, "The body is too large"),
    "validation": (422, "The request does not have the right shape"),
    "in-flight": (409, "Still being worked on"),
    "idempotency-mismatch": (422, "This idempotency key was used for something else"),
    "rate-limited": (429, "Too many requests"),
    "internal": (500, "Something went wrong on our side"),
    "unavailable": (503, "Temporarily unavailable"),
}
ANYWHERE = ("unauthorized", "validation", "rate-limited", "internal", "unavailable")
"""What any route under a key may answer with."""
_COME_AGAIN = ("rate-limited", "unavailable", "in-flight")
_BY_STATUS = {status: name for name, (status, _) in reversed(_TITLES.items())}


class InvalidField(BaseModel):
    """One thing that is wrong with a request."""

    detail: str
    pointer: str | None = Field(default=None, description="JSON pointer into the body, as a URI fragment.")
    parameter: str | None = Field(default=None, description="Name of the path, query or header parameter.")


class ProblemDetail(BaseModel):
    """RFC 9457. ``type`` is stable; ``detail`` is for people."""

    type: str = Field(examples=[PREFIX + "validation"])
    title: str
    status: int
    detail: str | None = None
    errors: list[InvalidField] | None = None


class Problem(Exception):
    """Raised by a route; answered as a problem of the type ``name``."""

    def __init__(self, name: str, detail: str, *, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(detail)
        self.name = name
        self.detail = detail
        self.headers = headers


def response(
    name: str,
    detail: str | None = None,
    *,
    errors: Sequence[Mapping[str, Any]] = (),
    headers: Mapping[str, str] | None = None,
) -> Response:
    """The answer for the problem type ``name``."""
    status, title = _TITLES[name]
    body: dict[str, Any] = {"type": PREFIX + name, "title": title, "status": status}
    if detail:
        body["detail"] = detail
    if errors:
        body["errors"] = list(errors)
    return Response(
        orjson.dumps(body),
        status_code=status,
        media_type="application/problem+json",
        headers={"Cache-Control": "no-store", **(headers or {})},
    )


def install(app: FastAPI) -> None:
    """Every way out of ``app`` that is not an answer becomes a problem."""

    @app.exception_handler(Problem)
    async def _problem(_: Request, error: Problem) -> Response:
        return response(error.name, error.detail, headers=error.headers)

    @app.exception_handler(AisleError)
    async def _aisle(request: Request, error: AisleError) -> Response:
        if isinstance(error, ProductNotFound | TurnNotFound | TurnExpired):
            return response("not-found", error.message)
        if isinstance(error, ShuttingDown):
            return response("unavailable", error.message, headers={"Retry-After": "5"})
        if isinstance(error, StorageUnavailable | CatalogLocked):
            log.warning("%s %s: %s", request.method, route_of(request.scope), error.message)
            # The message names hosts and folders: it is for the log, not for whoever asks.
            return response("unavailable", _DETAILS["unavailable"], headers={"Retry-After": "5"})
        log.error("%s %s: %s", request.method, route_of(request.scope), error.message, exc_info=error)
        return response("internal")

    @app.exception_handler(HTTPException)
    async def _http(_: Request, error: HTTPException) -> Response:
        name = _BY_STATUS.get(error.status_code, "internal" if error.status_code >= 500 else "malformed")
        detail = error.detail if name == "too-large" else _DETAILS.get(name)
        return response(name, detail, headers=error.headers)

    @app.exception_handler(RequestValidationError)
    async def _validation(_: Request, error: RequestValidationError) -> Response:
        found = error.errors()
        if any(item["type"] == "json_invalid" for item in found):
            return response("malformed", "The body is not valid JSON.")
        return response("validation", errors=[_invalid(item) for item in found])


def route_of(scope: Scope) -> str:
    """The path as the route declares it, for the log: the path as it was sent may say who a shopper is."""
    return str(getattr(scope.get("route"), "path", "(no route)"))


_DETAILS = {
    "unavailable": "The catalog is out of reach right now; try again in a moment.",
    "not-found": "Nothing lives at this path.",
    "method-not-allowed": "This path does not take that method; the Allow header names those it takes.",
    "malformed": "The body cannot be read; is it JSON with Content-Type: application/json?",
}


def _invalid(item: Mapping[str, Any]) -> dict[str, str]:
    where, *path = item["loc"] or ("body",)
    detail = str(item["msg"]).removeprefix("Value error, ")
    if item["type"] == "string_pattern_mismatch" and r"\x00" in str(item.get("ctx")):
        detail = "must hold no control characters"
    if where == "body":
        return {"detail": detail, "pointer": pointer(path)}
    return {"detail": detail, "parameter": str(path[0]) if path else str(where)}


def pointer(path: Sequence[str | int]) -> str:
    """A JSON pointer as a URI fragment: ``#/filters/price``."""
    return "#" + "".join("/" + str(part).replace("~", "~0").replace("/", "~1") for part in path)


def documented(*names: str) -> dict[int | str, dict[str, Any]]:
    """OpenAPI entries for the problems that a route may answer with, and for those that any may."""
    found: dict[int | str, dict[str, Any]] = {}
    for name in dict.fromkeys((*names, *ANYWHERE)):
        status, title = _TITLES[name]
        entry = found.setdefault(
            status,
            {
                "description": title,
                "content": {
                    "application/problem+json": {
                        "schema": {"$ref": "#/components/schemas/ProblemDetail"},
                        "examples": {},
                    }
                },
            },
        )
        example = {"type": PREFIX + name, "title": title, "status": status}
        entry["content"]["application/problem+json"]["examples"][name] = {"value": example}
        if name in _COME_AGAIN:
            seconds = {
                "description": "Seconds until it is worth trying again.",
                "schema": {"type": "integer"},
            }
            entry["headers"] = {"Retry-After": seconds}
    return found
