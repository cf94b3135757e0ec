"""Whole turns about what is on screen, without a model."""

from __future__ import annotations

import asyncio

import pytest

from agent.conversation import Conversation, rebuilt
from agent.conversation.comparison import comparison
from agent.conversation.onscreen import OnScreen
from agent.events import RankingServed, Text, TurnEvent, Understood
from agent.listing import query_of
from agent.types import Context, TurnRequest, Understanding
from retrieval.compose import Retrieval
from retrieval.types import Constraints, PriceRange
from tests.agent.bundled_shop import converse
from tests.agent.doubles import PRODUCTS, ShelfRecommender
from tests.agent.turn.test_turn import parts, taken


def talk(
    *messages: str, context: Context | None = None
) -> tuple[list[list[TurnEvent]], Conversation, ShelfRecommender]:
    """The events of every turn, the state in the end, and the shelf that was asked."""
    shelf = ShelfRecommender()
    made_of = parts(recommender=shelf)

    async def scenario() -> tuple[list[list[TurnEvent]], Conversation]:
        turns = []
        for number, message in enumerate(messages):
            last = number == len(messages) - 1
            turns.append(
                await taken(
                    TurnRequest(
                        turn_id=f"t_{number}",
                        session_id="s_1",
                        message=message,
                        explain="plain",
                        context=context if last and context else Context(),
                    ),
                    made_of,
                )
            )
        state = await made_of.conversations.of("s_1")
        stored = [{"events": [{"event": e.name, "data": e.data()} for e in turn]} for turn in turns]
        assert rebuilt(stored) == state, "what is rebuilt from the events is what was held"
        return turns, state

    turns, state = asyncio.run(scenario())
    return turns, state, shelf


def prose(events: list[TurnEvent]) -> str:
    return "".join(event.delta for event in events if isinstance(event, Text))


@pytest.mark.parametrize("message", ["compare the first two", "compare #1 and #2", "compare the 1st and 2nd"])
def test_two_of_the_list_side_by_side(message: str) -> None:
    turns, state, _ = talk("shirts", message)
    assert not any(isinstance(event, RankingServed) for event in turns[1])
    assert prose(turns[1]) == (
        "1 Linen Summer Shirt, 2 Oxford Shirt. Price: 1 $39; 2 $49. Rating: 1 4.1 of 5; 2 4.6 of 5. "
        "Color: 1 Blue; 2 White. "
        "I would take Oxford Shirt, which is rated highest; to spend less, Linen Summer Shirt."
    )
    assert state.shown == ("p0", "p1", "p2"), "the list stays on screen"
    assert state.text == "shirts", "what is looked for stays too"
    assert state.constraints.include == {"article_type": ("Shirts",)}


def test_after_a_comparison_the_talk_goes_on_where_it_was() -> None:
    _, state, _ = talk("shirts", "compare the first two", "in blue")
    assert state.constraints.include == {"article_type": ("Shirts",), "color": ("Blue",)}
    assert state.shown == ("p0", "p2")


@pytest.mark.parametrize(
    ("message", "most"),
    [
        ("cheaper than these", 29.49),
        ("something cheaper than the first one", 38.99),
        ("anything less expensive than the second?", 48.99),
        ("cheaper than $35", 35.0),
    ],
)
def test_cheaper_than_what_is_shown(message: str, most: float) -> None:
    _, state, _ = talk("shirts", message)
    assert state.constraints.price == PriceRange(max=most)
    assert state.constraints.include == {"article_type": ("Shirts",)}


@pytest.mark.parametrize(
    ("message", "price"),
    [
        ("cheaper", PriceRange(max=38.99)),
        ("something less expensive please", PriceRange(max=38.99)),
        ("that's too expensive", PriceRange(max=38.99)),
        ("show me fancier ones", PriceRange(min=39.01)),
        ("not too expensive please", PriceRange(max=38.99)),
        ("I don't like it, show me cheaper ones", PriceRange(max=38.99)),
        ("don't you have anything cheaper?", PriceRange(max=38.99)),
        ("which is cheaper?", None),
        ("not cheaper, nicer", None),
        ("I don't want anything cheaper", None),
        ("no need to spend more", None),
        ("is there a cheaper way to get them", None),
        ("the shipping is too expensive", None),
        ("will it be cheaper next week?", None),
        ("I saw it cheaper elsewhere", None),
        ("cheapest first", None),
    ],
)
def test_cheaper_alone_leaves_the_cheaper_half_of_what_is_shown(
    message: str, price: PriceRange | None
) -> None:
    _, state, _ = talk("shirts", message)
    assert state.constraints.price == price
    assert state.constraints.include == {"article_type": ("Shirts",)}


