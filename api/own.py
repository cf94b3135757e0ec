"""Whose conversation it is. Its id cannot be guessed and opens it; once a shopper was known in it, their
signed identity has to come along."""

from __future__ import annotations

import asyncio

from fastapi import Request

from api.house import house_of
from api.keys import Caller
from api.problems import Problem


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
        raise Problem("forbidden", "This session is another shopper's; leave session_id out to begin one.")
