"""From nothing, or from any step, to the tables of this version; by one process or by several at once."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, inspect, text
from sqlalchemy.exc import DBAPIError

import retrieval.storage
from retrieval.errors import StorageUnavailable
from retrieval.settings import RetrievalSettings
from retrieval.storage.engine import open_engine
from retrieval.storage.migrate import HEAD, migrate
from retrieval.storage.tables import metadata
from tests.retrieval.storage.conftest import PATIENT

MIGRATIONS = Path(retrieval.storage.__file__).parent / "migrations"


def test_the_newest_step_is_the_one_a_start_looks_for() -> None:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    assert ScriptDirectory.from_config(config).get_heads() == [HEAD]


def test_the_steps_lead_to_the_tables_in_code(engine: Engine) -> None:
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []


def test_a_second_run_has_nothing_to_do(engine: Engine) -> None:
    with engine.begin() as connection:
        connection.execute(text("UPDATE counters SET value = 7"))
    migrate(engine)
    with engine.connect() as connection:
        assert connection.execute(text("SELECT value FROM counters")).scalars().all() == [7]
        assert connection.execute(text("SELECT version_num FROM alembic_version")).scalars().all() == [HEAD]


def test_a_failed_step_leaves_the_database_as_it_was(empty_settings: RetrievalSettings) -> None:
    opened = open_engine(empty_settings)
    with opened.begin() as connection:
        # Stands in the way of the last table that the first step makes.
        connection.execute(text("CREATE TABLE profiles (user_id VARCHAR(1))"))
    with pytest.raises(DBAPIError):
        migrate(opened)
    assert inspect(opened).get_table_names() == ["profiles"]
    opened.dispose()


def test_a_database_of_a_newer_version_is_left_alone(engine: Engine) -> None:
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(StorageUnavailable, match=r"newer version of Aisle .*upgrade Aisle"):
        migrate(engine)


def test_several_processes_may_start_at_once(empty_settings: RetrievalSettings) -> None:
    url = empty_settings.database_url
    program = (
        "import sys\n"
        "from pathlib import Path\n"
        "from retrieval.settings import RetrievalSettings\n"
        "from retrieval.storage.engine import open_engine\n"
        "from retrieval.storage.migrate import migrate\n"
        "settings = RetrievalSettings(\n"
        "    data_dir=Path(sys.argv[1]),\n"
        "    database_url=sys.argv[2] or None,\n"
        "    database_timeout=float(sys.argv[3]),\n"
        ")\n"
        "engine = open_engine(settings)\n"
        "sys.stdin.readline()\n"
        "migrate(engine)\n"
        "engine.dispose()\n"
    )
    arguments = [str(empty_settings.data_dir), url.get_secret_value() if url else "", str(PATIENT)]
    started = [
        subprocess.Popen(
            [sys.executable, "-c", program, *arguments],
            stdin=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for _ in range(3)
    ]
    for process in started:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()
    for process in started:
        _, complaint = process.communicate(timeout=100)
        assert (process.returncode, complaint) == (0, "")
    opened = open_engine(empty_settings)
    with opened.connect() as connection:
        assert connection.execute(text("SELECT value FROM counters")).scalars().all() == [0]
    opened.dispose()
