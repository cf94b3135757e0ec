"""Spellings that mean one thing meet; no text is a mistake."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.index.words import spread_out, terms


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("TN-450", "tn450"),
        ("TN 450", "tn-450"),
        ("WR-44526", "wr44526"),
        ("1.5 l", "1.5L"),
        ("1.5 litres", "1.5-liter"),
        ('15" screen', "15 inch screen"),
        ("15-inch", "15 in"),
        ("15.6″", "15.6 inches"),
        ("1½ ft", "1.5 feet"),
        ("½ lb", "0.5 pound"),
        ("t-shirt", "T Shirt"),
        ("t shirt", "tshirt"),
        ("K-Cups", "kcups"),
        ("women's", "women"),
        ("Levi’s", "levi"),
        ("1,000 pcs", "1000 pieces"),
        ("PS3", "ps 3"),
    ],
)
def test_one_thing_written_in_two_ways(one: str, other: str) -> None:
    assert meets(one, other)
    assert meets(other, one)


def meets(query: str, text: str) -> bool:
    """Whether some form of every term of the query stands in the text, as the index sees it."""
    held = set(spread_out(text).split())
    return all(held.issuperset(term.parts) or term.joined in held for term in terms(query))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("TN-450", "TN-460"),
        ("15 inch", "16 inch"),
        ("2 in 1", "2 inch"),
        ("1.5 l", "15 l"),
        ("a shirt", "ashirt"),
    ],
)
def test_what_differs_stays_apart(one: str, other: str) -> None:
    assert not meets(one, other)


def test_what_measures_nothing_is_no_measure() -> None:
    assert [term.joined for term in terms("2 in 1 laptop for 2")] == [None] * 6
    assert [term.joined for term in terms("8 x 10 frame")] == [None] * 4


@given(st.text(max_size=200))
def test_any_text_has_terms_that_are_words(text: str) -> None:
    for term in terms(text):
        for form in (*term.parts, *([term.joined] if term.joined else [])):
            assert form
            assert not any(character.isspace() for character in form)


@given(st.text(max_size=200))
def test_a_text_meets_itself(text: str) -> None:
    held = set(spread_out(text).split())
    assert all(held.issuperset(term.parts) or term.joined in held for term in terms(text))


def test_a_list_of_hyphens_is_no_name() -> None:
    assert all(term.joined is None for term in terms("red-green-blue-white-black-pink"))
