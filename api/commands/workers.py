"""Several processes behind one port (``aisle serve --workers N``)."""

from __future__ import annotations

import socket
import sys
import time
from collections.abc import Callable

from starlette.types import ASGIApp
from uvicorn.config import STARTUP_FAILURE
from uvicorn.supervisors.multiprocess import Multiprocess, Process

from agent.settings import AgentSettings
from api.logs import log_to_stderr
from api.server import Config, settle
from api.settings import ApiSettings
from retrieval.errors import AisleError
from retrieval.settings import RetrievalSettings


class Workers(Multiprocess):
    """The first starts by itself: it makes the tables, and what stands in the way is said once."""

    def __init__(
        self, settings: ApiSettings, workers: int, listening: socket.socket, ready: Callable[[], None]
    ) -> None:
        """``ready`` is called when the first answers."""
        super().__init__(Config(f"{__name__}:worker", settings, factory=True, workers=workers), [listening])
        self._ready = ready
        self.failed = False
        """Whether it could not start."""

    def init_processes(self) -> None:
        """As the base, one before the others."""
        first = Process(self.config, self.sockets)
        first.start()
        self.processes.append(first)
        while not first.is_ready(timeout=0.5):
            if self.signal_queue:
                return
            if not first.process.is_alive():
                self.failed = True
                self.should_exit.set()
                return
            time.sleep(0.1)
        self._ready()
        for _ in range(self.processes_num - 1):
            another = Process(self.config, self.sockets)
            another.start()
            self.processes.append(another)


def worker() -> ASGIApp:
    """The app of one worker of several, in a process of its own."""
    from api.app import create_app
    from api.house import open_house

    try:
        settings = ApiSettings.load()
        log_to_stderr(settings.log_format)
        app = create_app(settings, open_house(RetrievalSettings.load(), AgentSettings.load()))
    except AisleError as error:
        print(f"aisle: {error.message}", file=sys.stderr)  # noqa: T201 - as the command itself says it
        sys.exit(STARTUP_FAILURE)
    settle()
    return app
