"""The console over a small shop with a past, rules of its own and nobody's key."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from retrieval.settings import RetrievalSettings
from tests.api.shop import shop
from tests.api.sse import chat
from tests.browser.visits import Opens, visits
from tests.serving import Serving

RULES = """\
extends = "default"
name = "shop"
[[experiments]]
name = "ratings"
arms = [{ name = "as it is" }, { name = "ratings first", scores = { rating = 0.3 } }]
[[filters.rules]]
name = "No green ones"
drop = 'color == "green"'
"""


@dataclass(frozen=True, slots=True)
class Steered:
    """The server, and what happened in it."""

    serving: Serving
    rules: Path
    ranking_id: str
    session_id: str
    turn_id: str


@pytest.fixture(scope="package")
def steered(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Steered]:
    folder = tmp_path_factory.mktemp("console")
    file = folder / "shop.toml"
    file.write_text(RULES)
    settings = RetrievalSettings(data_dir=folder / "data", rules=file)
    with Serving(folder / "data", shop(), retrieval=settings) as server, server.client() as client:
        seen = chat(client, "a blue kettle under $60")
        client.post("/v1/recommendations", json={"query": "a kettle under $1"})
        ranking = client.post("/v1/recommendations", json={"query": "kettle", "limit": 5}).json()
        events = [
            {
                "event_id": f"{kind}-{item['rank']}",
                "type": kind,
                "product_id": item["product"]["product_id"],
                "session_id": "s_shopper",
                "ranking_id": ranking["ranking_id"],
                "position": item["rank"],
                "occurred_at": server.house.retrieval.clock().isoformat(),
            }
            for item in ranking["items"]
            for kind in (("impression", "click", "purchase") if item["rank"] == 1 else ("impression",))
        ]
        assert client.post("/v1/events", json=events).status_code == 202
        first = seen[0].data
        yield Steered(server, file, ranking["ranking_id"], first["session_id"], first["turn_id"])


@pytest.fixture
def opens(browser: Browser, steered: Steered) -> Iterator[Opens]:
    """See :func:`tests.browser.visits.visits`."""
    with visits(browser, steered.serving.url) as opened:
        yield opened
