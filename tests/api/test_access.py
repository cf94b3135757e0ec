"""Every cell of the table of who may call what."""

from __future__ import annotations

import json
from collections.abc import Iterator

import httpx
import pytest
from fastapi.routing import iter_route_contexts

from api.identity import sign
from api.settings import ApiSettings
from tests.api.access import CALLERS, RULES, TABLE, Row
from tests.api.shop import shop
from tests.api.sse import chat
from tests.serving import Serving

SECRET = "a secret of sixteen letters or more"
KEYED = ApiSettings.load(
    publishable_keys="pk_a", secret_keys="sk_a", identity_secret=SECRET, limit_address="100000/hour"
)


@pytest.fixture(scope="module")
def keyed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    with Serving(tmp_path_factory.mktemp("keyed"), shop(), settings=KEYED) as serving:
        yield serving


@pytest.fixture(scope="module")
def unkeyed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    """Of its own: what is asked here also erases and rebuilds."""
    with Serving(tmp_path_factory.mktemp("open"), shop()) as serving:
        yield serving


def headers(caller: str) -> dict[str, str]:
    keys = {"none": "", "open": "", "wrong": "pk_b", "secret": "sk_a"}
    out = {"Authorization": f"Bearer {key}"} if (key := keys.get(caller, "pk_a")) else {}
    tokens = {
        "ann": sign("ann", SECRET),
        "bob": sign("bob", SECRET),
        "expired": sign("ann", SECRET, expires_in=-1),
        "forged": sign("ann", "a secret that somebody else made up"),
    }
    return {**out, "X-Aisle-Identity": tokens[caller]} if caller in tokens else out


def hers(server: Serving) -> dict[str, str]:
    """A new turn of Ann's in a new conversation."""
    with server.client("sk_a") as backend:
        told = {event.event: event.data for event in chat(backend, "kettle", user_id="ann")}
    ids = {"{turn}": told["turn"]["turn_id"], "{session}": told["turn"]["session_id"]}
    return {**ids, "{ranking}": told["ranking"]["ranking_id"]}


def ask(server: Serving, row: Row, caller: str) -> httpx.Response:
    path, body = row.path or row.route, json.dumps(row.body)
    if any(name in path + body for name in ("{turn}", "{session}", "{ranking}")):
        for name, found in hers(server).items():
            path, body = path.replace(name, found), body.replace(name, found)
    content = None if row.body is None else body
    said = {**headers(caller), "Content-Type": "application/json"} if content else headers(caller)
    if row.route == "/mcp":
        said["Accept"] = "application/json, text/event-stream"
    with (
        server.client() as client,
        client.stream(row.method, path, content=content, headers=said) as answer,
    ):
        if not (row.endless and answer.status_code == row.ok):
            answer.read()
        return answer


@pytest.mark.parametrize("caller", CALLERS)
@pytest.mark.parametrize("row", TABLE, ids=str)
def test_who_may_call_what(keyed: Serving, unkeyed: Serving, row: Row, caller: str) -> None:
    expected = RULES[row.rule][CALLERS.index(caller)]
    answer = ask(unkeyed if caller == "open" else keyed, row, caller)
    assert answer.status_code == (expected or row.ok)
    if expected >= 400:
        assert answer.headers["content-type"] == "application/problem+json"
        assert answer.json()["status"] == expected
    assert answer.headers["x-request-id"]


def test_every_route_stands_in_the_table(keyed: Serving) -> None:
    served = {
        (method, found.path)
        for found in iter_route_contexts(keyed.app.routes)
        for method in (found.methods or {"*"}) - {"HEAD"}
    }
    tabled = {(row.method, row.route) for row in TABLE}
    assert served == tabled, "say in tests/api/access.py who may call it"


def test_an_identity_is_refused_where_no_secret_is_set(unkeyed: Serving) -> None:
    with unkeyed.client() as client:
        answer = client.get("/v1/users/ann", headers={"X-Aisle-Identity": sign("ann", SECRET)})
    assert answer.status_code == 401
    assert "AISLE_IDENTITY_SECRET" in answer.json()["detail"]
