"""What is bought together and is another kind of thing, apart from what is alike; over HTTP, at once."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest

from tests.api.shop import kettle
from tests.serving import Serving


def towel(product_id: str, title: str, **fields: object) -> object:
    return kettle(
        4, product_id=product_id, title=title, description=title, categories=["Home > Linen"], **fields
    )


MORE = [
    towel("towel", "Linen tea towel"),
    towel("gone", "Linen napkins", availability="out_of_stock"),
    # Of no shelf: only its text tells that it is another kind of thing.
    kettle(
        5,
        product_id="novel",
        title="A detective novel",
        description="Murder at sea.",
        categories=[],
        brand=None,
    ),
]


@pytest.fixture
def client(tmp_path: Path) -> Iterator[httpx.Client]:
    products = [*(kettle(number) for number in range(6)), *MORE]
    with Serving(tmp_path, products) as serving, serving.client() as plain:  # type: ignore[arg-type]
        assert serving.house.retrieval.behaviour.learned.wait(100)
        yield plain


def bought(client: httpx.Client, who: str, *product_ids: str) -> None:
    """Looked at one after the other, then bought in one order; its lines a few milliseconds apart."""
    now = time.time()
    looked = [("view", key, now - 600 + 60 * at) for at, key in enumerate(product_ids)]
    paid = [("purchase", key, now + 0.005 * at) for at, key in enumerate(product_ids)]
    events = [
        {
            "event_id": f"{who}-{kind}-{key}",
            "type": kind,
            "product_id": key,
            "user_id": who,
            "occurred_at": datetime.fromtimestamp(at, UTC).isoformat(),
        }
        for kind, key, at in looked + paid
    ]
    assert client.post("/v1/events", json=events).json()["accepted"] == len(events)


def test_what_is_bought_with_it_and_is_no_second_one(client: httpx.Client) -> None:
    path = "/v1/products/kettle-1/goes-with"
    assert client.get(path).json()["items"] == []
    for number in range(4):
        bought(client, f"u{number}", "kettle-1", "kettle-2", "towel", "gone", "kettle-4")
    bought(client, "v", "kettle-1", "novel")
    bought(client, "w", "towel", "kettle-5")
    body = client.get(path, params={"limit": 5}).json()
    assert [item["product"]["product_id"] for item in body["items"]] == ["towel", "novel"]
    assert body["items"][0]["reasons"][0]["text"].startswith("often bought with ")
    assert "margin" not in body["items"][0]["product"]
    trace = client.get(f"/v1/rankings/{body['ranking_id']}").json()
    assert trace["query"]["surface"] == "goes_with"
    assert trace["items"][0]["contributions"][0]["name"] == "collaborative"
    similar = client.get("/v1/products/kettle-1/similar", params={"limit": 3}).json()["items"]
    assert all(item["product"]["product_id"].startswith("kettle-") for item in similar)
    back = client.get("/v1/products/towel/goes-with").json()["items"]
    assert {item["product"]["product_id"] for item in back} >= {"kettle-1", "kettle-2", "kettle-5"}
    assert len(client.get("/v1/products/towel/goes-with?limit=1").json()["items"]) == 1


def test_the_ways_it_can_be_refused(client: httpx.Client) -> None:
    assert client.get("/v1/products/none/goes-with").status_code == 404
    assert client.get("/v1/products/towel/goes-with?limit=0").json()["errors"][0]["parameter"] == "limit"
