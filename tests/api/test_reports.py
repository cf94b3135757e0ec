"""Reports over HTTP and in a terminal, of what was served and done over HTTP."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import orjson
import pytest
from pydantic import SecretStr

from api.identity import sign
from api.settings import ApiSettings
from retrieval.settings import RetrievalSettings
from retrieval.types import Query
from tests.api.shop import MARGIN, shop
from tests.serving import Serving, wait_until

SECRET = "0123456789abcdef0123456789abcdef"
RULES = """
extends = "default"
[[experiments]]
name = "order"
arms = [{ name = "now" }, { name = "new", scores = { rating = 0.5 } }]

[[boosts]]
name = "Only the new"
when = 'brand == "Hearthwick"'
points = 5
arm = "order/new"
"""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    folder = tmp_path_factory.mktemp("reports")
    rules = folder / "rules.toml"
    rules.write_text(RULES)
    settings = ApiSettings(
        publishable_keys=(SecretStr("pk_page"),),
        secret_keys=(SecretStr("sk_shop"),),
        identity_secret=(SecretStr(SECRET),),
    )
    retrieval = RetrievalSettings(data_dir=folder, rules=rules)
    with Serving(folder, shop(), settings=settings, retrieval=retrieval) as serving:
        yield serving


@pytest.fixture
def client(server: Serving) -> Iterator[httpx.Client]:
    with server.client("sk_shop") as plain:
        yield plain


def ask(client: httpx.Client, user_id: str, **body: object) -> dict[str, Any]:
    given = {"query": "kettle", "user_id": user_id, "session_id": f"s-{user_id}", "surface": "search", **body}
    answer = client.post("/v1/recommendations", json=given)
    assert answer.status_code == 200
    found: dict[str, Any] = answer.json()
    return found


def tell(
    client: httpx.Client, user_id: str, name: str, kind: str, item: dict[str, Any], ranking: str
) -> None:
    event = {
        "event_id": f"{user_id}-{name}-{kind}",
        "type": kind,
        "product_id": item["product"]["product_id"],
        "user_id": user_id,
        "session_id": f"s-{user_id}",
        "ranking_id": ranking,
        "position": item["rank"],
        "occurred_at": datetime.now(UTC).isoformat(),
    }
    assert client.post("/v1/events", json=event).json()["accepted"] == 1


def test_what_was_served_seen_and_clicked_is_in_the_report(client: httpx.Client) -> None:
    for n in range(4):
        user = f"reader-{n}"
        found = ask(client, user)
        for item in found["items"][:3]:
            tell(client, user, str(item["rank"]), "impression", item, found["ranking_id"])
        tell(client, user, "1", "click", found["items"][0], found["ranking_id"])
    body = client.get("/v1/reports/summary?days=20").json()
    whole = body["all"]
    assert (whole["seen"], whole["clicked"]) == (12, 4)
    assert whole["lists"] >= 4
    assert body["products"] == 13
    assert body["surfaces"][0]["name"] == "search"
    assert [(s["name"], s["clicked"]) for s in body["slots"][:2]] == [("1", 4), ("2", 0)]
    assert {s["name"] for s in body["arms"]} <= {"order/now", "order/new"}
    assert client.get("/v1/reports/slots?days=20").json()[0]["clicked"] == 4
    (experiment,) = client.get("/v1/reports/experiments?days=20").json()
    assert experiment["experiment"] == "order"
    assert sum(arm["shoppers"] for arm in experiment["arms"]) >= 4
    assert "not enough shoppers yet" in experiment["says"]


def test_a_shopper_keeps_their_arm_and_what_it_changes(client: httpx.Client) -> None:
    brands: dict[str, set[str]] = {"now": set(), "new": set()}
    for n in range(16):
        user = f"dealt-{n}"
        first, again = ask(client, user), ask(client, user, query="red kettle")
        traces = [client.get(f"/v1/rankings/{each['ranking_id']}").json() for each in (first, again)]
        arms = [trace["arms"] for trace in traces]
        assert arms[0] == arms[1]
        (arm,) = arms[0].values()
        brands[arm] |= {item["product"]["brand"] for item in first["items"][:5]}
    assert brands["new"] == {"Hearthwick"}
    assert brands["now"] == {"Hearthwick", "Fellhorn"}


def test_nobody_takes_part_in_an_experiment_as_nobody(server: Serving) -> None:
    ranking = server.house.retrieval.recommender.recommend(Query(text="kettle"))
    assert ranking.arms == {}


def test_the_page_is_whole_and_needs_nothing(client: httpx.Client) -> None:
    ask(client, "looker")
    # Another length than elsewhere: a report is given again for a while.
    answer = client.get("/v1/reports/page?days=27")
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/html")
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    html = answer.text
    assert html.count("<figure>") == 7
    assert html.count("<svg") == 7
    assert "<script" not in html
    assert not re.search(r"""(?:src|href)=["']https?:""", html)


