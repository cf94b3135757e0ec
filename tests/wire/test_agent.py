"""The whole agent as a server holds it, its model over a real socket: who is told what, and when it ends."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from contextlib import aclosing
from typing import Any

import pytest
from langchain_core.callbacks import AsyncCallbackHandler

from agent.compose import Agent, open_agent
from agent.events import Done, RankingServed, TurnEvent
from agent.settings import AgentSettings
from agent.types import TurnRequest
from prompts.loader import active
from tests.agent.turn.test_compose import Room
from tests.agent.turn.test_turn import well_formed
from tests.scripted_model import ScriptedModel, faults

PATIENT = {
    "first_token_timeout": 60.0,
    "silence_timeout": 60.0,
    "total_timeout": 60.0,
    "rerank_budget": 60.0,
}


@pytest.fixture
def model(monkeypatch: pytest.MonkeyPatch) -> Iterator[ScriptedModel]:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-scripted")
    with ScriptedModel() as server:
        monkeypatch.setenv("OPENAI_BASE_URL", server.base_url)
        yield server


class Diary(AsyncCallbackHandler):
    """A user's own handler: which model runs it was told of."""

    def __init__(self, written: list[str]) -> None:
        self.written = written
        self.ended: list[str] = []
        self.metadata: list[dict[str, Any]] = []

    async def on_chat_model_start(self, serialized: Any, messages: Any, **kwargs: Any) -> None:
        self.metadata.append(kwargs["metadata"])
        self.written.append(f"asked {kwargs['metadata']['purpose']}")

    async def on_llm_end(self, response: Any, **kwargs: Any) -> None:
        self.ended.append(str(kwargs["run_id"]))


def run(
    work: Callable[[Agent, Room], Awaitable[None]], *handlers: AsyncCallbackHandler, **limits: float
) -> None:
    async def main() -> None:
        room = Room()
        agent = open_agent(room, AgentSettings.load(**{**PATIENT, **limits}), handlers)
        try:
            async with asyncio.timeout(100):
                await work(agent, room)
        finally:
            await agent.aclose(0.05)

    asyncio.run(main())


def start(agent: Agent) -> str:
    return agent.turns.start(TurnRequest(turn_id="t_1", session_id="s_1", message="shirts and belts"))


async def read(agent: Agent, seen: Callable[[TurnEvent], None] = lambda event: None) -> list[TurnEvent]:
    events: list[TurnEvent] = []
    async with aclosing(agent.turns.read(start(agent))) as log:
        async for _, event in log:
            seen(event)
            events.append(event)
    return events


async def saved(room: Room) -> list[dict[str, Any]]:
    """The events of the stored turn, once it is stored."""
    assert await asyncio.to_thread(room.turn_store.written.wait, 20)
    events: list[dict[str, Any]] = room.turn_store.saved["t_1"]["events"]
    return events


def test_the_cards_are_read_before_the_model_is_asked_anything(model: ScriptedModel) -> None:
    written: list[str] = []

    def seen(event: TurnEvent) -> None:
        if isinstance(event, RankingServed):
            assert model.requests == []
            written.append("cards read")

    async def work(agent: Agent, room: Room) -> None:
        well_formed(await read(agent, seen))

    run(work, Diary(written))
    assert written[0] == "cards read"
    assert sorted(written[1:]) == ["asked narrate", "asked rerank"]
    assert len(model.requests) == 2


def test_a_users_own_handler_sees_the_runs_that_the_turn_counts(model: ScriptedModel) -> None:
    diary = Diary([])

    async def work(agent: Agent, room: Room) -> None:
        events = await read(agent)
        assert isinstance(events[-1], Done)
        assert events[-1].usage.calls == len(diary.ended) == 2

    run(work, diary)
    assert {told["purpose"] for told in diary.metadata} == {"rerank", "narrate"}
    for told in diary.metadata:
        assert told["turn_id"] == "t_1"
        assert told["ranking_id"] == "r_0"
        assert (told["prompt"], told["prompt_version"]) == (told["purpose"], active(name=told["purpose"]))


def test_once_the_reader_has_left_the_calls_end_and_the_turn_is_saved(model: ScriptedModel) -> None:
    model.default("rerank", faults.silent())
    model.default("narrate", faults.silent())

    async def work(agent: Agent, room: Room) -> None:
        async with aclosing(agent.turns.read(start(agent))) as log:
            await anext(log)
            await asyncio.to_thread(model.wait_for_requests, 2)
        assert (await saved(room))[-1]["data"]["status"] == "stopped"
        assert agent.turns.running == 0

    run(work, reader_grace=0.05)
    assert all(request.wait_disconnected() for request in model.requests)


def test_closing_ends_the_calls_and_saves_the_turn(model: ScriptedModel) -> None:
    model.default("rerank", faults.silent())
    model.default("narrate", faults.stalled(30))

    async def work(agent: Agent, room: Room) -> None:
        reading = asyncio.create_task(read(agent))
        await asyncio.to_thread(model.wait_for_requests, 2)
        await agent.aclose(5)
        events = await reading
        well_formed(events)
        assert isinstance(events[-1], Done)
        assert events[-1].status == "stopped"
        assert [event["event"] for event in await saved(room)] == [event.name for event in events]

    run(work)
    assert all(request.wait_disconnected() for request in model.requests)
