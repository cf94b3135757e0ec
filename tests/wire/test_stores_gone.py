"""Chroma or the database killed under a running server: lists go on, say so, and recover by themselves."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest
from pydantic import SecretStr

from retrieval.errors import StorageUnavailable
from retrieval.settings import RetrievalSettings
from retrieval.storage.events import SqlEventStore
from tests.api.shop import shop
from tests.api.sse import Seen, events
from tests.chroma_server import ChromaServer
from tests.cuttable import Cuttable
from tests.retrieval.storage.conftest import PATIENT, postgres_schema, postgres_url
from tests.serving import Serving
from tests.wire.fault_stage import assert_whole, cards

PATIENCE = 60.0
NO_MODEL = {("rerank", "no_model"), ("narrate", "no_model")}


def ask(client: httpx.Client, message: str = "a blue kettle") -> list[Seen]:
    with client.stream("POST", "/v1/chat", json={"message": message}) as response:
        assert response.status_code == 200
        return list(events(response))


def degraded(seen: list[Seen]) -> set[tuple[str, str]]:
    found = [(event.data["part"], event.data["reason"]) for event in seen if event.event == "degraded"]
    assert len(set(found)) == len(found), "told twice"
    return set(found) - NO_MODEL


def once(holds: Callable[[], bool]) -> None:
    """Returns as soon as it holds."""
    give_up = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < give_up, "it never came to that"
        time.sleep(0.05)


def whole(client: httpx.Client) -> list[Seen]:
    """A turn that lacks nothing: on a busy machine a store may be late of itself."""
    asked: list[list[Seen]] = []

    def lacks_nothing() -> bool:
        asked.append(ask(client))
        return degraded(asked[-1]) == set()

    once(lacks_nothing)
    return asked[-1]


def got(client: httpx.Client, path: str) -> dict[str, Any]:
    """What is there, as soon as the database tells."""
    found: list[httpx.Response] = []

    def told() -> bool:
        found.append(client.get(path))
        return found[-1].status_code == 200

    once(told)
    body: dict[str, Any] = found[-1].json()
    return body


@pytest.fixture(scope="module")
def chroma(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ChromaServer]:
    server = ChromaServer(tmp_path_factory.mktemp("chroma"))
    server.start()
    yield server
    server.stop()


@contextmanager
def beside_chroma(
    chroma: ChromaServer, folder: Path, *, asked: bool, patience: float
) -> Iterator[httpx.Client]:
    """A shop whose vectors are on a server; ``asked``: as large shops do, it finds the nearest there."""
    retrieval = RetrievalSettings(data_dir=folder, chroma_url=chroma.url, index_timeout=patience)
    with Serving(folder, shop(), retrieval=retrieval) as server, server.client() as client:
        if asked:
            server.house.retrieval.planner._scanned = 0
        yield client


@pytest.mark.parametrize("asked", [True, False], ids=["large", "small"])
def test_chroma_killed_and_started_again(chroma: ChromaServer, tmp_path: Path, asked: bool) -> None:
    with beside_chroma(chroma, tmp_path, asked=asked, patience=PATIENCE) as client:
        before = whole(client)
        chroma.kill()
        try:
            if not asked:
                once(lambda: degraded(ask(client)) != set())
            for _ in range(3):
                seen = ask(client)
                assert_whole(seen, cards(before))
                assert degraded(seen) == {("retrieval", "unavailable")}
            body = client.get("/v1/products/kettle-1/similar").json()
            assert body["items"]
            assert body["degraded"] == [{"part": "retrieval", "reason": "unavailable"}]
            ready = client.get("/readyz")
            assert (ready.status_code, ready.json()["index"]) == (200, "unavailable")
        finally:
            chroma.start()
        assert cards(whole(client)) == cards(before)


def test_chroma_too_slow(chroma: ChromaServer, tmp_path: Path) -> None:
    with beside_chroma(chroma, tmp_path, asked=True, patience=0.4) as client:
        before = whole(client)
        chroma.freeze()
        try:
            seen = ask(client)
            assert_whole(seen, cards(before))
            assert degraded(seen) == {("retrieval", "timeout")}
        finally:
            chroma.thaw()
        whole(client)


@contextmanager
def beside_postgresql(folder: Path, patience: float) -> Iterator[tuple[Serving, Cuttable]]:
    with postgres_schema() as url:
        parts = urlsplit(postgres_url())
        host, port = parts.hostname or "127.0.0.1", parts.port or 5432
        with Cuttable(host, port) as proxy:
            through = url.replace(f"{host}:{port}", f"127.0.0.1:{proxy.port}")
            retrieval = RetrievalSettings(
                data_dir=folder, database_url=SecretStr(through), database_timeout=patience
            )
            with Serving(folder, shop(), retrieval=retrieval) as server:
                yield server, proxy


@pytest.mark.parametrize("way", ["cut", "frozen"])
@pytest.mark.postgres
def test_the_database_gone_and_back(tmp_path: Path, way: str) -> None:
    """Frozen it takes connections and acknowledges what it is sent, and answers nothing."""
    patience = PATIENT if way == "cut" else 2.0
    with beside_postgresql(tmp_path, patience) as (server, proxy), server.client() as client:
        before = whole(client)
        listed = client.post("/v1/recommendations", json={"user_id": "ada", "explain": "plain"}).json()

        (proxy.cut if way == "cut" else proxy.freeze)()
        meanwhile = [ask(client) for _ in range(2)]
        for seen in meanwhile:
            assert_whole(seen, cards(before))
            assert degraded(seen) == {("events", "unavailable")}
        again = client.post("/v1/recommendations", json={"user_id": "ada", "explain": "plain"}).json()
        assert ids(again) == ids(listed)
        assert {"part": "events", "reason": "unavailable"} in again["degraded"]
        similar = client.get("/v1/products/kettle-1/similar").json()
        assert similar["degraded"] == [{"part": "events", "reason": "unavailable"}]
        ready = client.get("/readyz")
        assert (ready.status_code, ready.json()["database"]) == (200, "unavailable")
        assert client.post("/v1/events", json=click()).status_code == 202
        assert server.house.retrieval.events.spooled == 1

        (proxy.mend if way == "cut" else proxy.thaw)()
        whole(client)
        once(lambda: server.house.retrieval.events.spooled == 0)
        once(lambda: stored(server) == ["kettle-3"])
        # The lists of that time are kept as if nothing had been, with the turns that they were served in.
        once(lambda: server.house.retrieval.records.waiting == 0)
        for seen in (before, *meanwhile):
            served = one(seen, "ranking")
            trace = got(client, f"/v1/rankings/{served['ranking_id']}")
            assert trace["outcome"]["order"] == one(seen, "done")["order"]
            told = got(client, f"/v1/turns/{one(seen, 'turn')['turn_id']}")
            assert [each["event"] for each in told["events"]] == [each.event for each in seen]
        assert not list((tmp_path / "records-waiting").glob("*"))


def stored(server: Serving) -> list[str | None] | None:
    """The products of the events in the database; None while it is silent."""
    store = server.house.retrieval.event_store
    assert isinstance(store, SqlEventStore)
    try:
        return [event.product_id for event in store.after(0)]
    except StorageUnavailable:
        return None


@pytest.mark.postgres
def test_what_a_shopper_did_before_the_cut_still_counts(tmp_path: Path) -> None:
    with beside_postgresql(tmp_path, PATIENT) as (server, proxy), server.client() as client:
        client.post("/v1/events", json={**click(), "type": "dismiss"})
        asked = {"user_id": "ada", "explain": "plain", "limit": 13}
        known = ids(client.post("/v1/recommendations", json=asked).json())
        assert "kettle-3" not in known
        proxy.cut()
        assert ids(client.post("/v1/recommendations", json=asked).json()) == known


def click() -> dict[str, object]:
    return {
        "event_id": "e-1",
        "type": "click",
        "product_id": "kettle-3",
        "user_id": "ada",
        "occurred_at": "2026-01-05T10:00:00Z",
    }


def one(seen: list[Seen], name: str) -> dict[str, Any]:
    (data,) = [event.data for event in seen if event.event == name]
    return data


def ids(answer: dict[str, list[dict[str, dict[str, str]]]]) -> list[str]:
    return [item["product"]["product_id"] for item in answer["items"]]
