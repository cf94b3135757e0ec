"""The estimate of tokens, which is on the high side whatever is written."""

from __future__ import annotations

import string

from hypothesis import given
from hypothesis import strategies as st

from agent.models.tokens import tokens


@given(st.text(string.printable))
def test_plain_text_is_counted_as_beside_other_letters(text: str) -> None:
    assert tokens(f"{text} é") == tokens(text) + 1


@given(st.text(string.ascii_letters, min_size=1))
def test_four_letters_at_most_are_a_token(word: str) -> None:
    assert 4 * (tokens(word) - 1) < len(word) <= 4 * tokens(word)
