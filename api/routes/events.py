"""``POST /v1/events``: what shoppers did, acknowledged once it is on the disk."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import Annotated, Any

import orjson
from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response
from pydantic import BaseModel, Field, ValidationError

from api import problems
from api.house import house_of
from api.jsonlines import Json
from api.keys import Caller, beacon
from api.problems import Problem, documented
from retrieval.catalog.rows import reason_of
from retrieval.errors import EventsRefused
from retrieval.types import Event

router = APIRouter(prefix="/v1", tags=["events"])
MOST = 2000
"""Events of one request."""


class Refused(BaseModel):
    """An event that is not kept."""

    index: int = Field(description="Its place in the request, from 0.")
    event_id: str | None
    reason: str


class Received(BaseModel):
    """What became of the events of one request."""

    accepted: int
    duplicates: int = Field(description="Known by their `event_id`: counted when they first came.")
    refused: list[Refused]
    marked: dict[str, int] = Field(
        description="Kept although odd: `late`, `future`, `unknown_product`, `unknown_ranking`."
    )


@router.post(
    "/events",
    status_code=202,
    summary="Tell what shoppers did",
    response_class=Json,
    responses={
        202: {"model": Received, "description": "The accepted ones are on the disk."},
        **documented("malformed", "unauthorized", "too-large", "validation", "rate-limited", "unavailable"),
    },
    openapi_extra={
        "requestBody": {
            "required": True,
            "content": {
                "application/json": {
                    "schema": {
                        "oneOf": [
                            {"$ref": "#/components/schemas/Event"},
                            {
                                "type": "array",
                                "items": {"$ref": "#/components/schemas/Event"},
                                "minItems": 1,
                                "maxItems": MOST,
                            },
                        ]
                    },
                    "example": [
                        {
                            "event_id": "01JZ5M7N3K",
                            "type": "click",
                            "product_id": "ridgeline-2-person-tent-green",
                            "session_id": "s_4J",
                            "ranking_id": "r_9f",
                            "position": 2,
                            "surface": "chat",
                            "occurred_at": "2026-03-01T12:00:00Z",
                        }
                    ],
                },
                "application/x-ndjson": {"schema": {"type": "string"}},
            },
        }
    },
)
async def events(request: Request, caller: Annotated[Caller, Depends(beacon)]) -> Response:
    """One event, an array, or one a line. A broken one is refused by its index, and the others are in.

    Sent again, an event counts once: by its `event_id`, also after a restart.
    """
    good: list[Event] = []
    refused: list[dict[str, Any]] = []
    for index, row in _rows(await request.body()):
        found = _event(row, caller)
        if isinstance(found, Event):
            good.append(found)
        else:
            given = row.get("event_id") if isinstance(row, dict) else None
            event_id = given if isinstance(given, str) else None
            refused.append({"index": index, "event_id": event_id, "reason": found})
    if not good:
        request.app.state.metrics.refused_events(len(refused))
        errors = [{"detail": each["reason"], "pointer": f"#/{each['index']}"} for each in refused]
        return problems.response("validation", "No event of these can be kept.", errors=errors)
    try:
        done = await asyncio.wrap_future(house_of(request).retrieval.events.submit(good))
    except EventsRefused as error:
        raise Problem("unavailable", error.message, headers={"Retry-After": "1"}) from None
    request.app.state.metrics.events(good, done, len(refused))
    body = {
        "accepted": done.accepted,
        "duplicates": done.duplicates,
        "refused": refused,
        "marked": dict(done.marks),
    }
    return Json(body, status_code=202)


def _rows(body: bytes) -> Iterator[tuple[int, object]]:
    """Parsed events; a line that is none comes as its bytes.

    Raises:
        Problem: no JSON, or too many.
    """
    rows: list[object]
    try:
        whole = orjson.loads(body)
    except orjson.JSONDecodeError:
        lines = [line for line in body.split(b"\n") if line.strip()]
        if len(lines) < 2 or body.lstrip()[:1] != b"{":
            raise Problem("malformed", "The body is not valid JSON.") from None
        rows = [_line(line) for line in lines]
    else:
        rows = whole if isinstance(whole, list) else [whole]
    if not rows:
        raise Problem("validation", "There is no event in the request.")
    if len(rows) > MOST:
        raise Problem("too-large", f"At most {MOST} events go into one request; send several.")
    return iter(enumerate(rows))


def _line(line: bytes) -> object:
    try:
        return orjson.loads(line)
    except orjson.JSONDecodeError:
        return line


def _event(row: object, caller: Caller) -> Event | str:
    """The event, or why it is none."""
    if not isinstance(row, dict):
        return "is not valid JSON" if isinstance(row, bytes) else "is not a JSON object"
    try:
        event = Event.model_validate(row)
    except ValidationError as error:
        return reason_of(error)
    try:
        user_id = caller.speak_for(event.user_id)
    except Problem as problem:
        return problem.detail
    return event if user_id == event.user_id else event.model_copy(update={"user_id": user_id})
