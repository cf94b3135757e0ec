"""The conversations of this process: a bounded memory over the store of turns."""

from __future__ import annotations

import asyncio
import logging
from collections import OrderedDict
from collections.abc import Mapping
from typing import Any

from agent.conversation.state import Conversation, rebuilt, standing
from agent.ports import TurnStore
from retrieval.errors import StorageUnavailable

log = logging.getLogger(__name__)


class Conversations:
    """State by session id, least recently used first to go; what went is rebuilt from the store."""

    def __init__(self, store: TurnStore, most: int = 10_000) -> None:
        self._store = store
        self._most = most
        self._held: OrderedDict[str, Conversation] = OrderedDict()

    async def of(self, session_id: str, before: str | None = None) -> Conversation:
        """The state of a session; an empty one where nothing is known (or the store is out of reach).

        ``before``: as it was before this turn of it, whose message is said anew.
        """
        held = self._held.get(session_id) if before is None else None
        if held is not None:
            self._held.move_to_end(session_id)
            return held
        return rebuilt(await self._stored(session_id), before)

    async def turns(self, session_id: str, before: str | None = None) -> list[Mapping[str, Any]]:
        """What was said, the oldest turn first; ``before`` as for :meth:`of`; ``[]`` where unknown."""
        return list(standing(await self._stored(session_id), before))

    async def _stored(self, session_id: str) -> list[dict[str, Any]]:
        try:
            return await asyncio.to_thread(self._store.session_turns, session_id)
        except StorageUnavailable as error:
            log.warning("the conversation was not read: %s", error.message)
            return []

    def keep(self, session_id: str, state: Conversation) -> None:
        """What holds from now on."""
        self._held[session_id] = state
        self._held.move_to_end(session_id)
        while len(self._held) > self._most:
            self._held.popitem(last=False)

    def forget(self) -> None:
        """Nothing is held any more; what is still in the store is rebuilt when it is asked for."""
        self._held.clear()

    def amend(self, session_id: str, kept: Conversation, state: Conversation) -> None:
        """As :meth:`keep`, unless another turn has put something else in the place of ``kept``."""
        if self._held.get(session_id) is kept:
            self.keep(session_id, state)
