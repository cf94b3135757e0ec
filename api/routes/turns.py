"""Turns: read on where a connection broke, or stop."""

from __future__ import annotations

from contextlib import suppress
from typing import Annotated

from fastapi import APIRouter, Depends, Header, Request
from fastapi.responses import Response

from agent.errors import TurnExpired, TurnNotFound
from api.house import house_of
from api.keys import Caller, publishable
from api.problems import documented
from api.stream import Protocol, position, read_from, room_for_stream, stream
from api.turn import read

router = APIRouter(prefix="/v1/turns", tags=["assistant"])
Calling = Annotated[Caller, Depends(publishable)]


@router.get(
    "/{turn_id}/events",
    summary="Resume a turn's events",
    response_class=Response,
    responses={
        200: {
            "description": "The events after `Last-Event-ID`; from the first where there is none.",
            "content": {"text/event-stream": {"schema": {"type": "string"}}},
        },
        204: {"description": "The turn is over and its events are no longer held."},
        **documented("malformed", "unauthorized", "forbidden", "not-found", "rate-limited"),
    },
)
async def events(
    request: Request,
    turn_id: str,
    caller: Calling,
    last_event_id: Annotated[str | None, Header()] = None,
    protocol: Protocol = "aisle",
) -> Response:
    """Misses nothing: the log is the turn's, not the connection's."""
    after = position(turn_id, last_event_id)
    caller.speak_for((await house_of(request).agent.turns.owner(turn_id)).user_id)
    room_for_stream(request, caller)
    try:
        log = read(request, turn_id, read_from(protocol, after))
        return stream(request, caller, turn_id, log, protocol, after)
    except (TurnExpired, TurnNotFound):
        return Response(status_code=204)


@router.post(
    "/{turn_id}/stop",
    summary="Stop a turn",
    status_code=204,
    responses=documented("unauthorized", "forbidden", "not-found", "rate-limited"),
)
async def stop(request: Request, turn_id: str, caller: Calling) -> Response:
    """Ends the turn and its model calls; its stream closes with `done`, status `stopped`.

    Stopping a turn that is over changes nothing.
    """
    turns = house_of(request).agent.turns
    caller.speak_for((await turns.owner(turn_id)).user_id)
    with suppress(TurnExpired, TurnNotFound):
        turns.stop(turn_id)
    return Response(status_code=204)
