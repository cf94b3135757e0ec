"""The real ChatOpenAI against a scripted server over a socket: every way a model call can end."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar

import pytest

from agent.errors import ModelFailure
from agent.models.recorder import TurnRecorder
from agent.narration.narrate import ModelNarrator
from agent.narration.overlay import Overlay, build_overlay
from agent.narration.rerank import ModelReranker, shuffled
from agent.resilience.breaker import Breaker, State
from agent.settings import AgentSettings
from agent.types import NarrationCounts, ProposedOrder, Sentence, Shortlist
from prompts.loader import active
from tests.agent.narration.shortlists import lamps
from tests.scripted_model import Script, ScriptedModel, closed_port_url, faults
from tests.wire.fault_stage import BUDGETS

if TYPE_CHECKING:
    from langchain_core.runnables import RunnableConfig

T = TypeVar("T")
LAMPS = lamps(6)
SHOWN = shuffled(6, "t1")


@pytest.fixture(scope="module")
def running() -> Iterator[ScriptedModel]:
    with ScriptedModel() as server:
        yield server


@pytest.fixture
def server(running: ScriptedModel, monkeypatch: pytest.MonkeyPatch) -> ScriptedModel:
    running.reset()
    monkeypatch.setenv("OPENAI_API_KEY", "k")
    monkeypatch.setenv("OPENAI_BASE_URL", running.base_url)
    for name in ("AISLE_LLM", "AISLE_LLM_PARAMS", "OPENAI_PROXY"):
        monkeypatch.delenv(name, raising=False)
    return running


@dataclass
class Narrated:
    sentences: list[Sentence]
    counts: NarrationCounts
    failure: ModelFailure | None = None

    @property
    def reason(self) -> str | None:
        return self.failure.reason if self.failure else None

    @property
    def positions(self) -> list[int | None]:
        return [sentence.position for sentence in self.sentences]


@dataclass
class Calls:
    """One overlay in one event loop."""

    overlay: Overlay
    recorder: TurnRecorder = field(default_factory=TurnRecorder)

    @property
    def config(self) -> RunnableConfig:
        return {"callbacks": [self.recorder], "metadata": {"turn_id": "t1"}}

    @property
    def reranker(self) -> ModelReranker:
        assert isinstance(self.overlay.reranker, ModelReranker)
        return self.overlay.reranker

    @property
    def narrator(self) -> ModelNarrator:
        assert isinstance(self.overlay.narrator, ModelNarrator)
        return self.overlay.narrator

    async def rerank(self, shortlist: Shortlist = LAMPS) -> ProposedOrder:
        return await self.overlay.reranker.rerank(shortlist, self.config)

    async def narrate(self, shortlist: Shortlist = LAMPS) -> Narrated:
        narration = self.overlay.narrator.narrate(shortlist, self.config)
        said = Narrated([], NarrationCounts())
        try:
            async for sentence in narration:
                said.sentences.append(sentence)
        except ModelFailure as failure:
            said.failure = failure
        finally:
            await narration.aclose()
        said.counts = narration.counts
        return said


def run(work: Callable[[Calls], Awaitable[T]], **settings: Any) -> T:
    """With deadlines that strike only where they are set."""

    async def main() -> T:
        overlay = build_overlay(AgentSettings.load(**{**BUDGETS, **settings}))
        assert overlay is not None
        try:
            return await work(Calls(overlay))
        finally:
            await overlay.aclose()

    return asyncio.run(main())


def rerank_reason(**settings: Any) -> str:
    with pytest.raises(ModelFailure) as failure:
        run(lambda calls: calls.rerank(), **settings)
    return failure.value.reason


def narrated(**settings: Any) -> Narrated:
    return run(lambda calls: calls.narrate(), **settings)


# -- as it should be


def test_rerank(server: ScriptedModel) -> None:
    order = run(lambda calls: calls.rerank())
    third, *rest = SHOWN[2], *SHOWN[:2], *SHOWN[3:]
    assert order == ProposedOrder(positions=(third, *rest))
    (request,) = server.requests
    schema = request.body["response_format"]["json_schema"]
    assert schema["strict"] is True
    assert schema["schema"]["properties"]["order"]["items"]["enum"] == list("ABCDEFGHIJKLMNOPQRST")
    assert request.body["max_completion_tokens"] == 200
    assert not request.body.get("stream")


def test_narrate(server: ScriptedModel) -> None:
    said = narrated()
    assert said.failure is None
    assert said.positions == [None, 0, 1, 2, 3, 4, 5]
    assert said.sentences[1].text == "Arc Desk Lamp fits the request."
    assert said.counts == NarrationCounts()
    (request,) = server.requests
    assert request.body["stream_options"] == {"include_usage": True}


def test_every_schema_is_the_same(server: ScriptedModel) -> None:
    async def twice(calls: Calls) -> None:
        await calls.rerank(lamps(2))
        await calls.rerank(lamps(10))

    run(twice)
    one, other = (json.dumps(request.body["response_format"]) for request in server.requests)
    assert one == other


def test_nothing_private_goes_over_the_wire(server: ScriptedModel) -> None:
    async def both(calls: Calls) -> None:
        await calls.rerank()
        await calls.narrate()

    run(both)
    for request in server.requests:
        told = json.dumps(request.body)
        assert "0.4321" not in told
        assert "margin" not in told
        assert "lamp-1" not in told, "products go under handles, never under their ids"


# -- late


def test_a_slow_first_token(server: ScriptedModel) -> None:
    server.default("rerank", faults.silent())
    server.default("narrate", faults.silent())
    assert rerank_reason(first_token_timeout=0.2) == "timeout"
    assert rerank_reason(rerank_budget=0.2) == "timeout"
    assert narrated(first_token_timeout=0.2).reason == "timeout"
    assert all(request.wait_disconnected() for request in server.requests), "nobody is left talking"


def test_a_stall_keeps_what_was_said(server: ScriptedModel) -> None:
    text = "All good here.\n[A] It folds flat.\n[B] Half of"
    server.default("narrate", Script(pieces=(text, " a sentence"), fault="stall", after=1))
    said = narrated(silence_timeout=0.3)
    assert said.reason == "stalled"
    assert [s.text for s in said.sentences] == ["All good here.", "It folds flat."]
    assert server.requests[0].wait_disconnected()


def test_an_endless_answer(server: ScriptedModel) -> None:
    server.default("narrate", Script(pieces=("[A] It folds flat.\n",) * 500, token_delay=0.02))
    said = narrated(total_timeout=2.5)
    assert said.reason == "timeout"
    assert said.positions == [0]


# -- wrong


@pytest.mark.parametrize(
    ("script", "reason", "requests"),
    [
        (faults.rate_limited(30), "busy", 1),
        (faults.status(500), "model_error", 2),
        (faults.status(503), "model_error", 2),
        (faults.status(401), "model_error", 1),
        (faults.status(422), "model_error", 1),
        (faults.dropped(), "model_error", 2),
        (faults.error_as_200(), "model_error", None),
        (faults.malformed(0), "model_error", None),
        (faults.cut(0), "model_error", 2),
        (faults.empty(), "model_error", 1),
        (faults.reasoning_only(), "model_error", 1),
        (faults.content_filtered(), "model_error", 1),
        (faults.refusal(), "model_error", 1),
    ],
    ids=lambda value: f"{value.fault or value.status}" if isinstance(value, Script) else None,
)
def test_a_failure_before_the_first_token(
    server: ScriptedModel, script: Script, reason: str, requests: int | None
) -> None:
    for purpose in ("rerank", "narrate"):
        server.default(purpose, script)
    assert rerank_reason() == reason
    said = narrated()
    assert (said.reason, said.sentences) == (reason, [])
    if requests is not None:
        assert len(server.requests_for("rerank")) == requests
        assert len(server.requests_for("narrate")) == requests


def test_refused(server: ScriptedModel, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_BASE_URL", closed_port_url())
    assert rerank_reason() == "unavailable"
    assert narrated().reason == "unavailable"


@pytest.mark.parametrize("fault", [faults.cut, faults.closed, faults.malformed, faults.error_chunk])
def test_a_break_half_way_keeps_what_was_said(server: ScriptedModel, fault: Callable[[int], Script]) -> None:
    broken = fault(2)
    pieces = ("All good here.\n[A] It folds flat.\n", "[B] Half of", " a sentence.")
    server.default("narrate", Script(pieces=pieces, fault=broken.fault, after=2))
    said = narrated()
    assert said.reason == "model_error"
    assert [s.text for s in said.sentences] == ["All good here.", "It folds flat."]
    assert len(server.requests) == 1, "no retry once it has spoken"


@pytest.mark.parametrize(
    "script",
    [
        faults.no_finish(),
        faults.content_filtered("All good here.\n"),
        faults.truncated("All good here.\n[A] It"),
    ],
)
def test_a_bad_ending_is_a_failure_after_all_was_said(server: ScriptedModel, script: Script) -> None:
    server.default("narrate", script)
    said = narrated()
    assert said.reason == "model_error"
    assert said.sentences[0].position is None
    assert "It" not in [s.text for s in said.sentences], "half a sentence is not released"


def test_a_short_429_is_waited_out(server: ScriptedModel) -> None:
    server.next(faults.rate_limited(0.05), purpose="rerank")
    server.next(faults.rate_limited(0.05), purpose="narrate")
    assert len(run(lambda calls: calls.rerank()).positions) == 6
    assert narrated().failure is None
    assert len(server.requests) == 4


# -- repaired


def test_wrong_handles_in_an_order(server: ScriptedModel) -> None:
    server.default("rerank", faults.wrong_handles())
    order = run(lambda calls: calls.rerank())
    assert sorted(order.positions) == list(range(6))
    assert (order.unknown, order.repeated, order.missing) == (2, 1, 1)
    assert order.positions[0] == SHOWN[2]


def test_wrong_handles_in_a_narration(server: ScriptedModel) -> None:
    text = "[Z] Not here.\n[B] It folds flat.\n[B] It is red.\n[A] It is slim."
    server.default("narrate", Script(text=text))
    said = narrated()
    assert said.failure is None
    assert [(s.position, s.text) for s in said.sentences] == [(1, "It folds flat."), (0, "It is slim.")]
    assert (said.counts.unknown, said.counts.repeated) == (1, 1)


def test_what_the_facts_do_not_bear_out_is_held_back(server: ScriptedModel) -> None:
    text = (
        "[A] It costs $40. It weighs 3.5 kg.\n"
        "[B] It costs $7. It is red.\n"
        "[C] See [it](http://evil.example) here."
    )
    server.default("narrate", Script(text=text))
    said = narrated()
    assert [(s.position, s.text) for s in said.sentences] == [
        (0, "It costs $40."),
        (0, "It weighs 3.5 kg."),
        (1, "It is red."),
        (2, "See it here."),
    ]
    assert said.counts.ungrounded == (1,)


@pytest.mark.parametrize("finish", ["length", "content_filter"])
@pytest.mark.parametrize("refused", [0, 1, 2], ids=["json_schema", "function_calling", "json_mode"])
def test_an_order_that_was_cut_or_withheld_is_no_order(
    server: ScriptedModel, refused: int, finish: str
) -> None:
    """However it was asked for, and though what came can be read."""
    ended = Script(text='{"order": ["A", "B"]}', finish_reason=finish)
    server.next(*[faults.status(400)] * refused, ended)
    assert rerank_reason() == "model_error"
    assert len(server.requests) == refused + 1


def test_a_refused_schema_is_remembered(server: ScriptedModel) -> None:
    server.when(lambda body: True, faults.no_json_schema())

    async def twice(calls: Calls) -> str:
        for _ in range(2):
            assert len((await calls.rerank()).positions) == 6
        assert calls.reranker.guard.breaker.state is State.CLOSED
        return calls.reranker.method

    assert run(twice) == "function_calling"
    kinds = ["schema" if "response_format" in r.body else "tool" for r in server.requests]
    assert kinds == ["schema", "tool", "tool"]


def test_where_tools_are_refused_too_json_mode_is_asked_for(server: ScriptedModel) -> None:
    server.when(lambda body: "tools" in body, faults.status(400))
    server.when(
        lambda body: (body.get("response_format") or {}).get("type") == "json_schema", faults.status(400)
    )
    assert len(run(lambda calls: calls.rerank()).positions) == 6
    assert server.requests[-1].body["response_format"] == {"type": "json_object"}


def test_a_schema_that_is_refused_in_its_form_is_no_warning_either(server: ScriptedModel) -> None:
    """LangChain warns of it before it raises; warnings are errors here, as in many a shop's own tests."""
    server.next(faults.status(400, "Invalid schema for response_format 'Order'"))
    assert len(run(lambda calls: calls.rerank()).positions) == 6


