"""The scripted model as a server: a real uvicorn on a real port, in a thread of its own."""

from __future__ import annotations

import fcntl
import socket
import struct
import termios
import threading
import time
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from types import TracebackType
from typing import Any

import uvicorn

from tests.chroma_server import closed_port

from .app import App
from .chat_request import purpose_of
from .profiles import Profile, profile_named
from .recorded import RecordedRequest
from .script import Body, Matcher, Script

_RESET = struct.pack("ii", 1, 0)  # SO_LINGER on, zero seconds: close() sends RST


class ScriptedModel:
    """`with ScriptedModel(profile="hosted") as server:` then talk to `server.base_url`.

    Stopped and started again it comes back on the same port.

    The script of a request is the first in the queue (`next`) that is meant for it, else the newest standing
    rule (`when`) that matches it, else the default of its purpose (`default`), else the default answer.
    """

    def __init__(
        self,
        *,
        profile: str | Profile = "instant",
        port: int = 0,
        purpose_of: Callable[[Body], str] = purpose_of,
    ) -> None:
        self.profile = profile_named(profile)
        self.port = port
        self.closing = False
        self.problems: list[Exception] = []
        self._purpose_of = purpose_of
        self._changed = threading.Condition()
        self._queue: deque[tuple[str | None, Matcher | None, Script]] = deque()
        self._rules: list[tuple[Matcher, Script]] = []
        self._defaults: dict[str, Script] = {}
        self._requests: list[RecordedRequest] = []
        self._server: uvicorn.Server | None = None
        self._thread: threading.Thread | None = None

    @property
    def base_url(self) -> str:
        return f"http://127.0.0.1:{self.port}/v1"

    # -- programming ---------------------------------------------------------------------------------------

    def next(self, *scripts: Script, purpose: str | None = None, when: Matcher | None = None) -> None:
        """Queue scripts, one request each; with a purpose or a matcher they wait for such a request."""
        with self._changed:
            self._queue.extend((purpose, when, script) for script in scripts)

    def when(self, matcher: Matcher, script: Script) -> None:
        """A standing rule: every request that matches gets this script."""
        with self._changed:
            self._rules.insert(0, (matcher, script))

    def default(self, purpose: str, script: Script) -> None:
        with self._changed:
            self._defaults[purpose] = script

    def reset(self) -> None:
        """Forget scripts and requests; the server stays up."""
        with self._changed:
            self._queue.clear()
            self._rules.clear()
            self._defaults.clear()
            self._requests.clear()

    # -- looking -------------------------------------------------------------------------------------------

    @property
    def requests(self) -> list[RecordedRequest]:
        """All requests so far, in order of arrival."""
        with self._changed:
            return list(self._requests)

    def requests_for(self, purpose: str) -> list[RecordedRequest]:
        return [request for request in self.requests if request.purpose == purpose]

    @property
    def unused(self) -> int:
        """Queued scripts that no request has taken."""
        with self._changed:
            return len(self._queue)

    def wait_for_requests(self, count: int, timeout: float = 60.0) -> list[RecordedRequest]:
        """Block until so many requests have arrived."""
        with self._changed:
            if not self._changed.wait_for(lambda: len(self._requests) >= count, timeout):
                raise TimeoutError(f"{len(self._requests)} of {count} requests after {timeout} s")
            return list(self._requests)

    # -- what the application asks ---------------------------------------------------------------------------

    def record(self, body: Body, headers: dict[str, str]) -> RecordedRequest:
        purpose = self._purpose_of(body)
        with self._changed:
            recorded = RecordedRequest(body, headers, purpose, self._choose(purpose, body))
            self._requests.append(recorded)
            self._changed.notify_all()
        return recorded

    def _choose(self, purpose: str, body: Body) -> Script:
        for entry in self._queue:
            wanted, matcher, script = entry
            if wanted in (None, purpose) and (matcher is None or matcher(body)):
                self._queue.remove(entry)
                return script
        for matcher, script in self._rules:
            if matcher(body):
                return script
        return self._defaults.get(purpose, Script())

    def hang(self, client: tuple[str, int], reset: bool) -> None:
        for connection in self._connections():
            if connection.client == client:
                if reset:
                    transport_socket = connection.transport.get_extra_info("socket")
                    transport_socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)
                    connection.transport.abort()
                else:
                    connection.transport.close()

    def unsent(self, client: tuple[str, int]) -> int:
        """Bytes that were written to this client and not acknowledged yet."""
        for connection in self._connections():
            if connection.client == client:
                # Systems that cannot tell are believed to have sent it all.
                with suppress(OSError):
                    fd = connection.transport.get_extra_info("socket").fileno()
                    (waiting,) = struct.unpack("i", fcntl.ioctl(fd, termios.TIOCOUTQ, bytes(4)))
                    return int(waiting + connection.transport.get_write_buffer_size())
        return 0

    def _connections(self) -> list[Any]:
        return list(self._server.server_state.connections) if self._server else []

    # -- life ----------------------------------------------------------------------------------------------

    def start(self) -> ScriptedModel:
        self.closing = False
        listener = socket.socket()
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(("127.0.0.1", self.port))
        self.port = listener.getsockname()[1]
        config = uvicorn.Config(
            App(self),
            loop="asyncio",
            http="httptools",
            ws="none",
            lifespan="off",
            interface="asgi3",
            log_config=None,
            access_log=False,
            timeout_keep_alive=60,
            timeout_graceful_shutdown=5,
        )
        self._server = server = _Server(config, self._hang_all)
        self._thread = threading.Thread(
            target=server.run, args=([listener],), name="scripted-model", daemon=True
        )
        self._thread.start()
        deadline = time.monotonic() + 60.0
        while not server.started:
            if not self._thread.is_alive() or time.monotonic() > deadline:
                raise RuntimeError("the scripted model did not start")
            time.sleep(0.002)
        return self

    def _hang_all(self) -> None:
        """Nobody waits for a stalled answer once the server goes."""
        self.closing = True
        for connection in self._connections():
            connection.transport.abort()

    def stop(self) -> None:
        if self._server is not None and self._thread is not None:
            self._server.should_exit = True
            self._thread.join(timeout=60.0)
            if self._thread.is_alive():
                raise RuntimeError("the scripted model did not stop")
            self._server = self._thread = None

    def __enter__(self) -> ScriptedModel:
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()
        if self.problems and error is None:
            raise RuntimeError("a script or a matcher failed") from self.problems[0]


class _Server(uvicorn.Server):
    def __init__(self, config: uvicorn.Config, before_shutdown: Callable[[], None]) -> None:
        super().__init__(config)
        self._before_shutdown = before_shutdown

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self._before_shutdown()
        await super().shutdown(sockets)


def closed_port_url() -> str:
    """A base URL where nobody listens: the connection is refused."""
    return f"http://127.0.0.1:{closed_port()}/v1"
