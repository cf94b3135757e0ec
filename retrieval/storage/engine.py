"""The one place that opens the database: SQLite in the data directory, or PostgreSQL by URL."""

from __future__ import annotations

import math
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DatabaseError, DBAPIError, InterfaceError
from sqlalchemy.exc import OperationalError as Operational
from sqlalchemy.exc import TimeoutError as PoolTimeout

from retrieval.errors import SettingsError, StorageUnavailable
from retrieval.outage import Outage
from retrieval.settings import RetrievalSettings

DATABASE_FILE = "aisle.db"
BUSY_SECONDS = 15
_SHARED: dict[URL, Outage] = {}
"""By database: several engines of a process share one."""
_OUTAGES: WeakKeyDictionary[Engine, Outage] = WeakKeyDictionary()
_PATIENCE: WeakKeyDictionary[Engine, float] = WeakKeyDictionary()
"""Of servers: seconds that one may be silent."""
UNHURRIED = 30.0
"""Seconds that a server may be silent where no shopper waits: writes to the catalog, reports, exports."""
LONG = 600.0
"""The same over what goes through whole tables."""
SHORTEST_CONNECT = 2
"""Seconds; the driver waits no shorter for a connection."""

_SQLITE_REASONS = {
    "SQLITE_BUSY": "is held locked by another process",
    "SQLITE_LOCKED": "is held locked by another process",
    "SQLITE_FULL": "cannot grow: the disk is full",
    "SQLITE_READONLY": "is read-only",
    "SQLITE_CANTOPEN": "cannot be opened",
    "SQLITE_NOTADB": "is not a database file",
    "SQLITE_CORRUPT": "is damaged",
    "SQLITE_IOERR": "cannot be read or written",
}


def open_engine(settings: RetrievalSettings, *, durable: bool = False) -> Engine:
    """The database of these settings, answered once (run :func:`migrate` before the first use).

    ``durable``: what is committed is on the disk, also after a power cut (PostgreSQL: always).

    Raises:
        SettingsError: the URL cannot be read.
        StorageUnavailable: the database does not answer; the line never holds the password.
    """
    if settings.database_url is None:
        url = URL.create("sqlite", database=str(_folder(settings.data_dir) / DATABASE_FILE))
    else:
        url = _parsed(settings.database_url.get_secret_value())
    if url.get_backend_name() == "sqlite":
        engine = _sqlite(url, durable)
    else:
        engine = _postgresql(url, settings.database_timeout)
        _PATIENCE[engine] = settings.database_timeout
    _OUTAGES[engine] = _SHARED.setdefault(engine.url, Outage())
    try:
        with reading(engine) as connection:
            connection.exec_driver_sql("SELECT 1")
    except StorageUnavailable:
        engine.dispose()
        raise
    return engine


@contextmanager
def reading(engine: Engine, *, patience: float | None = None) -> Iterator[Connection]:
    """A connection for reading; what the database itself suffers leaves as StorageUnavailable.

    ``patience``: seconds that a server may be silent; None: as in the settings (``AISLE_DATABASE_TIMEOUT``).
    """
    with _reached(engine, patience), engine.connect() as connection:
        yield connection


@contextmanager
def writing(engine: Engine, *, patience: float | None = None) -> Iterator[Connection]:
    """One transaction: committed at the end, rolled back when anything is raised inside. ``patience``: as for
    :func:`reading`."""
    with _reached(engine, patience), engine.begin() as connection:
        yield connection


@contextmanager
def _reached(engine: Engine, patience: float | None) -> Iterator[None]:
    """A server that is gone is tried again after a moment, by one caller; the others hear of it at once."""
    outage = _OUTAGES[engine]
    if not outage.may_ask():
        raise _silent(engine.url)
    try:
        with _asking(engine, patience):
            yield
    except (DBAPIError, PoolTimeout) as error:
        if _gone(error):
            outage.silent()
        elif not isinstance(error, PoolTimeout):
            outage.answered()
        raise _told(engine.url, error) from None
    outage.answered()


@contextmanager
def _asking(engine: Engine, patience: float | None) -> Iterator[None]:
    own = _PATIENCE.get(engine)
    if own is None:
        # SQLite, which is a file.
        yield
        return
    from retrieval.storage import postgresql

    with postgresql.asking(patience or own):
        yield


