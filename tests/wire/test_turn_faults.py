"""The whole turn over a real socket: whatever the model's server does, the cards are complete."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from contextlib import aclosing

import pytest

from agent.conversation import Conversations
from agent.events import ExplanationDelta, ExplanationFinal, RankingServed, Reorder, Text, TurnEvent
from agent.narration.narrate import ModelNarrator
from agent.narration.overlay import build_overlay
from agent.parts import TurnParts
from agent.resilience.deadlines import Deadlines
from agent.settings import AgentSettings
from agent.turn import take_turn
from agent.types import TurnRequest
from agent.understanding.rules import RulesInterpreter
from tests.agent.doubles import ShelfRecommender, ShelfTurns
from tests.agent.turn.test_turn import degraded, done, finals, shown, well_formed
from tests.scripted_model import Script, ScriptedModel, closed_port_url, faults
from tests.wire.fault_stage import BUDGETS, LATE, PATIENT, STALLED


@pytest.fixture
def model() -> Iterator[ScriptedModel]:
    with ScriptedModel() as server:
        yield server


@pytest.fixture(autouse=True)
def _key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-scripted")


def take(
    base_url: str,
    *,
    stop_after: type[TurnEvent] | None = None,
    once: Callable[[], object] = lambda: None,
    rerank_within: float = PATIENT,
    narrate_within: Deadlines | None = None,
) -> list[TurnEvent]:
    """One turn with the real overlay, its client closed in the loop that used it.

    It is stopped after the first event of the kind ``stop_after``, once ``once`` (which may block) is over.
    """

    async def scenario() -> list[TurnEvent]:
        settings = AgentSettings.load(
            llm="openai:scripted",
            llm_params={"base_url": base_url},
            narrated=3,
            **{**BUDGETS, "rerank_budget": rerank_within},
        )
        overlay = build_overlay(settings)
        assert overlay is not None
        assert isinstance(overlay.narrator, ModelNarrator)
        overlay.narrator.guard.deadlines = narrate_within or overlay.narrator.guard.deadlines
        parts = TurnParts(
            recommender=ShelfRecommender(),
            interpreter=RulesInterpreter(),
            overlay=overlay,
            conversations=Conversations(ShelfTurns()),
            settings=settings,
        )
        stop = asyncio.Event()
        turn = TurnRequest(turn_id="t_1", session_id="s_1", message="shirts and belts")
        found: list[TurnEvent] = []
        stopping: list[asyncio.Task[None]] = []

        async def stop_then() -> None:
            await asyncio.to_thread(once)
            stop.set()

        try:
            async with aclosing(take_turn(turn, parts, stop)) as events:
                async for event in events:
                    found.append(event)
                    if stop_after is not None and isinstance(event, stop_after) and not stopping:
                        stopping.append(asyncio.create_task(stop_then()))
            await asyncio.gather(*stopping)
        finally:
            await overlay.aclose()
        return found

    return asyncio.run(scenario())


def sources(events: list[TurnEvent]) -> list[str]:
    explained = finals(events)
    return [explained[product_id].source for product_id in shown(events)]


def test_a_model_that_works(model: ScriptedModel) -> None:
    events = take(model.base_url)
    well_formed(events)
    assert degraded(events) == set()
    assert sources(events) == ["model", "model", "model", "plain", "plain"]
    reorder = next(event for event in events if isinstance(event, Reorder))
    assert reorder.order != tuple(shown(events))
    last = done(events)
    assert last.status == "complete"
    assert last.usage.calls == 2
    assert last.usage.output_tokens > 0
    assert {"first_token", "rerank"} <= set(last.timings_ms)
    assert [(prompt.name, len(prompt.sha256)) for prompt in last.prompts] == [("rerank", 64), ("narrate", 64)]
    assert last.model == "openai:scripted"
    assert any(isinstance(event, Text) for event in events)


RERANK_FAULTS = [
    ("slow", faults.silent(), "timeout", 0.6),
    ("429", faults.rate_limited(60), "busy", PATIENT),
    ("500", faults.status(500), "model_error", PATIENT),
    ("dropped", faults.dropped(), "model_error", PATIENT),
    ("cut", faults.cut(), "model_error", PATIENT),
    ("malformed", faults.malformed(), "model_error", PATIENT),
    ("empty", faults.empty(), "model_error", PATIENT),
    ("not json", faults.not_json(), "model_error", PATIENT),
]


@pytest.mark.parametrize(
    ("script", "reason", "within"), [c[1:] for c in RERANK_FAULTS], ids=[c[0] for c in RERANK_FAULTS]
)
def test_a_rerank_that_fails_leaves_the_first_order_and_the_words(
    model: ScriptedModel, script: Script, reason: str, within: float
) -> None:
    model.default("rerank", script)
    events = take(model.base_url, rerank_within=within)
    well_formed(events)
    assert degraded(events) == {("rerank", reason)}
    assert list(done(events).order) == shown(events)
    assert sources(events) == ["model", "model", "model", "plain", "plain"]
    assert done(events).status == "degraded"


NARRATE_FAULTS = [
    ("slow first token", faults.silent(), "timeout", 0, LATE),
    ("429", faults.rate_limited(60), "busy", 0, None),
    ("500", faults.status(500), "model_error", 0, None),
    ("dropped", faults.dropped(), "model_error", 0, None),
    ("empty", faults.empty(), "model_error", 0, None),
    ("reasoning only", faults.reasoning_only(), "model_error", 0, None),
    ("error as 200", faults.error_as_200(), "model_error", 0, None),
    ("stall", faults.stalled(30), "stalled", 1, STALLED),
    ("cut", faults.cut(30), "model_error", 1, None),
    ("closed", faults.closed(30), "model_error", 1, None),
    ("malformed", faults.malformed(30), "model_error", 1, None),
    ("error chunk", faults.error_chunk(30), "model_error", 1, None),
]


@pytest.mark.parametrize(
    ("script", "reason", "at_least", "within"),
    [c[1:] for c in NARRATE_FAULTS],
    ids=[c[0] for c in NARRATE_FAULTS],
)
def test_a_narration_that_fails_is_completed_plainly(
    model: ScriptedModel, script: Script, reason: str, at_least: int, within: Deadlines | None
) -> None:
    model.default("narrate", script)
    events = take(model.base_url, narrate_within=within)
    well_formed(events)
    assert degraded(events) == {("narrate", reason)}
    spoken = sources(events)
    assert at_least <= spoken.count("model") < 3
    assert any(isinstance(event, Reorder) for event in events), "each call fails alone"


def test_a_refused_connection_is_both_calls_lost() -> None:
    events = take(closed_port_url())
    well_formed(events)
    assert {part for part, _ in degraded(events)} == {"rerank", "narrate"}
    assert set(sources(events)) == {"plain"}
    assert done(events).status == "degraded"


def test_unknown_and_repeated_handles_are_dropped(model: ScriptedModel) -> None:
    model.default("rerank", faults.wrong_handles())
    model.default("narrate", Script(text="[Z] Buy this. \n[A] A fine choice.\n[A] Again.\n[B] Fits well."))
    events = take(model.base_url)
    well_formed(events)
    assert sorted(done(events).order) == sorted(shown(events))
    assert not any("Buy this" in event.text for event in events if isinstance(event, ExplanationFinal))


@pytest.mark.parametrize(
    ("narrate", "stop_after"),
    [(faults.silent(), RankingServed), (faults.stalled(30), ExplanationDelta)],
    ids=["before a word", "half-way"],
)
def test_stop_ends_both_model_calls(
    model: ScriptedModel, narrate: Script, stop_after: type[TurnEvent]
) -> None:
    model.default("rerank", faults.silent())
    model.default("narrate", narrate)
    events = take(model.base_url, stop_after=stop_after, once=lambda: model.wait_for_requests(2))
    well_formed(events)
    assert done(events).status == "stopped"
    assert degraded(events) == set()
    assert len(model.requests) == 2
    assert all(request.wait_disconnected() for request in model.requests)
    assert ("model" in sources(events)) == (stop_after is ExplanationDelta)
