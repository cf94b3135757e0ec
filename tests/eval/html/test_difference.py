from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from eval.html.difference import difference

TEXTS = st.lists(st.sampled_from(["a lamp", "the lamp", "blue", ",", " ", "\n", "of 12 W"]), max_size=12)


@given(TEXTS, TEXTS)
def test_same_and_new_make_the_new_text_and_same_and_gone_the_old(old: list[str], new: list[str]) -> None:
    before, after = "".join(old), "".join(new)
    pieces = difference(before, after)
    assert "".join(each.text for each in pieces if each.kind != "gone") == after
    if any(each.kind != "same" for each in pieces):
        assert "".join(each.text for each in pieces if each.kind != "new") == before


def test_one_word_changed_is_one_word_told() -> None:
    pieces = difference("It weighs 340 g, and it holds 1 L.", "It weighs 440 g, and it holds 1 L.")
    assert [(each.kind, each.text) for each in pieces if each.kind != "same"] == [
        ("gone", "340"),
        ("new", "440"),
    ]


def test_another_text_is_told_whole() -> None:
    (piece,) = difference("Quite another thing altogether.", "Nothing of it is left here.")
    assert piece.kind == "same"
