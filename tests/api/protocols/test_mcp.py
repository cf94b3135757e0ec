"""The official MCP client against a real server: other agents shop here."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
import httpx2
import pytest
from mcp import Client
from mcp.client.streamable_http import streamable_http_client
from mcp.shared.exceptions import MCPError
from mcp_types import CallToolResult
from starlette.types import ASGIApp

from api import problems
from api.identity import sign
from api.routes.mcp import OnDemand
from api.settings import ApiSettings
from tests.api.protocols.conftest import PUBLISHABLE
from tests.api.shop import MARGIN, shop
from tests.serving import Serving

SECRET = "a-secret-that-is-long-enough"
PRIVATE = ("margin", str(MARGIN))


def use(url: str, work: Callable[[Client], Awaitable[None]], **headers: str) -> None:
    """One client, connected, over a real socket."""

    said = {"Authorization": f"Bearer {PUBLISHABLE}", **headers}

    async def main() -> None:
        async with (
            httpx2.AsyncClient(headers=said, timeout=60) as http,
            Client(streamable_http_client(f"{url}/mcp", http_client=http)) as client,
        ):
            await work(client)

    asyncio.run(main())


def call(server: Serving, tool: str, arguments: dict[str, Any], **headers: str) -> CallToolResult:
    answers: list[CallToolResult] = []

    async def work(client: Client) -> None:
        # The client knows what the tool promises, and refuses an answer that breaks it.
        await client.list_tools()
        answers.append(await client.call_tool(tool, arguments))

    use(server.url, work, **headers)
    (answer,) = answers
    assert not any(private in answer.model_dump_json() for private in PRIVATE)
    return answer


def structured(server: Serving, tool: str, arguments: dict[str, Any], **headers: str) -> dict[str, Any]:
    answer = call(server, tool, arguments, **headers)
    assert not answer.is_error, answer.content
    content: dict[str, Any] = answer.structured_content
    (text,) = answer.content
    assert json.loads(text.text) == content  # type: ignore[union-attr]
    return content


def test_the_tools_say_what_they_take_and_give(speaking: Serving) -> None:
    async def work(client: Client) -> None:
        tools = {tool.name: tool for tool in (await client.list_tools()).tools}
        assert set(tools) == {"search_products", "recommend", "compare", "get_product"}
        for tool in tools.values():
            assert tool.output_schema is not None
            assert tool.annotations is not None
            assert tool.annotations.read_only_hint
        assert tools["search_products"].input_schema["required"] == ["query"]
        assert not any(private in str([*tools.values()]) for private in PRIVATE)

    use(speaking.url, work)


def test_a_search_is_understood_and_ranked(speaking: Serving) -> None:
    found = structured(speaking, "search_products", {"query": "a blue kettle under $40"})
    assert found["understood"]["price"] == {"max": 40}
    assert found["items"]
    for rank, card in enumerate(found["items"], start=1):
        assert card["rank"] == rank
        assert card["price"] <= 40
        assert card["attributes"]["color"] == "blue"
        assert card["reasons"]
        assert "explanation" not in card
    with speaking.client("sk_test") as plain:
        trace = plain.get(f"/v1/rankings/{found['ranking_id']}").json()
    assert [item["product"]["product_id"] for item in trace["items"]] == [
        card["product_id"] for card in found["items"]
    ]


def test_filters_hold_beside_the_words(speaking: Serving) -> None:
    given = {"query": "kettle", "filters": {"exclude": {"color": ["blue"]}, "sort": "price_desc"}, "limit": 3}
    found = structured(speaking, "search_products", given)
    prices = [card["price"] for card in found["items"]]
    assert len(prices) == 3
    assert prices == sorted(prices, reverse=True)
    assert all(card["attributes"]["color"] != "blue" for card in found["items"])


def test_a_recommendation_for_a_product_explains_itself(speaking: Serving) -> None:
    found = structured(speaking, "recommend", {"product_id": "kettle-1", "exclude": ["kettle-2"], "limit": 4})
    ids = [card["product_id"] for card in found["items"]]
    assert len(ids) == 4
    assert not {"kettle-1", "kettle-2"} & set(ids)
    assert all(card["explanation"] for card in found["items"])


def test_a_recommendation_for_nothing_but_the_shopper(speaking: Serving) -> None:
    assert structured(speaking, "recommend", {"limit": 2})["items"]


def test_products_are_compared_in_the_order_asked_for(speaking: Serving) -> None:
    compared = structured(speaking, "compare", {"product_ids": ["kettle-4", "kettle-2"]})
    assert compared["products"] == ["Red Kettle No. 4", "Green Kettle No. 2"]
    differences = {each["name"]: each["values"] for each in compared["differences"]}
    assert differences["Price"] == ["$40", "$30"]
    assert differences["Color"] == ["red", "green"]
    assert "Green Kettle No. 2: it costs the least" in compared["text"]


def test_one_product(speaking: Serving) -> None:
    product = structured(speaking, "get_product", {"product_id": "tent-1"})
    assert product["title"] == "Ridge Tent for Two"
    assert product["description"].startswith("A light tent")


@pytest.mark.parametrize(
    ("tool", "arguments", "says"),
    [
        ("get_product", {"product_id": "none"}, "No product has the id 'none'"),
        ("compare", {"product_ids": ["kettle-1"]}, "product_ids"),
        ("compare", {"product_ids": ["kettle-1", "none"]}, "'none'"),
        ("search_products", {}, "query: Field required"),
        ("search_products", {"query": "kettle", "limit": 10_000}, "limit"),
        ("search_products", {"query": "kettle", "colour": "red"}, "Extra inputs"),
        ("recommend", {"filters": {"price": {"min": 9, "max": 1}}}, "price.min is above price.max"),
    ],
    ids=["unknown", "one-alone", "one-unknown", "missing", "too-many", "extra", "crossed"],
)
def test_a_call_that_cannot_be_answered_says_why(
    speaking: Serving, tool: str, arguments: dict[str, Any], says: str
) -> None:
    answer = call(speaking, tool, arguments)
    assert answer.is_error
    assert says in str(answer.content)


def test_an_unknown_tool_is_an_error_of_the_protocol(speaking: Serving) -> None:
    async def work(client: Client) -> None:
        with pytest.raises(MCPError, match="no tool of this name"):
            await client.call_tool("buy", {})

    use(speaking.url, work)


def post(server: Serving, key: str | None = PUBLISHABLE, **headers: str) -> httpx.Response:
    """One request of the protocol, by hand."""
    body = {"jsonrpc": "2.0", "id": 1, "method": "tools/list", "params": {}}
    accept = {"Accept": "application/json, text/event-stream", **headers}
    with server.client(key) as plain:
        return plain.post("/mcp", json=body, headers=accept)


@pytest.mark.parametrize("key", [None, "pk_wrong"], ids=["none", "wrong"])
def test_without_a_key_there_is_no_answer(speaking: Serving, key: str | None) -> None:
    refused = post(speaking, key)
    assert refused.status_code == 401
    assert refused.json()["type"] == "https://aisle.dev/problems/unauthorized"


@pytest.mark.parametrize("key", [PUBLISHABLE, "sk_test"], ids=["publishable", "secret"])
def test_any_key_of_ours_will_do(speaking: Serving, key: str) -> None:
    answer = post(speaking, key)
    assert answer.status_code == 200
    assert len(answer.json()["result"]["tools"]) == 4


def test_a_page_of_elsewhere_is_refused(speaking: Serving) -> None:
    assert post(speaking, Origin="https://evil.example").status_code == 403
    assert post(speaking, Origin=speaking.url).status_code == 200


def test_there_is_nothing_to_listen_to(speaking: Serving) -> None:
    with speaking.client(PUBLISHABLE) as plain:
        refused = plain.get("/mcp", headers={"Accept": "text/event-stream"})
    assert (refused.status_code, refused.headers["allow"]) == (405, "POST")


def test_calls_are_counted(speaking: Serving) -> None:
    structured(speaking, "get_product", {"product_id": "tent-1"})
    call(speaking, "get_product", {"product_id": "none"})
    with speaking.client() as plain:
        told = plain.get("/metrics").text
    for outcome in ("ok", "refused"):
        assert f'aisle_tool_seconds_count{{outcome="{outcome}",tool="get_product"}}' in told


def test_without_keys_another_host_name_is_refused(tmp_path: Path) -> None:
    with Serving(tmp_path, shop()) as server:
        assert post(server, None).status_code == 200
        assert post(server, None, Host="rebound.example").status_code == 403


def test_the_signed_shopper_is_who_a_list_is_for(tmp_path: Path) -> None:
    keys = ApiSettings.load(
        publishable_keys=PUBLISHABLE, secret_keys="sk_test", identity_secret=SECRET, limit_key="4/hour"
    )
    with Serving(tmp_path, shop(), settings=keys) as server:
        signed = sign("mary", SECRET)
        found = structured(server, "recommend", {"limit": 2}, **{"X-Aisle-Identity": signed})
        with server.client("sk_test") as plain:
            trace = plain.get(f"/v1/rankings/{found['ranking_id']}").json()
        assert trace["query"]["user_id"] == "mary"
        forged = post(server, **{"X-Aisle-Identity": f"{signed}x"})
        assert forged.status_code == 401
        # Every message is a request like any other, and this key has had its four.
        limited = post(server)
        assert limited.status_code == 429
        assert int(limited.headers["retry-after"]) > 0


def test_an_app_that_could_not_be_made_is_tried_again() -> None:
    tried: list[int] = []

    @asynccontextmanager
    async def made() -> AsyncIterator[ASGIApp]:
        tried.append(len(tried))
        if len(tried) == 1:
            raise OSError("no room")
        yield problems.response("internal")
        tried.append(-1)

    async def ask() -> None:
        endpoint = OnDemand(made)
        with pytest.raises(OSError, match="no room"):
            await endpoint.app()
        assert await endpoint.app() is await endpoint.app()
        await endpoint.aclose()

    asyncio.run(ask())
    assert tried == [0, 1, -1], "made once more, and closed at the end"
