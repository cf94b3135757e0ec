"""The talk turns to another kind of thing: what goes along, and what stays with the old one."""

from __future__ import annotations

import asyncio
import threading

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agent.understanding.carried import carried
from agent.understanding.rules import RulesInterpreter
from retrieval.types import Constraints
from tests.agent.doubles import PRODUCTS, ShelfRecommender
from tests.examples import examples

SHELF = ShelfRecommender()


def after(turns: list[str]) -> dict[str, object]:
    """What holds after the last turn, as a page is told."""

    async def converse() -> Constraints:
        interpreter, constraints = RulesInterpreter(SHELF.count), Constraints()
        for message in turns:
            constraints = (await interpreter.interpret(message, constraints, SHELF.vocabulary())).constraints
        return constraints

    return asyncio.run(converse()).wire()


@pytest.mark.parametrize(
    ("turns", "constraints"),
    [
        (
            ["red dresses under $100", "now show me jackets"],
            {"price": {"max": 100}, "include": {"article_type": ["Jackets"]}},
        ),
        (
            ["black dresses", "belts please"],
            {"include": {"article_type": ["Belts"], "color": ["Black"]}},
        ),
        (
            ["black or red dresses", "belts please"],
            {"include": {"article_type": ["Belts"], "color": ["Black"]}},
        ),
        (["Lune dresses", "belts"], {"include": {"article_type": ["Belts"]}}),
        (["Lune dresses", "jackets"], {"include": {"article_type": ["Jackets"], "brand": ["Lune"]}}),
        (
            ["a dress for my wife", "belts"],
            {"include": {"article_type": ["Belts"], "gender": ["Women"]}},
        ),
        (
            ["dresses, not black, in stock, cheapest first", "jackets"],
            {
                "include": {"article_type": ["Jackets"]},
                "exclude": {"color": ["Black"]},
                "in_stock": True,
                "sort": "price_asc",
            },
        ),
        (
            ["green jackets", "a red belt"],
            {"include": {"article_type": ["Belts"], "color": ["Red"]}},
        ),
        (
            ["blue shirts under $30", "only Fjord"],
            {
                "price": {"max": 30},
                "include": {"article_type": ["Shirts"], "brand": ["Fjord"], "color": ["Blue"]},
            },
        ),
    ],
    ids=[
        "a colour that no jacket has",
        "a colour that belts have too",
        "of two colours the one that belts have",
        "a brand that makes none",
        "a brand that makes them",
        "whom it is for",
        "what is ruled out, stock and order",
        "what the message itself says, empty list or not",
        "the same kind",
    ],
)
def test_what_goes_along(turns: list[str], constraints: dict[str, object]) -> None:
    assert after(turns) == constraints


def test_whom_it_is_for_stays_behind_where_a_kind_is_for_nobody_in_particular() -> None:
    tents = [
        product.model_copy(update={"attributes": {"article_type": "Belts", "color": "Brown"}})
        for product in PRODUCTS[:1]
    ]
    now = Constraints(include={"article_type": ("Belts",), "gender": ("Women",)})
    people = {"gender": ("Men", "Women")}
    count = ShelfRecommender(tents).count
    assert carried(now, ["article_type"], {"article_type"}, people, count).include == {
        "article_type": ("Belts",)
    }


values = st.sampled_from(["Black", "Red", "Blue", "Fjord", "Lune", "Men", "Women", "Purple"])
includes = st.dictionaries(
    st.sampled_from(["color", "brand", "gender", "article_type"]),
    st.lists(values | st.sampled_from(["Belts", "Shirts"]), min_size=1, max_size=3, unique=True).map(tuple),
)


@settings(max_examples=examples(100), deadline=None)
@given(includes, st.sets(st.sampled_from(["color", "brand", "gender", "article_type"])))
def test_nothing_is_added_and_nothing_said_is_lost(
    include: dict[str, tuple[str, ...]], said: set[str]
) -> None:
    now = Constraints(include=include)
    kept = carried(now, said, {"article_type"}, {}, SHELF.count)
    for name, held in kept.include.items():
        assert set(held) <= set(include[name])
    for name in {*said, "article_type"} & include.keys():
        assert kept.include[name] == include[name]
    assert SHELF.count(kept) >= SHELF.count(now)


def test_a_message_is_read_away_from_the_event_loop() -> None:
    readers: list[threading.Thread] = []

    def count(constraints: Constraints) -> int:
        readers.append(threading.current_thread())
        return 1

    async def read() -> None:
        before = Constraints(include={"color": ("Red",), "article_type": ("Dresses",)})
        await RulesInterpreter(count).interpret("now belts", before, SHELF.vocabulary())

    asyncio.run(read())
    assert readers
    assert threading.main_thread() not in readers