def test_a_400_in_every_way_is_the_requests_fault_and_nothing_is_remembered(server: ScriptedModel) -> None:
    server.next(*[faults.status(400)] * 3)

    async def twice(calls: Calls) -> str:
        with pytest.raises(ModelFailure):
            await calls.rerank()
        await calls.rerank()
        return calls.reranker.method

    assert run(twice) == "json_schema"


# -- seen and counted


def test_usage_comes_from_both_calls(server: ScriptedModel) -> None:
    async def both(calls: Calls) -> TurnRecorder:
        await asyncio.gather(calls.rerank(), calls.narrate())
        return calls.recorder

    recorder = run(both)
    runs = {made.name: made for made in recorder.runs}
    assert set(runs) == {"rerank", "narrate"}
    assert recorder.usage.calls == 2
    assert all(made.usage.input_tokens > 0 and made.usage.output_tokens > 0 for made in runs.values())
    assert recorder.usage.input_tokens == sum(made.usage.input_tokens for made in runs.values())
    first, total = recorder.first_token_ms("narrate"), runs["narrate"].total_ms
    assert first is not None
    assert total is not None
    assert 0 < first <= total


def test_a_failed_call_is_counted_and_names_its_error(server: ScriptedModel) -> None:
    server.default("narrate", faults.status(422))

    async def work(calls: Calls) -> TurnRecorder:
        await calls.narrate()
        return calls.recorder

    (made,) = run(work).runs
    assert (made.usage.calls, made.usage.output_tokens, made.first_token_ms) == (1, 0, None)
    assert made.error == "APIStatusError" or made.error == "UnprocessableEntityError"


