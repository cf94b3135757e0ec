"""Every storage test runs on SQLite and on PostgreSQL."""

from __future__ import annotations

import os
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
from pydantic import SecretStr
from sqlalchemy import Engine

from retrieval.settings import RetrievalSettings
from retrieval.storage.engine import open_engine
from retrieval.storage.migrate import migrate

POSTGRES_URL = "AISLE_TEST_POSTGRES_URL"
PATIENT = 60.0
"""Seconds that the database may be silent where its silence is not what is tested: disks can be slow."""


def postgres_url() -> str:
    """The server that the tests may use; without one the test is skipped, except in CI."""
    url = os.environ.get(POSTGRES_URL)
    if url:
        return url
    if os.environ.get("CI") == "true":
        pytest.fail(f"{POSTGRES_URL} must name a PostgreSQL server in CI")
    pytest.skip(f"{POSTGRES_URL} names no PostgreSQL server")


@contextmanager
def postgres_schema() -> Iterator[str]:
    """The URL of an empty schema of its own, dropped afterwards."""
    url, name = postgres_url(), f"aisle_{uuid.uuid4().hex[:12]}"
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f"CREATE SCHEMA {name}")
    try:
        yield f"{url}{'&' if '?' in url else '?'}options=-csearch_path%3D{name}"
    finally:
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute(f"DROP SCHEMA {name} CASCADE")


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def empty_settings(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[RetrievalSettings]:
    """Settings of a database without any table."""
    if request.param == "sqlite":
        yield RetrievalSettings(data_dir=tmp_path, database_url=None)
        return
    with postgres_schema() as url:
        yield RetrievalSettings(data_dir=tmp_path, database_url=SecretStr(url), database_timeout=PATIENT)


@pytest.fixture
def engine(empty_settings: RetrievalSettings) -> Iterator[Engine]:
    """A migrated, empty database."""
    opened = open_engine(empty_settings)
    migrate(opened)
    yield opened
    opened.dispose()
