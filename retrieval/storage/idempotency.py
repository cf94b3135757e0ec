"""What was answered to a write, so that the same write sent again is answered and not done again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Engine, and_, delete, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite

from retrieval.storage.engine import reading, writing
from retrieval.storage.tables import idempotency

KEPT = timedelta(hours=24)
LEASE = timedelta(minutes=5)
"""So long a write may take; one of a process that died holds its key no longer."""


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer as it went out, or the turn whose stream it was."""

    body_hash: bytes
    status: int | None
    """None: the write is still being done."""
    content_type: str
    body: bytes
    turn_id: str | None


class SqlIdempotencyStore:
    """One row per scope: a hash of API key, shopper, route and idempotency key. Raises StorageUnavailable.

    A store settles and releases only what it claimed itself: whoever outlived its lease has lost the scope
    to the one that claimed it since.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._claimed: dict[str, datetime] = {}

    def claim(self, scope: str, body_hash: bytes, now: datetime | None = None) -> Answered | None:
        """None: the caller's from now on, to :meth:`settle` or :meth:`release`. Else what is there."""
        now = now or datetime.now(UTC)
        row = {"scope": scope, "body_hash": body_hash, "created_at": now}
        with writing(self._engine) as connection:
            connection.execute(delete(idempotency).where(_over(now, scope)))
            dialect: Any = sqlite if connection.dialect.name == "sqlite" else postgresql
            insert = dialect.insert(idempotency).values(**row).on_conflict_do_nothing()
            claimed = connection.execute(insert.returning(idempotency.c.scope)).first()
        if claimed is not None:
            self._claimed[scope] = now
            return None
        with reading(self._engine) as connection:
            found = connection.execute(select(idempotency).where(idempotency.c.scope == scope)).one_or_none()
        # Released between the two: as good as being done, and the caller comes again.
        if found is None:
            return Answered(body_hash, None, "", b"", None)
        return Answered(
            found.body_hash, found.status, found.content_type or "", found.body or b"", found.turn_id
        )

    def settle(
        self, scope: str, status: int, content_type: str, body: bytes, turn_id: str | None = None
    ) -> None:
        """This is the answer from now on."""
        done = {"status": status, "content_type": content_type, "body": body, "turn_id": turn_id}
        with writing(self._engine) as connection:
            connection.execute(update(idempotency).where(self._own(scope)).values(**done))

    def release(self, scope: str) -> None:
        """Nothing was done: the key is free again."""
        with writing(self._engine) as connection:
            connection.execute(delete(idempotency).where(self._own(scope)))

    def _own(self, scope: str) -> Any:
        return and_(idempotency.c.scope == scope, idempotency.c.created_at == self._claimed.get(scope))

    def purge(self, now: datetime | None = None) -> int:
        """Forget what is too old; how many that were."""
        now = now or datetime.now(UTC)
        with writing(self._engine) as connection:
            return connection.execute(
                delete(idempotency).where(idempotency.c.created_at < now - KEPT)
            ).rowcount


def _over(now: datetime, scope: str) -> Any:
    started = idempotency.c.created_at
    abandoned = and_(idempotency.c.status.is_(None), started < now - LEASE)
    return and_(idempotency.c.scope == scope, or_(started < now - KEPT, abandoned))
