"""A real Chroma server on a free loopback port, for as long as a ``with`` lasts."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

PATIENCE = 100


_KEPT: list[socket.socket] = []


def closed_port() -> int:
    """A port on which nothing listens, and nobody will but who is told of it.

    It stays bound here: the system gives it to nobody else, and a server that asks for it may listen there.
    """
    kept = socket.socket()
    kept.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    kept.bind(("127.0.0.1", 0))
    _KEPT.append(kept)
    port: int = kept.getsockname()[1]
    return port


class ChromaServer:
    """One that can be killed, frozen and started again at the same place."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._port = closed_port()
        self._process: subprocess.Popen[bytes] | None = None
        self.url = f"http://127.0.0.1:{self._port}"

    def start(self) -> None:
        """Returns once it answers."""
        chroma = Path(sys.executable).with_name("chroma")
        self._process = subprocess.Popen(
            [
                *(str(chroma), "run", "--path", str(self._folder)),
                *("--host", "127.0.0.1", "--port", str(self._port)),
            ],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        _wait(self._process, f"{self.url}/api/v2/heartbeat")

    def kill(self) -> None:
        """Gone in the middle of whatever it does."""
        self._end(signal.SIGKILL)

    def freeze(self) -> None:
        """It takes connections and answers nothing. Returns once none of its threads runs on."""
        process = self._running()
        process.send_signal(signal.SIGSTOP)
        _, status = os.waitpid(process.pid, os.WUNTRACED)
        assert os.WIFSTOPPED(status)

    def thaw(self) -> None:
        self._running().send_signal(signal.SIGCONT)

    def stop(self) -> None:
        if self._process is not None and self._process.poll() is None:
            self.thaw()
            self._end(signal.SIGTERM)

    def _end(self, how: signal.Signals) -> None:
        process = self._running()
        process.send_signal(how)
        process.wait(timeout=PATIENCE)

    def _running(self) -> subprocess.Popen[bytes]:
        assert self._process is not None
        return self._process


@contextmanager
def chroma_server(folder: Path) -> Iterator[str]:
    """Its URL, once it answers."""
    server = ChromaServer(folder)
    server.start()
    try:
        yield server.url
    finally:
        server.stop()


def _wait(process: subprocess.Popen[bytes], url: str) -> None:
    give_up = time.monotonic() + PATIENCE
    while True:
        try:
            with urlopen(url, timeout=5):
                return
        except (URLError, ConnectionError, TimeoutError):
            if process.poll() is not None or time.monotonic() > give_up:
                raise RuntimeError(f"the Chroma server did not start (exit code {process.poll()})") from None
            time.sleep(0.1)
