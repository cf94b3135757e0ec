"""A write sent again: the store on both databases, and the promise over HTTP."""

from __future__ import annotations

import asyncio
import hashlib
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest
from sqlalchemy import Engine
from starlette.types import Message, Receive, Scope, Send

from api.idempotency import Idempotency, named_scope
from api.identity import sign
from api.settings import ApiSettings
from retrieval.storage.idempotency import KEPT, LEASE, SqlIdempotencyStore
from tests.api.shop import kettle, shop
from tests.retrieval.storage.conftest import empty_settings, engine
from tests.serving import Serving

__all__ = ["empty_settings", "engine"]
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
NEW = [kettle(50).model_dump(mode="json", exclude_none=True)]


def test_a_scope_is_claimed_once_and_answered_afterwards(engine: Engine) -> None:
    store = SqlIdempotencyStore(engine)
    assert store.claim("a", b"1", NOON) is None
    pending = store.claim("a", b"1", NOON)
    assert pending is not None
    assert pending.status is None
    store.settle("a", 201, "text/plain", b"done")
    done = store.claim("a", b"2", NOON)
    assert done is not None
    assert (done.body_hash, done.status, done.content_type, done.body) == (b"1", 201, "text/plain", b"done")
    assert store.claim("b", b"1", NOON) is None


def test_a_scope_is_free_again_when_released_left_behind_or_old(engine: Engine) -> None:
    store = SqlIdempotencyStore(engine)
    store.claim("a", b"1", NOON)
    store.release("a")
    assert store.claim("a", b"1", NOON) is None
    assert store.claim("a", b"1", NOON + LEASE) is not None
    assert store.claim("a", b"1", NOON + LEASE + timedelta(seconds=1)) is None
    store.settle("a", 200, "", b"")
    assert store.claim("a", b"1", NOON + KEPT) is not None
    assert store.claim("a", b"1", NOON + LEASE + KEPT + timedelta(minutes=1)) is None
    assert store.purge(NOON + 3 * KEPT) == 1


def test_whoever_outlived_its_lease_touches_no_later_claim(engine: Engine) -> None:
    slow, later = SqlIdempotencyStore(engine), SqlIdempotencyStore(engine)
    after = NOON + LEASE + timedelta(seconds=1)
    assert slow.claim("a", b"1", NOON) is None
    assert later.claim("a", b"1", after) is None
    slow.release("a")
    slow.settle("a", 500, "text/plain", b"too late")
    held = SqlIdempotencyStore(engine).claim("a", b"1", after)
    assert held is not None
    assert held.status is None
    later.settle("a", 200, "text/plain", b"done")
    done = SqlIdempotencyStore(engine).claim("a", b"1", after)
    assert done is not None
    assert (done.status, done.body) == (200, b"done")


def test_of_many_at_once_one_gets_it(engine: Engine) -> None:
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda _: SqlIdempotencyStore(engine).claim("a", b"1"), range(24)))
    assert found.count(None) == 1


def put(client: httpx.Client, key: str, products: list[dict[str, object]], **headers: str) -> httpx.Response:
    return client.put("/v1/products", json=products, headers={"Idempotency-Key": key, **headers})


def test_the_same_write_is_answered_again_and_another_refused(client: httpx.Client) -> None:
    first = put(client, "again", NEW)
    again = put(client, "again", NEW)
    assert first.json()["added"] == 1
    assert again.content == first.content
    assert again.headers["idempotent-replayed"] == "true"
    assert again.headers["content-type"] == first.headers["content-type"]
    assert "idempotent-replayed" not in first.headers
    other = put(client, "again", [])
    assert other.status_code == 422
    assert other.json()["type"].endswith("/idempotency-mismatch")
    # Another route is another key.
    removed = client.delete("/v1/products/kettle-50", headers={"Idempotency-Key": "again"})
    gone = client.delete("/v1/products/kettle-50", headers={"Idempotency-Key": "again"})
    assert (removed.status_code, gone.status_code) == (204, 204)
    assert client.delete("/v1/products/kettle-50").status_code == 404


def test_what_was_refused_is_tried_again(client: httpx.Client) -> None:
    headers = {"Idempotency-Key": "refused"}
    assert client.patch("/v1/products/kettle-51", json={"price": 1}, headers=headers).status_code == 404
    client.put("/v1/products", json=[kettle(51).model_dump(mode="json", exclude_none=True)])
    assert client.patch("/v1/products/kettle-51", json={"price": 1}, headers=headers).status_code == 200
    client.delete("/v1/products/kettle-51")


def test_a_message_sent_twice_is_one_turn(client: httpx.Client) -> None:
    ask = {"message": "a blue kettle"}
    headers = {"Idempotency-Key": "message"}
    first = client.post("/v1/chat", json=ask, headers=headers)
    again = client.post("/v1/chat", json=ask, headers=headers)
    assert again.text == first.text
    assert again.headers["aisle-turn-id"] == first.headers["aisle-turn-id"]
    assert again.headers["idempotent-replayed"] == "true"


