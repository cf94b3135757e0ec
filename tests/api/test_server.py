"""The server itself: callers who do not read or do not send, and a server that is told to stop."""

from __future__ import annotations

import gc
import json
import logging
import socket
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest

from agent.settings import AgentSettings
from api.logs import FORMAT, WithoutWords, WithRequestId
from api.server import SWITCH_SECONDS, settle
from api.settings import ApiSettings
from retrieval.errors import StorageUnavailable
from tests.api.shop import kettle, shop
from tests.api.sse import Seen, events
from tests.api.test_operations import metric
from tests.chroma_server import closed_port
from tests.replicas import serving
from tests.scripted_model import Script, ScriptedModel
from tests.serving import PATIENT, Serving, wait_until


@pytest.fixture
def model(monkeypatch: pytest.MonkeyPatch) -> Iterator[ScriptedModel]:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-scripted")
    with ScriptedModel() as scripted:
        monkeypatch.setenv("OPENAI_BASE_URL", scripted.base_url)
        yield scripted


def raw(url: str, said: bytes, buffer: int | None = None) -> socket.socket:
    """A connection on which this much of a request is sent."""
    near = socket.socket()
    if buffer is not None:
        near.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, buffer)
    near.settimeout(60)
    near.connect(("127.0.0.1", urlsplit(url).port or 0))
    near.sendall(said)
    return near


def post(path: str, body: object) -> bytes:
    """A whole request."""
    sent = json.dumps(body).encode()
    head = f"POST {path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
    return f"{head}Accept: text/event-stream\r\nContent-Length: {len(sent)}\r\n\r\n".encode() + sent


def wait_until_closed(server: Serving) -> None:
    wait_until(lambda: not server.connections)


def turns_begun(server: Serving) -> float:
    with server.client() as client:
        return metric(client.get("/metrics").text, "aisle_turns_started_total")


def test_whoever_stops_reading_is_cut_off_and_the_turn_ends(tmp_path: Path) -> None:
    settings = ApiSettings.load(reading_timeout=0.5, heartbeat=0.2)
    long = [kettle(n, description="It whistles. " * 5000) for n in range(50)]
    with Serving(tmp_path, long, settings=settings) as server:
        ask = {"query": "kettle", "limit": 50}
        # Several lists: more than what the system itself holds for one who does not read.
        stuck = [raw(server.url, post("/v1/recommendations", ask), buffer=1024) for _ in range(2)]
        wait_until(lambda: turns_begun(server) == 2)
        wait_until_closed(server)
        wait_until(lambda: server.house.agent.turns.running == 0)
        for near in stuck:
            near.close()


@pytest.mark.parametrize(
    "begun",
    [b"", b"POST /v1/chat HT", post("/v1/chat", {"message": "kettle"})[:-3]],
    ids=["nothing", "half a head", "half a body"],
)
def test_whoever_stops_sending_is_cut_off(tmp_path: Path, begun: bytes) -> None:
    with Serving(tmp_path, shop(), settings=ApiSettings.load(reading_timeout=0.3)) as server:
        with raw(server.url, begun) as near:
            assert near.recv(1) == b""
        wait_until_closed(server)


def test_a_head_without_end_is_cut_off(tmp_path: Path) -> None:
    with Serving(tmp_path, shop()) as server, raw(server.url, b"GET /healthz HTTP/1.1\r\nX: ") as near:

        def go_on() -> None:
            for _ in range(200):
                near.sendall(b"x" * 65536)

        with pytest.raises(OSError, match=r"reset|[Bb]roken"):
            go_on()
        wait_until_closed(server)


def test_a_silent_stream_is_kept_open_by_comments(tmp_path: Path, model: ScriptedModel) -> None:
    model.default("narrate", Script(token_delay=0.4))
    agent = AgentSettings.load(llm="openai:gpt-4.1-mini", **PATIENT)
    settings = ApiSettings.load(heartbeat=0.1)
    ask = {"message": "a kettle"}
    with (
        Serving(tmp_path, shop(), agent=agent, settings=settings) as server,
        server.client() as client,
        client.stream("POST", "/v1/chat", json=ask) as out,
    ):
        comments = (line for line in out.iter_lines() if line.startswith(":"))
        assert next(comments)
        assert next(comments)
    assert ApiSettings().heartbeat == 15


