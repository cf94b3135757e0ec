"""What operators and browsers ask for."""

from __future__ import annotations

import re

import httpx

from tests.api.sse import chat


def metric(text: str, name: str) -> float:
    return sum(float(line.rsplit(" ", 1)[1]) for line in text.splitlines() if line.startswith(name))


def test_ready_says_what_it_does_without(client: httpx.Client) -> None:
    assert client.get("/healthz").json() == {"status": "ok"}
    body = client.get("/readyz").json()
    assert body["database"] == body["index"] == "ok"
    assert body["products"] == body["indexed"] == 13
    assert body["model"] is None
    assert body["rung"] is None, "not trained yet"
    assert {"part": "narrate", "reason": "no_model"} in body["degraded"]


def test_metrics_count_a_turn_once_however_often_it_is_read(client: httpx.Client) -> None:
    names = (
        'aisle_turns_total{status="degraded"}',
        "aisle_turns_started_total",
        "aisle_first_card_seconds_count",
    )
    degraded = 'aisle_degraded_total{part="narrate",reason="no_model"}'
    before = client.get("/metrics").text
    turn_id = chat(client, "kettle")[0].data["turn_id"]
    client.get(f"/v1/turns/{turn_id}/events")
    after = client.get("/metrics").text
    for name in (*names, degraded):
        assert metric(after, name) - metric(before, name) == 1, name


def test_the_page_lets_nothing_in_from_elsewhere(client: httpx.Client) -> None:
    page = client.get("/")
    policy = page.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "<style" not in page.text


def test_assets_are_answered_from_the_cache(client: httpx.Client) -> None:
    # What stands in the way of the first paint is asked for once.
    sheet = re.search(r'rel="stylesheet" href="([^"]+)"', client.get("/").text)
    assert sheet is not None
    assert "immutable" in client.get(sheet[1]).headers["cache-control"]
    assert client.get(f"{sheet[1]}0").headers["cache-control"] == "no-cache"
    first = client.get("/static/shop/shop.css")
    assert first.headers["content-type"].startswith("text/css")
    again = client.get("/static/shop/shop.css", headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_the_api_describes_itself(client: httpx.Client) -> None:
    schema = client.get("/openapi.json").json()
    described = {(method.upper(), path) for path, methods in schema["paths"].items() for method in methods}
    assert described >= {
        ("POST", "/v1/chat"),
        ("POST", "/v1/recommendations"),
        ("GET", "/v1/turns/{turn_id}/events"),
        ("POST", "/v1/turns/{turn_id}/stop"),
        ("GET", "/v1/rankings/{ranking_id}"),
        ("PUT", "/v1/products"),
        ("GET", "/readyz"),
    }
    references = str(schema).split("#/components/schemas/")[1:]
    names = {reference.split("'", 1)[0] for reference in references}
    assert names <= set(schema["components"]["schemas"])


def test_a_trace_says_why(client: httpx.Client) -> None:
    body = client.post("/v1/recommendations", json={"query": "a blue kettle"}).json()
    trace = client.get(f"/v1/rankings/{body['ranking_id']}").json()
    assert {"ranking_id", "query", "constraints", "items", "dropped", "rules_version", "timings_ms"} <= set(
        trace
    )
    assert trace["constraints"] == body["understood"]["constraints"]
    for item in trace["items"]:
        assert item["contributions"]


def test_every_answer_has_an_id_and_safe_headers(client: httpx.Client) -> None:
    seen = set()
    for path in ("/healthz", "/", "/v1/products/kettle-1", "/v1/nothing", "/%00"):
        answer = client.get(path)
        seen.add(answer.headers["x-request-id"])
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["x-frame-options"] == "DENY"
    assert len(seen) == 5
    for given, taken in (("order-17", True), ("x" * 65, False), ("<script>", False)):
        answered = client.get("/healthz", headers={"X-Request-ID": given}).headers["x-request-id"]
        assert (answered == given) is taken
