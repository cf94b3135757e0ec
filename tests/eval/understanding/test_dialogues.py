"""Whole human conversations: nothing crashes, and what was said last holds."""

from __future__ import annotations

from pathlib import Path

import pytest

from agent.types import Understanding
from eval.errors import DatasetError
from eval.understanding.dialogues import Dialogue, Utterance, evaluate, heard, read_dialogues, unkept
from retrieval.catalog.bundled import catalog_path
from retrieval.types import Constraints, PriceRange
from tests.agent.understanding.catalogs import clothes, data_folder
from tests.examples import DEEP


def dialogues() -> list[Dialogue]:
    read = read_dialogues(data_folder() / "shop_dialogues" / "dialogues.jsonl")
    return read if DEEP else read[::4]


def test_what_was_said_last_is_never_contradicted() -> None:
    said = [each for dialogue in dialogues() for each in heard(dialogue, clothes())]
    assert len(said) > 150
    assert [(each.utterance.text, each.unkept) for each in said if each.unkept] == []


def test_utterances_are_taken_for_what_people_saw_in_them() -> None:
    report, _ = evaluate(data_folder() / "shop_dialogues" / "dialogues.jsonl", catalog_path())
    measured = {name: estimate.mean for name, estimate in report.systems["aisle"].items()}
    assert measured["kept"] == 1
    assert measured["agreement"] > 0.75
    assert measured["agreement"] > 2 * report.systems["always_request"]["agreement"].mean


def test_a_contradiction_is_seen() -> None:
    """The check itself: each way of not holding what was said."""
    alone = Constraints(
        price=PriceRange(max=20), include={"color": ("Red",)}, exclude={"brand": ("Lee",)}, sort="price_asc"
    )
    now = Understanding(
        text="x",
        constraints=Constraints(
            price=PriceRange(max=50),
            include={"color": ("Blue",), "brand": ("Lee",)},
            exclude={"color": ("Blue",)},
        ),
        intent="refine",
    )
    assert set(unkept(alone, now)) == {
        "color is not Red",
        "brand may be Lee",
        "price max is not 20",
        "sort is not price_asc",
        "Blue is wanted and ruled out",
    }
    assert unkept(alone, Understanding(text="x", constraints=alone, intent="refine")) == ()


@pytest.mark.parametrize(
    ("goal", "intents", "found"),
    [
        ("meta", ("greeting",), "chitchat"),
        ("qa", ("o_question", "clarify"), "question"),
        ("recommendation", ("disclose", "answer"), "request"),
        ("qa", ("greeting", "o_question"), None),
        ("meta", ("pf",), None),
    ],
)
def test_only_classes_that_both_have_are_compared(
    goal: str, intents: tuple[str, ...], found: str | None
) -> None:
    assert Utterance(speaker="shopper", text="x", goal=goal, intents=intents).annotated == found


def test_a_wrong_file_is_one_line(tmp_path: Path) -> None:
    file = tmp_path / "d.jsonl"
    for text, said in (
        (None, "cannot be read"),
        ("", "holds no dialogues"),
        ('{"id": "a"}\n', "line 1 is no"),
    ):
        if text is not None:
            file.write_text(text)
        with pytest.raises(DatasetError, match=said):
            read_dialogues(file)
