"""The tools: LangChain's own standard tests on all four, and an agent that uses one."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import pytest
from langchain.agents import create_agent
from langchain_core.messages import HumanMessage, ToolCall, ToolMessage
from langchain_core.tools import BaseTool
from langchain_openai import ChatOpenAI
from langchain_tests.integration_tests import ToolsIntegrationTests
from langchain_tests.unit_tests import ToolsUnitTests

from agent.compose import Agent
from agent.langchain import shop_tools
from retrieval.compose import Retrieval
from tests.api.shop import MARGIN
from tests.scripted_model import Script, ScriptedModel

EXAMPLES: dict[str, dict[str, Any]] = {
    "search_products": {"query": "a blue kettle under $40", "filters": {"in_stock": True}, "limit": 3},
    "recommend": {"product_id": "kettle-1", "limit": 3},
    "compare": {"product_ids": ["kettle-1", "tent-1"]},
    "get_product": {"product_id": "tent-1"},
}


@pytest.fixture
def tools(silent: Agent) -> dict[str, BaseTool]:
    return {tool.name: tool for tool in shop_tools(silent.shop)}


class _Standard:
    """One of the four, as the standard tests want to be told of it."""

    name: str

    @pytest.fixture(autouse=True)
    def _tools(self, tools: dict[str, BaseTool]) -> None:
        self.tools = tools

    @property
    def tool_constructor(self) -> BaseTool:
        return self.tools[self.name]

    @property
    def tool_invoke_params_example(self) -> dict[str, Any]:
        return EXAMPLES[self.name]


class TestSearchUnit(_Standard, ToolsUnitTests):
    name = "search_products"


class TestRecommendUnit(_Standard, ToolsUnitTests):
    name = "recommend"


class TestCompareUnit(_Standard, ToolsUnitTests):
    name = "compare"


class TestGetUnit(_Standard, ToolsUnitTests):
    name = "get_product"


@pytest.mark.anyio
class TestSearch(_Standard, ToolsIntegrationTests):
    name = "search_products"


@pytest.mark.anyio
class TestRecommend(_Standard, ToolsIntegrationTests):
    name = "recommend"


@pytest.mark.anyio
class TestCompare(_Standard, ToolsIntegrationTests):
    name = "compare"


@pytest.mark.anyio
class TestGet(_Standard, ToolsIntegrationTests):
    name = "get_product"


def asked(tool: BaseTool, arguments: dict[str, Any], **config: Any) -> ToolMessage:
    call = ToolCall(name=tool.name, args=arguments, id="1", type="tool_call")
    message = tool.invoke(call, {"configurable": config})
    assert isinstance(message, ToolMessage)
    assert str(MARGIN) not in message.model_dump_json()
    return message


@pytest.mark.parametrize("name", EXAMPLES)
def test_what_the_model_reads_is_what_the_program_gets(tools: dict[str, BaseTool], name: str) -> None:
    message = asked(tools[name], EXAMPLES[name])
    assert message.status == "success"
    assert json.loads(str(message.content)) == message.artifact


def test_the_list_is_for_the_shopper_of_the_config(tools: dict[str, BaseTool], room: Retrieval) -> None:
    found = asked(tools["recommend"], {"limit": 2}, user_id="mary").artifact
    trace = room.rankings.get(found["ranking_id"])
    assert trace is not None
    assert trace.query.user_id == "mary"


@pytest.mark.parametrize(
    ("name", "arguments", "says"),
    [
        ("get_product", {"product_id": "none"}, "No product has the id 'none'"),
        ("compare", {"product_ids": ["kettle-1"]}, "validation error"),
    ],
    ids=["unknown", "invalid"],
)
def test_a_call_that_cannot_be_answered_is_told_to_the_model(
    tools: dict[str, BaseTool], name: str, arguments: dict[str, Any], says: str
) -> None:
    message = asked(tools[name], arguments)
    assert message.status == "error"
    assert says.casefold() in str(message.content).casefold()


def test_an_agent_shops_with_them(silent: Agent, model: ScriptedModel) -> None:
    spoken = {
        "id": "chatcmpl-1",
        "object": "chat.completion",
        "created": 0,
        "model": "gpt-4.1-mini",
        "choices": [
            {
                "index": 0,
                "finish_reason": "stop",
                "message": {"role": "assistant", "content": "Take the blue one."},
            }
        ],
    }
    model.next(Script(text=json.dumps({"query": "a blue kettle under $40"})), Script(body=spoken))

    async def shop() -> list[Any]:
        agent = create_agent(ChatOpenAI(model="gpt-4.1-mini"), shop_tools(silent.shop))
        state = await agent.ainvoke({"messages": [HumanMessage("I need a blue kettle, $40 at most.")]})
        messages: list[Any] = state["messages"]
        return messages

    _, calling, told, answer = asyncio.run(shop())
    assert [call["name"] for call in calling.tool_calls] == ["search_products"]
    assert isinstance(told, ToolMessage)
    assert {card["attributes"]["color"] for card in told.artifact["items"]} == {"blue"}
    assert answer.content == "Take the blue one."
    first, second = model.requests
    assert {tool["function"]["name"] for tool in first.body["tools"]} == set(EXAMPLES)
    assert second.body["messages"][-1]["role"] == "tool"
    assert "Blue Kettle" in second.body["messages"][-1]["content"]
