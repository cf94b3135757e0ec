"""Words for what is on screen, without any catalog."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agent.conversation.references import pointed_at, referred
from tests.examples import examples


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("the second one", (1,)),
        ("tell me about the 3rd", (2,)),
        ("compare the first two", (0, 1)),
        ("compare the first 3", (0, 1, 2)),
        ("the top three, side by side", (0, 1, 2)),
        ("compare the last two", (4, 5)),
        ("compare the first and the third", (0, 2)),
        ("compare the third and the first", (2, 0)),
        ("the first and the last", (0, 5)),
        ("compare the last one with the second", (5, 1)),
        ("number 4 or number five?", (3, 4)),
        ("#2 vs #6", (1, 5)),
        ("option 1 versus option 2", (0, 1)),
        ("more like the first one", (0,)),
        ("the second, the second", (1,)),
        ("the ninth one", ()),
        ("number 12", ()),
        ("a first aid kit", ()),
        ("for my first time camping", ()),
        ("red shirts", ()),
        ("shoes that last long", ()),
        ("pack of 2", ()),
    ],
)
def test_places_of_a_list_of_six(text: str, places: tuple[int, ...]) -> None:
    assert referred(text, 6) == places


@pytest.mark.parametrize(
    ("text", "shown", "places"),
    [
        ("cheaper than these", 3, (0, 1, 2)),
        ("what is its price", 3, (0,)),
        ("compare them", 4, (0, 1, 2, 3)),
        ("compare both", 4, (0, 1)),
        ("compare both", 1, (0,)),
        ("more like that", 4, (0,)),
        ("more like this one", 4, (0,)),
        ("these, but above all the second", 4, (1,)),
        ("something else", 4, ()),
        ("these", 0, ()),
        ("the first two", 1, (0,)),
        ("the first two", 0, ()),
    ],
)
def test_pointing_words(text: str, shown: int, places: tuple[int, ...]) -> None:
    assert pointed_at(text, shown) == places


WORDS = [
    "the",
    "first",
    "second",
    "last",
    "two",
    "3",
    "number",
    "#",
    "these",
    "both",
    "that",
    "one",
    "and",
    "it",
    "1st",
    "option",
    "0",
    "99",
    ",",
    "9th",
    "top",
    "item",
]


@settings(max_examples=examples(100), deadline=None)
@given(st.lists(st.sampled_from(WORDS), max_size=12), st.integers(0, 12))
def test_a_place_is_always_on_the_screen_and_said_once(words: list[str], shown: int) -> None:
    places = pointed_at(" ".join(words), shown)
    assert len(set(places)) == len(places)
    assert all(0 <= place < shown for place in places)
