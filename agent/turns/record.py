"""The record of a turn in the store: what was asked, by whom, and every event that came of it."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from datetime import datetime

from agent.events import TurnEvent
from agent.ports import TurnStore
from agent.types import Owner, TurnRequest
from retrieval.errors import StorageUnavailable

log = logging.getLogger(__name__)


async def save(
    store: TurnStore, request: TurnRequest, started_at: datetime, events: Sequence[TurnEvent]
) -> bool:
    """Whether the store has it now; where it has not, the log says why."""
    record = {
        "request": request.model_dump(mode="json"),
        "events": [{"event": event.name, "data": event.data()} for event in events],
    }
    try:
        await asyncio.to_thread(
            store.save_turn, request.turn_id, request.session_id, request.user_id, started_at, record
        )
    except StorageUnavailable as error:
        log.warning("turn %s was not saved: %s", request.turn_id, error.message)
        return False
    except Exception:  # the shopper has the answer; only its record is missing
        log.exception("turn %s was not saved", request.turn_id)
        return False
    return True


async def saved_owner(store: TurnStore, turn_id: str) -> Owner | None:
    """Whose turn this is; None where the store has no such turn."""
    saved = await asyncio.to_thread(store.turn, turn_id)
    if saved is None:
        return None
    request = saved["request"]
    return Owner(request["session_id"], request.get("user_id"))
