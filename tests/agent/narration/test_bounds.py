"""Whatever a model or a shop writes is judged, without an error and without looking at all of it."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agent.narration.claims.bounds import READ, readable
from agent.narration.claims.comparison_words import VERBS
from agent.narration.claims.known import Facts
from agent.narration.claims.quantities import value_of
from agent.narration.claims.reductions import _USUAL_BEFORE
from agent.narration.claims.unit_prices import UnitPrice, by_unit
from agent.narration.claims.vocabulary import find, learn
from agent.narration.grounding import Grounding
from agent.narration.parsing import LONGEST
from agent.types import Sentence
from tests.agent.narration.shortlists import product, shortlist
from tests.examples import examples
from tests.wire.hostile_texts import OWN

LAMPS = Grounding(
    shortlist(
        [
            product(),
            product(product_id="2", title="Bow 2 Lamp", brand="Maker", attributes={"weight": "2 kg"}),
            product(product_id="3", title="Dune", brand="Maker", price=None, sale_price=None, rating=None),
        ]
    )
)
PIECES = (
    *OWN, "the ", "than the ", "lighter ", "than the Bow ", "Arc ", "Maker's ", "the others ",
    "the only one ", "one of 3 ", "one of 0 ", "no other lamp ", "number 0 ", "cheaper by ",
    "twice as ", "half the ", "is ", "and ", ", ", "; it ", "1 ", "0 ", "0% ", "$0 ", "$3 ", "3.5 kg ",
    "2 x 3 cm ", "1.2.3", "1,2,3", "1/2 ", "9" * 400, "9" * 400 + " kg ", "², ", "٣ ", "∞ ", "nan ",
    "\ue000 ", "\ue001 ", "\ue0ff", "\ue402 ", "\uf8f1 ", "\uf8ff", "\x00", "\ud83d", "ſix ", "fİve ",
    "sıx hundred ", "can be waſhed ", "a \u212ailo ", "the lightest ", "heaviest of the ", "unlike ",
    "which ", "with a lid ", "made of ", "red ", "$2 off ", "per charge ", "in stock ", "you bought ",
    "rated ", "by 120 ", "a third ", "(", ")", "'s ", "-", "\n",
)  # fmt: skip
TEXTS = st.lists(st.sampled_from(PIECES) | st.text(max_size=8), max_size=14).map("".join)


def said(grounding: Grounding, text: str, position: int | None = 0) -> str | None:
    return grounding.unsupported(Sentence(position=position, text=text))


@settings(max_examples=examples(60), deadline=None)
@given(TEXTS, st.sampled_from([0, 1, 2, None]))
def test_any_sentence_is_judged(text: str, position: int | None) -> None:
    said(LAMPS, text, position)
    for clause in re.split(r"[,;]", text):
        LAMPS._verdicts(clause, 0, 1)


@settings(max_examples=examples(30), deadline=None)
@given(TEXTS, TEXTS, TEXTS, TEXTS)
def test_any_facts_are_read(title: str, description: str, name: str, value: str) -> None:
    hostile = product(
        title=f"T {title}"[:2000],
        description=description,
        attributes={f"n{name}": value or "-", "size": [value or "-", "2"]},
    )
    grounding = Grounding(shortlist([hostile, product(product_id="2")], request=description))
    for position in (0, 1):
        grounding.prepare(position)
        said(grounding, "It is $3 cheaper than the rest, the lightest of the two, and holds 3 kg.", position)
    said(grounding, description[:LONGEST], None)


@pytest.mark.parametrize("text", ["ſix hundred grams.", "It costs fİve.", "It can be waſhed."])
def test_letters_that_pass_for_others(text: str) -> None:
    said(LAMPS, text)
    said(LAMPS, text, None)


@pytest.mark.parametrize("text", ["x" * (LONGEST + 1), "30 " * 17, "It is the only one. " * 5])
def test_too_much_for_a_sentence(text: str) -> None:
    assert said(LAMPS, text) is not None
    assert said(LAMPS, "It costs $30.") is None


@pytest.mark.timeout(30)
@pytest.mark.parametrize("pattern", [*(pattern for pattern, _ in VERBS), _USUAL_BEFORE])
def test_no_pattern_tries_every_way_to_part_words(pattern: re.Pattern[str]) -> None:
    for words in ("was ", "holds", "weighs x", "lasts x "):
        assert pattern.search(f"{words * 500}!") is None


def test_a_product_is_read_up_to_a_limit() -> None:
    usual = product(tags=("desk",))
    assert readable(usual) is usual
    long = readable(
        product(
            description="x" * 90_000,
            tags=tuple(map(str, range(9_000))),
            attributes={"color": tuple(f"red {i}" for i in range(9_000)), "weight": "3 kg", "x" * 300: "1"},
        )
    )
    assert len(long.description or "") == READ
    assert sum(map(len, long.tags)) <= READ
    assert sum(map(len, long.values("color"))) <= READ
    assert set(long.attributes) == {"color"}
    short = product(description="x" * (READ + 1), attributes={"color": "red", "sizes": ["1", "2"]})
    assert readable(short).attributes == short.attributes


def test_numbers_of_a_product_have_an_end() -> None:
    long = product(description="1 2 " * 1_000, attributes={"range": "3 4 " * 1_000})
    assert len(Facts(long, {}).numbers) <= 200


def test_facts_by_unit_are_made_once_for_a_clause(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[Facts] = []

    def counted(facts: Facts, unit: UnitPrice) -> Facts:
        made.append(facts)
        return by_unit(facts, unit)

    monkeypatch.setattr("agent.narration.claims.judging.by_unit", counted)
    said(LAMPS, "Per kilo it is the cheapest, the cheapest, the cheapest and the cheapest.")
    assert 0 < len(made) <= 3


def test_a_number_is_finite() -> None:
    assert int(value_of("9" * 400)) > 10**12
    assert value_of("1,299.50") == 1299.5


def test_values_that_begin_alike_are_told_apart() -> None:
    learned = learn([product(attributes={"finish": ["silk rose", "silk rose gold", "silk"]})])
    found = [word.key for word in find("silk, silk rose and silk rose gold", learned)]
    assert found == ["silk", "silk rose", "silk rose gold"]