def test_a_users_own_handler_sees_the_same_runs(server: ScriptedModel) -> None:
    from langchain_core.callbacks import AsyncCallbackHandler

    class Mine(AsyncCallbackHandler):
        def __init__(self) -> None:
            self.models: list[str] = []
            self.metadata: list[dict[str, Any]] = []
            self.tags: list[list[str]] = []
            self.ended: list[str] = []

        async def on_chat_model_start(
            self, serialized: Any, messages: Any, *, run_id: Any, **kwargs: Any
        ) -> None:
            self.models.append(str(run_id))
            self.metadata.append(kwargs.get("metadata") or {})
            self.tags.append(kwargs.get("tags") or [])

        async def on_llm_end(self, response: Any, *, run_id: Any, **kwargs: Any) -> None:
            self.ended.append(str(run_id))

    mine = Mine()

    async def both(calls: Calls) -> TurnRecorder:
        config: RunnableConfig = {
            "callbacks": [calls.recorder, mine],
            "metadata": {"turn_id": "t1", "mine": "x"},
            "tags": ["my-tag"],
        }
        await calls.overlay.reranker.rerank(LAMPS, config)
        async for _ in calls.overlay.narrator.narrate(LAMPS, config):
            pass
        return calls.recorder

    recorder = run(both)
    assert mine.models == [made.run_id for made in recorder.runs]
    assert mine.ended == mine.models
    for metadata, purpose in zip(mine.metadata, ("rerank", "narrate"), strict=True):
        assert metadata["turn_id"] == "t1"
        assert metadata["mine"] == "x"
        assert (metadata["prompt"], metadata["prompt_version"]) == (purpose, active(name=purpose))
        assert len(metadata["prompt_sha256"]) == 64
    assert all("my-tag" in tags and "aisle" in tags for tags in mine.tags)


