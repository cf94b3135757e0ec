"""Questions about what is on screen: answered from the catalog, and where it is silent, that is said."""

from __future__ import annotations

import pytest

from agent.conversation.answering import answer, asks_of_a_product
from agent.events import Done, RankingServed, Text, Understood
from agent.types import Context
from retrieval.types import PriceRange, Product
from tests.agent.conversation.test_onscreen import talk

TENT = Product(
    product_id="t",
    title="Ridge Tent",
    description="Two doors. Pitches in four minutes, even with cold hands.",
    brand="Fellhorn",
    price=349.0,
    currency="USD",
    availability="in_stock",
    attributes={"waterproof": "yes", "material": "ripstop nylon", "color": "green", "weight": "1.7 kg"},
    rating=4.7,
    rating_count=428,
)


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("is the first one waterproof?", "Yes: by the catalog, Ridge Tent is waterproof."),
        ("how heavy is it?", "Ridge Tent: weight 1.7 kg."),
        ("what's its weight?", "Ridge Tent: weight 1.7 kg."),
        ("what is it made of?", "Ridge Tent: material ripstop nylon."),
        ("what colour is it", "Ridge Tent: color green."),
        ("is it green?", "Yes: the color of Ridge Tent is green."),
        ("how much is the first one?", "Ridge Tent: price $349."),
        ("is it in stock?", "Ridge Tent: availability in stock."),
        ("who makes it?", "Ridge Tent: brand Fellhorn."),
        ("how is it rated?", "Ridge Tent: rating 4.7 of 5 by 428."),
        ("how many doors does it have?", "Ridge Tent, in the shop's words: “Two doors.”"),
        ("is it fireproof?", "The catalog does not say that of Ridge Tent (fireproof)."),
    ],
)
def test_an_answer_is_what_the_catalog_holds(question: str, said: str) -> None:
    assert answer(question, {}, [TENT]).text == said


def test_tell_me_more_is_answered_with_all_there_is() -> None:
    said = answer("the first one, tell me more", {}, [TENT])
    assert said.text == (
        "Ridge Tent, $349, rated 4.7 of 5 by 428, in stock. In the shop's words: “Two doors. Pitches in four "
        "minutes, even with cold hands.” Waterproof; material ripstop nylon; color green; weight 1.7 kg."
    )
    assert not said.settled, "a model, where there is one, may say it better"
    assert answer("tell me more about its weight", {}, [TENT]).text == "Ridge Tent: weight 1.7 kg."
    bare = Product(product_id="b", title="Bare Tent", description="So long " * 60)
    assert answer("tell me about it", {}, [bare]).text.endswith("So long …”")


@pytest.mark.parametrize("message", ["the second one, tell me more", "more details on the second, please"])
def test_more_is_told_of_the_one_that_is_meant(message: str) -> None:
    turns, state, _ = talk("shirts", message)
    assert not any(isinstance(event, RankingServed) for event in turns[1])
    assert "Oxford Shirt" in "".join(event.delta for event in turns[1] if isinstance(event, Text))
    assert state.shown == ("p0", "p1", "p2")


def test_more_of_a_kind_is_a_search() -> None:
    assert any(
        isinstance(event, RankingServed) for event in talk("shirts", "tell me more about shirts")[0][1]
    )


def test_what_a_question_names_is_compared_with_what_is_held() -> None:
    assert answer("is it red?", {"color": ("Red",)}, [TENT]).text == "No: the color of Ridge Tent is green."
    leaky = TENT.model_copy(update={"title": "Leaky Tent", "attributes": {"waterproof": "no"}})
    bare = TENT.model_copy(update={"title": "Bare Tent", "attributes": {}, "description": None})
    assert answer("are these waterproof?", {"waterproof": ("yes",)}, [TENT, leaky, bare]).text == (
        "Yes: by the catalog, Ridge Tent is waterproof. No: by the catalog, Leaky Tent is not waterproof. "
        "The catalog does not say that of Bare Tent (waterproof)."
    )


@pytest.mark.parametrize(
    "message",
    [
        "do you have it in green?",
        "what about the second one in blue?",
        "are there these in red?",
        "can you show me more like this?",
        "show me the second one",
        "what goes with this?",
        "which of these would you recommend?",
        "is it possible to see more?",
        "in blue",
    ],
)
def test_what_asks_for_other_products_is_no_question_about_one(message: str) -> None:
    assert not asks_of_a_product(message)


def test_a_question_changes_nothing_that_holds() -> None:
    turns, state, shelf = talk("shirts under $60", "is the second one white?", "is it red?", "under $45")
    for turn, words in ((turns[1], "Yes: the color of Oxford Shirt is White."), (turns[2], "No: ")):
        assert next(event.delta for event in turn if isinstance(event, Text)).startswith(words)
        assert not any(isinstance(event, RankingServed) for event in turn)
        assert next(event for event in turn if isinstance(event, Understood)).intent == "question"
        assert isinstance(turn[-1], Done)
    assert state.constraints.price == PriceRange(max=45.0)
    assert state.constraints.include == {"article_type": ("Shirts",)}
    assert len(shelf.recorded) == 2


@pytest.mark.parametrize(
    "message", ["which belts are there that are brown?", "is it under $40?", "what dresses of that kind"]
)
def test_a_question_that_wants_products_gets_products(message: str) -> None:
    turns, _, _ = talk("shirts", message)
    assert any(isinstance(event, RankingServed) for event in turns[1])


def test_it_is_the_one_that_was_asked_about_last() -> None:
    turns, state, _ = talk("shirts", "is the second one white?", "is it white?", "how is it rated?")
    named = [next(event.delta for event in turn if isinstance(event, Text)) for turn in turns[1:]]
    assert ["Oxford Shirt" in said for said in named] == [True, True, True]
    assert state.focus == state.shown[1]
    turns, state, _ = talk("shirts", "is the second one white?", "in white", "is it white?")
    assert state.focus is None
    first = next(event for event in turns[2] if isinstance(event, RankingServed)).items[0].product.title
    assert first in next(event.delta for event in turns[3] if isinstance(event, Text))


def test_it_is_compared_with_another_by_its_place() -> None:
    turns, _, _ = talk("shirts", "is the third one white?", "compare it with the first one")
    shown = next(event for event in turns[0] if isinstance(event, RankingServed)).items
    said = next(event.delta for event in turns[2] if isinstance(event, Text))
    assert said.startswith(f"1 {shown[2].product.title}, 2 {shown[0].product.title}.")


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("how much does it weigh?", "Pack: weight 900 g."),
        ("how much does it hold?", "Pack: capacity 20 L."),
        ("how much room does it have?", "Pack: capacity 20 L."),
        ("how much is it?", "Pack: price $50."),
        ("how much does it cost?", "Pack: price $50."),
    ],
)
def test_how_much_is_asked_of_one_thing(question: str, said: str) -> None:
    told = {"weight": "900 g", "capacity": "20 L"}
    pack = Product(product_id="p", title="Pack", price=50, currency="USD", attributes=told)
    assert answer(question, {}, [pack]).text == said


def test_without_anything_on_screen_a_question_is_a_search() -> None:
    turns, _, _ = talk("is it a red dress?")
    assert any(isinstance(event, RankingServed) for event in turns[0])


def test_this_is_the_product_of_the_page() -> None:
    turns, _, _ = talk("how is this rated?", context=Context(product_id="p5"))
    assert [e.delta for e in turns[0] if isinstance(e, Text)] == ["Wrap Dress: rating 4.7 of 5 by 51."]
