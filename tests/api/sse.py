"""Events off the wire, with nothing of our own client in between."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, NamedTuple

import httpx
from httpx_sse import EventSource


class Seen(NamedTuple):
    """One event as it stood on the wire."""

    id: str
    event: str
    data: dict[str, Any]


def events(response: httpx.Response) -> Iterator[Seen]:
    """Every event of an open stream."""
    for sse in EventSource(response).iter_sse():
        yield Seen(sse.id, sse.event, json.loads(sse.data))


def chat(client: httpx.Client, message: str, **body: Any) -> list[Seen]:
    """A whole turn."""
    with client.stream("POST", "/v1/chat", json={"message": message, **body}) as response:
        assert response.status_code == 200
        return list(events(response))


def resume(client: httpx.Client, turn_id: str, last_event_id: str | None = None) -> list[Seen]:
    """The rest of a turn."""
    headers = {"Last-Event-ID": last_event_id} if last_event_id else {}
    with client.stream("GET", f"/v1/turns/{turn_id}/events", headers=headers) as response:
        assert response.status_code == 200
        return list(events(response))
