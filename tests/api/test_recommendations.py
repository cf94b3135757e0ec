"""``POST /v1/recommendations``."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from tests.api.sse import events


def ask(client: httpx.Client, **body: Any) -> dict[str, Any]:
    answer = client.post("/v1/recommendations", json=body)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def test_the_answer_has_the_shape_of_the_contract(client: httpx.Client) -> None:
    body = ask(client, query="a blue kettle", limit=3)
    assert set(body) == {"ranking_id", "items", "total", "understood", "degraded"}
    assert [item["rank"] for item in body["items"]] == [1, 2, 3]
    assert set(body["items"][0]) == {"product", "rank", "score", "reasons", "explanation"}
    assert body["items"][0]["explanation"]["source"] == "plain"
    assert body["degraded"] == []


def test_the_answer_is_the_fold_of_the_stream(client: httpx.Client) -> None:
    request = {"query": "a kettle under $50", "limit": 4}
    body = ask(client, **request)
    accept = {"Accept": "text/event-stream"}
    with client.stream("POST", "/v1/recommendations", json=request, headers=accept) as response:
        seen = list(events(response))
    ranking = next(event.data for event in seen if event.event == "ranking")
    said = {e.data["product_id"]: e.data["text"] for e in seen if e.event == "explanation"}
    order = seen[-1].data["order"]
    assert [item["product"]["product_id"] for item in body["items"]] == order
    assert body["total"] == ranking["total"]
    assert {item["product"]["product_id"]: item["explanation"]["text"] for item in body["items"]} == said


def test_filters_hold(client: httpx.Client) -> None:
    filters = {"price": {"max": 45}, "exclude": {"color": ["red"]}, "in_stock": True}
    body = ask(client, query="kettle", filters=filters, limit=50)
    assert body["items"]
    for item in body["items"]:
        assert item["product"]["price"] <= 45
        assert item["product"]["attributes"]["color"] != "red"


def test_a_page_needs_no_words(client: httpx.Client) -> None:
    body = ask(client, product_id="kettle-1", exclude=["kettle-2"], limit=5)
    ids = [item["product"]["product_id"] for item in body["items"]]
    assert len(ids) == 5
    assert not {"kettle-1", "kettle-2"} & set(ids)
    assert "understood" not in body


@pytest.mark.parametrize("explain", ["none", "plain"])
def test_who_explains_is_the_callers_choice(client: httpx.Client, explain: str) -> None:
    body = ask(client, query="kettle", explain=explain)
    assert all(("explanation" in item) is (explain == "plain") for item in body["items"])


def test_what_cannot_be_met_is_relaxed(client: httpx.Client) -> None:
    body = ask(client, filters={"price": {"max": 1}})
    assert body["relaxed"]["name"] == "price"
    wider = ask(client, filters=body["relaxed"]["constraints"])
    assert wider["total"] == body["relaxed"]["total"] > 0


def test_what_the_page_understood_stands_alone(client: httpx.Client) -> None:
    request = {"query": "a blue kettle under $40", "understood": {"price": {"max": 60}}, "limit": 50}
    body = ask(client, **request)
    assert body["understood"]["constraints"] == {"price": {"max": 60.0}}
    colors = {item["product"]["attributes"]["color"] for item in body["items"]}
    assert colors == {"blue", "red", "green"}
