"""Small facts about the installation, by name."""

from __future__ import annotations

from sqlalchemy import Engine, select

from retrieval.storage.engine import reading, writing
from retrieval.storage.statements import insert_new, upsert
from retrieval.storage.tables import settings


class SqlSettingStore:
    """Satisfies :class:`retrieval.ports.SettingStore`. Raises StorageUnavailable."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def get(self, name: str) -> str | None:
        with reading(self._engine) as connection:
            value = connection.execute(select(settings.c.value).where(settings.c.name == name)).scalar()
        return None if value is None else str(value)

    def set(self, name: str, value: str) -> None:
        with writing(self._engine) as connection:
            upsert(connection, settings, [{"name": name, "value": value}])

    def first(self, name: str, value: str) -> str:
        """What is held, which is ``value`` where nothing was: whoever asks, it is one."""
        if (held := self.get(name)) is not None:
            return held
        with writing(self._engine) as connection:
            insert_new(connection, settings, [{"name": name, "value": value}])
            held = connection.execute(select(settings.c.value).where(settings.c.name == name)).scalar_one()
        return str(held)
