"""A wire between browser and server that can be cut: real connections, really reset."""

from __future__ import annotations

import socket
import struct
import threading
from contextlib import suppress
from typing import Self
from urllib.parse import urlsplit

_RESET = struct.pack("ii", 1, 0)


class Wire:
    """``with Wire(server.url) as wire:`` then use ``wire.url``; ``cut()`` resets what is open now."""

    def __init__(self, url: str) -> None:
        self._to = (urlsplit(url).hostname or "", urlsplit(url).port or 80)
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._listening.getsockname()[1]}"
        self._open: set[socket.socket] = set()
        self._lock = threading.Lock()
        self._down = False
        self._thread = threading.Thread(target=self._accept, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        with suppress(OSError):
            self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()
        self.cut()
        self._thread.join(timeout=5)

    def cut(self, *, down: bool = False) -> int:
        """Resets every connection, how many; ``down``: and every new one, until :meth:`mend`."""
        self._down = down
        with self._lock:
            gone, self._open = self._open, set()
        for side in gone:
            with suppress(OSError):
                side.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)
                side.shutdown(socket.SHUT_RDWR)
            side.close()
        return len(gone) // 2

    @property
    def carries(self) -> bool:
        """Whether any connection is open now."""
        with self._lock:
            return bool(self._open)

    def mend(self) -> None:
        """New connections are let through again."""
        self._down = False

    def _accept(self) -> None:
        while True:
            try:
                near, _ = self._listening.accept()
            except OSError:
                return
            if self._down:
                near.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)
                near.close()
                continue
            try:
                far = socket.create_connection(self._to)
            except OSError:
                near.close()
                continue
            with self._lock:
                self._open |= {near, far}
            for here, there in ((near, far), (far, near)):
                threading.Thread(target=self._pump, args=(here, there), daemon=True).start()

    def _pump(self, here: socket.socket, there: socket.socket) -> None:
        with suppress(OSError):
            while data := here.recv(65_536):
                there.sendall(data)
        for side in (here, there):
            with suppress(OSError):
                side.shutdown(socket.SHUT_RDWR)
            side.close()
        with self._lock:
            self._open -= {here, there}
