"""``POST /v1/events`` over a real socket: what is acknowledged is stored, once, and in the next list."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import httpx
import orjson
import pytest
from pydantic import SecretStr

from api.identity import sign
from api.settings import ApiSettings
from tests.api.shop import shop
from tests.serving import Serving

SECRET = "0123456789abcdef0123456789abcdef"


@pytest.fixture(scope="module")
def keyed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    """With keys and signed shoppers."""
    settings = ApiSettings(
        publishable_keys=(SecretStr("pk_page"),),
        secret_keys=(SecretStr("sk_shop"),),
        identity_secret=(SecretStr(SECRET),),
    )
    with Serving(tmp_path_factory.mktemp("keyed"), shop(), settings=settings) as serving:
        yield serving


def event(event_id: str, **fields: object) -> dict[str, object]:
    now = datetime.now(UTC).isoformat()
    return {
        "event_id": event_id,
        "type": "click",
        "product_id": "kettle-1",
        "session_id": "s1",
        "occurred_at": now,
        **fields,
    }


def test_one_event_and_again(client: httpx.Client) -> None:
    given = event("one")
    first = client.post("/v1/events", json=given)
    assert first.status_code == 202
    assert first.json() == {"accepted": 1, "duplicates": 0, "refused": [], "marked": {}}
    assert client.post("/v1/events", json=given).json()["duplicates"] == 1


def test_the_good_ones_of_a_batch_are_in_and_the_others_are_named(
    client: httpx.Client, server: Serving
) -> None:
    batch = [
        event("batch-0"),
        event("batch-1", type="wave"),
        "nonsense",
        event("batch-3", product_id="no-such"),
        event("batch-4", product_id=None),
        event("batch-5", occurred_at="2091-01-01T00:00:00Z"),
    ]
    answer = client.post("/v1/events", json=batch)
    assert answer.status_code == 202
    body = answer.json()
    assert body["accepted"] == 3
    assert [(each["index"], each["event_id"]) for each in body["refused"]] == [
        (1, "batch-1"),
        (2, None),
        (4, "batch-4"),
    ]
    assert "product_id is needed" in body["refused"][2]["reason"]
    assert body["marked"] == {"unknown_product": 1, "future": 1}
    stored = server.house.retrieval.event_store.after(0)
    assert sum(each.product_id == "no-such" for each in stored) == 1


def test_lines_are_as_good_as_an_array(client: httpx.Client) -> None:
    lines = b"\n".join([orjson.dumps(event("line-0")), b'{"broken', orjson.dumps(event("line-2"))])
    body = client.post("/v1/events", content=lines, headers={"Content-Type": "application/x-ndjson"}).json()
    assert body["accepted"] == 2
    assert [each["index"] for each in body["refused"]] == [1]


@pytest.mark.parametrize(
    ("content", "status", "kind"),
    [
        (b"", 400, "malformed"),
        (b"nonsense", 400, "malformed"),
        (b"[]", 422, "validation"),
        (b"7", 422, "validation"),
        (b'{"event_id": "x"}', 422, "validation"),
        (b"[" + b",".join([b"1"] * 2001) + b"]", 413, "too-large"),
    ],
    ids=["empty", "no json", "no event", "a number", "half an event", "too many"],
)
def test_nothing_to_keep_is_a_problem(client: httpx.Client, content: bytes, status: int, kind: str) -> None:
    answer = client.post("/v1/events", content=content, headers={"Content-Type": "application/json"})
    assert answer.status_code == status
    assert answer.json()["type"].endswith(kind)


def test_a_broken_event_alone_says_where_it_is_broken(client: httpx.Client) -> None:
    body = client.post("/v1/events", json=event("alone", type="wave")).json()
    assert body["errors"][0]["pointer"] == "#/0"
    assert "type" in body["errors"][0]["detail"]


def test_a_page_speaks_for_a_signed_shopper_only(keyed: Serving) -> None:
    with keyed.client() as stranger:
        assert stranger.post("/v1/events", json=event("k0")).status_code == 401
    with keyed.client("pk_page") as page:
        answer = page.post("/v1/events", json=[event("k1"), event("k2", user_id="ada")])
        assert answer.json()["accepted"] == 1
        assert answer.json()["refused"][0]["index"] == 1
        identity = sign("ada", SECRET)
        signed = page.post(
            "/v1/events",
            json=[event("k3"), event("k4", user_id="bob"), event("k5", user_id="ada")],
            headers={"X-Aisle-Identity": identity},
        )
        assert signed.json()["accepted"] == 2
        assert [each["index"] for each in signed.json()["refused"]] == [1]
    with keyed.client("sk_shop") as shop_server:
        assert shop_server.post("/v1/events", json=event("k6", user_id="bob")).json()["accepted"] == 1
    store = keyed.house.retrieval.event_store
    assert len(store.of_shopper("ada", None)) == 2
    assert len(store.of_shopper("bob", None)) == 1


def test_a_beacon_carries_its_key_in_the_address_and_only_a_publishable_one(keyed: Serving) -> None:
    body = orjson.dumps([event("beacon")])
    plain = {"Content-Type": "text/plain"}
    with keyed.client() as page:
        sent = page.post("/v1/events", params={"key": "pk_page"}, content=body, headers=plain)
        assert (sent.status_code, sent.json()["accepted"]) == (202, 1)
        for key in ("sk_shop", "pk_other", ""):
            refused = page.post("/v1/events", params={"key": key}, content=body, headers=plain)
            assert refused.status_code == 401, key
        named = page.post("/v1/events", params={"key": "pk_page"}, json=[event("b2", user_id="ann")])
        assert named.status_code == 422
        assert page.get("/v1/products/kettle-1", params={"key": "pk_page"}).status_code == 401


def test_what_was_waved_away_is_gone_from_the_next_list(client: httpx.Client) -> None:
    session = "s-dismissing"
    asked = {"query": "kettle", "session_id": session, "surface": "home"}
    first = client.post("/v1/recommendations", json=asked).json()
    away = first["items"][0]["product"]["product_id"]
    told = event(
        "dismiss", type="dismiss", product_id=away, session_id=session, ranking_id=first["ranking_id"]
    )
    assert client.post("/v1/events", json=told).json()["marked"] == {}
    again = client.post("/v1/recommendations", json=asked).json()
    assert away not in [item["product"]["product_id"] for item in again["items"]]
    dropped = client.get(f"/v1/rankings/{again['ranking_id']}").json()["dropped"]
    assert {"product_id": away, "rule": "waved away by the shopper"} in dropped


def test_a_list_is_kept_with_what_became_of_it(client: httpx.Client, server: Serving) -> None:
    answer = client.post("/v1/recommendations", json={"query": "blue kettle", "surface": "home"}).json()
    served = {each.ranking_id: each for each in server.house.retrieval.rankings.served(0, 1e12)}
    serving = served[answer["ranking_id"]]
    assert serving.surface == "home"
    assert list(serving.listed) == [item["product"]["product_id"] for item in answer["items"]]
    assert serving.diversity is not None
    assert 0 < serving.diversity < 1
    assert serving.outcome is not None
    assert serving.outcome.first_card_ms is not None
    assert serving.outcome.first_card_ms > 0
    assert serving.turn_id is not None


def test_metrics_count_them(client: httpx.Client) -> None:
    client.post("/v1/events", json=event("counted", surface="home", type="impression"))
    client.post("/v1/events", json=event("counted", surface="home", type="impression"))
    client.post("/v1/events", json=event("made-up", surface="my own page", type="view"))
    text = client.get("/metrics").text
    assert 'aisle_events_total{surface="home",type="impression"} 1.0' in text
    assert 'aisle_events_total{surface="other",type="view"} 1.0' in text
    assert 'aisle_events_odd_total{how="duplicate"}' in text
