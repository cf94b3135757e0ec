"""How many events a server takes, each on the disk before it is acknowledged."""

from __future__ import annotations

import http.client
import sqlite3
import threading
import time
import uuid
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlsplit

import orjson

from eval.bench.importing import measure_import
from eval.bench.server import serving
from eval.catalog import read_products
from eval.errors import BenchFailed
from eval.report.report import AISLE, Report
from eval.statistics import Estimate, once, quantile_of

SENDERS = 32
BATCH = 20
NAIVE = "a commit per event"
_TYPES = ("impression", "impression", "impression", "view", "click", "add_to_cart", "purchase")
_NAIVE_EVENTS = 500


def metrics() -> list[str]:
    """Every metric that a report has."""
    return [
        f"{name}_{kind}"
        for kind in ("single", "batch")
        for name in ("events_per_s", "acknowledged_p50_ms", "acknowledged_p99_ms")
    ]


def measure_events(catalog: Path, count: int) -> Report:
    """``count`` events one by one, then as many in requests of ``BATCH``, from ``SENDERS`` connections.

    Beside them SQLite alone with a commit on the disk for every event, without any server.

    Raises:
        BenchFailed: the server did not start, or did not acknowledge an event.
    """
    with TemporaryDirectory(prefix="aisle-eval-", ignore_cleanup_errors=True) as folder:
        data_dir = Path(folder)
        measure_import(catalog, data_dir)
        ids = [product.product_id for product in read_products(catalog)]
        naive = _naive(data_dir / "naive.db")
        with serving(data_dir) as url:
            found: dict[str, Estimate] = {}
            for kind, size in (("single", 1), ("batch", BATCH)):
                bodies = _bodies(ids, count, size)
                seconds, taken = _sent(url, bodies)
                found[f"events_per_s_{kind}"] = once(len(bodies) * size / seconds)
                found[f"acknowledged_p50_ms_{kind}"] = quantile_of(taken, 0.5)
                found[f"acknowledged_p99_ms_{kind}"] = quantile_of(taken, 0.99)
    rate = found["events_per_s_single"].mean
    return Report(
        title=f"POST /v1/events, {count:,} events, {SENDERS} connections",
        systems={AISLE: found, NAIVE: {"events_per_s_single": once(naive)}},
        n=count,
        config={"senders": SENDERS, "batch": BATCH},
        notes=(f"One by one: {rate / naive:.1f} times what a commit on the disk per event reaches.",),
    )


def _bodies(ids: Sequence[str], count: int, size: int) -> list[bytes]:
    now = datetime.now(UTC).isoformat()
    events = [
        {
            "event_id": uuid.uuid4().hex,
            "type": _TYPES[number % len(_TYPES)],
            "product_id": ids[number % len(ids)],
            "session_id": f"s{number % 997}",
            "surface": "search",
            "occurred_at": now,
        }
        for number in range(count)
    ]
    return [orjson.dumps(events[start : start + size]) for start in range(0, count, size)]


def _sent(url: str, bodies: Sequence[bytes]) -> tuple[float, list[float]]:
    """Seconds in all, and milliseconds until each request was acknowledged."""
    taken: list[float] = []
    refused: list[int] = []
    warm = threading.Barrier(SENDERS + 1)

    def send(mine: Sequence[bytes]) -> None:
        where = urlsplit(url)
        connection = http.client.HTTPConnection(where.hostname or "", where.port, timeout=60)
        connection.connect()
        warm.wait()
        for body in mine:
            started = time.perf_counter()
            connection.request("POST", "/v1/events", body, {"Content-Type": "application/json"})
            answer = connection.getresponse()
            answer.read()
            taken.append((time.perf_counter() - started) * 1000)
            if answer.status != http.client.ACCEPTED:
                refused.append(answer.status)
        connection.close()

    senders = [threading.Thread(target=send, args=(bodies[at::SENDERS],)) for at in range(SENDERS)]
    for sender in senders:
        sender.start()
    warm.wait()
    started = time.perf_counter()
    for sender in senders:
        sender.join()
    seconds = time.perf_counter() - started
    if refused or len(taken) < len(bodies):
        raise BenchFailed(f"POST /v1/events answered {refused[0] if refused else 'nothing'}")
    return seconds, taken


def _naive(path: Path) -> float:
    """Events per second."""
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute("CREATE TABLE events (event_id TEXT PRIMARY KEY, body TEXT)")
    started = time.perf_counter()
    for _ in range(_NAIVE_EVENTS):
        connection.execute("INSERT INTO events VALUES (?, ?)", (uuid.uuid4().hex, "x" * 200))
    seconds = time.perf_counter() - started
    connection.close()
    return _NAIVE_EVENTS / seconds
