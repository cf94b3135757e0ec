"""The typed client, also over a line that keeps dropping."""

from __future__ import annotations

import asyncio
import json
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest

from agent.events import Done, RankingServed, TurnEvent, TurnStarted, parse_event
from api.client import Aisle, AsyncAisle, ServerError, Unreachable
from api.identity import sign
from api.settings import ApiSettings
from retrieval.types import Constraints, Event, PriceRange
from tests.api.shop import kettle
from tests.api.sse import resume
from tests.serving import Serving


@contextmanager
def dropping(url: str, *cuts: int) -> Iterator[str]:
    """A relay to ``url`` that cuts its first connections after so many bytes of answer each."""
    waiting = list(cuts)
    address = ("127.0.0.1", urlsplit(url).port)
    listening = socket.create_server(("127.0.0.1", 0))

    def relay(near: socket.socket) -> None:
        with near, socket.create_connection(address) as far:

            def up() -> None:
                with suppress(OSError):
                    while data := near.recv(65536):
                        far.sendall(data)

            sending = threading.Thread(target=up)
            sending.start()
            left = waiting.pop(0) if waiting else 1_000_000_000
            with suppress(OSError):
                while left > 0 and (data := far.recv(min(left, 65536))):
                    near.sendall(data)
                    left -= len(data)
            for end in (near, far):
                with suppress(OSError):
                    end.shutdown(socket.SHUT_RDWR)
            sending.join()

    def accept() -> None:
        with suppress(OSError):
            while True:
                near, _ = listening.accept()
                threading.Thread(target=relay, args=(near,), daemon=True).start()

    accepting = threading.Thread(target=accept, daemon=True)
    accepting.start()
    try:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    finally:
        listening.shutdown(socket.SHUT_RDWR)
        listening.close()
        accepting.join()


def whole(server: Serving, turn: list[TurnEvent]) -> list[TurnEvent]:
    """The same turn, read again in one piece."""
    first = turn[0]
    assert isinstance(first, TurnStarted)
    with server.client() as plain:
        seen = resume(plain, first.turn_id)
    events = [parse_event(event.event, json.dumps(event.data)) for event in seen]
    return [event for event in events if event is not None]


def length(server: Serving, upto: str) -> int:
    """Bytes of an answer to ``a kettle``, headers included, up to the event ``upto``."""
    with server.client() as plain, plain.stream("POST", "/v1/chat", json={"message": "a kettle"}) as answer:
        headers = sum(len(name) + len(value) + 4 for name, value in answer.headers.raw) + 19
        return headers + answer.read().index(f"event: {upto}".encode())


def test_a_dropped_connection_is_picked_up_wherever_it_drops(server: Serving) -> None:
    first = length(server, "explanation")
    for beyond in (0, 90, 333):
        with dropping(server.url, first + beyond, 500, 100, 700) as url, Aisle(url) as client:
            turn = list(client.chat("a kettle"))
        assert isinstance(turn[-1], Done)
        assert turn == whole(server, turn)


def test_a_dropped_connection_is_picked_up_by_the_async_client(server: Serving) -> None:
    async def read(url: str) -> list[TurnEvent]:
        async with AsyncAisle(url) as client:
            return [event async for event in client.chat("a kettle")]

    with dropping(server.url, length(server, "explanation"), 500) as url:
        turn = asyncio.run(read(url))
    assert turn == whole(server, turn)


def test_a_line_too_bad_to_use_is_said_so(server: Serving) -> None:
    cuts = [length(server, "explanation"), *[100] * 9]
    with (
        dropping(server.url, *cuts) as url,
        Aisle(url) as client,
        pytest.raises(Unreachable, match="ask again"),
    ):
        list(client.chat("a kettle"))


def test_every_call(server: Serving) -> None:
    with Aisle(server.url) as client:
        filters = Constraints(price=PriceRange(max=40))
        listed = client.recommend("kettle", filters=filters, exclude=["kettle-0"], limit=3)
        assert all(item["product"]["price"] <= 40 for item in listed["items"])
        assert client.ranking(listed["ranking_id"])["ranking_id"] == listed["ranking_id"]
        assert client.similar("kettle-1", limit=2)["total"] >= 2
        assert client.goes_with("kettle-1", limit=2)["items"] == []
        assert client.put_products([kettle(60).model_dump(mode="json")])["added"] == 1
        assert client.product("kettle-60").title == kettle(60).title
        client.delete_product("kettle-60")
        with pytest.raises(ServerError) as gone:
            client.product("kettle-60")
        assert (gone.value.status, gone.value.type) == (404, "https://aisle.dev/problems/not-found")
        assert client.ready()["database"] == "ok"
        streamed = list(client.recommend_stream(query="kettle", limit=2))
        assert any(isinstance(event, RankingServed) for event in streamed)


