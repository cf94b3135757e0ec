"""``POST /v1/chat``: a message in, a turn's events out."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from agent.errors import TurnExpired, TurnNotFound
from agent.turns.ids import new_turn_id
from agent.types import TurnRequest
from api.house import house_of
from api.keys import Caller, publishable
from api.own import begun, require_own, session_of
from api.problems import documented
from api.shapes import EVENTS, ChatBody
from api.stream import Protocol, room, stream
from api.turn import read

router = APIRouter(prefix="/v1", tags=["assistant"])


@router.post(
    "/chat",
    summary="Say something to the assistant",
    response_class=Response,
    responses={
        200: {
            "description": (
                "Server-Sent Events, each `id: <turn_id>:<seq>`, `event: <name>`, `data: <JSON>`: "
                "`turn`, `understood`, `ranking`, `reorder`, `explanation`, `text`, `clarify`, "
                "`degraded`, and last `done` or `error`. A dropped connection resumes with "
                "`Last-Event-ID` on `GET /v1/turns/{id}/events`."
            ),
            "content": {"text/event-stream": EVENTS},
        },
        **documented("malformed", "unauthorized", "forbidden", "too-large", "validation", "rate-limited"),
    },
)
async def chat(
    request: Request,
    body: ChatBody,
    caller: Annotated[Caller, Depends(publishable)],
    protocol: Protocol = "aisle",
) -> Response:
    """Starts a turn and streams its events. The ranked products come before any model is asked.

    The body that the AI SDK's `DefaultChatTransport` posts (`{id, messages, trigger, messageId}`) is taken as
    well: its last message is what the shopper says, and the session is that of the last answer's metadata.
    """
    user_id = caller.speak_for(body.user_id)
    await require_own(request, caller, body.session_id)
    turn = TurnRequest(
        turn_id=new_turn_id(),
        session_id=session_of(request, body.session_id),
        user_id=user_id,
        message=body.message,
        context=body.context,
        replaces=body.replaces,
    )
    async with room(request, caller) as held:
        return stream(request, turn.turn_id, await begun(request, caller, turn), held, protocol)


@router.get(
    "/chat/{session_id}/stream",
    summary="Pick up the turn that a conversation is at",
    response_class=Response,
    responses={
        200: {
            "description": "Its events from the first.",
            "content": {"text/event-stream": EVENTS},
        },
        204: {"description": "None is running."},
        **documented("unauthorized", "forbidden", "rate-limited"),
    },
)
async def running(
    request: Request,
    session_id: str,
    caller: Annotated[Caller, Depends(publishable)],
    protocol: Protocol = "aisle",
) -> Response:
    """Where the AI SDK's `resumeStream` looks by itself, in a chat whose id is our session's."""
    await require_own(request, caller, session_id)
    house = house_of(request)
    turns = house.agent.turns
    ours = caller.kind != "publishable" or house.sessions.ours(session_id)
    turn_id = await turns.running_in(session_id) if ours else None
    if turn_id is None:
        return Response(status_code=204)
    caller.speak_for((await turns.owner(turn_id)).user_id)
    async with room(request, caller) as held:
        try:
            log = read(request, turn_id)
        except (TurnExpired, TurnNotFound):
            # Over since, wherever it ran.
            return Response(status_code=204)
        return stream(request, turn_id, log, held, protocol)
