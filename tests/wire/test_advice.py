"""Shown products: what differs at once, then the model's advice where the facts bear it out; what no single
fact answers is answered by the model, held to the facts as well."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from contextlib import aclosing

import pytest

from agent.compose import open_agent
from agent.events import Degraded, Done, Text, TurnEvent
from agent.settings import AgentSettings
from agent.types import Explain, TurnRequest
from tests.agent.turn.test_compose import Room
from tests.scripted_model import Script, ScriptedModel, faults

PATIENT = {"first_token_timeout": 60.0, "silence_timeout": 60.0, "total_timeout": 60.0, "rerank_budget": 60.0}
PLAIN = "I would take Oxford Shirt, which is rated highest; to spend less, Linen Summer Shirt."
FACTS = "1 Linen Summer Shirt, 2 Oxford Shirt. Price: 1 $39; 2 $49."


@pytest.fixture(scope="module")
def running() -> Iterator[ScriptedModel]:
    with ScriptedModel() as server:
        yield server


@pytest.fixture
def model(running: ScriptedModel, monkeypatch: pytest.MonkeyPatch) -> ScriptedModel:
    running.reset()
    monkeypatch.setenv("OPENAI_API_KEY", "sk-scripted")
    monkeypatch.setenv("OPENAI_BASE_URL", running.base_url)
    return running


def compared(
    explain: Explain = "llm",
    limits: dict[str, float] | None = None,
    message: str = "compare the first two",
) -> list[TurnEvent]:
    """The events of a turn after a list, which compares its first two."""

    async def main() -> list[TurnEvent]:
        agent, events = open_agent(Room(), AgentSettings.load(**{**PATIENT, **(limits or {})})), []
        try:
            for number, said in enumerate(("shirts", message)):
                request = TurnRequest(
                    turn_id=f"t_{number}",
                    session_id="s_1",
                    message=said,
                    explain=explain if number else "plain",
                )
                async with aclosing(agent.turns.read(agent.turns.start(request))) as log:
                    events = [event async for _, event in log]
        finally:
            await agent.aclose(0.05)
        return events

    return asyncio.run(main())


def texts(events: Sequence[TurnEvent]) -> list[str]:
    return [event.delta for event in events if isinstance(event, Text)]


def done(events: Sequence[TurnEvent]) -> Done:
    assert isinstance(events[-1], Done)
    return events[-1]


def test_the_model_advises_after_the_facts(model: ScriptedModel) -> None:
    said = "Decide by the occasion.\n[A] The one for hot days, as it is linen.\n[B] The one for the office."
    model.default("narrate", Script(text=said))
    events = compared()
    facts, advice = texts(events)
    assert facts.startswith(FACTS)
    assert advice == (
        "Decide by the occasion. Linen Summer Shirt: The one for hot days, as it is linen. "
        "Oxford Shirt: The one for the office."
    )
    assert done(events).status == "complete"
    assert [use.name for use in done(events).prompts] == ["compare"]
    assert done(events).usage.calls == 1


def test_what_the_facts_do_not_bear_out_leaves_the_plain_advice(model: ScriptedModel) -> None:
    model.default("narrate", Script(text="Decide by price.\n[A] It is waterproof and costs $12.\n[B] Fine."))
    events = compared()
    assert texts(events)[1] == PLAIN
    assert [e for e in events if isinstance(e, Degraded)] == [Degraded(part="narrate", reason="ungrounded")]
    assert done(events).status == "degraded"


@pytest.mark.parametrize(
    ("script", "reason", "limits"),
    [
        pytest.param(faults.silent(), "timeout", {"first_token_timeout": 0.3}, id="late"),
        pytest.param(faults.status(500), "model_error", {}, id="500"),
        pytest.param(faults.cut(3), "model_error", {}, id="broken off"),
        pytest.param(faults.empty(), "model_error", {}, id="nothing said"),
    ],
)
def test_a_call_that_fails_leaves_the_plain_advice(
    model: ScriptedModel, script: Script, reason: str, limits: dict[str, float]
) -> None:
    model.default("narrate", script)
    events = compared(limits=limits)
    facts, advice = texts(events)
    assert facts.startswith(FACTS)
    assert advice == PLAIN
    assert [(e.part, e.reason) for e in events if isinstance(e, Degraded)] == [("narrate", reason)]


def test_who_wants_no_model_gets_none(model: ScriptedModel) -> None:
    events = compared("plain")
    assert len(texts(events)) == 1
    assert texts(events)[0].endswith(PLAIN)
    assert model.requests == []


ASKED = "is the first one easy to iron?"
SILENT = "The catalog does not say that of Linen Summer Shirt (easy iron)."


def test_what_no_fact_answers_is_answered_by_the_model(model: ScriptedModel) -> None:
    model.default("narrate", Script(text="[A] The catalog does not say; it is made of linen."))
    events = compared(message=ASKED)
    assert texts(events) == ["The catalog does not say; it is made of linen."]
    assert [use.name for use in done(events).prompts] == ["answer"]
    assert done(events).status == "complete"


def test_an_answer_that_the_facts_do_not_bear_out_leaves_the_plain_one(model: ScriptedModel) -> None:
    model.default("narrate", Script(text="[A] Yes, it is 100% polyester and needs no iron."))
    events = compared(message=ASKED)
    assert texts(events) == [SILENT]
    assert [e for e in events if isinstance(e, Degraded)] == [Degraded(part="narrate", reason="ungrounded")]


def test_what_a_fact_answers_asks_no_model(model: ScriptedModel) -> None:
    events = compared(message="how much is the first one?")
    assert texts(events) == ["Linen Summer Shirt: price $39."]
    assert model.requests == []