def read(client: httpx.Client, seen: list[Seen], until: threading.Event) -> None:
    with client.stream("POST", "/v1/chat", json={"message": "a kettle"}) as out:
        for event in events(out):
            seen.append(event)
            if event.event == "ranking":
                until.set()


@pytest.mark.parametrize("by_itself", [True, False], ids=["ends by itself", "is ended"])
def test_told_to_stop_it_finishes_its_turns_and_ends_well(
    tmp_path: Path, model: ScriptedModel, by_itself: bool
) -> None:
    go_on = threading.Event()
    model.default("narrate", Script(held=go_on, after=5))
    given = {name: str(value) for name, value in PATIENT.items()}
    with serving(tmp_path, llm="openai:gpt-4.1-mini", **given) as process, process.client() as client:
        rows = [product.model_dump(mode="json", exclude_none=True) for product in shop()]
        client.put("/v1/products", json=rows)
        seen: list[Seen] = []
        ranked = threading.Event()
        reading = threading.Thread(target=read, args=(client, seen, ranked))
        reading.start()
        assert ranked.wait(60)
        process.tell_to_stop()
        if by_itself:
            go_on.set()
        assert process.ended() == 0
        reading.join(30)
        assert "Traceback" not in process.said
    assert seen[-1].event == "done"
    assert seen[-1].data["status"] == ("complete" if by_itself else "stopped")
    finals = {e.data["product_id"] for e in seen if e.event == "explanation" and e.data.get("final")}
    assert finals == set(seen[-1].data["order"])


def test_what_a_shopper_says_is_in_no_log(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-nobody")
    monkeypatch.setenv("OPENAI_BASE_URL", f"http://127.0.0.1:{closed_port()}/v1")
    secret, shopper = "Marmalade-4711-birthday", "zoe.4712@shop.example"
    with serving(tmp_path, llm="openai:gpt-4.1-mini") as process, process.client() as client:
        assert "No key is set" in process.said
        rows = [product.model_dump(mode="json", exclude_none=True) for product in shop()]
        client.put("/v1/products", json=rows)
        told = client.post("/v1/chat", json={"message": f"a kettle {secret}", "user_id": shopper})
        assert told.status_code == 200
        client.post("/v1/recommendations", json={"query": secret, "limit": secret})
        client.post("/v1/events", json={"type": secret, "user_id": shopper})
        client.get(f"/v1/users/{shopper}")
        client.get(f"/search?q={secret}")
        said = process.said
    assert secret not in said
    assert shopper not in said
    lines = [line for line in said.splitlines() if " WARNING " in line or " ERROR " in line]
    assert lines, "nothing broke"
    assert all("[req_" in line for line in lines if "provider" in line), lines


def test_the_text_of_an_error_is_in_no_log(capfd: pytest.CaptureFixture[str]) -> None:
    handler = logging.StreamHandler()
    handler.setFormatter(WithoutWords(FORMAT))
    handler.addFilter(WithRequestId())
    logger = logging.getLogger("tests.words")
    logger.addHandler(handler)
    said_by_a_shopper = "my birthday"
    try:
        try:
            try:
                int(said_by_a_shopper)
            except ValueError as inner:
                raise StorageUnavailable("The ledger is full; empty it.") from inner
        except StorageUnavailable:
            logger.exception("turn %s failed", "t_1")
    finally:
        logger.removeHandler(handler)
    said = capfd.readouterr().err
    assert "my birthday" not in said
    assert "builtins.ValueError" in said
    assert "StorageUnavailable: The ledger is full" in said
    assert "test_server.py" in said
    assert "[-]: turn t_1 failed" in said


def test_a_thread_that_computes_gives_way_to_a_request_soon() -> None:
    before = sys.getswitchinterval()
    try:
        settle()
        assert sys.getswitchinterval() == pytest.approx(SWITCH_SECONDS)
        assert before > SWITCH_SECONDS
    finally:
        sys.setswitchinterval(before)
        gc.unfreeze()
