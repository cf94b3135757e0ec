"""Whose conversation it is. Its id is made here, cannot be guessed and opens it; once a shopper was known in
it, their signed identity has to come along."""

from __future__ import annotations

import asyncio

from fastapi import Request

from agent.types import TurnRequest
from api.house import house_of
from api.keys import Caller
from api.problems import Problem
from api.stream import Log
from api.turn import start


async def of_another(request: Request, caller: Caller, session_id: str) -> bool:
    """Whether it is of a shopper for whom the caller may not speak. Raises StorageUnavailable."""
    if caller.kind != "publishable":
        return False
    house = house_of(request)
    saved = await asyncio.to_thread(house.retrieval.turn_store.session_shoppers, session_id)
    return not (saved | house.agent.turns.shoppers(session_id)) <= {caller.user_id}


async def require_own(request: Request, caller: Caller, session_id: str | None) -> None:
    """Raises :class:`Problem` (403) where the session is another shopper's."""
    if session_id is not None and await of_another(request, caller, session_id):
        raise _another()


async def begun(request: Request, caller: Caller, turn: TurnRequest) -> Log:
    """The turn's events. Of several shoppers who begin at once, in any process, the first has the session.

    Raises:
        Problem: 403 for the others.
    """
    if caller.kind == "publishable":
        turns = house_of(request).agent.turns
        if not await turns.claim(turn.session_id, turn.user_id):
            raise _another()
    return start(request, turn)


def session_of(request: Request, given: str | None) -> str:
    """The conversation that a message belongs to: the one named, where a server of ours made its id. Any
    other id could be guessed, and whoever guessed it could read what was said: a new one begins."""
    sessions = house_of(request).sessions
    return given if given is not None and sessions.ours(given) else sessions.new()


def _another() -> Problem:
    return Problem("forbidden", "This session is another shopper's; leave session_id out to begin one.")
