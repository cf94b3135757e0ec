"""Messages and conversations, read without a model."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agent.types import Intent
from agent.understanding.building import build_lexicon
from agent.understanding.rules import understand
from retrieval.types import Constraints, PriceRange, Vocabulary
from tests.agent.understanding.catalogs import after, clothes, data_folder, fashion
from tests.examples import examples

RED = {"include": {"color": ["Red"]}}


@pytest.mark.parametrize(
    ("turns", "constraints"),
    [
        (["red t-shirt"], {"include": {"color": ["Red"], "article_type": ["Tshirts"]}}),
        (["RED T Shirts!"], {"include": {"color": ["Red"], "article_type": ["Tshirts"]}}),
        (["gray tshrits"], {"include": {"color": ["Grey"], "article_type": ["Tshirts"]}}),
        (["adiddas snadals"], {"include": {"brand": ["ADIDAS"], "article_type": ["Sandals"]}}),
        (["only Nike"], {"include": {"brand": ["Nike"]}}),
        (["us polo shirts"], {"include": {"brand": ["U.S. Polo Assn."], "article_type": ["Shirts"]}}),
        (["Lee Cooper or Lee"], {"include": {"brand": ["Lee Cooper", "Lee"]}}),
        (["dress"], {"include": {"article_type": ["Dresses"]}}),
        (["perfume"], {"include": {"article_type": ["Perfume and Body Mist"]}}),
        (["bags"], {"include": {"category": ["Bags"]}}),
        (["navy shorts"], {"include": {"color": ["Navy Blue"], "article_type": ["Shorts"]}}),
        (["short sleeve shirt"], {"include": {"article_type": ["Shirts"]}}),
        (["top quality shirt"], {"include": {"article_type": ["Shirts"]}}),
        (["stainless steel bottle"], {}),
        (["block heels"], {}),
        (["casual black shoes"], {"include": {"article_type": ["Casual Shoes"], "color": ["Black"]}}),
        (["something sporty"], {"include": {"usage": ["Sports"]}}),
        (["ties to go with a white shirt"], {"include": {"article_type": ["Ties"]}}),
        (["a shirt dress"], {"include": {"article_type": ["Dresses"]}}),
        (["a shirt or a dress"], {"include": {"article_type": ["Shirts", "Dresses"]}}),
        (["for my wife"], {"include": {"gender": ["Women"]}}),
        (["a gift for someone who camps"], {"include": {"category": ["Camping"]}}),
        (
            ["for a friend who loves to camp, under 60"],
            {"include": {"category": ["Camping"]}, "price": {"max": 60}},
        ),
        (["who wants a camp bed"], {}),
        (["a bag for someone who camps"], {"include": {"category": ["Bags"]}}),
        (["women's"], {"include": {"gender": ["Women"]}}),
        (["a gift for him"], {"include": {"gender": ["Men"]}}),
        (["for my daughter"], {"include": {"gender": ["Girls"]}}),
        (["size m"], {"include": {"size": ["M"]}}),
        (["I'm m, 9 of us"], {}),
        (["not black"], {"exclude": {"color": ["Black"]}}),
        (["not black, red"], {"include": {"color": ["Red"]}, "exclude": {"color": ["Black"]}}),
        (["not black or blue"], {"exclude": {"color": ["Black", "Blue"]}}),
        (
            ["no blue and no red tops"],
            {"include": {"article_type": ["Tops"]}, "exclude": {"color": ["Blue", "Red"]}},
        ),
        (["any colour but black"], {"exclude": {"color": ["Black"]}}),
        (["anything except Puma"], {"exclude": {"brand": ["Puma"]}}),
        (["I don't like Nike"], {"exclude": {"brand": ["Nike"]}}),
        (["shirts without leather"], {"include": {"article_type": ["Shirts"]}}),
        (["cheap shirts"], {"include": {"article_type": ["Shirts"]}}),
        (["cheapest shirts"], {"include": {"article_type": ["Shirts"]}, "sort": "price_asc"}),
        (["best rated first"], {"sort": "rating"}),
        (["newest arrivals"], {"sort": "newest"}),
        (["most expensive first"], {"sort": "price_desc"}),
        (["red, in stock only"], {**RED, "in_stock": True}),
        (["red and available now"], {**RED, "in_stock": True}),
        (["red shirts", "blue instead"], {"include": {"color": ["Blue"], "article_type": ["Shirts"]}}),
        (["red shirts", "in blue"], {"include": {"color": ["Blue"], "article_type": ["Shirts"]}}),
        (["red shirts", "also in blue"], {"include": {"color": ["Red", "Blue"], "article_type": ["Shirts"]}}),
        (["red shirts", "not red"], {"include": {"article_type": ["Shirts"]}, "exclude": {"color": ["Red"]}}),
        (["not red", "red after all"], RED),
        (["red shirts", "show me shorts"], {"include": {"color": ["Red"], "article_type": ["Shorts"]}}),
        (["shirts", "bags please"], {"include": {"category": ["Bags"]}}),
        (["red shirts under $50", "start over, bags"], {"include": {"category": ["Bags"]}}),
        (
            ["red shirts under $50", "forget the colour"],
            {"price": {"max": 50}, "include": {"article_type": ["Shirts"]}},
        ),
        (
            ["red shirts under $50", "any price is fine"],
            {"include": {"color": ["Red"], "article_type": ["Shirts"]}},
        ),
        (["red Nike shirts", "any brand"], {"include": {"color": ["Red"], "article_type": ["Shirts"]}}),
        (["red or blue", "never mind the red"], {"include": {"color": ["Blue"]}}),
        (["$20 to $60", "under 40 dollars"], {"price": {"min": 20, "max": 40}}),
        (["$20 to $60", "over 80 dollars"], {"price": {"min": 80}}),
        (["red", "thank you!"], RED),
        (["red", "do you ship to Canada?"], RED),
    ],
)
def test_conversations(turns: list[str], constraints: dict[str, Any]) -> None:
    assert after(turns) == Constraints.model_validate(constraints)


@pytest.mark.parametrize(
    ("message", "intent"),
    [
        ("hello!", "chitchat"),
        ("good morning, how are you?", "chitchat"),
        ("thanks, that's great", "chitchat"),
        ("what is your return policy?", "question"),
        ("how long does shipping take?", "question"),
        ("red shirts", "search"),
        ("hi, I need a dress", "search"),
        ("in blue", "refine"),
        ("under $50", "refine"),
        ("more like this", "similar"),
        ("compare the first two", "compare"),
    ],
)
def test_intents(message: str, intent: Intent) -> None:
    assert understand(message, Constraints(), clothes()).intent == intent


@pytest.mark.parametrize(
    ("message", "text"),
    [
        ("Show me red T-shirts under $50, please", "red T-shirts , please"),
        ("I am looking for a Dress that isn't black", "a Dress"),
        ("wireless mouse below 20 dollars, best rated", "wireless mouse"),
        ("start over, show me bags in stock", "bags"),
        ("under $50", "under $50"),
        ("  ", ""),
    ],
)
def test_what_remains_to_be_searched_for(message: str, text: str) -> None:
    assert understand(message, Constraints(), clothes()).text == text


def test_the_cases_over_the_fashion_catalog() -> None:
    lexicon = fashion()
    lines = (data_folder() / "understanding" / "fashion.jsonl").read_text().splitlines()
    cases = [json.loads(line) for line in lines]
    wrong = [
        case["turns"]
        for case in cases
        if _sorted(after(case["turns"], lexicon)) != _sorted(Constraints.model_validate(case["constraints"]))
    ]
    assert len(wrong) <= 0.1 * len(cases), wrong


def _sorted(constraints: Constraints) -> Constraints:
    return constraints.model_copy(
        update={
            side: {name: tuple(sorted(values)) for name, values in getattr(constraints, side).items()}
            for side in ("include", "exclude")
        }
    )


_WORDS = """
red blue not no or and , black Nike under $50 between 20 shirts dress instead also forget the colour any
price start over in stock cheapest for my wife without ? 9 size m don't want except
"""
words = st.sampled_from(_WORDS.split())
messages = st.lists(words, max_size=12).map(" ".join) | st.text(max_size=200)


@settings(max_examples=examples(300), deadline=None)
@given(st.lists(messages, max_size=4))
def test_no_text_breaks_the_reader_and_nothing_is_asked_for_and_ruled_out(turns: list[str]) -> None:
    constraints = after(turns)
    assert Constraints.model_validate(constraints.model_dump()) == constraints
    for name, values in constraints.include.items():
        assert not set(values) & set(constraints.exclude.get(name, ()))


@settings(max_examples=examples(100), deadline=None)
@given(
    st.dictionaries(st.text(max_size=8), st.dictionaries(st.text(max_size=12), st.integers(1, 9), max_size=5))
)
def test_any_vocabulary_makes_a_lexicon_that_can_be_asked(values: dict[str, dict[str, int]]) -> None:
    lexicon = build_lexicon(Vocabulary(values={"brand": {}, "category": {}, **values}, revision=1))
    for name, given_values in values.items():
        for text in (name, *given_values):
            understand(f"not {text} or {text}, any {name}", Constraints(price=PriceRange(max=1)), lexicon)
