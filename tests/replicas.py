"""Two ``aisle serve`` processes on one PostgreSQL, one Redis and one Chroma server."""

from __future__ import annotations

import os
import secrets
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path

import httpx

from tests.chroma_server import chroma_server, closed_port
from tests.retrieval.storage.conftest import PATIENT as PATIENT_DATABASE
from tests.retrieval.storage.conftest import postgres_schema
from tests.serving import PATIENT

PATIENCE = 200
UNHURRIED = {
    **{f"AISLE_{name.upper()}": str(value) for name, value in PATIENT.items()},
    "AISLE_DATABASE_TIMEOUT": str(PATIENT_DATABASE),
    "AISLE_INDEX_TIMEOUT": "60",
}
"""Of servers whose haste is not what is tested, nor that of those whom they ask."""


class Process:
    """One ``aisle serve``; what it says goes to ``said``."""

    def __init__(self, folder: Path, environment: Mapping[str, str], *options: str) -> None:
        self.port = closed_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self._log = folder / f"server-{self.port}.log"
        with self._log.open("wb") as out:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "api.cli", "serve", "--port", str(self.port), *options],
                env={**os.environ, "AISLE_DATA_DIR": str(folder / str(self.port)), **environment},
                stdout=out,
                stderr=subprocess.STDOUT,
            )

    def wait(self) -> None:
        """Until it answers."""
        give_up = time.monotonic() + PATIENCE
        while True:
            try:
                if httpx.get(f"{self.url}/healthz", timeout=30, verify=False).status_code == 200:
                    return
            except httpx.TransportError:
                if self._process.poll() is not None or time.monotonic() > give_up:
                    raise RuntimeError(f"the server did not start:\n{self.said}") from None
                time.sleep(0.1)

    @property
    def said(self) -> str:
        """Everything it wrote so far."""
        return self._log.read_text()

    @property
    def code(self) -> int | None:
        """Its exit code; None while it runs."""
        return self._process.poll()

    def client(self, key: str | None = None) -> httpx.Client:
        """A plain HTTP client of this process; close it."""
        headers = {"Authorization": f"Bearer {key}"} if key else {}
        return httpx.Client(base_url=self.url, headers=headers, timeout=100, verify=False)

    def kill(self) -> None:
        """At once, without a word."""
        self._process.kill()
        self._process.wait(timeout=PATIENCE)

    def tell_to_stop(self) -> None:
        """It need not be over yet."""
        self._process.send_signal(signal.SIGTERM)

    def stop(self) -> int:
        """Told to stop; its exit code."""
        self.tell_to_stop()
        return self.ended()

    def ended(self) -> int:
        """Its exit code, once it is over."""
        return self._process.wait(timeout=PATIENCE)

    def end(self) -> None:
        """However it stands."""
        if self._process.poll() is None:
            self.stop()


@contextmanager
def serving(folder: Path, **settings: str) -> Iterator[Process]:
    """One process by itself."""
    process = Process(folder, {f"AISLE_{name.upper()}": value for name, value in settings.items()})
    try:
        process.wait()
        yield process
    finally:
        process.end()


@contextmanager
def replicas(folder: Path, redis_url: str, **settings: str) -> Iterator[tuple[Process, Process]]:
    """Both, ready. ``settings`` without their ``AISLE_``."""
    with ExitStack() as stack:
        shared = {
            **UNHURRIED,
            "AISLE_DATABASE_URL": stack.enter_context(postgres_schema()),
            "AISLE_CHROMA_URL": stack.enter_context(chroma_server(folder / "chroma")),
            "AISLE_REDIS_URL": redis_url,
            **{f"AISLE_{name.upper()}": value for name, value in settings.items()},
        }
        first = Process(folder, shared)
        stack.callback(first.end)
        first.wait()  # it makes the tables
        second = Process(folder, shared)
        stack.callback(second.end)
        second.wait()
        yield first, second


def unique(prefix: str) -> str:
    """Nobody's: Redis remembers those of earlier runs."""
    return f"{prefix}{secrets.token_hex(8)}"
