"""A TCP proxy on loopback that can be cut (every connection breaks, and new ones are refused) and frozen
(everything is taken, and nothing comes)."""

from __future__ import annotations

import socket
import threading
from contextlib import suppress
from typing import Self


class Cuttable:
    """``with Cuttable("127.0.0.1", 5432) as proxy:`` then connect to ``proxy.port``."""

    def __init__(self, host: str, port: int) -> None:
        self._target = (host, port)
        self._listener = _bound(0)
        self.port: int = self._listener.getsockname()[1]
        self._lock = threading.Lock()
        self._open: list[socket.socket] = []
        self._threads: list[threading.Thread] = []
        self._flows = threading.Event()
        self._flows.set()

    def __enter__(self) -> Self:
        self._listen()
        return self

    def __exit__(self, *_: object) -> None:
        self.cut()
        self.thaw()
        for thread in self._threads:
            thread.join(timeout=10)

    def cut(self) -> None:
        """Whoever talks is interrupted; whoever comes is refused."""
        # Closing alone would leave a thread in accept; waking it first ends it.
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        with self._lock:
            broken, self._open = self._open, []
        for each in broken:
            with suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)
            each.close()

    def mend(self) -> None:
        """New connections go through again, at the same place."""
        self._listener = _bound(self.port)
        self._listen()

    def freeze(self) -> None:
        """Connections stand and new ones are taken, and not a byte goes through."""
        self._flows.clear()

    def thaw(self) -> None:
        """Everything that was held back goes through."""
        self._flows.set()

    def _listen(self) -> None:
        self._listener.listen(64)
        self._run(self._accept, self._listener)

    def _accept(self, listener: socket.socket) -> None:
        with suppress(OSError):
            while True:
                near, _ = listener.accept()
                far = socket.create_connection(self._target, timeout=10)
                far.settimeout(None)
                with self._lock:
                    self._open += [near, far]
                self._run(self._pump, near, far)
                self._run(self._pump, far, near)

    def _pump(self, source: socket.socket, sink: socket.socket) -> None:
        with suppress(OSError):
            while data := source.recv(65536):
                self._flows.wait()
                sink.sendall(data)
        for end in (source, sink):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)

    def _run(self, target: object, *args: socket.socket) -> None:
        thread = threading.Thread(target=target, args=args, daemon=True)  # type: ignore[arg-type]
        self._threads.append(thread)
        thread.start()


def _bound(port: int) -> socket.socket:
    listener = socket.socket()
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind(("127.0.0.1", port))
    return listener
