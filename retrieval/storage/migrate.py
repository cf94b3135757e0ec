"""Bringing the database to the tables this version needs. Every start calls it."""

from __future__ import annotations

import logging
from pathlib import Path

from sqlalchemy import Connection, Engine, inspect, text

from retrieval.errors import StorageUnavailable
from retrieval.storage.engine import LONG, location, reading, writing

HEAD = "0003"
"""The newest step in ``migrations/versions``: kept here so that a start with nothing to do does
not load Alembic (a test holds the two together)."""

_LOCK = 0x41_69_73_6C_65
"""Key of the advisory lock ("Aisle")."""

log = logging.getLogger(__name__)


def migrate(engine: Engine) -> None:
    """Upgrade to the newest tables; quick when there is nothing to do.

    Several processes may start at once: one migrates, the others wait for it and find it done.

    Raises:
        StorageUnavailable: out of reach, or written by a newer version.
    """
    with reading(engine) as connection:
        if _version(connection) == HEAD:
            return
    with writing(engine, patience=LONG) as connection:
        if engine.dialect.name == "sqlite":
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        else:
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
        before = _version(connection)
        if before == HEAD:
            return
        if before is not None and before > HEAD:
            raise StorageUnavailable(
                f"The database {location(engine.url)} was written by a newer version of Aisle "
                f"(tables {before}, this one knows {HEAD}): upgrade Aisle."
            )
        _upgrade(connection)
        log.info("database tables brought from %s to %s", before or "nothing", HEAD)


def _version(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


def _upgrade(connection: Connection) -> None:
    from alembic import command
    from alembic.config import Config

    config = Config()
    # Alembic reads this as an ini value, in which a lone per cent sign is special.
    folder = str(Path(__file__).parent / "migrations").replace("%", "%%")
    config.set_main_option("script_location", folder)
    config.attributes["connection"] = connection
    command.upgrade(config, HEAD)
