"""Conversations: the latest, one with its turns, and one turn event by event."""

from __future__ import annotations

import asyncio
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from api.house import house_of
from api.pages.console.access import Visitor, console_page
from api.pages.console.replay import screen, steps
from api.pages.console.talks import TURNS, latest
from api.pages.refusals import ConsoleRoute
from api.problems import Problem

router = APIRouter(prefix="/console/conversations", include_in_schema=False, route_class=ConsoleRoute)


@router.get("")
async def conversations(request: Request, session: Visitor) -> Response:
    """The latest in which somebody said something, and what came of it."""
    found = await asyncio.to_thread(latest, house_of(request))
    return console_page(request, session, "conversations.html", conversations=found)


@router.get("/{session_id}")
async def conversation(
    request: Request,
    session: Visitor,
    session_id: str,
    turn: Annotated[str, Query(max_length=256)] = "",
    at: Annotated[int, Query(ge=0, le=100_000)] = 0,
) -> Response:
    """Its turns; ``turn``: one of them, ``at``: after so many of its events."""
    store = house_of(request).retrieval.turn_store
    turns = await asyncio.to_thread(store.session_turns, session_id, TURNS)
    if not turns:
        raise Problem("not-found", "No conversation has this id.")
    picked = next((each for each in turns if each["request"]["turn_id"] == turn), None)
    if turn and picked is None:
        raise Problem("not-found", "This conversation has no such turn.")
    if picked is None:
        return console_page(
            request,
            session,
            "conversation.html",
            session_id=session_id,
            turns=[
                (each["request"], screen(each, len(each["events"])), len(each["events"])) for each in turns
            ],
        )
    listed = steps(picked)
    at = min(at or 1, len(listed))
    values: dict[str, Any] = {"steps": listed, "at": at, "seen": screen(picked, at)}
    return console_page(
        request, session, "replay.html", session_id=session_id, asked=picked["request"], **values
    )
