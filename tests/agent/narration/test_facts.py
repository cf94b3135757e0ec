"""A product's line: its facts, within its budget, and nothing private."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.models.prompting import CONSTRAINT_TOKENS, REQUEST_TOKENS, describe
from agent.models.tokens import tokens
from agent.narration.briefs import brief
from agent.narration.facts import TOKENS, facts_line
from agent.narration.grounding import Grounding
from agent.types import HANDLES, Sentence
from prompts.fence import fence
from retrieval.types import Constraints, PriceRange, PublicProduct
from tests.agent.narration.shortlists import product, shortlist

words = st.text(max_size=400)
title = st.text(min_size=1, max_size=600).filter(str.strip)


def test_the_line_of_a_lamp() -> None:
    assert facts_line("A", product().public(), ("color",)) == (
        "[A] Arc Desk Lamp · brand: Lumen · price: $30 (was $40, 25% off) · color: red · rating: 4.6 (120)"
        " · category: Desk Lamps · material: steel · weight: 3.5 kg"
        " · about: A slim LED lamp with 3 brightness…"
    )


def test_fields_go_by_priority_and_whole() -> None:
    line = facts_line("B", product().public(), ("color",), budget=36)
    assert line == "[B] Arc Desk Lamp · brand: Lumen · price: $30 (was $40, 25% off) · color: red"


@given(
    title,
    words,
    words.map(lambda text: text[:300]),
    st.dictionaries(st.text(min_size=1, max_size=30), words, max_size=12),
    st.lists(words, max_size=3).map(tuple),
)
def test_no_line_is_over_its_budget(
    title: str, about: str, brand: str, attributes: dict[str, str], categories: tuple[str, ...]
) -> None:
    given_product = PublicProduct(
        product_id="p",
        title=title,
        description=about,
        brand=brand,
        attributes=attributes,
        categories=categories,
    )
    line = facts_line("A", given_product)
    assert tokens(line) <= TOKENS
    assert "\n" not in line
    assert line.startswith("[A] ")


@given(
    st.text(max_size=3000),
    st.dictionaries(title, st.lists(title, min_size=1, max_size=8).map(tuple), max_size=8),
    st.lists(st.tuples(title, words), min_size=1, max_size=20),
)
def test_no_prompt_is_over_its_budget_and_every_product_is_in_it_once(
    request: str, asked: dict[str, tuple[str, ...]], named: list[tuple[str, str]]
) -> None:
    products = [
        product(product_id=f"p{n}", title=name, description=about) for n, (name, about) in enumerate(named)
    ]
    wanted = Constraints.model_construct(include=asked, exclude={})
    told = brief(shortlist(products, request, wanted), range(len(products)))
    lines = told["candidates"].split("\n")
    assert [line[:4] for line in lines] == [f"[{letter}] " for letter in HANDLES[: len(products)]]
    assert tokens(told["candidates"]) <= TOKENS * len(products)
    assert tokens(told["request"]) <= REQUEST_TOKENS
    assert tokens(told["constraints"]) <= CONSTRAINT_TOKENS


def test_nothing_private_enters_a_brief() -> None:
    told = json.dumps(brief(shortlist([product(margin=0.4321)]), [0]))
    assert "0.4321" not in told
    assert "43" not in told
    assert "margin" not in told


def test_handles_follow_the_shown_order() -> None:
    products = [product(product_id=name, title=name) for name in ("one", "two", "three")]
    lines = brief(shortlist(products), [2, 0, 1])["candidates"].splitlines()
    assert [line.split(" · ")[0] for line in lines] == ["[A] three", "[B] one", "[C] two"]


def test_constraints_in_words() -> None:
    constraints = Constraints(
        price=PriceRange(min=20, max=79.5),
        include={"color": ("red", "maroon")},
        exclude={"brand": ("acme",)},
        in_stock=True,
    )
    assert describe(constraints, "USD") == (
        "price from $20; price up to $79.50; color is red or maroon; brand is not acme; in stock"
    )
    assert describe(Constraints()) == "nothing in particular"
    many = Constraints(
        include={"weight": ("900 g", "1 kg", "1.2 kg", "1.5 kg", "2 kg"), "size": ("38", "40")}
    )
    assert describe(many) == "weight is 900 g to 2 kg; size is 38 or 40"


@pytest.mark.parametrize(
    "text",
    ["1" * 50_000, "1," * 25_000, "$1." * 15_000, "<" * 50_000, "é" * 50_000, "![" * 25_000],
    ids=lambda text: text[:3],
)
def test_a_product_made_to_cost_time_costs_none(text: str) -> None:
    """Squares of these lengths take minutes: the limit of the test run would strike."""
    hostile = product(
        title=text[:2000], description=text, categories=(text,), tags=(text,), attributes={"size": text}
    )
    assert tokens(facts_line("A", hostile.public())) <= TOKENS
    listed = shortlist([hostile] * 20)
    assert Grounding(listed).unsupported(Sentence(position=0, text="It costs $30.")) is None
    assert len(fence(text)) <= len(text)
