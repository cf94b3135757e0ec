"""An answer is read against the question that was asked."""

from __future__ import annotations

import asyncio

import pytest

from agent.conversation.clarifying import name_asked
from agent.conversation.picking import picked
from agent.conversation.state import Conversation
from agent.events import Clarify, Option, RankingServed, TurnEvent, Understood
from agent.turn import take_turn
from agent.types import TurnRequest
from retrieval.types import Constraints, PriceRange, Product, Vocabulary
from tests.agent.doubles import ShelfRecommender
from tests.agent.turn.test_turn import parts

HELD = Constraints(include={"category": ("Shoes",)})
VOCABULARY = Vocabulary(
    values={
        "brand": {"Home": 3},
        "category": {"Shoes": 9},
        "use": {"Sports": 4, "Casual": 4, "Home": 1},
        "waterproof": {"yes": 3, "no": 3},
        "size": {"EU 41": 3, "EU 42": 3, "EU 9.5": 1, "UK 8": 2, "US 8": 2},
    },
    revision=1,
)


def option(label: str, count: int = 3, **constraints: object) -> Option:
    return Option(label=label, constraints=HELD.model_copy(update=constraints), count=count)


def valued(name: str, *values: str) -> tuple[Option, ...]:
    return tuple(option(value, include={**HELD.include, name: (value,)}) for value in values)


USES = Clarify(question="Which use would you like?", options=valued("use", "Sports", "Casual"))
PRICES = Clarify(
    question="How much would you like to spend?",
    options=(option("Up to $40", price=PriceRange(max=40)), option("Over $40", price=PriceRange(min=40.01))),
)
SIZES = Clarify(question="Which size would you like?", options=valued("size", "EU 41", "EU 42"))
YES_NO = Clarify(
    question="Should it be waterproof?",
    options=(
        option("waterproof", include={**HELD.include, "waterproof": ("yes",)}),
        option("not waterproof", include={**HELD.include, "waterproof": ("no",)}),
    ),
)


def after(clarify: Clarify | None) -> Conversation:
    return Conversation(constraints=HELD, text="shoes", shown=("a",), question=clarify)


@pytest.mark.parametrize(
    "message",
    ["Sports", "sports", "  Sports. ", "maybe Sports", "the sports one", "Sports please", "I'd like sports"],
)
def test_an_option_is_picked_in_any_words_around_it(message: str) -> None:
    answer = picked(message, after(USES), VOCABULARY)
    assert answer is not None
    assert answer.constraints.include == {**HELD.include, "use": ("Sports",)}
    assert (answer.text, answer.intent) == ("shoes Sports", "refine")


@pytest.mark.parametrize(
    ("message", "meant"),
    [
        ("42", "EU 42"),
        ("size 42 please", "EU 42"),
        ("I'd like a size 9.5", "EU 9.5"),
        ("8", None),
        ("9", None),
    ],
)
def test_a_number_is_the_one_value_that_has_it(message: str, meant: str | None) -> None:
    answer = picked(message, after(SIZES), VOCABULARY)
    assert (answer and answer.constraints.include["size"]) == (meant and (meant,))


def test_a_value_that_is_no_option_is_of_the_attribute_asked_about() -> None:
    """It is a brand too, and the question was not about brands."""
    answer = picked("Home", after(USES), VOCABULARY)
    assert answer is not None
    assert answer.constraints.include == {**HELD.include, "use": ("Home",)}


def test_a_band_of_price_is_no_word_to_search_for() -> None:
    answer = picked("Over $40", after(PRICES), VOCABULARY)
    assert answer is not None
    assert (answer.constraints.price, answer.text) == (PriceRange(min=40.01), "shoes")


@pytest.mark.parametrize(
    ("message", "value"), [("yes please", "yes"), ("no", "no"), ("not waterproof", "no")]
)
def test_yes_and_no_answer_what_the_catalog_answers_so(message: str, value: str) -> None:
    answer = picked(message, after(YES_NO), VOCABULARY)
    assert answer is not None
    assert answer.constraints.include["waterproof"] == (value,)


@pytest.mark.parametrize(
    "message",
    [
        "I don't know",
        "i dont know",
        "Not sure.",
        "no preference",
        "I have no preference",
        "it doesn't matter",
        "I don't mind",
        "I really don't care",
        "whatever",
        "any is fine",
        "any use",
        "up to you",
        "no idea, sorry",
        "no",
    ],
)
def test_no_preference_changes_nothing(message: str) -> None:
    answer = picked(message, after(USES), VOCABULARY)
    assert answer is not None
    assert (answer.constraints, answer.text, answer.intent) == (HELD, "shoes", "refine")


def test_none_of_the_options_rules_them_out() -> None:
    answer = picked("none of these", after(USES), VOCABULARY)
    assert answer is not None
    assert answer.constraints.exclude == {"use": ("Sports", "Casual")}


@pytest.mark.parametrize(
    "message",
    [
        "sports or casual",
        "now show me tents",
        "any shirts?",
        "under $30",
        "no leather",
        "Acme",
        "other brands",
    ],
)
def test_what_is_more_than_an_answer_is_read_as_a_message(message: str) -> None:
    assert picked(message, after(USES), VOCABULARY) is None


def test_without_a_question_only_indifference_is_an_answer() -> None:
    assert picked("Sports", after(None), VOCABULARY) is None
    assert picked("I don't know", after(None), VOCABULARY) is not None
    assert picked("I don't know", Conversation(), VOCABULARY) is None


def shelf() -> ShelfRecommender:
    def one(n: int) -> Product:
        attributes = {
            "color": ("red", "blue", "green", "grey")[n % 4],
            "use": ("sports", "casual")[n % 8 // 4],
        }
        return Product.model_validate(
            {
                "product_id": f"s{n}",
                "title": f"Shoe {n}",
                "categories": ["Shoes"],
                "price": 20 + n,
                "currency": "USD",
                "attributes": attributes,
            }
        )

    return ShelfRecommender(tuple(one(n) for n in range(96)))


def test_answers_narrow_the_list_turn_by_turn_and_every_turn_shows_one() -> None:
    async def scenario() -> list[tuple[Constraints, int, str | None]]:
        made_of = parts(recommender=shelf())
        seen: list[tuple[Constraints, int, str | None]] = []
        message = "shoes"
        for number in range(4):
            request = TurnRequest(turn_id=f"t{number}", session_id="s", message=message, explain="none")
            events: list[TurnEvent] = [e async for e in take_turn(request, made_of, asyncio.Event())]
            held = next(e.constraints for e in events if isinstance(e, Understood))
            total = next(e.total for e in events if isinstance(e, RankingServed))
            clarify = next((e for e in events if isinstance(e, Clarify)), None)
            seen.append((held, total, None if clarify is None else name_asked(clarify, held)))
            message = "I don't know" if clarify is None or number == 1 else clarify.options[0].label
        return seen

    turns = asyncio.run(scenario())
    assert [asked for _, _, asked in turns] == ["price", "color", "use", None]
    assert [total for _, total, _ in turns] == [96, 17, 17, 9]
    assert set(turns[-1][0].include) == {"category", "use"}
