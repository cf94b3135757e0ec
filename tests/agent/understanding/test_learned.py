"""Words that the titles taught are read where nothing else reads the message's kind."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.understanding.building import build_lexicon
from agent.understanding.rules import understand
from retrieval.types import Constraints, Vocabulary
from tests.agent.understanding.catalogs import after

VALUES = {
    "brand": {"Fila": 9, "Wedge": 4},
    "category": {"Footwear": 60, "Sandal": 30, "Heels": 30, "Shirts": 40, "Nail Polish": 5},
    "article_type": {"Sandals": 20, "Sports Sandals": 10, "Heels": 30, "Shirts": 40, "Nail Polish": 5},
    "color": {"Black": 40, "Ruby": 20},
}
HEADS = {"floater": "Sandal", "stiletto": "Heels", "wedge": "Heels", "ruby": "Heels", "style": "Shirts"}
SHOP = Vocabulary(values=VALUES, revision=1, currency="USD", heads=HEADS)
LEXICON = build_lexicon(SHOP)
PLAIN_WORDS = ("black", "fila", "shirts", "heels", "ruby", "nail", "polish", "under", "$50", "not", "for")
KIND_WORDS = ("black", "stilettos", "floaters", "heels", "shirts", "or", "no", "not", "the")
PLAIN = build_lexicon(Vocabulary(values=SHOP.values, revision=1, currency="USD"))


def kinds(*turns: str) -> dict[str, tuple[str, ...]]:
    return dict(after(list(turns), LEXICON).include)


@pytest.mark.parametrize(
    ("turns", "expected"),
    [
        (("stilettos",), {"article_type": ("Heels",)}),
        (("show me black stilettos under $50",), {"color": ("Black",), "article_type": ("Heels",)}),
        (("floaters please",), {"category": ("Sandal",)}),
        (("black shirts", "stilettos instead"), {"color": ("Black",), "article_type": ("Heels",)}),
    ],
)
def test_the_catalogs_own_value_is_asked_for(turns: tuple[str, ...], expected: dict[str, object]) -> None:
    assert kinds(*turns) == expected


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        ("stilettos and nail polish", {"article_type": ("Nail Polish",)}),
        ("a stiletto knife", {}),
        ("something from wedge", {"brand": ("Wedge",)}),
        ("ruby", {"color": ("Ruby",)}),
        ("with style", {}),
        ("a stileto", {}),
    ],
)
def test_whatever_else_reads_a_word_reads_it(message: str, expected: dict[str, object]) -> None:
    assert kinds(message) == expected


@given(
    st.lists(
        st.sampled_from(
            ["black", "fila", "shirts", "heels", "ruby", "nail", "polish", "under", "$50", "not", "for"]
        )
    )
)
def test_a_message_without_a_learned_word_is_read_as_before(words: list[str]) -> None:
    message = " ".join(words)
    assert understand(message, Constraints(), LEXICON) == understand(message, Constraints(), PLAIN)


@given(
    st.lists(
        st.sampled_from([*["black", "stilettos", "floaters", "heels", "shirts", "or", "no", "not", "the"]])
    )
)
def test_a_learned_word_never_adds_to_a_kind_that_the_message_names(words: list[str]) -> None:
    message = " ".join((*words, "shirts"))
    learned = understand(message, Constraints(), LEXICON).constraints
    assert learned == understand(message, Constraints(), PLAIN).constraints
