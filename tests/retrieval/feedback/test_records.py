"""Lists and turns of a time without the database: on disk, and stored when it is back."""

from __future__ import annotations

import logging
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine

from retrieval.errors import StorageUnavailable
from retrieval.feedback import records
from retrieval.feedback.records import Record, WaitingRecords
from retrieval.settings import RetrievalSettings
from retrieval.storage import engine as engines
from retrieval.storage.engine import open_engine
from retrieval.storage.migrate import migrate
from retrieval.storage.spooled import SpooledRankings, SpooledTurns, waiting_records
from retrieval.types import Outcome, Product, Query, RankedProduct, Ranking

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
OUTCOME = Outcome(order=("p1",), degraded=("events:unavailable",), first_card_ms=3.0)


@pytest.fixture
def engine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Engine]:
    monkeypatch.setattr(engines, "BUSY_SECONDS", 0.05)
    # What waits is stored where a test says so, however long the test takes.
    monkeypatch.setattr(records, "DRAIN_SECONDS", 600)
    opened = open_engine(RetrievalSettings(data_dir=tmp_path))
    migrate(opened)
    yield opened
    opened.dispose()


@contextmanager
def away(folder: Path) -> Iterator[None]:
    """Somebody else holds the database, and does not let go."""
    other = sqlite3.connect(folder / "aisle.db")
    other.execute("BEGIN IMMEDIATE")
    try:
        yield
    finally:
        other.rollback()
        other.close()


def listed(number: int = 1) -> Ranking:
    item = RankedProduct(product=Product(product_id="p1", title="Scarf", margin=0.4), rank=1, score=0.5)
    query = Query(text="red scarf", session_id="s_1")
    return Ranking(
        ranking_id=f"r_{number}", query=query, items=(item,), total=1, rules_version="1", created_at=NOON
    )


def served(rankings: SpooledRankings, turns: SpooledTurns, number: int = 1) -> None:
    with pytest.raises(StorageUnavailable, match="waits on disk"):
        rankings.save(listed(number), f"t_{number}")
    with suppress(StorageUnavailable):
        rankings.finish(f"r_{number}", OUTCOME)
    with pytest.raises(StorageUnavailable, match="waits on disk"):
        turns.save_turn(f"t_{number}", "s_1", "ada", NOON, {"events": [{"event": "done"}]})


def test_it_is_stored_as_if_nothing_had_been(engine: Engine, tmp_path: Path) -> None:
    waiting = waiting_records(tmp_path, engine)
    rankings, turns = SpooledRankings(engine, waiting), SpooledTurns(engine, waiting)
    with away(tmp_path):
        served(rankings, turns)
    assert waiting.waiting == 3
    assert rankings.known(["r_1", "r_2"]) == {"r_1"}, "an event may cite it already"
    assert rankings.get("r_1") is None
    assert waiting.drain() == 3
    assert (rankings.get("r_1"), rankings.outcome("r_1")) == (listed(), OUTCOME)
    assert turns.turn("t_1") == {"events": [{"event": "done"}]}
    assert turns.session_shoppers("s_1") == {"ada"}
    assert (waiting.waiting, waiting.drain()) == (0, 0)
    waiting.close()
    assert not any((tmp_path / records.FOLDER).iterdir())


def test_what_becomes_of_a_list_that_waits_waits_behind_it(engine: Engine, tmp_path: Path) -> None:
    waiting = waiting_records(tmp_path, engine)
    rankings = SpooledRankings(engine, waiting)
    with away(tmp_path), pytest.raises(StorageUnavailable):
        rankings.save(listed(), None)
    rankings.finish("r_1", OUTCOME)
    waiting.drain()
    assert rankings.outcome("r_1") == OUTCOME
    waiting.close()


def test_it_is_stored_by_itself_and_by_the_next_process(
    engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    killed = waiting_records(tmp_path, engine)
    with away(tmp_path):
        served(SpooledRankings(engine, killed), SpooledTurns(engine, killed))
    killed.close()
    monkeypatch.setattr(records, "DRAIN_SECONDS", 0.02)
    nextone = waiting_records(tmp_path, engine)
    rankings, turns = SpooledRankings(engine, nextone), SpooledTurns(engine, nextone)
    waited = threading.Event()
    for number in (1, 2):
        if number == 2:
            with away(tmp_path):
                served(rankings, turns, number)
                assert rankings.known([]) == set()
        for _ in range(600):
            with suppress(StorageUnavailable):
                if turns.turn(f"t_{number}") is not None:
                    break
            waited.wait(0.05)
        assert rankings.outcome(f"r_{number}") == OUTCOME
    nextone.close()


def test_one_that_no_database_takes_does_not_hold_up_the_others(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    stored: list[str] = []

    def store(record: Record) -> None:
        if record.id == "t_1":
            raise ValueError("never")
        stored.append(record.id)

    waiting = WaitingRecords(tmp_path, {"turn": store})
    for number in range(3):
        assert waiting.add(Record("turn", f"t_{number}", {}))
    with caplog.at_level(logging.ERROR):
        waiting.drain()
    assert stored == ["t_0", "t_2"]
    assert "given up" in caplog.text
    waiting.close()


def test_where_the_disk_takes_nothing_either_nobody_is_told_that_it_waits(
    engine: Engine, tmp_path: Path
) -> None:
    (tmp_path / records.FOLDER).write_text("a file in the way")
    waiting = waiting_records(tmp_path, engine)
    with away(tmp_path), pytest.raises(StorageUnavailable, match=r"^((?!waits).)*$"):
        SpooledRankings(engine, waiting).save(listed())
    waiting.close()
