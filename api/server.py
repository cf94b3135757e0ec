"""The server that the app runs in: it waits for nobody without end, and ends what it began.

A caller who stops sending a request half-way, or stops taking an answer, is cut off after
``AISLE_READING_TIMEOUT``. Told to stop, the server takes no new turns, lets the running ones go on for a
moment, then has them finished plainly, so that every open stream gets its last event.
"""

from __future__ import annotations

import asyncio
import gc
import socket
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import uvicorn
from starlette.types import ASGIApp
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from api.settings import ApiSettings

SHUTDOWN_SECONDS = 10
"""For everything that is under way when the server is told to stop."""
LONGEST_HEAD = 64 * 1024
"""Bytes of a request line with its headers."""
DRAIN = "drain"
"""In the lifespan's state: what is called, perhaps often, when the server is told to stop."""
SWITCH_SECONDS = 0.001
"""How long a thread that computes (learning from behaviour, an import) may keep a request from its turn.
Python's own is five times as long, and a request waits for it again and again."""


def settle() -> None:
    """Make a process that has opened its shop ready to answer: called once, before the first request."""
    # What is there now stays: a look through all of it for garbage would hold every shopper up for a moment.
    gc.collect()
    gc.freeze()
    sys.setswitchinterval(SWITCH_SECONDS)


class Connection(HttpToolsProtocol):
    """One connection. Neither what a caller sends nor what waits for them may take up memory without end."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Nothing is held back for a caller who does not read but what the system itself buffers."""
        super().connection_made(transport)
        transport.set_write_buffer_limits(high=0)
        self._head = 0
        self._receiving = True
        self._in_head = True
        self._heard = self.loop.time()
        self._waiting = 0
        self._sending: asyncio.TimerHandle | None = None
        self._expecting: asyncio.TimerHandle | None = self._later(self._silent)

    def connection_lost(self, exc: Exception | None) -> None:
        """Also by our own hand."""
        for timer in (self._sending, self._expecting):
            if timer is not None:
                timer.cancel()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """More of a request."""
        self._heard = self.loop.time()
        super().data_received(data)
        if self._in_head and not self.transport.is_closing():
            self._head += len(data)
            if self._head > LONGEST_HEAD:
                self.transport.abort()

    def on_message_begin(self) -> None:
        """A request begins: it has a while for every part of it."""
        super().on_message_begin()
        self._head, self._in_head, self._receiving = 0, True, True
        if self._expecting is None:
            self._expecting = self._later(self._silent)

    def on_headers_complete(self) -> None:
        """Its body may follow."""
        self._in_head = False
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        """All of it is here."""
        self._receiving = False
        if self._expecting is not None:
            self._expecting.cancel()
            self._expecting = None
        super().on_message_complete()

    def shutdown(self) -> None:
        """The server is told to stop: open streams see the end of their turns before they are closed."""
        super().shutdown()
        if DRAIN in self.app_state:
            self.app_state[DRAIN]()

    def pause_writing(self) -> None:
        """Something waits for the caller."""
        super().pause_writing()
        self._waiting = self._unsent()
        if self._sending is None:
            self._sending = self._later(self._stuck)

    def resume_writing(self) -> None:
        """Everything was taken."""
        if self._sending is not None:
            self._sending.cancel()
            self._sending = None
        super().resume_writing()

    def _later(self, then: Callable[[], None]) -> asyncio.TimerHandle:
        assert isinstance(self.config, Config)
        return self.loop.call_later(self.config.reading_timeout, then)

    def _unsent(self) -> int:
        return self.transport.get_write_buffer_size()

    def _stuck(self) -> None:
        if self._unsent() >= self._waiting:
            self.transport.abort()
            return
        self._waiting, self._sending = self._unsent(), self._later(self._stuck)

    def _silent(self) -> None:
        assert isinstance(self.config, Config)
        # Where we do not read on, it is not the caller who is slow.
        if self.flow.read_paused or self.loop.time() - self._heard < self.config.reading_timeout:
            self._expecting = self._later(self._silent)
            return
        self.transport.abort()


class Config(uvicorn.Config):
    """How ``app`` is served, by one process or by each of several."""

    def __init__(self, app: ASGIApp | str, settings: ApiSettings, **given: Any) -> None:
        super().__init__(
            app,
            **{
                "http": Connection,
                "log_config": None,
                "log_level": "warning",
                "access_log": False,
                "server_header": False,
                # Whose X-Forwarded-For is believed is a setting of ours, and nobody's by default.
                "proxy_headers": False,
                "timeout_graceful_shutdown": SHUTDOWN_SECONDS,
                **given,
            },
        )
        self.reading_timeout = settings.reading_timeout


class Server(uvicorn.Server):
    """Says when it answers, and ends well when it is told to."""

    def __init__(self, config: Config, ready: Callable[[], None] | None = None) -> None:
        super().__init__(config)
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """From here on it answers."""
        await super().startup(sockets=sockets)
        if self.started and self._ready is not None:
            self._ready()

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """As the base, but that a process that was told to stop, and did, ends with 0."""
        with super().capture_signals():
            yield
            self._captured_signals.clear()
