"""Every line of a list of strings that break things, in every place where a caller can put one."""

from __future__ import annotations

import html
import json
import os
import random
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import httpx
import pytest

from api.settings import ApiSettings
from tests.api.shop import shop
from tests.examples import DEEP
from tests.serving import Serving

KEYED = ApiSettings.load(
    publishable_keys="pk_a", secret_keys="sk_a", limit_key="900000/minute", limit_address="900000/minute"
)
GATE = 60
PLAIN_ID = re.compile(r"[A-Za-z0-9._:-]{1,64}")
"""A caller's own X-Request-ID comes back where it is such a one."""


def lines() -> list[str]:
    """All of them, or the same sixty each time."""
    folder = os.environ.get("AISLE_TEST_DATA")
    if not folder:
        return []
    found: list[str] = json.loads(Path(folder, "hostile", "naughty_strings.json").read_text(encoding="utf-8"))
    return found if DEEP else random.Random(9).sample(found, GATE)


LINES = lines()


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    with Serving(tmp_path_factory.mktemp("naughty"), shop(), settings=KEYED) as serving:
        yield serving


@pytest.fixture(scope="module")
def client(server: Serving) -> Iterator[httpx.Client]:
    with server.client("sk_a") as plain:
        yield plain


def harmless(answer: httpx.Response, text: str) -> httpx.Response:
    """No fault of ours, and nothing of the text where a browser would act on it."""
    assert answer.status_code < 500, answer.text[:300]
    assert answer.headers["x-content-type-options"] == "nosniff"
    kind = answer.headers.get("content-type", "")
    # A lone quote stands on every page.
    if kind.startswith("text/html") and html.escape(text) != text and len(text) > 4:
        assert text not in answer.text
    if answer.is_error:
        assert kind.startswith(("application/problem+json", "text/html"))
    if len(text) > 8 and not PLAIN_ID.fullmatch(text):
        assert text not in "".join(f"{name}: {value}" for name, value in answer.headers.items())
    return answer


def headers_with(text: str) -> dict[str, bytes] | None:
    """What can be sent at all; None where no client could."""
    said = text.encode("utf-8", "surrogatepass")
    if not said or said != said.strip() or any(byte < 32 or byte == 127 for byte in said):
        return None
    return {"X-Request-ID": said, "Last-Event-ID": said, "X-Aisle-Identity": said, "Accept-Language": said}


def test_the_list_is_there() -> None:
    if not LINES:
        pytest.skip("AISLE_TEST_DATA names no folder with hostile/naughty_strings.json")
    assert len(LINES) >= GATE


@pytest.mark.parametrize("text", LINES, ids=[str(number) for number in range(len(LINES))])
def test_it_harms_nowhere(client: httpx.Client, server: Serving, text: str) -> None:
    harmless(client.post("/v1/chat", json={"message": text}), text)
    ids = {"session_id": text, "user_id": text, "replaces": text}
    harmless(client.post("/v1/chat", json={"message": "hello", **ids}), text)
    harmless(client.post("/v1/recommendations", json={"query": text, "limit": 3}), text)
    filters = {"include": {text or "color": [text or "red"]}}
    harmless(client.post("/v1/recommendations", json={"filters": filters, "session_id": text}), text)
    row = {"product_id": text, "title": text, "brand": text[:300], "attributes": {text: text}, "url": text}
    stored = {**row, "product_id": "naughty", "description": text, "categories": [text], "tags": [text]}
    for rows in ([row], [stored]):
        assert harmless(client.put("/v1/products", json=rows), text).status_code == 200
    harmless(client.get("/p/naughty"), text)
    harmless(client.get("/search", params={"q": text}), text)
    event = {"event_id": text, "type": text, "product_id": text, "user_id": text, "occurred_at": text}
    harmless(client.post("/v1/events", json=event), text)
    harmless(client.post("/v1/onboarding", json={"answers": {text: [text]}}), text)
    part = quote(text, safe="")
    for path in (f"/v1/products/{part}", f"/v1/products/{part}/similar", f"/p/{part}", f"/v1/users/{part}"):
        harmless(client.get(path), text)
    for path in (f"/v1/turns/{part}/events", f"/v1/sessions/{part}", f"/v1/rankings/{part}", f"/c/{part}"):
        harmless(client.get(path), text)
    harmless(client.put(f"/v1/users/{part}/preferences", json={"region": text}), text)
    if (named := headers_with(text)) is not None:
        asked = client.get("/v1/products/kettle-1", headers=named)  # type: ignore[arg-type]
        assert harmless(asked, text).status_code in (200, 401)
        once = {"Idempotency-Key": text.encode("utf-8", "surrogatepass")}
        harmless(client.post("/v1/recommendations", json={}, headers=once), text)  # type: ignore[arg-type]
        for key in (b"Bearer ", b"Bearer pk_", b""):
            shown = {"Authorization": key + text.encode("utf-8", "surrogatepass")}
            refused = client.get("/v1/products/kettle-1", headers=shown)  # type: ignore[arg-type]
            assert harmless(refused, text).status_code == 401
            if len(text) > 8:
                assert text not in refused.text
