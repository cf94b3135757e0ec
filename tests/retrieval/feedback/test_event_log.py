"""Acknowledged means stored: also while the store is gone, and once only."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest

from retrieval.errors import EventsRefused, StorageUnavailable
from retrieval.feedback import log as event_log
from retrieval.feedback.log import EventLog
from retrieval.feedback.spool import Spool
from retrieval.settings import RetrievalSettings
from retrieval.storage.engine import open_engine
from retrieval.storage.events import SqlEventStore
from retrieval.storage.migrate import migrate
from retrieval.storage.rankings import SqlRankingStore
from retrieval.types import Event, KeptEvent

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


class Moody(SqlEventStore):
    """A store that can be out of reach, or slow to begin."""

    gone = False
    entered = threading.Event()
    go_on = threading.Event()
    commits = 0

    def append(self, kept: Sequence[KeptEvent]) -> set[str]:
        self.entered.set()
        assert self.go_on.wait(30)
        if self.gone:
            raise StorageUnavailable("The cellar is flooded; pump it out.")
        self.commits += 1
        return super().append(kept)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Moody]:
    engine = open_engine(RetrievalSettings(data_dir=tmp_path / "db"), durable=True)
    migrate(engine)
    made = Moody(engine)
    made.entered, made.go_on = threading.Event(), threading.Event()
    made.go_on.set()
    yield made
    engine.dispose()


def prices(ids: Sequence[str]) -> Mapping[str, float | None]:
    return {key: 5.0 for key in ids if key != "unknown"}


def opened(store: Moody, folder: Path) -> EventLog:
    return EventLog(store, SqlRankingStore(store._reader), prices, Spool(folder), lambda: NOW)


@pytest.fixture
def log(store: Moody, tmp_path: Path) -> Iterator[EventLog]:
    made = opened(store, tmp_path)
    yield made
    store.go_on.set()
    made.close()


def event(number: int, **fields: object) -> Event:
    base = {"event_id": f"e{number}", "type": "click", "product_id": "p1", "occurred_at": NOW}
    return Event.model_validate({**base, **fields})


def test_what_is_acknowledged_is_there(log: EventLog, store: Moody) -> None:
    done = log.append([event(1), event(2, product_id="unknown"), event(1)])
    assert (done.accepted, done.duplicates, dict(done.marks)) == (2, 1, {"unknown_product": 1})
    assert not done.waiting
    assert [each.price for each in store.after(0)] == [5.0, None]
    again = log.append([event(1), event(3, ranking_id="never")])
    assert (again.accepted, again.duplicates, dict(again.marks)) == (1, 1, {"unknown_ranking": 1})


def test_what_waits_meanwhile_is_one_commit_and_an_id_in_it_counts_once(log: EventLog, store: Moody) -> None:
    store.go_on.clear()
    first = log.submit([event(0)])
    assert store.entered.wait(30)
    others = [log.submit([event(number), event(99)]) for number in range(1, 50)]
    store.go_on.set()
    assert first.result(30).accepted == 1
    results = [each.result(30) for each in others]
    assert sum(each.accepted for each in results) == 50
    assert results[0].accepted == 2
    assert store.commits == 2


def test_while_the_store_is_gone_events_wait_on_disk(log: EventLog, store: Moody, tmp_path: Path) -> None:
    store.gone = True
    done = log.append([event(1), event(2)])
    assert done.waiting
    assert done.accepted == 2
    assert log.spooled == 2
    store.gone = False
    # The next commit empties the disk too, and what came twice is there once.
    log.append([event(2), event(3)])
    log.close()
    assert sorted(each.sequence for each in store.after(0)) == [1, 2, 3]
    assert not list((tmp_path / "events-waiting").glob("*.jsonl"))


def test_they_are_drained_without_a_further_event(
    store: Moody, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(event_log, "DRAIN_SECONDS", 0.05)
    log = opened(store, tmp_path)
    store.gone = True
    log.append([event(1)])
    store.gone = False
    waited = threading.Event()
    for _ in range(600):
        if log.spooled == 0:
            break
        waited.wait(0.05)
    assert len(store.after(0)) == 1
    log.close()


def test_what_a_dead_process_left_is_taken_up_by_the_next(store: Moody, tmp_path: Path) -> None:
    left = Spool(tmp_path)
    left.add([KeptEvent(event(1), NOW.timestamp(), NOW.timestamp(), 3.5, ("late",))])
    left.close()
    (file,) = (tmp_path / "events-waiting").glob("*.jsonl")
    with file.open("ab") as out:
        out.write(b'{"event": {"event_id": "cut')
    log = opened(store, tmp_path)
    log.append([event(2)])
    log.close()
    found = store.after(0)
    assert [(each.price, each.marks) for each in found] == [(5.0, ()), (3.5, ("late",))]


def test_the_file_of_a_living_process_is_left_alone(store: Moody, tmp_path: Path) -> None:
    living = Spool(tmp_path)
    living.add([KeptEvent(event(1), 0.0, 0.0)])
    taken: list[KeptEvent] = []
    # A lock is per process: another one tries.
    script = (
        "import sys; from pathlib import Path; from retrieval.feedback.spool import Spool;"
        "print(Spool(Path(sys.argv[1])).drain(lambda kept: None))"
    )
    out = subprocess.run(
        [sys.executable, "-c", script, str(tmp_path)], capture_output=True, text=True, check=True
    )
    assert out.stdout.strip() == "0"
    assert living.drain(taken.extend) == 1
    living.close()


def test_more_than_memory_should_hold_is_refused(
    log: EventLog, store: Moody, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(event_log, "WAITING_MOST", 10)
    store.go_on.clear()
    log.submit([event(0)])
    assert store.entered.wait(30)
    kept = log.submit([event(number) for number in range(1, 8)])
    with pytest.raises(EventsRefused):
        log.submit([event(number) for number in range(8, 16)])
    store.go_on.set()
    assert kept.result(30).accepted == 7


def test_a_closed_log_takes_no_more_and_has_stored_all(store: Moody, tmp_path: Path) -> None:
    log = opened(store, tmp_path)
    waiting = [log.submit([event(number)]) for number in range(20)]
    log.close()
    assert all(each.result(0).accepted == 1 for each in waiting)
    with pytest.raises(EventsRefused):
        log.submit([event(99)])


def test_neither_store_nor_disk(log: EventLog, store: Moody, tmp_path: Path) -> None:
    store.gone = True
    (tmp_path / "events-waiting").write_text("not a folder")
    with pytest.raises(StorageUnavailable):
        log.append([event(1)])
    store.gone = False
    assert log.append([event(1)]).accepted == 1
