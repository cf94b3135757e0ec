"""Every call of the API as a value: what is sent, whoever sends it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

import httpx

from agent.types import Context
from retrieval.types import Constraints, Event

TIMEOUT = httpx.Timeout(30.0, connect=5.0)
WRITE_TIMEOUT = httpx.Timeout(600.0, connect=5.0)


@dataclass(frozen=True, slots=True)
class Call:
    """One request; ``given`` as httpx takes it."""

    method: str
    path: str
    given: dict[str, Any] = field(default_factory=dict)

    def streaming(self) -> dict[str, Any]:
        """``given`` for an answer that is a stream of events."""
        return {**self.given, "headers": {**self.given.get("headers", {}), "Accept": "text/event-stream"}}


def headers(key: str | None, identity: str | None) -> dict[str, str]:
    """Of every request. ``identity``: the shopper, signed (see :mod:`api.identity`)."""
    out = {"Authorization": f"Bearer {key}"} if key else {}
    return {**out, "X-Aisle-Identity": identity} if identity else out


def chat(
    message: str,
    session_id: str | None = None,
    user_id: str | None = None,
    context: Context | None = None,
    replaces: str | None = None,
) -> Call:
    """A message; its answer is a stream."""
    body = {"message": message, "session_id": session_id, "user_id": user_id, "replaces": replaces}
    sent: dict[str, Any] = {name: value for name, value in body.items() if value}
    if context:
        sent["context"] = context.model_dump(mode="json", exclude_none=True)
    return Call("POST", "/v1/chat", {"json": sent})


def events(turn_id: str, last_event_id: str = "") -> Call:
    """The events of a turn after the one named; its answer is a stream."""
    headers = {"Last-Event-ID": last_event_id} if last_event_id else {}
    return Call("GET", f"/v1/turns/{quoted(turn_id)}/events", {"headers": headers})


def recommend(*, filters: Constraints | None = None, exclude: Iterable[str] = (), **request: Any) -> Call:
    """A list, as JSON or as a stream."""
    body = {name: value for name, value in request.items() if value is not None}
    if filters is not None:
        body["filters"] = filters.wire()
    return Call("POST", "/v1/recommendations", {"json": {**body, "exclude": list(exclude)}})


def product(product_id: str, part: str = "", **params: Any) -> Call:
    """A product, or a list of it (``/similar``)."""
    return Call("GET", f"/v1/products/{quoted(product_id)}{part}", {"params": params} if params else {})


def put_products(rows: Iterable[Mapping[str, Any]]) -> Call:
    """Add or replace."""
    given = {
        "content": b"\n".join(json.dumps(row).encode() for row in rows),
        "headers": {"Content-Type": "application/x-ndjson"},
        "timeout": WRITE_TIMEOUT,
    }
    return Call("PUT", "/v1/products", given)


def send_events(events: Iterable[Event]) -> Call:
    """What a shopper did. Sent again it is counted once."""
    sent = [each.model_dump(mode="json", exclude_none=True) for each in events]
    return Call("POST", "/v1/events", {"json": sent})


def reindex(body: Mapping[str, Any]) -> Call:
    """Rebuild the index; its answer comes line by line."""
    return Call("POST", "/v1/catalog/reindex", {"json": dict(body), "timeout": WRITE_TIMEOUT})


def quoted(part: str) -> str:
    """One segment of a path."""
    return quote(part, safe="")