@pytest.mark.parametrize("path", ["summary", "page", "slots", "experiments"])
def test_reports_are_for_the_shop_alone(server: Serving, path: str) -> None:
    for key, status in ((None, 401), ("pk_page", 403), ("sk_shop", 200)):
        with server.client(key) as client:
            assert client.get(f"/v1/reports/{path}").status_code == status


def test_unknown_tables_and_lengths_are_refused(client: httpx.Client) -> None:
    assert client.get("/v1/reports/everything").status_code == 422
    assert client.get("/v1/reports/summary?days=0").status_code == 422


def test_a_shopper_gets_all_of_it_and_can_have_it_deleted(server: Serving, client: httpx.Client) -> None:
    found = ask(client, "ada")
    tell(client, "ada", "1", "dismiss", found["items"][0], found["ranking_id"])
    client.put("/v1/users/ada/preferences", json={"region": "uk"})
    token = {"X-Aisle-Identity": sign("ada", SECRET)}
    with server.client("pk_page") as page:
        assert page.get("/v1/users/ada/export").status_code == 403
        assert page.delete("/v1/users/ada").status_code == 403
        wrong = {"X-Aisle-Identity": sign("bob", SECRET)}
        assert page.delete("/v1/users/ada", headers=wrong).status_code == 403
        text = page.get("/v1/users/ada/export", headers=token).text
        rows = [orjson.loads(line) for line in text.splitlines()]
        assert {row["kind"] for row in rows} == {"profile", "turn", "ranking", "event"}
        assert str(MARGIN) not in text
        known = page.get("/v1/users/ada", headers=token).json()
        assert known["stated"]["region"] == "uk"
        assert known["behaviour"]["dismissed"] == 1
        erased = page.delete("/v1/users/ada", headers=token).json()["erased"]
        assert erased["events"] == 1
        assert erased["profiles"] == 1
        assert page.get("/v1/users/ada/export", headers=token).text == ""
        after = page.get("/v1/users/ada", headers=token).json()
        assert after["stated"]["region"] is None
        assert after["behaviour"]["dismissed"] == 0
    # What was waved away by somebody who no longer is comes back.
    again = ask(client, "ada", surface="home")
    assert found["items"][0]["product"]["product_id"] in [i["product"]["product_id"] for i in again["items"]]


def test_old_things_are_forgotten_when_the_server_starts(tmp_path: Path) -> None:
    with Serving(tmp_path, shop()) as serving, serving.client() as client:
        old = {"event_id": "old", "type": "view", "product_id": "kettle-1", "session_id": "s"}
        when = "2020-01-01T00:00:00Z"
        client.post("/v1/events", json={**old, "occurred_at": when})
        now = datetime.now(UTC).isoformat()
        client.post("/v1/events", json={**old, "event_id": "new", "occurred_at": now})
        engine = serving.house.retrieval.engine
        with engine.begin() as connection:
            connection.exec_driver_sql("UPDATE events SET received_at = occurred_at")
    keeping = RetrievalSettings(data_dir=tmp_path, retention_days=30)
    with Serving(tmp_path, retrieval=keeping) as serving:
        store = serving.house.retrieval.event_store
        wait_until(lambda: len(store.after(0)) == 1)
