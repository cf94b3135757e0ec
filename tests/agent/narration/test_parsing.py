"""The parser gives the same sentences however the bytes are cut, and only what may be shown."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from agent.narration.parsing import Held, NarrationParser
from agent.types import Sentence

HANDLES = ("A", "B", "C")
GOOD = (
    "Three lamps for a small desk.\n"
    "[A] Slim, and it costs $19.99. It weighs 3.5 kg, e.g. for travel.\n"
    "[B] The brighter one!\n"
    "[C] Folds flat"
)


def read(chunks: list[str]) -> tuple[list[tuple[int | None, str]], Held]:
    parser = NarrationParser(HANDLES)
    sentences: list[Sentence] = []
    for chunk in chunks:
        sentences += parser.feed(chunk)
    sentences += parser.end()
    return [(s.position, s.text) for s in sentences], parser.held


def whole(text: str) -> list[tuple[int | None, str]]:
    return read([text])[0]


def cut(text: str, places: list[int]) -> list[str]:
    edges = sorted({0, len(text), *(p % (len(text) + 1) for p in places)})
    return [text[a:b] for a, b in pairwise(edges)]


def test_the_wire_format() -> None:
    assert whole(GOOD) == [
        (None, "Three lamps for a small desk."),
        (0, "Slim, and it costs $19.99."),
        (0, "It weighs 3.5 kg, e.g. for travel."),
        (1, "The brighter one!"),
        (2, "Folds flat"),
    ]


PIECES = [
    "[A]",
    "[B] ",
    "[Z]",
    "[A",
    "]",
    "**",
    "\n",
    ". ",
    "3.5",
    "e.g. ",
    "Lamp",
    " folds",
    "!",
    "<b>",
    "http://x.y/z ",
]
wild = st.lists(st.sampled_from(PIECES), max_size=30).map("".join) | st.text(max_size=80)


@given(wild, st.lists(st.integers(0, 500), max_size=12))
@example(GOOD, [1, 2, 30, 31, 32, 33, 34, 60])
def test_any_cut_gives_the_same(text: str, places: list[int]) -> None:
    assert read(cut(text, places)) == read([text])


@given(wild)
def test_one_character_at_a_time_gives_the_same(text: str) -> None:
    assert read(list(text)) == read([text])


@given(wild)
def test_no_markup_and_no_handle_comes_out(text: str) -> None:
    for _, sentence in whole(text):
        assert not set(sentence) & set("<>[]{}*`\n")
        assert "://" not in sentence


@given(wild)
def test_text_of_a_product_comes_in_one_run(text: str) -> None:
    positions = [position for position, _ in whole(text)]
    runs = [p for i, p in enumerate(positions) if i == 0 or positions[i - 1] != p]
    assert len(runs) == len(set(runs))
    assert None not in positions[len([p for p in positions if p is None]) :]


def test_nothing_is_given_before_it_is_certain() -> None:
    parser = NarrationParser(HANDLES)
    assert parser.feed("[A") == []
    assert parser.feed("] It costs $19.") == []
    assert parser.feed("99 today. ") == []
    assert parser.feed("S") == [Sentence(position=0, text="It costs $19.99 today.")]


def test_a_sentence_leaves_as_soon_as_its_line_is_over() -> None:
    parser = NarrationParser(HANDLES)
    assert parser.feed("[B] Folds flat.\n") == [Sentence(position=1, text="Folds flat.")]


def test_unknown_handles_are_dropped_and_counted() -> None:
    sentences, held = read(["[Z] Not here. Nor this.\n[A] Yes.\n[7] No.\n[AA] No."])
    assert sentences == [(0, "Yes.")]
    assert (held.unknown, held.repeated) == (3, 0)


def test_the_first_line_of_a_repeated_handle_wins() -> None:
    sentences, held = read(["[A] First.\n[B] Other.\n[A] Second. Third.\n"])
    assert sentences == [(0, "First."), (1, "Other.")]
    assert held.repeated == 1


@pytest.mark.parametrize(
    "line",
    [
        "**[A]** Slim.",
        "- [A] Slim.",
        "1. [A]: Slim.",
        "* **[A]** – Slim.",
        "> [ a ] Slim.",
        "[A]\nSlim.",
        "### [A]\n\nSlim.",
    ],
)
def test_decorated_handles_are_read(line: str) -> None:
    assert whole(line) == [(0, "Slim.")]


def test_two_handles_on_one_line() -> None:
    assert whole("[A] Slim. [B] Bright.") == [(0, "Slim."), (1, "Bright.")]


def test_a_sentence_that_speaks_in_handles_is_dropped() -> None:
    sentences, held = read(["[A] Slimmer than [B]. It folds.\n"])
    assert sentences == [(0, "It folds.")]
    assert held.stray == 1


def test_prose_after_the_products_is_dropped() -> None:
    sentences, held = read(["[A] Slim.\n\nLet me know if I can help!\nBye."])
    assert sentences == [(0, "Slim.")]
    assert held.stray == 2


def test_a_model_that_cannot_stop_is_cut_short() -> None:
    sentences, held = read(["[A] " + "It folds. " * 50])
    assert len(sentences) == 3
    assert held.stray == 47


def test_an_endless_sentence_is_left_out_and_what_follows_is_read() -> None:
    sentences, held = read(["[A] " + "very " * 1000 + "slim. It folds.\n[B] Bright."])
    assert sentences == [(0, "It folds."), (1, "Bright.")]
    assert held.stray == 1


@pytest.mark.parametrize("endless", ["e.g. a ", "* ", "[A", "**", "1. ", "a.b", "<b "])
def test_what_never_ends_costs_no_more_the_longer_it_gets(endless: str) -> None:
    sentences, _ = read(["[A] It folds.\n[B] " + endless * 20_000])
    assert sentences[0] == (0, "It folds.")
    assert all(len(text) < 1100 for _, text in sentences)


def test_half_a_handle_at_the_end_is_not_shown() -> None:
    assert whole("[A] Slim.\n[B") == [(0, "Slim.")]
