"""The real app on a real port, in a thread of its own."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Self

import httpx

from agent.settings import AgentSettings
from api.app import create_app
from api.house import House, open_house
from api.server import Config, Server
from api.settings import ApiSettings
from api.telemetry.watch import Telemetry
from retrieval.settings import RetrievalSettings
from retrieval.types import Product

PATIENT: dict[str, float] = {
    "rerank_budget": 60.0,
    "understand_budget": 60.0,
    "first_token_timeout": 60.0,
    "silence_timeout": 60.0,
    "total_timeout": 120.0,
    "reader_grace": 60.0,
}
"""Settings of an agent whose haste is not what is tested: machines can be slow."""


def wait_until(there: Callable[[], object], patience: float = 100.0) -> None:
    """Returns once it is so; fails where it does not come to be."""
    give_up = time.monotonic() + patience
    while not there():
        assert time.monotonic() < give_up, f"not within {patience:g} s"
        time.sleep(0.02)


class Serving:
    """``with Serving(tmp_path, products) as server:`` then talk to ``server.url``."""

    def __init__(
        self,
        data_dir: Path,
        products: list[Product] | None = None,
        *,
        settings: ApiSettings | None = None,
        agent: AgentSettings | None = None,
        retrieval: RetrievalSettings | None = None,
        telemetry: Telemetry | None = None,
    ) -> None:
        self._settings = settings or ApiSettings()
        self._listening = socket.socket()
        self._listening.bind(("127.0.0.1", 0))
        self._listening.listen(128)
        self.url = f"http://127.0.0.1:{self._listening.getsockname()[1]}"
        self.house: House = open_house(
            retrieval or RetrievalSettings(data_dir=data_dir),
            agent or AgentSettings(llm=None),
            "tests",
            telemetry,
        )
        if products:
            self.house.retrieval.writer.put(products)
        self.app = create_app(self._settings, self.house)
        config = Config(self.app, self._settings, timeout_graceful_shutdown=2, timeout_keep_alive=60)
        self._server = Server(config)
        self._thread = threading.Thread(target=self._server.run, args=([self._listening],), daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        while not self._server.started:
            if not self._thread.is_alive():
                raise RuntimeError("the server did not start")
            time.sleep(0.01)
        self.house.announce(self.url)
        return self

    def __exit__(self, *_: object) -> None:
        self._server.should_exit = True
        self._thread.join(timeout=100)

    @property
    def connections(self) -> set[object]:
        """Those that are open now, as the server sees them."""
        return set(self._server.server_state.connections)

    def client(self, key: str | None = None) -> httpx.Client:
        """A plain HTTP client of this server; close it."""
        headers = {"Authorization": f"Bearer {key}"} if key else {}
        # Nothing is encrypted here, and to read the certificates of the world takes longer than most answers.
        return httpx.Client(base_url=self.url, headers=headers, timeout=60, verify=False)
