"""Turns that are over, by id and by session."""

from __future__ import annotations

from contextlib import closing
from datetime import datetime
from itertools import islice
from typing import Any

import orjson
from sqlalchemy import Engine, func, select

from retrieval.storage.documents import utc
from retrieval.storage.engine import reading, writing
from retrieval.storage.statements import storable, upsert
from retrieval.storage.tables import turns

LOOKED_THROUGH = 300


class SqlTurnStore:
    """Satisfies the agent's ``TurnStore`` by shape. Raises StorageUnavailable."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def save_turn(
        self, turn_id: str, session_id: str, user_id: str | None, started_at: datetime, record: dict[str, Any]
    ) -> None:
        """Keep it; a second save of the same id replaces the first."""
        row = {
            "turn_id": turn_id,
            "session_id": session_id,
            "user_id": user_id,
            "started_at": utc(started_at),
            "data": orjson.dumps(record),
        }
        with writing(self._engine) as connection:
            upsert(connection, turns, [row])

    def turn(self, turn_id: str) -> dict[str, Any] | None:
        if not storable([turn_id]):
            return None
        with reading(self._engine) as connection:
            data = connection.execute(select(turns.c.data).where(turns.c.turn_id == turn_id)).scalar()
        return None if data is None else _record(data)

    def session_shoppers(self, session_id: str) -> frozenset[str]:
        """Every shopper who was known by name in a session."""
        if not storable([session_id]):
            return frozenset()
        named = select(turns.c.user_id).where(turns.c.session_id == session_id, turns.c.user_id.is_not(None))
        with reading(self._engine) as connection:
            return frozenset(connection.execute(named.distinct()).scalars())

    def session_turns(self, session_id: str, limit: int = 50) -> list[dict[str, Any]]:
        """The latest ``limit`` turns in which something was said, oldest first.

        Between them may stand many lists that pages asked for; past :data:`LOOKED_THROUGH` of both it ends.
        """
        if not storable([session_id]):
            return []
        latest = (
            select(turns.c.data)
            .where(turns.c.session_id == session_id)
            .order_by(turns.c.started_at.desc(), turns.c.turn_id.desc())
            .limit(LOOKED_THROUGH)
        )
        with reading(self._engine) as connection:
            streaming = connection.execution_options(yield_per=limit)
            with closing(streaming.execute(latest)) as found:
                records = map(_record, found.scalars())
                said = (each for each in records if each["request"].get("message") is not None)
                return list(islice(said, limit))[::-1]

    def sessions(self, limit: int = 50) -> list[tuple[str, datetime, int]]:
        """The conversations and pages spoken to last: session, when its last turn began, how many turns."""
        last = func.max(turns.c.started_at).label("last")
        asked = (
            select(turns.c.session_id, last, func.count())
            .group_by(turns.c.session_id)
            .order_by(last.desc(), turns.c.session_id)
            .limit(limit)
        )
        with reading(self._engine) as connection:
            rows = connection.execute(asked).all()
        return [(str(session), utc(began), int(count)) for session, began, count in rows]


def _record(data: bytes) -> dict[str, Any]:
    record: dict[str, Any] = orjson.loads(data)
    return record
