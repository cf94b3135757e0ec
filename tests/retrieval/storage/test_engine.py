"""Opening a database that is there, and saying what is wrong with one that is not."""

from __future__ import annotations

import socket
import sqlite3
import time
from contextlib import suppress
from pathlib import Path

import pytest
from pydantic import SecretStr
from sqlalchemy import make_url, text

from retrieval.errors import SettingsError, StorageUnavailable
from retrieval.settings import RetrievalSettings
from retrieval.storage import engine as engines
from retrieval.storage.engine import location, open_engine
from retrieval.storage.migrate import migrate
from retrieval.storage.products import SqlProductStore
from tests.retrieval.storage.conftest import postgres_url


def settings_of(tmp_path: Path, url: str | None = None) -> RetrievalSettings:
    return RetrievalSettings(data_dir=tmp_path / "data", database_url=SecretStr(url) if url else None)


def test_sqlite_is_in_the_data_dir_with_the_settings_it_needs(tmp_path: Path) -> None:
    opened = open_engine(settings_of(tmp_path))
    with opened.connect() as connection:
        pragmas = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        }
    assert pragmas == {"journal_mode": "wal", "synchronous": 1, "foreign_keys": 1, "busy_timeout": 15_000}
    assert (tmp_path / "data" / "aisle.db").is_file()
    opened.dispose()


def test_sqlite_by_url(tmp_path: Path) -> None:
    opened = open_engine(settings_of(tmp_path, f"sqlite:///{tmp_path}/elsewhere/shop.db"))
    migrate(opened)
    assert SqlProductStore(opened).count() == 0
    assert (tmp_path / "elsewhere" / "shop.db").is_file()
    opened.dispose()


@pytest.mark.parametrize("url", ["sqlite:///:memory:", "sqlite:///", "postgresql://host:port/db"])
def test_a_url_that_cannot_be_used_is_a_wrong_setting(tmp_path: Path, url: str) -> None:
    with pytest.raises(SettingsError, match=r"^AISLE_DATABASE_URL: "):
        open_engine(settings_of(tmp_path, url))


def test_an_unreachable_server_is_one_line_without_the_password(tmp_path: Path) -> None:
    with socket.socket() as taken:
        # Bound and not listening: a port where nothing answers.
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
        with pytest.raises(StorageUnavailable) as raised:
            open_engine(settings_of(tmp_path, f"postgres://shop:hunter2@127.0.0.1:{port}/shop"))
    assert f"postgresql://127.0.0.1:{port}/shop did not answer" in raised.value.message
    assert "hunter2" not in raised.value.message
    assert "\n" not in raised.value.message
    assert raised.value.__suppress_context__


def test_a_file_that_is_no_database(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "aisle.db").write_text("This is a letter to my landlord. " * 200)
    with pytest.raises(StorageUnavailable, match=r"aisle\.db is not a database file"):
        open_engine(settings_of(tmp_path))


def test_a_data_dir_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file in the way")
    with pytest.raises(StorageUnavailable, match="cannot be made"):
        open_engine(settings_of(tmp_path))


def test_a_database_locked_by_another_process(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engines, "BUSY_SECONDS", 0.05)
    opened = open_engine(settings_of(tmp_path))
    migrate(opened)
    other = sqlite3.connect(tmp_path / "data" / "aisle.db")
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(StorageUnavailable, match="held locked by another process"):
        SqlProductStore(opened).delete(["p1"])
    other.rollback()
    other.close()
    assert SqlProductStore(opened).delete(["p1"]) == []
    opened.dispose()


def test_a_mistake_in_sql_is_not_taken_for_an_outage(tmp_path: Path) -> None:
    opened = open_engine(settings_of(tmp_path))
    migrate(opened)
    with pytest.raises(Exception, match="NOT NULL") as raised, engines.writing(opened) as connection:
        connection.execute(text("INSERT INTO settings (name) VALUES ('a')"))
    assert not isinstance(raised.value, StorageUnavailable)
    opened.dispose()


@pytest.mark.postgres
def test_a_server_that_says_nothing_is_given_up_and_one_that_goes_on_saying_is_not(tmp_path: Path) -> None:
    settings = settings_of(tmp_path, postgres_url()).model_copy(update={"database_timeout": 2.0})
    opened = open_engine(settings)
    # Each row comes long before a silence is over, and all of them long after it.
    speaking = text("SELECT pg_sleep(0.3), repeat('x', 20000) FROM generate_series(1, 8)")
    with engines.reading(opened) as connection:
        assert len(connection.execute(speaking).all()) == 8
    silent = text("SELECT pg_sleep(2.5)")
    with pytest.raises(StorageUnavailable, match="did not answer"), engines.reading(opened) as connection:
        connection.execute(silent)
    with pytest.raises(StorageUnavailable), engines.reading(opened):
        raise AssertionError("a server found silent is left in peace for a moment")
    while True:
        with suppress(StorageUnavailable), engines.reading(opened, patience=engines.UNHURRIED) as connection:
            connection.execute(silent)
            break
        time.sleep(0.1)
    opened.dispose()


@pytest.mark.postgres
def test_a_server_that_takes_connections_and_answers_nothing(tmp_path: Path) -> None:
    with socket.socket() as mute:
        mute.bind(("127.0.0.1", 0))
        mute.listen()
        url = f"postgresql://shop@127.0.0.1:{mute.getsockname()[1]}/shop"
        with pytest.raises(StorageUnavailable, match="did not answer"):
            open_engine(settings_of(tmp_path, url).model_copy(update={"database_timeout": 0.1}))


def test_where_a_database_is_holds_no_secret() -> None:
    url = make_url("postgresql+psycopg://u:secret@db.internal/shop?options=-csearch_path%3Dx")
    assert location(url) == "postgresql://db.internal:5432/shop"
