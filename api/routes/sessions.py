"""``GET /v1/sessions/{id}``: the conversation so far."""

from __future__ import annotations

import asyncio
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from agent.conversation import standing
from api.house import house_of
from api.jsonlines import Json
from api.keys import Caller, publishable
from api.own import of_another
from api.problems import Problem, documented
from api.transcript import told

router = APIRouter(prefix="/v1/sessions", tags=["assistant"])
MOST = 50
"""Turns given out: the latest."""


@router.get(
    "/{session_id}",
    summary="The conversation so far",
    response_class=Json,
    responses={
        200: {
            "description": (
                f"`{{session_id, turns}}`, the latest {MOST} turns that are over, oldest first, but for "
                "those said anew: message, what was understood, the list in the order last seen, and the "
                "assistant's words."
            )
        },
        **documented("unauthorized", "not-found", "rate-limited", "unavailable"),
    },
)
async def session(
    request: Request, session_id: str, caller: Annotated[Caller, Depends(publishable)]
) -> Response:
    """To its own shopper: an id cannot be guessed, and where a signed shopper spoke, that shopper must ask.

    A secret key reads any. To everybody else there is no such conversation.
    """
    house = house_of(request)
    store = house.retrieval.turn_store
    ours = caller.kind != "publishable" or house.sessions.ours(session_id)
    turns = await asyncio.to_thread(store.session_turns, session_id, MOST) if ours else []
    if not turns or await of_another(request, caller, session_id):
        raise Problem("not-found", "No conversation has this id.")
    said = [turn for turn in standing(turns) if turn["request"]["message"] is not None]
    return Json({"session_id": session_id, "turns": await asyncio.to_thread(lambda: [*map(told, said)])})
