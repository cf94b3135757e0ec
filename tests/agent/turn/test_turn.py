"""The turn, event by event, over a shelf of products and scripted models."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from contextlib import aclosing
from typing import TYPE_CHECKING, Any

import pytest

from agent.conversation import Conversations
from agent.errors import ModelFailure
from agent.events import (
    Degraded,
    Done,
    ExplanationDelta,
    ExplanationFinal,
    Failed,
    RankingServed,
    Reorder,
    Text,
    TurnEvent,
    TurnStarted,
    Understood,
)
from agent.narration.overlay import Overlay
from agent.parts import TurnParts
from agent.ports import Interpreter
from agent.settings import AgentSettings
from agent.turn import take_turn
from agent.types import Context, Explain, Sentence, Shortlist, TurnRequest, Understanding
from agent.understanding.rules import RulesInterpreter
from retrieval.types import Constraints, PriceRange, Vocabulary
from tests.agent.doubles import (
    NARRATE,
    PRODUCTS,
    ScriptedNarration,
    ScriptedNarrator,
    ScriptedReranker,
    ShelfRecommender,
    ShelfTurns,
    after,
    failure,
    for_ever,
)

if TYPE_CHECKING:
    from langchain_core.runnables import RunnableConfig


def parts(
    overlay: Overlay | None = None,
    recommender: ShelfRecommender | None = None,
    interpreter: Interpreter | None = None,
    store: ShelfTurns | None = None,
    **settings: Any,
) -> TurnParts:
    return TurnParts(
        recommender=recommender or ShelfRecommender(),
        interpreter=interpreter or RulesInterpreter(),
        overlay=overlay,
        conversations=Conversations(store or ShelfTurns()),
        settings=AgentSettings.load(llm=None, **settings),
    )


def request(
    message: str | None = "shirts and belts", explain: Explain = "llm", turn_id: str = "t_1", limit: int = 8
) -> TurnRequest:
    return TurnRequest(turn_id=turn_id, session_id="s_1", message=message, explain=explain, limit=limit)


async def taken(turn: TurnRequest, made_of: TurnParts) -> list[TurnEvent]:
    async with aclosing(take_turn(turn, made_of, asyncio.Event())) as events:
        return [event async for event in events]


def take(turn: TurnRequest, made_of: TurnParts) -> list[TurnEvent]:
    return asyncio.run(taken(turn, made_of))


def finals(events: Sequence[TurnEvent]) -> dict[str, ExplanationFinal]:
    found = [event for event in events if isinstance(event, ExplanationFinal)]
    assert len({final.product_id for final in found}) == len(found), "a card was explained twice"
    return {final.product_id: final for final in found}


def degraded(events: Sequence[TurnEvent]) -> set[tuple[str, str]]:
    return {(event.part, event.reason) for event in events if isinstance(event, Degraded)}


def done(events: Sequence[TurnEvent]) -> Done:
    assert isinstance(events[-1], Done)
    return events[-1]


def shown(events: Sequence[TurnEvent]) -> list[str]:
    ranking = next(event for event in events if isinstance(event, RankingServed))
    return [item.product.product_id for item in ranking.items]


def well_formed(events: Sequence[TurnEvent], explain: Explain = "llm") -> None:
    """The law of every stream that has a ranking."""
    assert isinstance(events[0], TurnStarted)
    terminal = [event for event in events if isinstance(event, Done | Failed)]
    assert terminal == [events[-1]]
    kinds = [type(event) for event in events]
    ranking = kinds.index(RankingServed)
    assert kinds.count(RankingServed) == 1
    after_ranking = (Reorder, ExplanationDelta, ExplanationFinal, Text)
    assert not any(kind in after_ranking for kind in kinds[:ranking])
    cards = shown(events)
    explained = finals(events)
    assert set(explained) == (set() if explain == "none" else set(cards))
    reorders = [event for event in events if isinstance(event, Reorder)]
    assert len(reorders) <= 1
    order = list(reorders[0].order) if reorders else cards
    assert sorted(order) == sorted(cards)
    assert list(done(events).order) == order
    for reorder in reorders:
        assert reorder.moved
        for move in reorder.moved:
            assert cards[move.from_ - 1] == move.product_id == order[move.to - 1]
            assert move.from_ != move.to
    for product_id, final in explained.items():
        deltas = [e for e in events if isinstance(e, ExplanationDelta) and e.product_id == product_id]
        assert all(delta.source == "model" for delta in deltas)
        assert (final.source == "model") == bool(deltas)
        if deltas:
            assert "".join(delta.delta for delta in deltas) == final.text
            assert all(events.index(delta) < events.index(final) for delta in deltas)
        assert final.text.strip()
    any_degraded = any(isinstance(event, Degraded) for event in events)
    assert done(events).status in ({"degraded", "stopped"} if any_degraded else {"complete", "stopped"})


def test_with_a_model_the_ranking_comes_first_then_its_order_and_its_words() -> None:
    overlay = Overlay(ScriptedReranker(), ScriptedNarrator(), "scripted:model")
    events = take(request(), parts(overlay, narrated=3))
    well_formed(events)
    assert isinstance(events[1], Understood)
    assert isinstance(events[2], RankingServed)
    assert degraded(events) == set()
    last = done(events)
    assert last.status == "complete"
    assert last.model == "scripted:model"
    assert [prompt.name for prompt in last.prompts] == ["rerank", "narrate"]
    assert {"understand", "retrieve", "first_card", "rerank", "total"} <= set(last.timings_ms)
    sources = [finals(events)[product_id].source for product_id in shown(events)]
    assert sources == ["model"] * 3 + ["plain"] * 2
    assert "".join(event.delta for event in events if isinstance(event, Text)) == "Here we go."


def test_the_ranking_is_out_before_a_model_is_asked() -> None:
    asked: list[str] = []

    async def note() -> None:
        asked.append("asked")

    async def scenario() -> None:
        overlay = Overlay(ScriptedReranker(wait=note), ScriptedNarrator(wait=note), "scripted:model")
        async with aclosing(take_turn(request(), parts(overlay), asyncio.Event())) as events:
            async for event in events:
                if isinstance(event, RankingServed):
                    await asyncio.sleep(0.01)
                    assert not asked
        assert asked

    asyncio.run(scenario())


def test_without_a_model_everything_is_plain_and_says_so() -> None:
    events = take(request(), parts(None))
    well_formed(events)
    assert degraded(events) == {("rerank", "no_model"), ("narrate", "no_model")}
    assert {final.source for final in finals(events).values()} == {"plain"}
    assert done(events).status == "degraded"
    assert done(events).model is None


@pytest.mark.parametrize("explain", ["none", "plain"])
def test_who_asks_for_no_model_gets_none(explain: Explain) -> None:
    reranker = ScriptedReranker(fails=AssertionError("asked"))
    events = take(request(explain=explain), parts(Overlay(reranker, ScriptedNarrator(), "scripted:model")))
    well_formed(events, explain)
    assert done(events).status == "complete"
    assert done(events).prompts == ()


def test_a_late_rerank_leaves_the_first_order_and_is_cancelled() -> None:
    reranker = ScriptedReranker(wait=for_ever)
    events = take(request(), parts(Overlay(reranker, ScriptedNarrator(), "m:m"), rerank_budget=0.02))
    well_formed(events)
    assert degraded(events) == {("rerank", "timeout")}
    assert reranker.cancelled
    assert list(done(events).order) == shown(events)


def test_an_order_that_moves_nothing_is_no_reorder() -> None:
    reranker = ScriptedReranker(positions=(0, 1, 2, 3, 4))
    events = take(request(), parts(Overlay(reranker, ScriptedNarrator(), "m:m")))
    well_formed(events)
    assert not any(isinstance(event, Reorder) for event in events)
    assert done(events).status == "complete"


def test_an_order_that_is_no_permutation_is_refused() -> None:
    reranker = ScriptedReranker(positions=(0, 0, 1, 2, 3))
    events = take(request(), parts(Overlay(reranker, ScriptedNarrator(), "m:m")))
    well_formed(events)
    assert degraded(events) == {("rerank", "model_error")}


def test_what_was_released_stays_and_the_rest_is_completed_plainly() -> None:
    says: list[Sentence | Exception] = [
        Sentence(position=0, text="First."),
        Sentence(position=0, text="And more."),
        Sentence(position=1, text="Half of the second."),
        ModelFailure("stalled", "silence"),
    ]
    events = take(request(), parts(Overlay(ScriptedReranker(), ScriptedNarrator(says=says), "m:m")))
    well_formed(events)
    explained = [finals(events)[product_id] for product_id in shown(events)]
    assert [final.source for final in explained] == ["model", "model", "plain", "plain", "plain"]
    assert explained[0].text == "First. And more."
    assert explained[1].text == "Half of the second."
    assert degraded(events) == {("narrate", "stalled")}
    assert any(isinstance(event, Text) for event in events), "an opening line is due"


def test_a_model_that_breaks_in_its_own_way_is_a_model_error() -> None:
    reranker, narrator = ScriptedReranker(fails=ZeroDivisionError()), ScriptedNarrator(says=[KeyError("x")])
    events = take(request(), parts(Overlay(reranker, narrator, "m:m")))
    well_formed(events)
    assert degraded(events) == {("rerank", "model_error"), ("narrate", "model_error")}
    assert narrator.closed == 1


class _CannotBegin:
    """A narrator that breaks before there is anything to read."""

    prompt = NARRATE

    def narrate(self, shortlist: Shortlist, config: RunnableConfig) -> ScriptedNarration:
        raise KeyError("no narration")


def test_a_narrator_that_cannot_begin_holds_nobody_up() -> None:
    events = take(request(), parts(Overlay(ScriptedReranker(), _CannotBegin(), "m:m")))
    well_formed(events)
    assert degraded(events) == {("narrate", "model_error")}


def test_a_client_that_cancels_itself_is_a_model_error() -> None:
    async def cancelled() -> None:
        raise asyncio.CancelledError

    reranker, narrator = ScriptedReranker(wait=cancelled), ScriptedNarrator(wait=cancelled)
    events = take(request(), parts(Overlay(reranker, narrator, "m:m")))
    well_formed(events)
    assert degraded(events) == {("rerank", "model_error"), ("narrate", "model_error")}


def test_a_turn_stopped_before_its_ranking_asks_no_model() -> None:
    async def scenario() -> list[TurnEvent]:
        stop = asyncio.Event()
        stop.set()
        async with aclosing(take_turn(request(), parts(overlay), stop)) as events:
            return [event async for event in events]

    asked: list[str] = []

    async def note() -> None:
        asked.append("asked")

    overlay = Overlay(ScriptedReranker(wait=note), ScriptedNarrator(wait=note), "m:m")
    events = asyncio.run(scenario())
    well_formed(events)
    assert done(events).status == "stopped"
    assert (asked, done(events).prompts, done(events).model) == ([], (), None)


def test_how_far_the_model_may_move_things_is_a_setting() -> None:
    def order(reach: int) -> list[str]:
        overlay = Overlay(ScriptedReranker(), ScriptedNarrator(), "m:m")
        events = take(request(), parts(overlay, max_displacement=reach))
        well_formed(events)
        return list(done(events).order)

    assert order(0) == ["p0", "p1", "p2", "p3", "p4"]
    assert order(1) == ["p1", "p0", "p3", "p2", "p4"]
    assert order(20) == ["p4", "p3", "p2", "p1", "p0"]


def test_each_surface_may_have_a_reach_of_its_own() -> None:
    def order(**reach: Any) -> list[str]:
        overlay = Overlay(ScriptedReranker(), ScriptedNarrator(), "m:m")
        return list(done(take(request(), parts(overlay, **reach))).order)

    assert order(max_displacement=20, surface_displacement={"chat": 1}) == order(max_displacement=1)
    assert order(max_displacement=1, surface_displacement={"home": 20}) == order(max_displacement=1)


def test_the_more_is_known_of_a_shopper_the_less_the_model_has_to_say() -> None:
    def order(steps: int) -> list[str]:
        overlay = Overlay(ScriptedReranker(), ScriptedNarrator(), "m:m")
        limits: dict[str, Any] = {"max_displacement": 20, "model_say_with_history": 0.0}
        return list(done(take(request(), parts(overlay, ShelfRecommender(history=steps), **limits))).order)

    assert order(0) == ["p4", "p3", "p2", "p1", "p0"]
    assert order(1000) == ["p0", "p1", "p2", "p3", "p4"]
    says = [AgentSettings().say(steps) for steps in range(0, 200, 7)]
    assert says == sorted(says, reverse=True)
    assert says[0] == 0.7
    assert says[-1] > 0.35


def test_what_was_put_right_is_counted_and_logged(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("INFO", logger="agent.narration.calls")
    reranker = ScriptedReranker(unknown=2, missing=1)
    overlay = Overlay(reranker, ScriptedNarrator(ungrounded=(1, 2)), "m:m")
    for _ in range(2):
        take(request(), parts(overlay))
    assert +overlay.repairs == {
        ("rerank", "unknown"): 4,
        ("rerank", "missing"): 2,
        ("narrate", "ungrounded"): 4,
    }
    assert "turn t_1: handles put right in the model's order: 2 unknown, 1 missing" in caplog.text
    assert "turn t_1: held back of the model's words: 2 ungrounded" in caplog.text


def test_a_silent_narrator_and_an_ungrounded_one_are_told_apart() -> None:
    silent = Overlay(ScriptedReranker(), ScriptedNarrator(says=[]), "m:m")
    assert ("narrate", "model_error") in degraded(take(request(), parts(silent)))
    held_back = Overlay(ScriptedReranker(), ScriptedNarrator(ungrounded=(1,)), "m:m")
    events = take(request(), parts(held_back))
    well_formed(events)
    assert degraded(events) == {("narrate", "ungrounded")}


def test_sentences_about_no_card_or_a_finished_one_are_ignored() -> None:
    says = [Sentence(position=p, text=f"{p}.") for p in (0, 1, 0, 77, 2, 3, 4)]
    events = take(request(), parts(Overlay(ScriptedReranker(), ScriptedNarrator(says=says), "m:m")))
    well_formed(events)
    assert finals(events)["p0"].text == "0."


def test_stop_cancels_both_calls_and_completes_the_cards() -> None:
    async def scenario() -> list[TurnEvent]:
        stop = asyncio.Event()
        events = []
        async with aclosing(take_turn(request(), parts(overlay), stop)) as turn:
            async for event in turn:
                events.append(event)
                if isinstance(event, ExplanationDelta):
                    stop.set()
        return events

    reranker = ScriptedReranker(wait=for_ever)
    narrator = ScriptedNarrator(says=[Sentence(position=0, text="One."), Sentence(position=1, text="Two.")])
    waits = iter([after(0)])

    async def then_for_ever() -> None:
        await next(waits, for_ever)()

    narrator.wait = then_for_ever
    overlay = Overlay(reranker, narrator, "m:m")
    events = asyncio.run(scenario())
    well_formed(events)
    assert done(events).status == "stopped"
    assert reranker.cancelled
    assert narrator.cancelled
    assert narrator.closed == 1
    assert finals(events)["p0"].text == "One."
    assert finals(events)["p1"].source == "plain"


def test_closing_the_turn_half_way_leaves_no_task_behind() -> None:
    async def scenario() -> None:
        reranker, narrator = ScriptedReranker(wait=for_ever), ScriptedNarrator(wait=for_ever)
        overlay = Overlay(reranker, narrator, "m:m")
        turn = take_turn(request(), parts(overlay), asyncio.Event())
        async for event in turn:
            if isinstance(event, RankingServed):
                break
        pending = asyncio.ensure_future(anext(turn))
        await asyncio.sleep(0.01)
        pending.cancel()
        with pytest.raises(asyncio.CancelledError):
            await pending
        await turn.aclose()
        assert reranker.cancelled
        assert asyncio.all_tasks() == {asyncio.current_task()}

    asyncio.run(scenario())


def test_a_catalog_out_of_reach_is_an_error_that_says_nothing_private() -> None:
    events = take(request(), parts(recommender=ShelfRecommender(out_of_reach=True)))
    assert isinstance(events[-1], Failed)
    assert events[-1].type == "https://aisle.dev/problems/unavailable"
    assert ("retrieval", "unavailable") in degraded(events)
    assert "shelf" not in str([event.data() for event in events])


def test_a_ranking_that_cannot_be_recorded_is_served_all_the_same() -> None:
    events = take(request(explain="plain"), parts(recommender=ShelfRecommender(cannot_record=True)))
    well_formed(events, "plain")
    assert degraded(events) == {("events", "unavailable")}


def test_what_is_served_was_recorded_under_its_id() -> None:
    recommender = ShelfRecommender()
    events = take(request(), parts(recommender=recommender))
    served = next(event for event in events if isinstance(event, RankingServed))
    assert [ranking.ranking_id for ranking in recommender.recorded] == [served.ranking_id]


class _Broken:
    async def interpret(self, message: str, before: Constraints, vocabulary: Vocabulary) -> Understanding:
        raise RuntimeError("no idea")


def test_a_broken_interpreter_leaves_the_words_as_the_query() -> None:
    events = take(request("anything"), parts(interpreter=_Broken()))
    well_formed(events)
    assert ("understand", "model_error") in degraded(events)
    assert len(shown(events)) == 8


def test_nothing_to_show_asks_no_model() -> None:
    reranker = ScriptedReranker(fails=AssertionError("asked"))
    overlay = Overlay(reranker, ScriptedNarrator(), "m:m")
    events = take(request("shirts under $1"), parts(overlay))
    well_formed(events)
    assert shown(events) == []
    assert done(events).status == "complete"
    assert any(isinstance(event, Text) for event in events)


def test_small_talk_has_no_ranking() -> None:
    events = take(request("hello!"), parts())
    assert [event.name for event in events] == ["turn", "understood", "text", "done"]


def test_a_page_without_words_is_not_understood_and_gets_its_list() -> None:
    turn = TurnRequest(
        turn_id="t_1",
        session_id="s_1",
        filters=Constraints(include={"gender": ("Men",)}),
        exclude=("p4",),
        context=Context(product_id="p0", cart=("p1",), surface="product"),
    )
    recommender = ShelfRecommender()
    events = take(turn, parts(recommender=recommender))
    well_formed(events)
    assert shown(events) == ["p3", "p7"]
    query = recommender.recorded[0].query
    assert query.anchors == ("p0", "p1")
    assert query.surface == "product"
    assert not any(isinstance(event, Understood | Text) for event in events)


def test_filters_of_the_page_beat_the_words() -> None:
    turn = request("red dresses under $200").model_copy(
        update={"filters": Constraints(price=PriceRange(max=100), include={"color": ("Black",)})}
    )
    recommender = ShelfRecommender()
    take(turn, parts(recommender=recommender))
    constraints = recommender.recorded[0].query.constraints
    assert constraints.price == PriceRange(max=100)
    assert constraints.include == {"color": ("Black",), "article_type": ("Dresses",)}


def test_a_conversation_keeps_its_thread() -> None:
    async def scenario() -> None:
        recommender = ShelfRecommender()
        made_of = parts(recommender=recommender)
        for message in ("linen shirts", "in blue", "under $35"):
            await taken(request(message), made_of)
        query = recommender.recorded[-1].query
        assert query.constraints.wire() == {
            "price": {"max": 35},
            "include": {"article_type": ["Shirts"], "color": ["Blue"]},
        }
        assert query.text == "linen shirts in blue"

    asyncio.run(scenario())


def test_private_fields_never_leave() -> None:
    margin = str(PRODUCTS[0].margin)
    events = take(request(), parts(Overlay(ScriptedReranker(), ScriptedNarrator(), "m:m")))
    assert all("margin" not in str(event.data()) and margin not in str(event.data()) for event in events)


def test_one_product_is_not_reordered() -> None:
    reranker = ScriptedReranker(fails=failure())
    events = take(request(limit=1), parts(Overlay(reranker, ScriptedNarrator(), "m:m")))
    well_formed(events)
    assert done(events).status == "complete"
    assert [prompt.name for prompt in done(events).prompts] == ["narrate"]
