"""The question with the most to gain, with counts, and never twice."""

from __future__ import annotations

import asyncio
import math
from functools import partial
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agent.conversation import rebuilt
from agent.conversation.bands import bands
from agent.conversation.clarifying import (
    ANSWERED,
    ANSWERED_NUMBER,
    TYPED,
    Left,
    Question,
    name_asked,
    question,
    questions,
)
from agent.events import Clarify, RankingServed, TurnEvent
from agent.turn import take_turn
from agent.types import Context, TurnRequest
from retrieval.types import Constraints, PriceRange, Product
from tests.agent.doubles import ShelfRecommender, ShelfTurns
from tests.agent.turn.test_turn import parts
from tests.examples import examples

COLOURS, KINDS, USES = ("red", "blue", "green", "grey"), ("Boots", "Sandals"), ("casual", "formal")
HELD = Constraints(include={"category": ("Shoes",)})
SHOWN = 8


def shoes(count: int = 48, **fixed: object) -> tuple[Product, ...]:
    def one(number: int) -> Product:
        fields: dict[str, object] = {
            "product_id": f"s{number}",
            "title": f"Shoe {number}",
            "categories": (f"Shoes > {KINDS[number % 2]}",),
            "price": 20.0 + number,
            "currency": "USD",
            "availability": "in_stock",
            "attributes": {
                "color": COLOURS[number % 4],
                "use": USES[number % 16 == 0],
                "weight": f"{number} g",
                "waterproof": "yes",
            },
        }
        return Product.model_validate({**fields, **fixed})

    return tuple(one(number) for number in range(count))


def asked_of(products: tuple[Product, ...], held: Constraints = HELD, *asked: str) -> Question | None:
    return question(left_of(products, held), SHOWN, asked)


def left_of(products: tuple[Product, ...], held: Constraints = HELD) -> Left:
    shelf = ShelfRecommender(products)
    prices = partial(shelf.current_prices, held)
    return Left(held, shelf.count(held), shelf.facets(held), prices, "USD")


def test_the_question_whose_answer_tells_most_comes_first() -> None:
    shelf = ShelfRecommender(shoes())
    price = asked_of(shoes())
    assert price is not None
    assert price.name == "price"
    assert sum(option.count for option in price.clarify.options) == 48
    colour = asked_of(shoes(), HELD, "price")
    assert colour is not None
    assert (colour.name, colour.bits) == ("color", math.log2(4))
    assert colour.clarify.question == "Which color would you like?"
    for option in colour.clarify.options:
        assert option.count == shelf.count(option.constraints) == 12
        assert option.constraints.include["category"] == ("Shoes",)
    kind = asked_of(shoes(), HELD, "color", "price")
    assert kind is not None
    assert (kind.name, [o.label for o in kind.clarify.options]) == ("category", ["Boots", "Sandals"])
    assert asked_of(shoes(), HELD, "color", "price", "category") is None, "no other answer tells much"


def test_what_is_answered_or_ruled_out_is_not_asked() -> None:
    red = Constraints(include={"category": ("Shoes",), "color": ("red", "blue")}, price=PriceRange(max=900))
    found = asked_of(shoes(), red)
    assert found is not None
    assert found.name == "category"
    without = asked_of(shoes(), HELD.model_copy(update={"exclude": {"color": ("Red",)}}))
    assert without is not None
    assert "red" not in {option.label for option in without.clarify.options}


def test_an_attribute_that_repeats_the_categories_is_the_same_question() -> None:
    repeated = tuple(
        product.model_copy(update={"attributes": {"article_type": product.categories[0].split(" > ")[1]}})
        for product in shoes()
    )
    found = asked_of(repeated, HELD, "price")
    assert found is not None
    assert found.name == "category"
    assert asked_of(repeated, HELD, "price", "category") is None


def test_few_come_with_a_brand_in_mind() -> None:
    branded = tuple(p.model_copy(update={"brand": "ABCD"[n % 4]}) for n, p in enumerate(shoes()))
    found = asked_of(branded, HELD, "price")
    assert found is not None
    assert found.name == "color", "as many colours as brands"
    last = asked_of(branded, HELD, "color", "price", "category")
    assert last is not None
    assert (last.name, last.bits) == ("brand", ANSWERED["brand"] * math.log2(4))


def test_nothing_is_asked_where_all_that_is_left_is_shown() -> None:
    assert asked_of(shoes(SHOWN)) is None
    assert asked_of(shoes(SHOWN + 1)) is not None


def test_values_that_are_no_option_count_half() -> None:
    brands = (*"AAAAAAAABBBBBBBBCCCCCCCC", *map(str, range(24)))
    branded = tuple(p.model_copy(update={"brand": b}) for p, b in zip(shoes(), brands, strict=True))
    (brand,) = [each for each in questions(left_of(branded), ()) if each.name == "brand"]
    assert [option.label for option in brand.clarify.options] == ["A", "B", "C", "0", "1", "2"]
    offered = 3 * 8 / 48 * math.log2(6) + 3 / 48 * math.log2(48)
    typed = 21 / 48 * math.log2(48)
    assert brand.bits == pytest.approx(ANSWERED["brand"] * (offered + TYPED * typed))


