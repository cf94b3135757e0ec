"""``aisle serve`` as its users run it: a process of its own on a free loopback port."""

from __future__ import annotations

import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO

import httpx

from eval.bench.installation import command, environment
from eval.errors import BenchFailed

_START_SECONDS = 180.0
_STOP_SECONDS = 15.0


@contextmanager
def serving(data_dir: Path, model_url: str | None = None) -> Iterator[str]:
    """The base URL of a ready server on ``data_dir``; it is stopped afterwards.

    Raises:
        BenchFailed: it ended, or was not ready in time.
    """
    port = _free_port()
    url = f"http://127.0.0.1:{port}"
    with TemporaryFile() as output:
        process = subprocess.Popen(
            command("serve", "--host", "127.0.0.1", "--port", str(port)),
            env=environment(data_dir, model_url),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
        try:
            _wait_until_ready(process, url, output)
            yield url
        finally:
            process.terminate()
            try:
                process.wait(_STOP_SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port: int = listening.getsockname()[1]
        return port


def _wait_until_ready(process: subprocess.Popen[bytes], url: str, output: IO[bytes]) -> None:
    deadline = time.monotonic() + _START_SECONDS
    while time.monotonic() < deadline:
        if process.poll() is not None:
            output.seek(0)
            lines = output.read().decode(errors="replace").strip().splitlines() or ["it said nothing"]
            raise BenchFailed(f"aisle serve ended before it was ready: {lines[-1]}")
        try:
            if httpx.get(f"{url}/readyz", timeout=5).status_code == httpx.codes.OK:
                return
        except httpx.TransportError:
            pass
        time.sleep(0.05)
    raise BenchFailed(f"aisle serve was not ready after {_START_SECONDS:.0f} s")
