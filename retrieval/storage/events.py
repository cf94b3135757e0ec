"""Every event once, in the order of storing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import Connection, Engine, and_, bindparam, func, or_, select, text
from sqlalchemy.dialects import postgresql, sqlite

from retrieval.storage.engine import UNHURRIED, reading, writing
from retrieval.storage.statements import chunks
from retrieval.storage.tables import events
from retrieval.types import Happened, KeptEvent

_PAGE = 20_000
_ROWS = 1000
"""Rows per statement: 16 columns each, under every database's limit on parameters."""
_LOCK = 0x65_76_65_6E_74
"""Key of the advisory lock ("event")."""
_READ = (
    events.c.sequence,
    events.c.type,
    events.c.product_id,
    events.c.user_id,
    events.c.session_id,
    events.c.ranking_id,
    events.c.position,
    events.c.surface,
    events.c.occurred_at,
    events.c.value,
    events.c.price,
    events.c.marks,
)


_MINE = {
    "user": events.c.user_id == bindparam("user"),
    "session": and_(events.c.session_id == bindparam("session"), events.c.user_id.is_(None)),
}
_OF_SHOPPER = {
    # Asked for every list: written once, since to write it takes longer than to answer it.
    frozenset(names): select(*_READ)
    .where(or_(*(_MINE[name] for name in names)), events.c.sequence > bindparam("after"))
    .order_by(events.c.sequence.desc())
    .limit(bindparam("most"))
    for names in (("user",), ("session",), ("user", "session"))
}


class SqlEventStore:
    """Satisfies :class:`retrieval.ports.EventStore`. Raises StorageUnavailable.

    ``writer`` is the engine whose commits are on the disk (``open_engine(…, durable=True)``).
    """

    def __init__(self, writer: Engine, reader: Engine | None = None) -> None:
        self._writer = writer
        self._reader = reader or writer

    def append(self, kept: Sequence[KeptEvent]) -> set[str]:
        """Store those whose id is new, in one transaction; the ids that were."""
        first: dict[str, KeptEvent] = {}
        for each in kept:
            first.setdefault(each.event.event_id, each)
        rows = [_row(each) for each in first.values()]
        stored: set[str] = set()
        with writing(self._writer) as connection:
            _one_writer(connection)
            for part in chunks(rows, _ROWS):
                stored |= _insert(connection, part)
        return stored

    def last(self) -> int:
        """The highest sequence; 0 for none."""
        with reading(self._reader) as connection:
            return connection.execute(select(func.max(events.c.sequence))).scalar() or 0

    def after(self, sequence: int, limit: int = 10_000) -> list[Happened]:
        """What was stored later than that, in the order of storing."""
        asked = select(*_READ).where(events.c.sequence > sequence).order_by(events.c.sequence).limit(limit)
        with reading(self._reader) as connection:
            return [_happened(row) for row in connection.execute(asked)]

    def of_shopper(
        self, user_id: str | None, session_id: str | None, after: int = 0, limit: int = 5000
    ) -> list[Happened]:
        """The latest of one shopper stored after ``after``, oldest first."""
        given = {"user": user_id, "session": session_id}
        whose = {name: each for name, each in given.items() if each is not None and "\x00" not in each}
        if not whose:
            return []
        asked = _OF_SHOPPER[frozenset(whose)]
        with reading(self._reader) as connection:
            rows = connection.execute(asked, {**whose, "after": after, "most": limit}).all()
        return [_happened(row) for row in reversed(rows)]

    def between(self, since: float, until: float) -> Iterator[Happened]:
        """Those that count from ``since`` on and before ``until``, oldest first."""
        at, last = since, 0
        while True:
            at_once = and_(events.c.occurred_at == at, events.c.sequence > last)
            page = (
                select(*_READ)
                .where(or_(events.c.occurred_at > at, at_once), events.c.occurred_at < until)
                .order_by(events.c.occurred_at, events.c.sequence)
                .limit(_PAGE)
            )
            with reading(self._reader, patience=UNHURRIED) as connection:
                rows = connection.execute(page).all()
            yield from map(_happened, rows)
            if len(rows) < _PAGE:
                return
            at, last = rows[-1].occurred_at, rows[-1].sequence


def _one_writer(connection: Connection) -> None:
    """Sequences are handed out in the order of commits, so that a reader who went on misses none."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})


def _insert(connection: Connection, rows: Sequence[dict[str, Any]]) -> set[str]:
    statement = _INSERT[connection.dialect.name]
    return set(connection.execute(statement, rows).scalars())


def _inserting(dialect: Any) -> Any:
    statement = dialect.insert(events).on_conflict_do_nothing(index_elements=["event_id"])
    return statement.returning(events.c.event_id)


_INSERT = {"sqlite": _inserting(sqlite), "postgresql": _inserting(postgresql)}


def _row(kept: KeptEvent) -> dict[str, Any]:
    event, value = kept.event, kept.event.value
    number = value if isinstance(value, int | float) else None
    stated = event.occurred_at.timestamp()
    return {
        "event_id": event.event_id,
        "type": event.type,
        "product_id": event.product_id,
        "user_id": event.user_id,
        "session_id": event.session_id,
        "ranking_id": event.ranking_id,
        "turn_id": event.turn_id,
        "position": event.position,
        "surface": event.surface,
        "occurred_at": kept.occurred_at,
        "stated_at": None if stated == kept.occurred_at else stated,
        "received_at": kept.received_at,
        "value": number,
        "said": value if isinstance(value, str) else None,
        "price": kept.price,
        "marks": ",".join(kept.marks) or None,
    }


def _happened(row: Any) -> Happened:
    marks = row[11]
    return Happened._make((*row[:11], tuple(marks.split(",")) if marks else ()))