def test_a_gift_is_one_thing_with_one_price() -> None:
    _, state, _ = talk("a gift for someone who likes shirts", "cheaper")
    assert state.constraints.price is not None
    assert state.constraints.price.max is not None


def test_cheaper_said_again_goes_on_and_keeps_the_rest() -> None:
    _, state, _ = talk("shirts", "cheaper", "even cheaper, in blue")
    assert state.constraints.include == {"article_type": ("Shirts",), "color": ("Blue",)}
    assert state.constraints.price is not None
    assert state.constraints.price.max is not None
    assert state.constraints.price.max < 38.99


@pytest.mark.parametrize(
    ("message", "anchor"),
    [("more like that but in blue", "p0"), ("more like the second one but in blue", "p1")],
)
def test_more_like_one_of_the_list(message: str, anchor: str) -> None:
    turns, state, shelf = talk("shirts", message)
    assert shelf.recorded[-1].query.anchors == (anchor,)
    assert anchor not in state.shown
    assert state.constraints.include["color"] == ("Blue",)
    assert next(e for e in turns[1] if isinstance(e, Understood)).intent == "similar"


@pytest.mark.parametrize(
    ("message", "anchor"),
    [
        ("what goes well with the second one?", "p1"),
        ("I like the third one, what goes with it?", "p2"),
        ("any accessories for this one?", "p0"),
    ],
)
def test_what_goes_with_one_of_the_list(message: str, anchor: str) -> None:
    _, state, shelf = talk("shirts", message)
    query = shelf.recorded[-1].query
    assert query.anchors == (anchor,)
    assert anchor in query.exclude
    assert state.constraints == Constraints(), "what goes with a shirt is none"


@pytest.mark.parametrize("message", ["accessories for the second one", "any accessories for these?"])
def test_accessories_for_one_are_not_those_of_a_shelf(shop: Retrieval, message: str) -> None:
    turns, state = converse(shop, ["a camera", message])
    assert turns[-1].understood.intent == "similar"
    assert state.constraints == Constraints()
    _, state = converse(shop, ["a camera", "accessories for travel"])
    assert state.constraints.include


def test_a_bound_on_a_measure_is_not_searched_for(shop: Retrieval) -> None:
    turns, state = converse(shop, ["a tent", "under 2 kg", "any weight"])
    assert turns[1].understood.text == "a tent"
    assert "under" not in state.text


def test_what_the_page_demands_holds_for_what_goes_with_one_too() -> None:
    request = TurnRequest(
        turn_id="t", session_id="s", message="what goes with it?", filters=Constraints(in_stock=True)
    )
    told = Understanding(text="what goes with it?", intent="similar")
    query = query_of(request, told, OnScreen(told, like=("p0",), beside=True))
    assert query.constraints == Constraints(in_stock=True)
    assert (query.text, query.anchors, query.surface) == ("", ("p0",), "goes_with")


def test_another_kind_to_go_with_one_is_a_search_for_it() -> None:
    _, state, _ = talk("shirts", "dresses to go with the first one")
    assert "Dresses" in state.constraints.include["article_type"]


def test_on_a_product_page_this_is_the_product_of_the_page() -> None:
    context = Context(product_id="p7")
    assert talk("shirts", "more like this", context=context)[2].recorded[-1].query.anchors == ("p7",)
    second = talk("shirts", "more like the second one", context=context)[2]
    assert second.recorded[-1].query.anchors == ("p1", "p7")


def test_nothing_on_screen_is_no_trouble() -> None:
    for message in ("compare the first two", "cheaper than these", "more like that"):
        assert any(isinstance(event, RankingServed) for event in talk(message)[0][0])


def test_a_recommendation_needs_what_it_rests_on() -> None:
    one = PRODUCTS[0]
    other = one.model_copy(update={"product_id": "x", "title": "Other", "rating": None, "currency": "EUR"})
    assert comparison([one, other]).endswith("go by what you like.")
    cheaper = one.model_copy(update={"title": "Cheap", "price": 10.0})
    assert comparison([one, cheaper]).endswith("I would take Cheap: it costs the least.")
    assert comparison([one, one]).endswith("The catalog knows of no difference between them.")
