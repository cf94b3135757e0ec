"""The turn as a runnable."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import aclosing
from typing import Any

import pytest
from langchain_core.callbacks import AsyncCallbackHandler
from langchain_core.runnables import RunnableLambda
from langchain_core.runnables.utils import AddableDict

from agent.compose import Agent, open_agent
from agent.events import Done, RankingServed
from agent.langchain import turn_runnable
from agent.settings import AgentSettings
from retrieval.compose import Retrieval
from tests.scripted_model import ScriptedModel, faults

PATIENT = {
    "first_token_timeout": 60.0,
    "silence_timeout": 60.0,
    "total_timeout": 60.0,
    "rerank_budget": 60.0,
}


class Diary(AsyncCallbackHandler):
    """A user's own handler."""

    def __init__(self) -> None:
        self.purposes: list[str] = []

    async def on_chat_model_start(self, serialized: Any, messages: Any, **kwargs: Any) -> None:
        self.purposes.append(kwargs["metadata"]["purpose"])


def with_agent(room: Retrieval, work: Callable[[Agent], Awaitable[None]]) -> None:
    async def main() -> None:
        agent = open_agent(room, AgentSettings.load(llm="openai:gpt-4.1-mini", **PATIENT))
        try:
            async with asyncio.timeout(100):
                await work(agent)
        finally:
            await agent.aclose(0.05)

    asyncio.run(main())


def test_chunks_are_events_and_add_up_to_the_answer(room: Retrieval, model: ScriptedModel) -> None:
    async def work(agent: Agent) -> None:
        whole = AddableDict()
        names = []
        async for chunk in turn_runnable(agent.turns).astream("a kettle"):
            (event,) = chunk["events"]
            names.append(event.name)
            if isinstance(event, RankingServed):
                assert model.requests == [], "the cards are there before a model is asked"
            whole = whole + chunk
        assert names[:3] == ["turn", "understood", "ranking"]
        done = whole["events"][-1]
        assert isinstance(done, Done)
        assert done.status == "complete"
        assert [item["product"]["product_id"] for item in whole["answer"]["items"]] == list(done.order)
        assert whole["text"]
        assert await agent.turns.owner(whole["turn_id"])

    with_agent(room, work)


def colors_of(told: AddableDict) -> set[str]:
    return {item["product"]["attributes"]["color"] for item in told["answer"]["items"]}


def test_it_is_part_of_a_chain_and_of_a_conversation(room: Retrieval, model: ScriptedModel) -> None:
    async def work(agent: Agent) -> None:
        turn = turn_runnable(agent.turns)
        first = await turn.ainvoke("a blue kettle")
        colors = turn | RunnableLambda(colors_of)
        assert await colors.ainvoke({"message": "under $60", "session_id": first["session_id"]}) == {"blue"}

    with_agent(room, work)


def test_handlers_of_the_config_see_the_models_runs_and_those_of_no_other_turn(
    room: Retrieval, model: ScriptedModel
) -> None:
    diary = Diary()

    async def work(agent: Agent) -> None:
        turn = turn_runnable(agent.turns)
        await turn.ainvoke("a kettle", {"callbacks": [diary]})
        await turn.ainvoke("a kettle")

    with_agent(room, work)
    assert sorted(diary.purposes) == ["narrate", "rerank"]
    assert len(model.requests) == 4


def test_whoever_stops_reading_ends_the_turn(room: Retrieval, model: ScriptedModel) -> None:
    model.default("narrate", faults.silent())
    model.default("rerank", faults.silent())

    async def work(agent: Agent) -> None:
        turn_id = ""
        stream = turn_runnable(agent.turns).astream("a kettle")
        async for chunk in stream:
            turn_id = chunk.get("turn_id", turn_id)
            if isinstance(chunk["events"][0], RankingServed):
                await asyncio.to_thread(model.wait_for_requests, 2)
                break
        await stream.aclose()  # type: ignore[attr-defined]
        async with aclosing(agent.turns.read(turn_id)) as log:
            ended = [event async for _, event in log][-1]
        assert isinstance(ended, Done)
        assert ended.status == "stopped"

    with_agent(room, work)
    assert all(request.wait_disconnected(5.0) for request in model.requests)


def test_there_is_no_synchronous_turn(silent: Agent) -> None:
    with pytest.raises(NotImplementedError):
        turn_runnable(silent.turns).invoke("a kettle")
