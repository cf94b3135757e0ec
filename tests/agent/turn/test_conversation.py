"""What a session holds between turns, in memory and from the store."""

from __future__ import annotations

import asyncio

from hypothesis import given, settings
from hypothesis import strategies as st

from agent.conversation import Conversation, Conversations, after_turn, rebuilt
from agent.conversation.state import topic
from agent.events import Done, RankingServed, TurnEvent, Understood
from agent.turn import take_turn
from agent.types import TurnRequest, Understanding
from retrieval.types import Constraints, PriceRange
from tests.agent.doubles import ShelfTurns
from tests.agent.turn.test_turn import parts

MESSAGES = ["shirts", "in blue", "under $40", "hello", "a red dress", "what is your return policy?", "reset"]


@settings(max_examples=40, deadline=None)
@given(st.lists(st.sampled_from(MESSAGES), max_size=5))
def test_the_state_in_memory_is_the_state_of_the_stored_events(messages: list[str]) -> None:
    async def scenario() -> None:
        made_of = parts()
        turns = []
        for number, message in enumerate(messages):
            request = TurnRequest(turn_id=f"t_{number}", session_id="s_1", message=message)
            events: list[TurnEvent] = [e async for e in take_turn(request, made_of, asyncio.Event())]
            turns.append({"events": [{"event": e.name, "data": e.data()} for e in events]})
        assert rebuilt(turns) == await made_of.conversations.of("s_1")

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


def test_small_talk_changes_nothing_but_time() -> None:
    before = Conversation(text="shirts", constraints=Constraints(in_stock=True), shown=("p1",))
    chat = Understanding(text="hello", intent="chitchat", constraints=before.constraints)
    assert after_turn(before, chat, ()) == before
    assert after_turn(before, None, ("p2",)).shown == ("p2",)
