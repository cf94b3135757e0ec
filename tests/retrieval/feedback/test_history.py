"""History from files: every good row once, whatever the spelling; broken rows with their line and reason."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import orjson
import pytest

from retrieval.errors import FeedError
from retrieval.feedback.importing import EventImport, import_events
from retrieval.feedback.log import EventLog
from retrieval.feedback.spool import Spool
from retrieval.settings import RetrievalSettings
from retrieval.storage.engine import open_engine
from retrieval.storage.events import SqlEventStore
from retrieval.storage.migrate import migrate
from retrieval.storage.rankings import SqlRankingStore
from retrieval.types import Happened


class Shop:
    """An event log over a fresh database."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.engine = open_engine(RetrievalSettings(data_dir=folder / "data"), durable=True)
        migrate(self.engine)
        self.store = SqlEventStore(self.engine)
        self.log = EventLog(
            self.store,
            SqlRankingStore(self.engine),
            lambda ids: {key: 2.5 for key in ids if key != "gone"},
            Spool(folder / "data"),
            lambda: datetime(2026, 3, 1, tzinfo=UTC),
        )

    def bring_in(self, content: bytes, name: str = "history.csv") -> EventImport:
        path = self.folder / name
        path.write_bytes(content)
        return import_events(
            path, lambda batch: self.log.append(batch, imported=True), data_dir=self.folder / "data"
        )

    def all(self) -> list[Happened]:
        return list(self.store.between(0, 1e12))


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Shop]:
    made = Shop(tmp_path)
    yield made
    made.log.close()
    made.engine.dispose()


CSV = b"""user_id,product_id,event,timestamp,quantity,order_id
u1,p1,purchase,1291191960,6,536365
u1,p1,purchase,1291191960,6,536365
u1,p2,Add to Cart,2010-12-01T08:26:00Z,,
u2,gone,view,1291191960000,,
u2,p1,wave,1291191960,,
u2,,click,1291191960,,
u2,p1,click,yesterday,,
"""


def test_rows_become_events_and_bad_ones_are_set_aside(shop: Shop) -> None:
    done = shop.bring_in(CSV)
    assert (done.read, done.added, done.known, done.rejected) == (7, 4, 0, 3)
    assert done.marks == {"unknown_product": 1}
    found = shop.all()
    assert [(each.user_id, each.product_id, each.type, each.value, each.price) for each in found] == [
        ("u1", "p1", "purchase", 6.0, 2.5),
        ("u1", "p1", "purchase", 6.0, 2.5),
        ("u1", "p2", "add_to_cart", None, 2.5),
        ("u2", "gone", "view", None, None),
    ]
    assert {each.occurred_at for each in found} == {1291191960.0}
    assert found[3].marks == ("imported", "unknown_product")
    assert done.rejects_path is not None
    rejects = [orjson.loads(line) for line in done.rejects_path.read_bytes().splitlines()]
    assert [row["line"] for row in rejects] == [6, 7, 8]
    assert "product_id is needed" in rejects[1]["reason"]


def test_importing_again_adds_nothing_and_a_longer_file_what_is_new(shop: Shop) -> None:
    shop.bring_in(CSV)
    again = shop.bring_in(CSV)
    assert (again.added, again.known) == (0, 4)
    more = shop.bring_in(CSV + b"u3,p1,review,1291191961,4,\n")
    assert (more.added, more.known) == (1, 4)
    assert shop.all()[-1].value == 4.0


def test_a_packed_file_and_lines_of_the_contract(shop: Shop) -> None:
    lines = [
        {"event_id": "mine", "type": "click", "product_id": "p1", "occurred_at": "2025-01-01T00:00:00Z"},
        {"type": "view", "product_id": "p1", "session_id": "s", "occurred_at": 1_735_689_600},
    ]
    content = b"\n".join(map(orjson.dumps, lines)) + b"\n{broken\n[1]\n"
    done = shop.bring_in(gzip.compress(content, mtime=0), "history.jsonl.gz")
    assert (done.added, done.rejected) == (2, 2)
    assert [each.type for each in shop.all()] == ["click", "view"]


def test_other_shops_words_for_the_columns(shop: Shop) -> None:
    done = shop.bring_in(b"timestamp;visitorid;event;itemid\n1433221332117;7;transaction;355908\n")
    assert done.added == 1
    (found,) = shop.all()
    assert (found.user_id, found.product_id, found.type) == ("7", "355908", "purchase")
    assert found.occurred_at == pytest.approx(1433221332.117)


@pytest.mark.parametrize("content", [b"a,b\n1,2\n", b"\xff\xfe\x00"], ids=["other columns", "no text"])
def test_a_file_that_holds_no_events_is_refused(shop: Shop, content: bytes) -> None:
    with pytest.raises(FeedError, match="user_id, product_id, event and timestamp"):
        shop.bring_in(content)


def test_an_empty_file_is_no_history_and_no_error(shop: Shop) -> None:
    assert shop.bring_in(b"").read == 0
