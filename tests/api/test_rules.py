"""Business rules from the outside: previewed, edited live, explained, and the margin never seen."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Any

import httpx
import pytest
from typer.testing import CliRunner

from api.cli import app
from retrieval.settings import RetrievalSettings
from tests.api.shop import MARGIN, shop
from tests.serving import Serving

PIN = """
extends = "default"
name = "mine"
[scores]
margin = 3.0
[[pins]]
name = "Kettle of the week"
product = "kettle-7"
slot = 2
query = ["kettle"]
[[filters.rules]]
name = "No green ones"
drop = 'color == "green"'
"""


def titles(answer: httpx.Response) -> list[str]:
    return [item["product"]["title"] for item in answer.json()["items"]]


def test_a_preview_says_what_moves_and_why_and_changes_nothing(client: httpx.Client) -> None:
    before = titles(client.post("/v1/recommendations", json={"query": "kettle", "limit": 5}))
    body = {"rules": PIN, "query": "kettle", "limit": 5}
    found = client.post("/v1/rules/preview", json=body).json()
    held = next(change for change in found["changes"] if change["product_id"] == "kettle-7")
    assert held["after"] == 2
    assert "Kettle of the week" in held["causes"][0]
    gone = [change for change in found["changes"] if change["after"] is None and "Green" in change["title"]]
    assert gone
    assert all(change["causes"] == ["taken off: No green ones"] for change in gone)
    assert found["in_force"].startswith("default-")
    assert found["previewed"].startswith("mine-")
    assert titles(client.post("/v1/recommendations", json={"query": "kettle", "limit": 5})) == before


def before(found: dict[str, Any]) -> list[str]:
    """Ids as the list stands by the rules in force."""
    listed = [change for change in found["changes"] if change["before"] is not None]
    return [change["product_id"] for change in sorted(listed, key=lambda change: change["before"])]


@pytest.mark.parametrize(
    "asked",
    [
        {"query": "a blue kettle under $60"},
        {"query": "kettle under $60", "product_id": "kettle-3", "limit": 4, "exclude": ["kettle-0"]},
        {"query": "a violet kettle under $2"},
        {"query": "a gift for my sister under $45"},
        {"filters": {"include": {"color": ["red"]}, "sort": "price_desc"}, "surface": "cart"},
    ],
    ids=["bounds", "beside a product", "relaxed", "a gift", "no words"],
)
def test_before_is_the_list_that_was_served(client: httpx.Client, asked: dict[str, Any]) -> None:
    answer = client.post("/v1/recommendations", json={"surface": "chat", **asked}).json()
    served = [item["product"]["product_id"] for item in answer["items"]]
    assert served
    body = {"rules": PIN, "ranking_id": answer["ranking_id"]}
    found = client.post("/v1/rules/preview", json=body).json()
    assert before(found) == served
    assert found["moved_since"] == 0
    if "query" in asked:
        # The same words typed instead: read as the shopper's were.
        typed = {name: value for name, value in asked.items() if name != "exclude"}
        typed = {"surface": "chat", "limit": 10, **typed, "rules": PIN}
        said = client.post("/v1/rules/preview", json=typed).json()
        assert said["understood"]["constraints"] == answer["understood"]["constraints"]
        assert "exclude" in asked or before(said) == served


def test_before_is_the_page_of_the_shop_that_was_served(server: Serving, client: httpx.Client) -> None:
    for path in ("/search?q=a+blue+or+red+kettle+under+%2460", "/search?q=kettle&exact=1&sort=price_desc"):
        page = client.get(path).text
        found = re.search(r'ranking-id="([^"]+)"|data-ranking(?:-id)?="([^"]+)"', page)
        assert found is not None
        ranking_id = found.group(1) or found.group(2)
        trace = client.get(f"/v1/rankings/{ranking_id}").json()
        told = client.post("/v1/rules/preview", json={"rules": PIN, "ranking_id": ranking_id}).json()
        assert before(told) == [item["product"]["product_id"] for item in trace["items"]]


def test_a_preview_on_a_list_that_nobody_served(client: httpx.Client) -> None:
    answer = client.post("/v1/rules/preview", json={"rules": PIN, "ranking_id": "r_none"})
    assert answer.status_code == 404


def test_a_preview_names_the_line_of_a_mistake_and_an_attribute_that_nobody_has(client: httpx.Client) -> None:
    refused = client.post("/v1/rules/preview", json={"rules": "name = 'x'\nbosts = 1"})
    assert refused.status_code == 422
    assert "rules.toml:2: bosts: unknown key; did you mean boosts?" in refused.json()["detail"]
    rules = "[[boosts]]\nname = 'b'\nwhen = 'colour == \"red\"'\npoints = 1"
    assert client.post("/v1/rules/preview", json={"rules": rules}).json()["never_met"] == ["colour"]


def test_rules_are_edited_while_the_server_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "shop.toml"
    file.write_text("extends = 'default'\nname = 'first'")
    monkeypatch.setattr("retrieval.ranking.rules.file.LOOKED_AT_EVERY", 0.0)
    settings = RetrievalSettings(data_dir=tmp_path / "data", rules=file)
    with Serving(tmp_path / "data", shop(), retrieval=settings) as server, server.client() as client:
        assert client.get("/readyz").json()["rules"].startswith("first-")
        file.write_text(PIN)
        answer = client.post("/v1/recommendations", json={"query": "kettle", "limit": 5})
        assert answer.json()["items"][1]["product"]["product_id"] == "kettle-7"
        assert not [title for title in titles(answer) if "Green" in title]
        assert client.get("/readyz").json()["rules"].startswith("mine-")
        file.write_text(PIN + "oops")
        os.utime(file)
        assert titles(client.post("/v1/recommendations", json={"query": "kettle", "limit": 5})) == titles(
            answer
        )
        ready = client.get("/readyz").json()
        assert ready["rules"].startswith("mine-")
        assert "shop.toml:" in ready["rules_problem"]
        trace = client.get(f"/v1/rankings/{answer.json()['ranking_id']}").json()
        assert trace["items"][1]["pinned"] is True
        assert {d["rule"] for d in trace["dropped"]} == {"No green ones"}


def test_the_margin_moves_the_list_and_is_never_seen(tmp_path: Path) -> None:
    file = tmp_path / "shop.toml"
    file.write_text(PIN)
    settings = RetrievalSettings(data_dir=tmp_path / "data", rules=file)
    with Serving(tmp_path / "data", shop(), retrieval=settings) as server, server.client() as client:
        answers = [
            client.post("/v1/recommendations", json={"query": "kettle", "explain": "plain"}),
            client.post("/v1/recommendations", json={}, headers={"Accept": "text/event-stream"}),
            client.post("/v1/chat", json={"message": "a blue kettle under $50"}),
            client.get("/v1/products/kettle-1"),
            client.get("/v1/products/kettle-1/similar"),
        ]
        for answer in answers:
            assert answer.status_code == 200
            assert str(MARGIN) not in answer.text
            assert "margin" not in answer.text
        ranking_id = answers[0].json()["ranking_id"]
        moved = [
            c["name"]
            for item in client.get(f"/v1/rankings/{ranking_id}").json()["items"]
            for c in item["contributions"]
        ]
        assert "margin" in moved


def test_the_commands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "shop.toml"
    file.write_text(PIN)
    run = CliRunner().invoke
    with Serving(tmp_path / "data", shop()) as server:
        monkeypatch.setenv("AISLE_DATA_DIR", str(tmp_path / "data"))
        with server.client() as client:
            answer = client.post("/v1/recommendations", json={"query": "kettle under $40"}).json()
        assert run(app, ["rules", "check", str(file)]).exit_code == 0
        shown = run(app, ["rules", "preview", str(file), "--query", "kettle", "--limit", "4"])
        assert shown.exit_code == 0, shown.output
        assert "Kettle of the week" in shown.output
        assert "taken off: No green ones" in shown.output
        on_a_list = ["rules", "preview", str(file), "--ranking"]
        shown = run(app, [*on_a_list, answer["ranking_id"]])
        assert f"of {len(answer['items'])} move" in shown.output
    refused = run(app, [*on_a_list, "r_none"])
    assert refused.exit_code == 1
    assert str(refused.exception) == "No ranking has this id."
    file.write_text("[diversity]\nlambda = 7")
    refused = run(app, ["rules", "check", str(file)])
    assert refused.exit_code == 1
    assert "shop.toml:2: diversity.lambda" in str(refused.exception)