def test_a_question_that_its_options_hardly_answer_is_none() -> None:
    """Everything has a model number of its own: nobody chooses by a list of those."""
    numbered = tuple(
        p.model_copy(update={"attributes": {"model": "A" if n < 4 else "B" if n < 8 else f"M{n}"}})
        for n, p in enumerate(shoes(400))
    )
    assert [each.name for each in questions(left_of(numbered), ())] == ["category", "price"]


@pytest.mark.parametrize(
    ("name", "values", "asked", "labels"),
    [
        ("size", ("EU 41", "EU 9.5", "EU 42"), "Which size would you like?", ["EU 9.5", "EU 41", "EU 42"]),
        ("capacity", ("500 ml", "1 L", "2 L"), "Which capacity would you like?", ["500 ml", "1 L", "2 L"]),
        ("people", ("4", "2", "3"), "How many people?", ["2", "3", "4"]),
        ("pieces", ("12", "6", "2-4"), "How many pieces?", ["12", "6", "2-4"]),
        ("age", ("8+", "3+", "12+"), "For what age?", ["3+", "8+", "12+"]),
    ],
)
def test_numbers_that_things_come_in_are_asked_for(
    name: str, values: tuple[str, ...], asked: str, labels: list[str]
) -> None:
    # Each has a weight of its own as well, of which nobody asks.
    sized = tuple(
        p.model_copy(update={"attributes": {name: values[n % 3], "weight": f"{200 + n} g"}})
        for n, p in enumerate(shoes(12))
    )
    found = [each for each in questions(left_of(sized), ()) if each.name not in ("category", "price")]
    assert [each.clarify.question for each in found] == [asked]
    assert [option.label for option in found[0].clarify.options] == labels
    assert found[0].bits == pytest.approx(ANSWERED_NUMBER * math.log2(3))


@settings(max_examples=examples(60), deadline=None)
@given(st.lists(st.floats(0.5, 5000).map(lambda price: round(price, 2)), min_size=3, max_size=80))
def test_bands_of_price_hold_every_product_once(prices: list[float]) -> None:
    products = tuple(
        product.model_copy(update={"price": price})
        for product, price in zip(shoes(len(prices)), prices, strict=True)
    )
    shelf = ShelfRecommender(products)
    found = bands(shelf.current_prices(HELD), "USD")
    assert sum(band.count for band in found) in (0, len(products))
    assert all(band.count == shelf.count(Constraints(price=band.price)) for band in found)
    for lower, upper in pairwise(found):
        assert lower.price.max is not None
        assert upper.price.min is not None
        assert lower.price.max < upper.price.min


def test_prices_that_are_one_price_are_no_question() -> None:
    assert not bands(ShelfRecommender(shoes(price=30.0)).current_prices(HELD), "USD")
    assert not bands(np.zeros(0, dtype=np.float32), "USD")


@pytest.mark.parametrize(("count", "expected"), [(12, 3), (40, 4), (48, 5), (400, 6)])
def test_the_more_products_the_more_bands(count: int, expected: int) -> None:
    found = bands(ShelfRecommender(shoes(count)).current_prices(HELD), "USD")
    assert len(found) == expected
    assert max(band.count for band in found) <= 2 * count / expected, "about as many in each"


def conversation(*messages: str) -> list[list[TurnEvent]]:
    """Every event of every turn; the state at the end is the one that the events tell."""

    async def scenario() -> list[list[TurnEvent]]:
        made_of = parts(recommender=ShelfRecommender(shoes()), store=ShelfTurns())
        turns = []
        for number, message in enumerate(messages):
            request = TurnRequest(turn_id=f"t_{number}", session_id="s", message=message)
            turns.append([event async for event in take_turn(request, made_of, asyncio.Event())])
        stored = [{"events": [{"event": e.name, "data": e.data()} for e in turn]} for turn in turns]
        assert rebuilt(stored) == await made_of.conversations.of("s")
        return turns

    return asyncio.run(scenario())


def test_a_conversation_asks_after_its_results_and_never_twice() -> None:
    turns = conversation("shoes", "shoes please", "show me shoes", "more shoes", "shoes again", "hello")
    names = []
    for turn in turns:
        kinds = [type(event) for event in turn]
        assert kinds.count(Clarify) <= 1
        if Clarify in kinds:
            assert kinds.index(RankingServed) < kinds.index(Clarify)
            names += [name_asked(event, HELD) for event in turn if isinstance(event, Clarify)]
    assert names == ["price", "color", "category"]


def test_a_page_asks_nothing_and_neither_does_what_names_no_constraint() -> None:
    assert not [event for turn in conversation("something nice") for event in turn if event.name == "clarify"]

    async def page() -> list[TurnEvent]:
        made_of = parts(recommender=ShelfRecommender(shoes()))
        request = TurnRequest(turn_id="t", session_id="s", message="shoes", context=Context(surface="search"))
        return [event async for event in take_turn(request, made_of, asyncio.Event())]

    assert "clarify" not in [event.name for event in asyncio.run(page())]
