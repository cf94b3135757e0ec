"""A model's reading has the catalog's words and the message's amounts, or nothing."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.errors import ModelFailure
from agent.understanding.doubt import doubts
from agent.understanding.grounded import READING_SCHEMA, grounded
from agent.understanding.rules import understand
from retrieval.types import Constraints, PriceRange
from tests.agent.understanding.catalogs import CLOTHES, clothes

ANY = st.recursive(
    st.none() | st.booleans() | st.floats(allow_nan=True) | st.integers() | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
NAMES, VALUES = (
    ["color", "brand", "sleeve", "category", "price", ""],
    ["Red", "NIKE", "shirt", "Acme", "long", ""],
)
PAIRS = st.lists(st.fixed_dictionaries({"name": st.sampled_from(NAMES), "value": st.sampled_from(VALUES)}))
ANSWERS = st.fixed_dictionaries(
    {"intent": st.sampled_from(["search", "refine", "similar"])},
    optional={
        "include": PAIRS | ANY,
        "exclude": PAIRS | ANY,
        "drop": st.lists(st.sampled_from(NAMES)) | ANY,
        "price_min": st.sampled_from([30, 50, 24, 1e9, -1, float("nan")]) | ANY,
        "price_max": st.sampled_from([30, 50, 60, 36, float("inf")]) | ANY,
        "sort": st.sampled_from(["price_asc", "fastest"]) | ANY,
        "in_stock": ANY,
        "start_over": ANY,
        "also": ANY,
        "search": ANY,
    },
)


@given(answer=ANSWERS)
def test_nothing_but_the_vocabulary_and_the_amounts_said(answer: dict[str, Any]) -> None:
    said = grounded(answer, "between 30 and fifty please", CLOTHES, clothes()).said
    for given_values in (said.include, said.exclude):
        for name, values in given_values.items():
            assert set(values) <= set(CLOTHES.values[name])
    assert said.dropped_names <= set(CLOTHES.values)
    if said.price is not None:
        stands = {round(f * amount, 2) for amount in (30, 50) for f in (1, 0.8, 1.2)}
        assert {said.price.min, said.price.max} <= {None, *stands}
    assert said.sort in (None, "relevance", "price_asc", "price_desc", "rating", "newest")


@given(answer=ANY)
def test_what_is_no_reading_is_a_failure_and_never_a_crash(answer: object) -> None:
    with pytest.raises(ModelFailure):
        grounded(answer, "shirts", CLOTHES, clothes())


def test_the_schema_is_strict() -> None:
    assert READING_SCHEMA["required"] == list(READING_SCHEMA["properties"])
    assert READING_SCHEMA["additionalProperties"] is False


def test_what_is_dropped_is_counted() -> None:
    answer = {
        "intent": "search",
        "include": [{"name": "color", "value": "octarine"}, {"name": "color", "value": "red"}],
        "price_max": 80,
        "drop": ["sleeve", "brand"],
    }
    found = grounded(answer, "something red for 50", CLOTHES, clothes())
    assert dict(found.dropped) == {"value": 1, "price": 1, "name": 1}
    assert found.said.include == {"color": ("Red",)}
    assert found.said.dropped_names == {"brand"}


@pytest.mark.parametrize(
    ("message", "why"),
    [
        ("red shirts under 50", ()),
        ("only Nike", ()),
        ("a shirt, not blue", ()),
        ("shirts with a button-down collar for the office", ()),
        ("size doesn't matter, budget 40 to 60", ()),
        ("no more than 45 dollars", ()),
        ("hello!", ()),
        ("what is your return policy?", ()),
        ("shirts without itchy collars", ("cue",)),
        ("my whole budget would be something like maybe 50 per shirt", ("amount",)),
        ("quiero unos zapatos bonitos para mi fiesta", ("unread",)),
    ],
)
def test_doubt_needs_evidence(message: str, why: tuple[str, ...]) -> None:
    before = Constraints(price=PriceRange(max=90))
    read = understand(message, before, clothes())
    assert doubts(message, before, read, clothes()) == why
