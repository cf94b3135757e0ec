"""Business rules from the outside: previewed, edited live, explained, and the margin never seen."""

from __future__ import annotations

import os
from pathlib import Path

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
        assert server.url
        assert run(app, ["rules", "check", str(file)]).exit_code == 0
        shown = run(app, ["rules", "preview", str(file), "--query", "kettle", "--limit", "4"])
        assert shown.exit_code == 0, shown.output
        assert "Kettle of the week" in shown.output
        assert "taken off: No green ones" in shown.output
    file.write_text("[diversity]\nlambda = 7")
    refused = run(app, ["rules", "check", str(file)])
    assert refused.exit_code == 1
    assert "shop.toml:2: diversity.lambda" in str(refused.exception)
