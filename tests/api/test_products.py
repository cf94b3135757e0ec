"""Products read and written over HTTP."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.api.shop import MARGIN, kettle, shop
from tests.api.sse import chat
from tests.serving import Serving


@pytest.fixture
def shop_client(tmp_path: Path) -> Iterator[httpx.Client]:
    with Serving(tmp_path, shop()) as server, server.client() as client:
        yield client


def row(number: int, **fields: Any) -> dict[str, Any]:
    return kettle(number, **fields).model_dump(mode="json", exclude_none=True)


def test_a_product_without_what_is_private(client: httpx.Client) -> None:
    body = client.get("/v1/products/kettle-3").json()
    assert body["product_id"] == "kettle-3"
    assert "margin" not in body
    assert client.get("/v1/products/none").status_code == 404


def test_similar_products(client: httpx.Client) -> None:
    body = client.get("/v1/products/kettle-3/similar", params={"limit": 4}).json()
    assert len(body["items"]) == 4
    assert "kettle-3" not in [item["product"]["product_id"] for item in body["items"]]
    assert client.get(f"/v1/rankings/{body['ranking_id']}").status_code == 200
    assert client.get("/v1/products/none/similar").status_code == 404
    assert client.get("/v1/products/kettle-3/similar?limit=0").json()["errors"][0]["parameter"] == "limit"


def test_put_counts_and_reports_bad_rows(shop_client: httpx.Client) -> None:
    rows = [row(1), row(2, price=1.0), row(50), {"product_id": "bad", "title": "Bad", "price": -1}, "no"]
    body = shop_client.put("/v1/products", json=rows).json()
    assert {name: body[name] for name in ("added", "updated", "unchanged", "embedded")} == {
        "added": 1,
        "updated": 1,
        "unchanged": 1,
        "embedded": 1,
    }
    assert [rejected["index"] for rejected in body["rejected"]] == [3, 4]
    assert "price" in body["rejected"][0]["reason"]


def test_ndjson_is_visible_to_the_next_query(shop_client: httpx.Client) -> None:
    new = row(70, product_id="samovar/1", title="Brass Samovar", description="A samovar of brass for tea.")
    lines = "\n".join([json.dumps(new), "", "{broken", json.dumps({"title": "no id"})])
    headers = {"Content-Type": "application/x-ndjson"}
    body = shop_client.put("/v1/products", content=lines, headers=headers).json()
    assert body["added"] == 1
    assert [rejected["index"] for rejected in body["rejected"]] == [1, 2]
    found = shop_client.post("/v1/recommendations", json={"query": "samovar", "limit": 1}).json()
    assert found["items"][0]["product"]["product_id"] == "samovar/1"
    assert shop_client.get("/v1/products/samovar%2F1").json()["title"] == "Brass Samovar"
    assert shop_client.delete("/v1/products/samovar%2F1").status_code == 204
    assert shop_client.get("/v1/products/samovar%2F1").status_code == 404
    assert shop_client.delete("/v1/products/samovar%2F1").status_code == 404


def test_patch_merges(shop_client: httpx.Client) -> None:
    changes = {"price": 12.5, "brand": None, "attributes": {"material": "steel", "color": None}}
    body = shop_client.patch("/v1/products/kettle-4", json=changes).json()
    assert body["price"] == 12.5
    assert "brand" not in body
    assert body["attributes"] == {"material": "steel"}
    assert shop_client.get("/v1/products/kettle-4").json() == body


def test_patch_refuses_what_is_no_product(shop_client: httpx.Client) -> None:
    answer = shop_client.patch("/v1/products/kettle-4", json={"price": "much", "colour": "red"})
    assert answer.status_code == 422
    assert {error["pointer"] for error in answer.json()["errors"]} == {"#/price", "#/colour"}
    assert shop_client.patch("/v1/products/kettle-4", json={"product_id": "x"}).status_code == 422
    assert shop_client.patch("/v1/products/kettle-4", json=[1]).status_code == 400
    assert shop_client.patch("/v1/products/none", json={"price": 1}).status_code == 404


def test_a_broken_array_is_malformed(shop_client: httpx.Client) -> None:
    answer = shop_client.put("/v1/products", content=b"[{", headers={"Content-Type": "application/json"})
    assert answer.status_code == 400


def test_the_margin_is_seen_nowhere(shop_client: httpx.Client) -> None:
    secret = str(MARGIN)
    listed = shop_client.post("/v1/recommendations", json={"query": "kettle"})
    assert listed.json()["items"]
    similar = shop_client.get("/v1/products/kettle-1/similar")
    told = json.dumps([event.data for event in chat(shop_client, "kettle")])
    answers = [
        listed.text,
        similar.text,
        told,
        shop_client.get("/v1/products/kettle-1").text,
        shop_client.patch("/v1/products/kettle-1", json={"price": 3}).text,
        shop_client.get(f"/v1/rankings/{listed.json()['ranking_id']}").text,
    ]
    for answer in answers:
        assert "kettle-1" in answer
        assert secret not in answer
        assert "margin" not in answer


def test_what_there_is_to_choose_from(client: httpx.Client) -> None:
    body = {"include": {"color": ["blue"]}}
    found = client.post("/v1/products/facets", json=body).json()
    assert found["facets"]["color"] == {"blue": found["total"]}
    assert sum(found["facets"]["brand"].values()) == found["total"] > 0
    assert client.post("/v1/products/facets", json={"color": "blue"}).status_code == 422