def test_every_call_of_the_async_client(server: Serving) -> None:
    async def calls() -> None:
        async with AsyncAisle(server.url) as client:
            assert len((await client.recommend("kettle", limit=3))["items"]) == 3
            assert len((await client.similar("kettle-1", limit=2))["items"]) == 2
            assert (await client.goes_with("kettle-1", limit=2))["items"] == []
            assert (await client.put_products([kettle(61).model_dump(mode="json")]))["added"] == 1
            assert (await client.product("kettle-61")).product_id == "kettle-61"
            await client.delete_product("kettle-61")
            assert (await client.ready())["index"] == "ok"
            with pytest.raises(ServerError):
                await client.stop("t_none")

    asyncio.run(calls())


def viewed() -> Event:
    return Event(
        event_id="e_client",
        type="view",
        product_id="kettle-1",
        occurred_at=datetime.now(UTC),
        session_id="s_x",
    )


def test_a_turn_is_read_again_and_its_conversation_told(server: Serving) -> None:
    with Aisle(server.url) as client:
        turn = list(client.chat("a kettle"))
        started = turn[0]
        assert isinstance(started, TurnStarted)
        assert list(client.events(started.turn_id)) == turn
        assert list(client.events(started.turn_id, f"{started.turn_id}:2")) == turn[2:]
        (told,) = client.session(started.session_id)["turns"]
        assert told["message"] == "a kettle"
        assert client.send_events([viewed()])["accepted"] == 1

    async def again() -> None:
        async with AsyncAisle(server.url) as client:
            assert [event async for event in client.events(started.turn_id)] == turn
            assert (await client.session(started.session_id))["session_id"] == started.session_id
            assert (await client.send_events([viewed()]))["duplicates"] == 1

    asyncio.run(again())


def test_a_signed_shopper_speaks_for_themselves(tmp_path: Path) -> None:
    secret = "a-secret-that-is-long-enough"
    keys = ApiSettings.load(publishable_keys="pk_test", secret_keys="sk_test", identity_secret=secret)
    with Serving(tmp_path, [kettle(1)], settings=keys) as server:
        with Aisle(server.url, "pk_test", sign("mary", secret)) as client:
            ranking_id = client.recommend("kettle", user_id="mary")["ranking_id"]
        with Aisle(server.url, "sk_test") as client:
            assert client.ranking(ranking_id)["query"]["user_id"] == "mary"
        with Aisle(server.url, "pk_test") as client, pytest.raises(ServerError, match="signed"):
            client.recommend("kettle", user_id="mary")


def test_both_clients_have_the_same_calls() -> None:
    def calls(client: type) -> set[str]:
        return {name for name in vars(client) if not name.startswith("_")}

    assert calls(AsyncAisle) - {"aclose"} == calls(Aisle) - {"close"}


def test_no_server_is_one_clear_line() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    with Aisle(f"http://127.0.0.1:{port}") as client:
        for call in (client.ready, lambda: list(client.chat("x")), lambda: client.product("x")):
            with pytest.raises(Unreachable, match="aisle serve"):
                call()


def test_a_stream_read_to_its_end_keeps_the_connection(server: Serving) -> None:
    ports = set()

    def note(answer: httpx.Response) -> None:
        ports.add(answer.extensions["network_stream"].get_extra_info("client_addr"))

    async def note_too(answer: httpx.Response) -> None:
        note(answer)

    with Aisle(server.url) as client:
        client._http.event_hooks["response"] = [note]
        for _ in range(3):
            assert isinstance(list(client.chat("a kettle"))[-1], Done)
        client.ready()
    assert len(ports) == 1

    async def talk() -> None:
        async with AsyncAisle(server.url) as client:
            client._http.event_hooks["response"] = [note_too]
            for _ in range(3):
                assert isinstance([event async for event in client.chat("a kettle")][-1], Done)

    ports.clear()
    asyncio.run(talk())
    assert len(ports) == 1
