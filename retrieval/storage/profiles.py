"""What is known of shoppers, by user id."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import Engine, bindparam, delete, select

from retrieval.storage.engine import reading, writing
from retrieval.storage.statements import storable, upsert
from retrieval.storage.tables import profiles
from retrieval.types import UserProfile

# Asked for every list: written once, since to write it takes longer than to answer it.
_ONE = select(profiles.c.data).where(profiles.c.user_id == bindparam("whose"))


class SqlProfileStore:
    """Satisfies :class:`retrieval.ports.ProfileStore`. Raises StorageUnavailable."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def get(self, user_id: str) -> UserProfile | None:
        if not storable([user_id]):
            return None
        with reading(self._engine) as connection:
            data = connection.execute(_ONE, {"whose": user_id}).scalar()
        return None if data is None else UserProfile.model_validate_json(data)

    def save(self, profile: UserProfile) -> None:
        record = {
            "user_id": profile.user_id,
            "data": profile.model_dump_json(exclude_defaults=True).encode(),
            "updated_at": datetime.now(UTC),
        }
        with writing(self._engine) as connection:
            upsert(connection, profiles, [record])

    def delete(self, user_id: str) -> bool:
        """Whether there was one."""
        if not storable([user_id]):
            return False
        with writing(self._engine) as connection:
            gone = connection.execute(delete(profiles).where(profiles.c.user_id == user_id))
            return gone.rowcount > 0
