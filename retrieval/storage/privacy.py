"""Everything that is kept of one shopper: given out, deleted; and what is too old, deleted for all."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Any

import orjson
from sqlalchemy import Connection, Engine, Table, and_, delete, or_, select
from sqlalchemy.sql.elements import ColumnElement

from retrieval.profile.shoppers import SESSION
from retrieval.storage.engine import LONG, UNHURRIED, reading, writing
from retrieval.storage.statements import chunks, storable
from retrieval.storage.tables import events, profiles, rankings, servings, turns

_PAGE = 500


class SqlPrivacy:
    """Raises StorageUnavailable."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def export(self, user_id: str) -> Iterator[dict[str, Any]]:
        """One JSON object after another, each with its ``kind``: profile, turn, ranking, event."""
        if not storable([user_id]):
            return
        with reading(self._engine, patience=UNHURRIED) as connection:
            sessions = _own_sessions(connection, user_id)
            stated = select(profiles.c.data).where(_stated(user_id, sessions)).order_by(profiles.c.user_id)
            held = connection.execute(stated).scalars().all()
        for each in held:
            yield {"kind": "profile", **orjson.loads(each)}
        for kind, table, key in (
            ("turn", turns, turns.c.turn_id),
            ("ranking", rankings, rankings.c.ranking_id),
        ):
            for row in self._rows(table, key, _theirs(table, user_id, sessions)):
                yield {"kind": kind, "id": row[0], **_without_margins(orjson.loads(row.data))}
        for row in self._rows(events, events.c.sequence, _theirs(events, user_id, sessions)):
            filled = {str(name): value for name, value in row._mapping.items() if value is not None}
            yield {"kind": "event", **filled}

    def erase(self, user_id: str) -> dict[str, int]:
        """Delete it all, in one transaction; how many rows of each table that were.

        Answers kept for idempotency keys name nobody and are gone within a day.
        """
        if not storable([user_id]):
            return {}
        with writing(self._engine, patience=UNHURRIED) as connection:
            sessions = _own_sessions(connection, user_id)
            gone = {}
            for table in (events, servings, rankings, turns):
                asked = delete(table).where(_theirs(table, user_id, sessions))
                gone[table.name] = connection.execute(asked).rowcount
            stated = connection.execute(delete(profiles).where(_stated(user_id, sessions)))
            gone[profiles.name] = stated.rowcount
            return gone

    def purge(self, before: float) -> dict[str, int]:
        """Delete what happened before then (seconds since 1970), of everybody; what a known shopper stated
        stays."""
        moment = datetime.fromtimestamp(before, UTC)
        too_old: Sequence[tuple[Table, ColumnElement[bool]]] = (
            (events, and_(events.c.occurred_at < before, events.c.received_at < before)),
            (servings, servings.c.served_at < before),
            (rankings, rankings.c.created_at < moment),
            (turns, turns.c.started_at < moment),
            (profiles, and_(profiles.c.user_id.startswith(SESSION), profiles.c.updated_at < moment)),
        )
        gone = {}
        for table, old in too_old:
            with writing(self._engine, patience=LONG) as connection:
                gone[table.name] = connection.execute(delete(table).where(old)).rowcount
        return gone

    def _rows(self, table: Table, key: ColumnElement[Any], which: ColumnElement[bool]) -> Iterator[Any]:
        """In the order of the key, a page at a time; the key first."""
        last: Any = None
        while True:
            asked = select(key, *(column for column in table.c if column is not key)).where(which)
            if last is not None:
                asked = asked.where(key > last)
            with reading(self._engine, patience=UNHURRIED) as connection:
                page = connection.execute(asked.order_by(key).limit(_PAGE)).all()
            yield from page
            if len(page) < _PAGE:
                return
            last = page[-1][0]


def _own_sessions(connection: Connection, user_id: str) -> list[str]:
    """Sessions in which this shopper was known and nobody else was: what they did in them before they were
    known is theirs too."""
    found: set[str] = set()
    for table in (turns, servings, events):
        mine = select(table.c.session_id).where(table.c.user_id == user_id, table.c.session_id.is_not(None))
        found |= set(connection.execute(mine.distinct()).scalars())
    shared: set[str] = set()
    for part in chunks(sorted(found)):
        for table in (turns, servings, events):
            others = select(table.c.session_id).where(
                table.c.session_id.in_(part), table.c.user_id.is_not(None), table.c.user_id != user_id
            )
            shared |= set(connection.execute(others.distinct()).scalars())
    return sorted(found - shared)


def _theirs(table: Table, user_id: str, sessions: Sequence[str]) -> ColumnElement[bool]:
    own = [table.c.session_id.in_(part) for part in chunks(sessions)]
    return or_(table.c.user_id == user_id, *(and_(table.c.user_id.is_(None), each) for each in own))


def _stated(user_id: str, sessions: Sequence[str]) -> ColumnElement[bool]:
    """Profiles of the shopper, and what was stated in their sessions before they were known."""
    own = (profiles.c.user_id.in_(part) for part in chunks([f"{SESSION}{each}" for each in sessions]))
    return or_(profiles.c.user_id == user_id, *own)


def _without_margins(document: dict[str, Any]) -> dict[str, Any]:
    """What the shop alone may know of its products is no shopper's data."""
    for item in document.get("items", ()):
        item.get("product", {}).pop("margin", None)
        kept = [each for each in item.get("contributions", ()) if each.get("name") != "margin"]
        if "contributions" in item:
            item["contributions"] = kept
    return document