def test_leaving_ends_the_call_at_the_server(server: ScriptedModel) -> None:
    server.default("narrate", Script(text="[A] It folds flat.\n" * 500, token_delay=0.02))

    async def leave(calls: Calls) -> None:
        narration = calls.narrator.narrate(LAMPS, calls.config)
        assert (await anext(narration)).position == 0
        await narration.aclose()
        await narration.aclose()
        assert calls.narrator.guard.bulkhead.running == 0

    run(leave)
    assert server.requests[0].wait_disconnected()


def test_cancelling_ends_the_call_at_the_server(server: ScriptedModel) -> None:
    server.default("rerank", faults.silent())

    async def cancel(calls: Calls) -> None:
        call = asyncio.create_task(calls.rerank())
        await asyncio.to_thread(server.wait_for_requests, 1)
        call.cancel()
        with pytest.raises(asyncio.CancelledError):
            await call
        assert calls.reranker.guard.bulkhead.running == 0

    run(cancel)
    assert server.requests[0].wait_disconnected()


def test_a_cancellation_that_meets_an_arriving_chunk_is_not_lost(server: ScriptedModel) -> None:
    server.default("narrate", Script(text="[A] It folds flat.\n" * 4000, token_delay=0.0005))

    async def cancel(calls: Calls) -> None:
        for number in range(1, 21):
            listening = asyncio.create_task(calls.narrate())
            await asyncio.to_thread(server.wait_for_requests, number)
            await asyncio.sleep(0.003 * number)
            listening.cancel()
            done, _ = await asyncio.wait({listening}, timeout=8)
            assert done, "it went on listening"
            assert listening.cancelled()

    run(cancel)
    assert all(request.wait_disconnected() for request in server.requests)


def test_the_breaker_opens_and_closes_again(server: ScriptedModel) -> None:
    server.default("narrate", faults.status(500))

    async def work(calls: Calls) -> None:
        now = 0.0
        breaker = calls.narrator.guard.breaker = Breaker(clock=lambda: now)
        reasons = [(await calls.narrate()).reason for _ in range(6)]
        assert reasons == ["model_error"] * 5 + ["breaker_open"]
        assert breaker.admit() is None
        assert len(server.requests) == 10
        assert calls.reranker.guard.breaker.state is State.CLOSED, "one breaker per purpose"
        server.reset()
        now += breaker.retry_in
        for _ in range(3):
            assert (await calls.narrate()).failure is None
        assert breaker.state is State.CLOSED

    run(work)
