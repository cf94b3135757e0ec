"""A sentence ends where a reader says it ends, and the verdict never changes as more text comes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.narration.sentences import proven_end


def boundary(text: str) -> int | None:
    """The first end that is proven as the text comes in, character by character."""
    ends = (proven_end(text[:length]) for length in range(1, len(text) + 1))
    return next((end for end in ends if end), None)


def split(text: str) -> list[str]:
    out: list[str] = []
    while length := boundary(text):
        out.append(text[:length])
        text = text[length:].lstrip()
    return [*out, text]


@pytest.mark.parametrize(
    "text",
    [
        "It weighs 3.5 kg and costs $19.99 today",
        "Made in St. Ives by Dr. Hale",
        "Useful gadgets, e.g. Lamps, i.e. Lights",
        "By J. Crew and no. 5 of the range",
        "A 12 in. pan vs. Bigger ones",
        "Rated 4.6. out of five",
        "Wait... there is more",
        "See acme.com for more",
    ],
)
def test_no_sentence_ends_here(text: str) -> None:
    assert boundary(text) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Slim. It folds.", ["Slim.", "It folds."]),
        ("It costs $20. Nice!  Really? Yes", ["It costs $20.", "Nice!", "Really?", "Yes"]),
        ('He said "yes." Then no', ['He said "yes."', "Then no"]),
        ("It weighs 8 oz. It is light", ["It weighs 8 oz.", "It is light"]),
        ("Comes with case etc. [B] Next", ["Comes with case etc.", "[B] Next"]),
        ("轻便。便宜！好", ["轻便。", "便宜！", "好"]),
        ("Warm… Soft", ["Warm…", "Soft"]),
        ("It has 3. 4 is more", ["It has 3.", "4 is more"]),
    ],
)
def test_sentences_are_parted(text: str, expected: list[str]) -> None:
    assert split(text) == expected


def test_an_end_is_uncertain_until_the_next_character() -> None:
    assert boundary("It folds.") is None
    assert boundary("It folds. ") is None
    assert boundary("It folds. I") == 9


@given(st.text(alphabet="ab A.!?…。\"' 3$[", max_size=40), st.text(alphabet="ab A.!?。 3[", max_size=20))
def test_only_the_last_words_matter(before: str, text: str) -> None:
    """Which is what makes a character cost the same however long the text is."""
    long = "x" * 100 + " "
    end = proven_end(long + text)
    assert proven_end(long * 3 + before + long + text) == (end and end + len(before) + 3 * len(long))


@given(st.text(alphabet="ab A.!?…。\"' 3$[", max_size=40), st.text(alphabet="ab A.!?。 3[", max_size=20))
def test_more_text_never_changes_a_verdict(text: str, more: str) -> None:
    known = boundary(text)
    if known is not None:
        assert boundary(text + more) == known
