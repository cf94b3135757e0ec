"""Turns: read on where a connection broke, or stop."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Header, Request
from fastapi.responses import Response

from agent.errors import TurnExpired, TurnNotFound
from agent.events import RankingServed
from api.house import house_of
from api.jsonlines import Json
from api.keys import Caller, publishable, secret
from api.problems import Problem, documented
from api.shapes import EVENTS
from api.stream import Protocol, position, read_from, room, stream
from api.trace import trace
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
            "content": {"text/event-stream": EVENTS},
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
    async with room(request, caller) as held:
        try:
            log = read(request, turn_id, read_from(protocol, after))
        except (TurnExpired, TurnNotFound):
            return Response(status_code=204)
        return stream(request, turn_id, log, held, protocol, after)


@router.get(
    "/{turn_id}",
    dependencies=[Depends(secret)],
    summary="The whole trace of a turn",
    response_class=Json,
    responses={
        200: {
            "description": (
                "`{turn_id, session_id, user_id, request, events, rankings}`: what was asked, every event as "
                "it was sent, and the traces of the lists that it served."
            )
        },
        **documented("unauthorized", "forbidden", "not-found", "unavailable"),
    },
)
async def whole(request: Request, turn_id: str) -> Response:
    """Of a turn that is over."""
    room = house_of(request).retrieval

    def read() -> dict[str, Any] | None:
        saved = room.turn_store.turn(turn_id)
        if saved is None:
            return None
        served = [e["data"]["ranking_id"] for e in saved["events"] if e["event"] == RankingServed.name]
        rankings = [found for found in map(room.rankings.get, served) if found is not None]
        asked = saved["request"]
        return {
            **{name: asked.get(name) for name in ("turn_id", "session_id", "user_id")},
            **saved,
            "rankings": [trace(each, room.rankings.outcome(each.ranking_id)) for each in rankings],
        }

    if (found := await asyncio.to_thread(read)) is None:
        raise Problem("not-found", "No turn that is over has this id.")
    return Json(found)


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
