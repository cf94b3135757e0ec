"""An event posted, the next list changed: over HTTP, at once, for this shopper and for others."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest

from retrieval.behaviour.job import run_training
from retrieval.types import Event, Product
from tests.api.shop import kettle, shop
from tests.serving import Serving, wait_until


def products() -> list[Product]:
    tents = [
        kettle(
            200 + n,
            product_id=f"tent-{n}",
            title=f"Ridge Tent No. {n}",
            description="A light tent for two, for the hills.",
            categories=["Outdoor > Tents"],
            brand=("Fellhorn", "Paddock", "Loll")[n % 3],
            rating_count=3,
        )
        for n in range(2, 14)
    ]
    return [*shop(), *tents]


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Serving]:
    with Serving(tmp_path, products()) as serving:
        assert serving.house.retrieval.behaviour.learned.wait(100)
        yield serving


@pytest.fixture
def client(server: Serving) -> Iterator[httpx.Client]:
    with server.client() as plain:
        yield plain


def home(client: httpx.Client, user: str, **body: object) -> list[str]:
    asked = {"user_id": user, "surface": "home", "limit": 8, **body}
    answer = client.post("/v1/recommendations", json=asked).json()
    return [item["product"]["product_id"] for item in answer["items"]]


def did(client: httpx.Client, user: str, kind: str, product_id: str, ago: float = 0.0) -> None:
    at = datetime.fromtimestamp(time.time() - ago, UTC).isoformat()
    event = {
        "event_id": f"{user}-{kind}-{product_id}-{ago}",
        "type": kind,
        "product_id": product_id,
        "user_id": user,
        "occurred_at": at,
    }
    assert client.post("/v1/events", json=event).json()["accepted"] == 1


def tents_in(ids: list[str]) -> int:
    return sum(product_id.startswith("tent-") for product_id in ids)


def test_a_click_changes_the_next_list_of_who_clicked(client: httpx.Client) -> None:
    before = home(client, "ada", limit=6)
    assert home(client, "bob", limit=6) == before
    wanted = "kettle-5" if tents_in(before) > 3 else "tent-3"
    did(client, "ada", "click", wanted)
    after = home(client, "ada", limit=6)
    if wanted.startswith("tent"):
        assert tents_in(after) > tents_in(before)
    else:
        assert tents_in(after) < tents_in(before)


def test_an_anonymous_session_is_learned_from_as_well(client: httpx.Client) -> None:
    def ask() -> list[str]:
        body = {"session_id": "s-7", "surface": "home", "limit": 8}
        answer = client.post("/v1/recommendations", json=body).json()
        return [item["product"]["product_id"] for item in answer["items"]]

    before = ask()
    wanted = "kettle-5" if tents_in(before) > 4 else "tent-4"
    event = {
        "event_id": "anonymous",
        "type": "add_to_cart",
        "product_id": wanted,
        "session_id": "s-7",
        "occurred_at": datetime.now(UTC).isoformat(),
    }
    client.post("/v1/events", json=event)
    assert (tents_in(ask()) > tents_in(before)) == wanted.startswith("tent")
    assert ask() != before


def test_what_others_did_next_comes_next(client: httpx.Client) -> None:
    for n in range(12):
        did(client, f"other-{n}", "view", "kettle-2", ago=90_000)
        did(client, f"other-{n}", "purchase", "tent-9", ago=100)
    did(client, "ada", "add_to_cart", "kettle-2")
    asked = {"user_id": "ada", "surface": "home", "limit": 20}
    answer = client.post("/v1/recommendations", json=asked).json()
    ids = [item["product"]["product_id"] for item in answer["items"]]
    # Kettles are liked more; of everything else what the others went on to comes first.
    assert next(product_id for product_id in ids if product_id.startswith("tent-")) == "tent-9"
    trace = client.get(f"/v1/rankings/{answer['ranking_id']}").json()
    item = trace["items"][ids.index("tent-9")]
    assert any(part["name"] == "collaborative" and part["points"] > 0 for part in item["contributions"])
    assert item["behaviour"]
    assert any(name.startswith("follows") for name in item["behaviour"])


def test_a_new_shopper_on_a_category_page_sees_what_is_popular_there(client: httpx.Client) -> None:
    def page(category: str, **body: object) -> list[str]:
        filters = {"include": {"category": [category]}}
        return home(client, "newcomer", limit=5, filters=filters, surface="category", **body)

    assert tents_in(page("Tents")) == 5, "also before anybody did anything"
    month = 30 * 86_400.0
    for n in range(9):
        # Kettles are bought by many more; one tent was once the rage, another is now.
        did(client, f"k{n}", "purchase", f"kettle-{n % 3}", ago=n)
        did(client, f"old{n}", "purchase", "tent-5", ago=12 * month + n)
        if n < 4:
            did(client, f"new{n}", "purchase", "tent-8", ago=n)
    found = page("Tents")
    assert found[0] == "tent-8"
    assert tents_in(found) == 5
    assert set(page("Kettles")[:3]) == {"kettle-0", "kettle-1", "kettle-2"}


def test_two_likings_both_show(client: httpx.Client) -> None:
    did(client, "ada", "purchase", "tent-3", ago=50)
    did(client, "ada", "purchase", "kettle-5")
    ids = home(client, "ada", limit=10)
    assert 2 <= tents_in(ids) <= 8


def test_what_is_known_of_a_shopper_says_so_and_is_apart_from_what_they_state(client: httpx.Client) -> None:
    client.put("/v1/users/ada/preferences", json={"preferences": {"exclude": {"brand": ["loll"]}}})
    did(client, "ada", "purchase", "tent-3")
    known = client.get("/v1/users/ada").json()
    assert known["stated"]["preferences"] == {"exclude": {"brand": ["loll"]}}
    assert known["behaviour"]["orders"] == 1
    assert known["behaviour"]["purchased"] == 1


def test_a_training_is_taken_up_by_a_running_server(
    server: Serving, client: httpx.Client, tmp_path: Path
) -> None:
    store, ids = server.house.retrieval.events, [product.product_id for product in products()]
    events = [
        Event(
            event_id=f"h{user}-{n}",
            type="view",
            # Two steps on, then one: the last step alone does not tell what comes next.
            product_id=ids[(user + n + n // 2) % len(ids)],
            user_id=f"h{user}",
            occurred_at=datetime.fromtimestamp(1_700_000_000 + n * 100_000, UTC),
        )
        for user in range(200)
        for n in range(5)
    ]
    store.append(events, imported=True)
    environment = {name: value for name, value in os.environ.items() if not name.startswith("AISLE_")}
    done = subprocess.run(
        [sys.executable, "-c", "from api.cli import main; main()", "train"],
        env={**environment, "AISLE_DATA_DIR": str(tmp_path), "COLUMNS": "200"},
        capture_output=True,
        text=True,
        timeout=200,
    )
    assert done.returncode == 0, done.stderr
    assert "1,000 steps of 200 shoppers" in done.stdout
    assert "In force: " in done.stdout
    behaviour, learned = server.house.retrieval.behaviour, "a ranker learned from every signal" in done.stdout
    assert learned
    wait_until(lambda: behaviour.learned_ranker)
    did(client, "ada", "purchase", ids[3])
    asked = {"user_id": "ada", "surface": "home", "limit": 5}
    answer: dict[str, Any] = client.post("/v1/recommendations", json=asked).json()
    assert ids[4] in [item["product"]["product_id"] for item in answer["items"]]


def test_what_was_learned_from_who_is_deleted_is_gone_after_the_next_training(
    server: Serving, client: httpx.Client, tmp_path: Path
) -> None:
    behaviour = server.house.retrieval.behaviour
    did(client, "ada", "view", "kettle-2", ago=50_000)
    did(client, "ada", "purchase", "tent-9")
    home(client, "bob")
    assert behaviour.steps > 0
    client.delete("/v1/users/ada")
    room = server.house.retrieval
    run_training(room.event_store, room.products, room.facts)
    wait_until(lambda: behaviour.steps == 0)


def test_what_a_shopper_stated_narrows_their_lists_and_empties_none(client: httpx.Client) -> None:
    def brands(user: str, **body: object) -> set[str]:
        asked = {"user_id": user, "limit": 8, **body}
        answer = client.post("/v1/recommendations", json=asked).json()
        return {item["product"]["brand"] for item in answer["items"]}

    assert "Fellhorn" in brands("ada", surface="home")
    wishes = {"exclude": {"brand": ["Fellhorn"]}, "include": {"category": ["Tents"]}}
    client.put("/v1/users/ada/preferences", json={"preferences": wishes})
    assert "Fellhorn" not in brands("ada", surface="home")
    assert tents_in(home(client, "ada")) == 8
    # Words say what is wanted now; what was ruled out stays ruled out, until it is asked for by name.
    assert brands("ada", query="kettle") == {"Hearthwick"}
    named = {"include": {"brand": ["Fellhorn"]}}
    assert brands("ada", query="kettle", filters=named) == {"Fellhorn"}
    client.put("/v1/users/ada/preferences", json={"preferences": {"include": {"category": ["Sofas"]}}})
    assert len(home(client, "ada")) == 8