def location(url: URL) -> str:
    """Where the database is, fit for a log: no user, no password, no query."""
    if url.get_backend_name() == "sqlite":
        return str(url.database)
    return f"postgresql://{url.host or 'localhost'}:{url.port or 5432}/{url.database or ''}"


def _gone(error: Exception) -> bool:
    """Whether the server could not be reached or went away; one that says no is there."""
    if not isinstance(error, DBAPIError) or _errorname(error):
        return False
    never_connected = isinstance(error, Operational) and error.statement is None
    return never_connected or error.connection_invalidated


def _told(url: URL, error: Exception) -> Exception:
    """The error as the rest of the program knows it; a mistake in our own SQL stays what it is."""
    operational = (
        isinstance(error, Operational | InterfaceError | PoolTimeout) or type(error) is DatabaseError
    )
    if not operational or _errorname(error) == "SQLITE_ERROR":
        return error
    where = location(url)
    if url.get_backend_name() == "sqlite":
        reason = _sqlite_reason(_errorname(error))
        return StorageUnavailable(f"The database {where} {reason}. Free it or set AISLE_DATA_DIR elsewhere.")
    return _silent(url)


def _silent(url: URL) -> StorageUnavailable:
    return StorageUnavailable(
        f"The database {location(url)} did not answer. Check that it runs and that AISLE_DATABASE_URL "
        "names the right host, database, user and password."
    )


def _errorname(error: Exception) -> str:
    """SQLite's own name of what went wrong; empty for other databases."""
    cause = error.orig if isinstance(error, DBAPIError) else None
    return str(getattr(cause, "sqlite_errorname", None) or "")


def _sqlite_reason(name: str) -> str:
    for prefix, reason in _SQLITE_REASONS.items():
        if name.startswith(prefix):
            return reason
    return "did not answer"


def _folder(data_dir: Path) -> Path:
    try:
        data_dir.mkdir(parents=True, exist_ok=True)
    except OSError:
        raise StorageUnavailable(
            f"The data directory {data_dir} cannot be made. Set AISLE_DATA_DIR to a folder you may write to."
        ) from None
    return data_dir


def _parsed(text: str) -> URL:
    try:
        url = make_url(text)
    except (ArgumentError, ValueError):
        raise SettingsError(
            "AISLE_DATABASE_URL: cannot be read; write it as postgresql://user:password@host:5432/database"
        ) from None
    if url.get_backend_name() == "sqlite":
        if not url.database or url.database == ":memory:":
            raise SettingsError(
                "AISLE_DATABASE_URL: sqlite:/// needs a file; leave it unset for the data dir"
            )
        _folder(Path(url.database).parent)
        return url
    return url.set(drivername="postgresql+psycopg")


def _sqlite(url: URL, durable: bool) -> Engine:
    engine = create_engine(
        url, hide_parameters=True, pool_size=8, max_overflow=24, connect_args={"timeout": BUSY_SECONDS}
    )

    @event.listens_for(engine, "connect")
    def _pragmas(connection: sqlite3.Connection, _record: Any) -> None:
        # NORMAL loses nothing on a killed process, only the last commits on a power cut; the
        # importer is safe to run again. What was acknowledged to others (events) must not be lost.
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute(f"PRAGMA synchronous={'FULL' if durable else 'NORMAL'}")
        connection.execute("PRAGMA foreign_keys=ON")
        connection.execute("PRAGMA cache_size=-32768")

    return engine


def _postgresql(url: URL, patience: float) -> Engine:
    from retrieval.storage import postgresql

    connecting = max(SHORTEST_CONNECT, math.ceil(patience))
    defaults = {
        "connect_timeout": connecting,
        "tcp_user_timeout": connecting * 1000,
        "application_name": "aisle",
    }
    engine = create_engine(
        url,
        hide_parameters=True,
        pool_size=10,
        max_overflow=20,
        pool_timeout=connecting,
        pool_pre_ping=True,
        connect_args={name: value for name, value in defaults.items() if name not in url.query},
    )

    @event.listens_for(engine, "do_connect")
    def _patiently(_dialect: Any, _record: Any, args: Sequence[Any], params: dict[str, Any]) -> Any:
        return postgresql.connect(*args, **params)

    return engine
