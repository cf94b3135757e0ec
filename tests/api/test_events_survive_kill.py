"""``kill -9`` while ten thousand events come in: what was acknowledged is there, exactly once."""

from __future__ import annotations

import os
import random
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest
from sqlalchemy import select

from retrieval.settings import RetrievalSettings
from retrieval.storage import tables
from retrieval.storage.engine import open_engine
from tests.examples import DEEP

EVENTS = 10_000
BATCH = 20
SENDERS = 4


@contextmanager
def serving(data_dir: Path) -> Iterator[tuple[subprocess.Popen[bytes], str]]:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("AISLE_")}
    process = subprocess.Popen(
        [sys.executable, "-c", "from api.cli import main; main()", "serve", "--port", str(port)],
        env={**environment, "AISLE_DATA_DIR": str(data_dir), "AISLE_LIMIT_ADDRESS": "900000/second"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    url = f"http://127.0.0.1:{port}"
    try:
        while True:
            if process.poll() is not None:
                raise RuntimeError("the server ended before it was ready")
            try:
                if httpx.get(f"{url}/healthz", timeout=30).status_code == 200:
                    break
            except httpx.TransportError:
                time.sleep(0.05)
        yield process, url
    finally:
        process.kill()
        process.wait()


def batches() -> list[list[dict[str, object]]]:
    now = datetime.now(UTC).isoformat()
    events: list[dict[str, object]] = [
        {
            "event_id": f"e{number:05}",
            "type": ("impression", "view", "click", "purchase")[number % 4],
            "product_id": f"p{number % 100}",
            "session_id": f"s{number % 300}",
            "occurred_at": now,
        }
        for number in range(EVENTS)
    ]
    return [events[start : start + BATCH] for start in range(0, EVENTS, BATCH)]


def send(
    url: str, parts: list[list[dict[str, object]]], acknowledged: set[str], enough: threading.Event
) -> None:
    """Batches until the server is gone; of each that was answered, its ids."""
    with httpx.Client(base_url=url, timeout=200) as client:
        for part in parts:
            try:
                answer = client.post("/v1/events", json=part)
            except httpx.TransportError:
                return
            assert answer.status_code == 202
            acknowledged.update(str(event["event_id"]) for event in part)
            if len(acknowledged) >= EVENTS // 10:
                enough.set()


def stored(data_dir: Path) -> list[str]:
    engine = open_engine(RetrievalSettings(data_dir=data_dir))
    try:
        with engine.connect() as connection:
            return list(connection.execute(select(tables.events.c.event_id)).scalars())
    finally:
        engine.dispose()


def send_all(url: str, acknowledged: set[str], enough: threading.Event) -> list[threading.Thread]:
    parts = batches()
    senders = [
        threading.Thread(target=send, args=(url, parts[at::SENDERS], acknowledged, enough))
        for at in range(SENDERS)
    ]
    for sender in senders:
        sender.start()
    return senders


@pytest.mark.timeout(900)
@pytest.mark.parametrize("seed", range(20 if DEEP else 1))
def test_a_kill_loses_nothing_that_was_acknowledged(tmp_path: Path, seed: int) -> None:
    acknowledged: set[str] = set()
    enough = threading.Event()
    with serving(tmp_path) as (process, url):
        senders = send_all(url, acknowledged, enough)
        assert enough.wait(300)
        time.sleep(random.Random(seed).uniform(0, 0.8))
        process.send_signal(signal.SIGKILL)
        for sender in senders:
            sender.join()
    there = stored(tmp_path)
    assert len(there) == len(set(there))
    assert acknowledged <= set(there)
    assert len(acknowledged) >= EVENTS // 10

    # Whoever was not answered sends again, after the restart; so do those who were.
    again: set[str] = set()
    with serving(tmp_path) as (_, url):
        for sender in send_all(url, again, threading.Event()):
            sender.join()
    assert len(again) == EVENTS
    assert sorted(stored(tmp_path)) == [f"e{number:05}" for number in range(EVENTS)]
