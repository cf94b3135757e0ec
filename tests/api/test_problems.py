"""Every error is a problem with a stable type, and says nothing of our insides."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx
import pytest

from api.settings import ApiSettings
from tests.serving import Serving

JSON = {"Content-Type": "application/json"}


@pytest.mark.parametrize(
    ("method", "path", "given", "status", "kind"),
    [
        ("GET", "/v1/nothing", {}, 404, "not-found"),
        ("GET", "/v1/rankings/r_none", {}, 404, "not-found"),
        ("GET", "/static/../app.py", {}, 404, "not-found"),
        ("GET", "/v1/chat", {}, 405, "method-not-allowed"),
        ("POST", "/v1/chat", {"content": b"{", "headers": JSON}, 400, "malformed"),
        ("POST", "/v1/chat", {"json": {}}, 422, "validation"),
        ("POST", "/v1/chat", {"json": {"message": "  "}}, 422, "validation"),
        ("POST", "/v1/chat", {"json": {"message": "x", "extra": 1}}, 422, "validation"),
        ("POST", "/v1/chat", {"json": {"message": "x" * 5000}}, 422, "validation"),
        ("POST", "/v1/chat", {"content": b"x" * 2_000_000, "headers": JSON}, 413, "too-large"),
        (
            "DELETE",
            "/v1/products/none",
            {"content": b"x" * 2_000_000, "headers": {"Idempotency-Key": "large"}},
            413,
            "too-large",
        ),
    ],
)
def test_problems(
    client: httpx.Client, method: str, path: str, given: dict[str, Any], status: int, kind: str
) -> None:
    answer = client.request(method, path, **given)
    body = answer.json()
    assert answer.status_code == body["status"] == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert body["type"] == f"https://aisle.dev/problems/{kind}"
    assert body["title"]


def test_a_wrong_field_is_named_by_pointer(client: httpx.Client) -> None:
    body = {"limit": 0, "filters": {"include": {"a/b": []}, "price": {"min": 9, "max": 1}}}
    answer = client.post("/v1/recommendations", json=body).json()
    assert {error["pointer"] for error in answer["errors"]} == {
        "#/limit",
        "#/filters/include/a~1b",
        "#/filters/price",
    }


def test_a_body_without_a_declared_length_is_counted(client: httpx.Client) -> None:
    answer = client.post("/v1/chat", content=iter([b"x" * 600_000] * 3), headers=JSON)
    assert answer.status_code == 413
    assert answer.json()["type"].endswith("/too-large")


def test_an_error_of_ours_tells_nothing(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    with Serving(tmp_path) as server, server.client() as client:
        server.house.retrieval.engine.dispose()
        with server.house.retrieval.engine.begin() as connection:
            connection.exec_driver_sql("DROP TABLE rankings")
        answer = client.get("/v1/rankings/r_1")
    assert answer.status_code in (500, 503)
    assert answer.headers["content-type"] == "application/problem+json"
    assert "rankings" not in answer.text
    assert "sql" not in answer.text.lower()
    assert caplog.records


def test_without_keys_only_loopback_names_are_answered(client: httpx.Client) -> None:
    for host in ("evil.example", "127.0.0.1.evil.example", "evil.example:8000", ""):
        assert client.get("/healthz", headers={"Host": host}).status_code == 403, host
    for host in ("localhost:8000", "127.0.0.1", "[::1]:8000", "shop.localhost"):
        assert client.get("/healthz", headers={"Host": host}).status_code == 200, host


def test_keys(tmp_path: Path) -> None:
    settings = ApiSettings.load(publishable_keys="pk_a, pk_b", secret_keys="sk_a")
    with Serving(tmp_path, settings=settings) as server:
        expected = {
            None: (401, 401, 401),
            "pk_wrong": (401, 401, 401),
            "pk_b": (404, 403, 403),
            "sk_a": (404, 200, 404),
        }
        for key, statuses in expected.items():
            with server.client(key) as client:
                read = client.get("/v1/products/x").status_code
                write = client.put("/v1/products", json=[]).status_code
                trace = client.get("/v1/rankings/x").status_code
                assert (read, write, trace) == statuses, key
                for path in ("/healthz", "/readyz", "/metrics", "/", "/openapi.json"):
                    assert client.get(path).status_code == 200
                elsewhere = client.get("/healthz", headers={"Host": "shop.example"})
                assert elsewhere.status_code == 200
        with server.client() as client:
            assert client.get("/v1/products/x").headers["www-authenticate"] == "Bearer"
            page = client.get("/").text
            assert 'key="pk_a"' in page
            assert "sk_a" not in page


def test_other_origins_are_let_in_by_name(tmp_path: Path) -> None:
    settings = ApiSettings.load(cors_origins="https://shop.example")
    with Serving(tmp_path, settings=settings) as server, server.client() as client:
        preflight = {
            "Access-Control-Request-Method": "POST",
            "Access-Control-Request-Headers": "last-event-id",
        }
        ours = client.options("/v1/chat", headers={"Origin": "https://shop.example", **preflight})
        other = client.options("/v1/chat", headers={"Origin": "https://evil.example", **preflight})
    assert ours.headers["access-control-allow-origin"] == "https://shop.example"
    assert "access-control-allow-origin" not in other.headers


@pytest.mark.parametrize("bad", ["a\0b", "a\nb", "\x7f"])
def test_ids_with_control_characters_never_reach_the_database(client: httpx.Client, bad: str) -> None:
    bodies: list[tuple[str, dict[str, object], str]] = [
        ("/v1/chat", {"message": "mug", "user_id": bad}, "#/user_id"),
        ("/v1/chat", {"message": "mug", "session_id": bad}, "#/session_id"),
        ("/v1/chat", {"message": "mug", "context": {"surface": bad}}, "#/context"),
        ("/v1/chat", {"message": "mug", "context": {"cart": [bad]}}, "#/context/cart/0"),
        ("/v1/recommendations", {"product_id": bad}, "#/product_id"),
        ("/v1/recommendations", {"surface": bad}, "#/surface"),
    ]
    for path, body, pointer in bodies:
        answer = client.post(path, json=body)
        assert answer.status_code == 422, (path, body)
        (error,) = answer.json()["errors"]
        assert error["pointer"] == pointer
        assert "hold no control characters" in error["detail"]
    part = quote(bad, safe="")
    for path in (f"/v1/products/{part}", f"/v1/products/{part}/similar", f"/v1/rankings/{part}"):
        answer = client.get(path)
        assert answer.status_code == 422, path
        assert answer.headers["content-type"] == "application/problem+json"
    assert client.delete(f"/v1/products/{part}").status_code == 422
    assert client.post(f"/v1/turns/{part}/stop").status_code == 422


def test_no_page_of_ours_loads_from_elsewhere(client: httpx.Client) -> None:
    assert client.get("/docs").status_code == client.get("/redoc").status_code == 404
    assert client.get("/openapi.json").json()["info"]["title"] == "Aisle"
