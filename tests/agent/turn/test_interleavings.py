"""The law of the event stream, whatever the two model calls do and in whatever order."""

from __future__ import annotations

import asyncio
from contextlib import aclosing

from hypothesis import given, settings
from hypothesis import strategies as st

from agent.errors import ModelFailure
from agent.events import TurnEvent
from agent.narration.overlay import Overlay
from agent.turn import take_turn
from agent.types import Sentence
from tests.agent.doubles import ScriptedNarrator, ScriptedReranker, Step, after, for_ever
from tests.agent.turn.test_turn import done, parts, request, well_formed
from tests.examples import examples

reasons = st.sampled_from(
    ["breaker_open", "timeout", "stalled", "model_error", "ungrounded", "busy", "budget"]
)
failures = st.builds(lambda reason: ModelFailure(reason, "x"), reasons) | st.builds(ValueError)
positions = st.none() | st.integers(-1, 7)
texts = st.text(max_size=8) | st.just("It fits.")
says = st.lists(st.builds(Sentence, position=positions, text=texts) | failures, max_size=14)
steps = st.integers(0, 6).map(after)
orders = st.none() | st.permutations(range(5)).map(tuple) | st.just((4, 4, 4))


@settings(max_examples=examples(150), deadline=None)
@given(
    said=says,
    narrator_waits=steps | st.just(for_ever),
    reranker_waits=steps | st.just(for_ever),
    rerank_fails=st.none() | failures,
    order=orders,
    narrated=st.integers(0, 8),
    stop_after=st.none() | st.integers(0, 12),
)
def test_every_stream_is_well_formed(
    said: list[Sentence | Exception],
    narrator_waits: Step,
    reranker_waits: Step,
    rerank_fails: Exception | None,
    order: tuple[int, ...] | None,
    narrated: int,
    stop_after: int | None,
) -> None:
    narrator = ScriptedNarrator(says=said, wait=narrator_waits)
    reranker = ScriptedReranker(wait=reranker_waits, fails=rerank_fails, positions=order)
    hangs = narrated > 0 and narrator_waits is for_ever and stop_after is None
    made_of = parts(Overlay(reranker, narrator, "m:m"), narrated=narrated, rerank_budget=0.02)

    async def scenario() -> list[TurnEvent]:
        stop = asyncio.Event()
        events: list[TurnEvent] = []
        if hangs:
            # A narrator has its own deadlines; here the shopper loses patience.
            asyncio.get_running_loop().call_later(0.03, stop.set)
        async with aclosing(take_turn(request(), made_of, stop)) as turn:
            async for event in turn:
                events.append(event)
                if stop_after is not None and len(events) > stop_after:
                    stop.set()
                if stop_after is not None and narrator_waits is for_ever and len(events) >= 3:
                    stop.set()
        assert asyncio.all_tasks() == {asyncio.current_task()}
        return events

    events = asyncio.run(scenario())
    well_formed(events)
    if hangs:
        assert done(events).status == "stopped"
    assert narrator.closed == (1 if narrated else 0) or done(events).status == "stopped"
