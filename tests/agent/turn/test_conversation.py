"""What a session holds between turns, in memory and from the store."""

from __future__ import annotations

import asyncio
from contextlib import aclosing
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agent.conversation import Conversation, Conversations, after_turn, rebuilt, standing
from agent.conversation.state import topic
from agent.events import Done, RankingServed, TurnEvent, Understood
from agent.narration.overlay import Overlay
from agent.turn import take_turn
from agent.types import Intent, TurnRequest, Understanding
from retrieval.types import Constraints, PriceRange
from tests.agent.doubles import (
    ScriptedNarrator,
    ScriptedReranker,
    ShelfRecommender,
    ShelfTurns,
    for_ever,
)
from tests.agent.turn.test_turn import parts, request, taken
from tests.examples import examples

MESSAGES = ["shirts", "in blue", "under $40", "hello", "a red dress", "what is your return policy?", "reset"]


def test_a_bound_on_a_measure_is_still_in_force_where_another_process_goes_on() -> None:
    held = Constraints(include={"weight": ("900 g", "1 kg", "2 kg")})
    event = Understood(
        text="tent",
        constraints=held,
        intent="search",
        source="rules",
        labels={"weight": "weight: up to 2 kg"},
    )
    assert event.data()["labels"] == {"weight": "weight: up to 2 kg"}
    assert rebuilt([{"events": [{"event": event.name, "data": event.data()}]}]).constraints == held
    assert "labels" not in event.model_copy(update={"labels": {}}).data()


@settings(max_examples=examples(40), deadline=None)
@given(st.lists(st.sampled_from([*MESSAGES, None]), max_size=5))
def test_the_state_in_memory_is_the_state_of_the_stored_events(messages: list[str | None]) -> None:
    """None: a page of the same session asks for a list of its own."""

    async def scenario() -> None:
        made_of = parts()
        turns = []
        for number, message in enumerate(messages):
            turn = TurnRequest(turn_id=f"t_{number}", session_id="s_1", message=message)
            events: list[TurnEvent] = [e async for e in take_turn(turn, made_of, asyncio.Event())]
            turns.append({"events": [{"event": e.name, "data": e.data()} for e in events]})
        assert rebuilt(turns) == await made_of.conversations.of("s_1")

    asyncio.run(scenario())


@settings(max_examples=examples(40), deadline=None)
@given(st.lists(st.sampled_from(MESSAGES), max_size=4), st.integers(0, 3), st.sampled_from(MESSAGES))
def test_a_message_said_anew_is_as_if_the_first_had_never_been_said(
    messages: list[str], place: int, anew: str
) -> None:
    """Nor what came after it; and the conversation that the store tells says the same."""
    place = min(place, len(messages))

    async def scenario() -> None:
        said, straight = [], parts()
        edited = parts()
        store = ShelfTurns({})
        edited = replace(edited, conversations=Conversations(store))
        for number, message in enumerate([*messages, anew]):
            last = number == len(messages)
            turn = TurnRequest(
                turn_id=f"t_{number}",
                session_id="s_1",
                message=message,
                replaces=f"t_{place}" if last and place < len(messages) else None,
            )
            events = [e async for e in take_turn(turn, edited, asyncio.Event())]
            record = {
                "request": turn.model_dump(),
                "events": [{"event": e.name, "data": e.data()} for e in events],
            }
            store.saved[turn.turn_id] = record
            said.append(record)
        for number, message in enumerate([*messages[:place], anew]):
            turn = TurnRequest(turn_id=f"u_{number}", session_id="s_1", message=message)
            _ = [e async for e in take_turn(turn, straight, asyncio.Event())]
        expected = await straight.conversations.of("s_1")
        assert await edited.conversations.of("s_1") == expected
        assert rebuilt(said) == expected
        assert [turn["request"]["message"] for turn in standing(said)] == [*messages[:place], anew]

    asyncio.run(scenario())


def test_a_forgotten_conversation_comes_back_from_the_store() -> None:
    async def scenario() -> None:
        understood = Understood(
            text="shirts", constraints=Constraints(in_stock=True), intent="search", source="rules"
        )
        served = RankingServed(ranking_id="r", items=(), total=0)
        done = Done(status="complete", order=("p1", "p0"))
        events = [{"event": e.name, "data": e.data()} for e in (understood, served, done)]
        store = ShelfTurns({"t_1": {"request": {"session_id": "s_1"}, "events": events}})
        conversations = Conversations(store, most=1)
        state = Conversation(constraints=Constraints(in_stock=True), text="shirts", shown=("p1", "p0"))
        assert await conversations.of("s_1") == state
        conversations.keep("s_1", state.model_copy(update={"text": "other"}))
        conversations.keep("s_2", Conversation(text="second"))
        assert await conversations.of("s_1") == state, "only the latest fits in memory"
        assert (await conversations.of("s_2")).text == "second"
        store.out_of_reach = True
        assert await conversations.of("s_3") == Conversation()

    asyncio.run(scenario())


def test_a_refinement_adds_to_what_is_looked_for() -> None:
    before = Conversation(text="linen shirts", constraints=Constraints(include={"article_type": ("Shirts",)}))

    def said(text: str, constraints: Constraints = before.constraints) -> Understanding:
        return Understanding(text=text, constraints=constraints, intent="refine")

    assert topic(before, said("with long sleeves"), "with long sleeves") == "linen shirts with long sleeves"
    cheaper = before.constraints.model_copy(update={"price": PriceRange(max=80)})
    assert topic(before, said("max 80 dollars", cheaper), "max 80 dollars") == "linen shirts"
    assert topic(before, said("shirts"), "shirts") == "linen shirts"
    fresh = Understanding(text="a mug", intent="search")
    assert topic(before, fresh, "a mug") == "a mug"


@pytest.mark.parametrize("intent", ["chitchat", "question"])
def test_small_talk_changes_nothing_but_time(intent: Intent) -> None:
    before = Conversation(text="shirts", constraints=Constraints(in_stock=True), shown=("p1",))
    chat = Understanding(text="do you ship?", intent=intent, constraints=before.constraints)
    assert after_turn(before, chat, ()) == before


def test_a_question_about_the_shop_is_nothing_to_search_for_later() -> None:
    async def scenario() -> None:
        recommender = ShelfRecommender()
        made_of = parts(recommender=recommender)
        for message in ("linen shirts", "what is your return policy?", "in blue"):
            await taken(request(message), made_of)
        assert recommender.recorded[-1].query.text == "linen shirts in blue"

    asyncio.run(scenario())


def test_the_next_message_may_come_while_the_model_still_speaks() -> None:
    async def scenario() -> None:
        recommender = ShelfRecommender()
        overlay = Overlay(ScriptedReranker(), ScriptedNarrator(wait=for_ever), "m:m")
        made_of, stop = parts(overlay, recommender), asyncio.Event()
        first = take_turn(request("shirts", turn_id="t_1"), made_of, stop)
        async with aclosing(first):
            assert [(await anext(first)).name for _ in range(3)][-1] == "ranking"
            await taken(request("in blue", turn_id="t_2", explain="plain"), made_of)
            include = recommender.recorded[-1].query.constraints.include
            assert include == {"article_type": ("Shirts",), "color": ("Blue",)}
            later = await made_of.conversations.of("s_1")
            stop.set()
            assert isinstance([event async for event in first][-1], Done)
        assert await made_of.conversations.of("s_1") is later, (
            "the older turn ended later and changed nothing"
        )

    asyncio.run(scenario())