@pytest.mark.parametrize("key", ["", "x" * 256])
def test_a_key_that_is_none(client: httpx.Client, key: str) -> None:
    assert put(client, key, NEW).status_code == 400


def test_while_the_first_is_under_way(client: httpx.Client, server: Serving) -> None:
    store = SqlIdempotencyStore(server.house.retrieval.engine)
    named = named_scope("\n", "PUT", "/v1/products", "slow")
    first = client.build_request("PUT", "/v1/products", json=NEW)
    body = hashlib.sha256(b"*/*application/json\n" + first.read()).digest()
    assert store.claim(named, body) is None
    meanwhile = put(client, "slow", NEW)
    assert meanwhile.status_code == 409
    assert meanwhile.headers["retry-after"]
    assert meanwhile.json()["type"].endswith("/in-flight")
    assert put(client, "slow", []).status_code == 422
    store.release(named)
    assert put(client, "slow", []).status_code == 200


def test_sent_many_times_at_once_it_is_done_once(client: httpx.Client, server: Serving) -> None:
    rows = [kettle(n, product_id=f"many-{n}").model_dump(mode="json", exclude_none=True) for n in range(200)]
    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(lambda _: put(client, "many", rows), range(6)))
    done = [answer for answer in answers if answer.status_code == 200]
    assert {answer.status_code for answer in answers} <= {200, 409}
    assert len([answer for answer in done if "idempotent-replayed" not in answer.headers]) == 1
    assert {answer.json()["added"] for answer in done} == {200}
    server.house.retrieval.writer.delete([row["product_id"] for row in rows])


def test_an_answer_outlives_the_server_and_belongs_to_its_caller(tmp_path: Path) -> None:
    secret = "sixteen letters or more"
    keyed = ApiSettings.load(publishable_keys="pk_a", secret_keys="sk_a,sk_b", identity_secret=secret)
    with Serving(tmp_path, shop(), settings=keyed) as server, server.client("sk_a") as client:
        assert put(client, "k", NEW).json()["added"] == 1
    with Serving(tmp_path, settings=keyed) as server:
        with server.client("sk_a") as client:
            assert put(client, "k", NEW).json()["added"] == 1
        with server.client("sk_b") as client:
            assert put(client, "k", NEW).json()["unchanged"] == 1
        with server.client("sk_wrong") as client:
            assert put(client, "k", NEW).status_code == 401
        with server.client("pk_a") as client:
            turns = set()
            for user in ("ann", "bob", "ann"):
                headers = {"Idempotency-Key": "m", "X-Aisle-Identity": sign(user, secret)}
                said = client.post("/v1/chat", json={"message": "kettle"}, headers=headers)
                turns.add(said.headers["aisle-turn-id"])
            assert len(turns) == 2


def test_an_answer_given_again_counts_against_the_limit(tmp_path: Path) -> None:
    keyed = ApiSettings.load(secret_keys="sk_a", limit_key="3/hour")
    with Serving(tmp_path, shop(), settings=keyed) as server, server.client("sk_a") as client:
        assert [put(client, "k", NEW).status_code for _ in range(5)] == [200, 200, 200, 429, 429]


@pytest.mark.parametrize(
    "headers",
    [
        {"Authorization": "Bearer  sk_a"},
        {"X-Aisle-Identity": sign("ann", "sixteen letters or more", expires_in=-1)},
    ],
    ids=["two-spaces", "expired-identity"],
)
def test_what_a_route_lets_in_is_done_once(tmp_path: Path, headers: dict[str, str]) -> None:
    keyed = ApiSettings.load(secret_keys="sk_a", identity_secret="sixteen letters or more")
    with Serving(tmp_path, shop(), settings=keyed) as server, server.client("sk_a") as client:
        first, again = (put(client, "k", NEW, **headers) for _ in range(2))
    assert (first.status_code, again.status_code) == (200, 200)
    assert again.headers.get("idempotent-replayed") == "true"


def test_half_a_request_is_none(server: Serving) -> None:
    """The client goes away in the middle of its body: no route hears of it, and the key is free."""
    heard: list[str] = []
    given: list[Message] = [
        {"type": "http.request", "body": b"[", "more_body": True},
        {"type": "http.disconnect"},
    ]

    async def route(scope: Scope, receive: Receive, send: Send) -> None:
        heard.append(scope["path"])

    async def receive() -> Message:
        return given.pop(0)

    async def send(message: Message) -> None:
        heard.append(message["type"])

    scope = {
        "type": "http",
        "method": "PUT",
        "path": "/v1/products",
        "app": server.app,
        "headers": [(b"idempotency-key", b"half")],
    }
    asyncio.run(Idempotency(route, ApiSettings())(scope, receive, send))
    assert heard == []
