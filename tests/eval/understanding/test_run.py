from __future__ import annotations

import asyncio
import json
from pathlib import Path

import pytest

from agent.types import Understanding
from eval.errors import DatasetError
from eval.understanding.cases import Case, read_cases
from eval.understanding.run import evaluate, report, understand_all
from retrieval.types import Constraints, PriceRange, Vocabulary
from tests.agent.doubles import PRODUCTS
from tests.scripted_model import Script, ScriptedModel

VOCABULARY = Vocabulary(values={"brand": {}, "category": {}}, revision=1)


class Colours:
    """Understands one word, and forgets nothing."""

    def __init__(self, word: str) -> None:
        self._word = word

    async def interpret(self, message: str, before: Constraints, vocabulary: Vocabulary) -> Understanding:
        if self._word not in message:
            return Understanding(text=message, constraints=before)
        return Understanding(text=message, constraints=Constraints(include={"color": (self._word,)}))


CASES = [
    Case(turns=("a lamp", "in red"), constraints=Constraints(include={"color": ("Red",)})),
    Case(turns=("hello",), constraints=Constraints()),
    Case(turns=("under 50",), constraints=Constraints(price=PriceRange(max=50))),
]


def test_conversations_carry_what_was_understood() -> None:
    understood = asyncio.run(understand_all(Colours("red"), CASES, VOCABULARY, "aisle"))
    assert [each.counts.exact for each in understood] == [True, True, False]
    assert "{'price': {'max': 50.0}}" in str(understood[2])


def test_f1_is_over_the_slots_of_all_cases() -> None:
    systems = {"aisle": Colours("red"), "rules": Colours("blue")}
    measured = report(
        {
            name: asyncio.run(understand_all(system, CASES, VOCABULARY, name))
            for name, system in systems.items()
        },
        {},
    )
    assert measured.systems["aisle"]["exact_match"].mean == pytest.approx(2 / 3)
    assert measured.systems["aisle"]["slot_f1"].mean == pytest.approx(2 / 3), "one agreed, one missed"
    assert measured.systems["rules"]["slot_f1"].mean == 0
    assert measured.differences["rules"]["exact_match"].mean == pytest.approx(1 / 3)
    assert measured.n == 3


def test_cases_are_read_strictly(tmp_path: Path) -> None:
    file = tmp_path / "cases.jsonl"
    file.write_text('\n{"turns": ["red lamps"], "constraints": {"include": {"color": ["Red"]}}}\n')
    assert read_cases(file) == [
        Case(turns=("red lamps",), constraints=Constraints(include={"color": ("Red",)}))
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (None, "cannot be read"),
        ("", "holds no cases"),
        ("{}\n{\n", "line 1 is not a case: turns: Field required"),
        ('{"turns": ["x"], "constraints": {}}\nnonsense\n', "line 2 is not JSON"),
        ('{"turns": [], "constraints": {}}\n', "line 1 is not a case: turns"),
        ('{"turns": ["x"], "constraints": {"colour": "red"}}\n', "constraints.colour"),
    ],
)
def test_a_wrong_file_is_one_line(tmp_path: Path, text: str | None, said: str) -> None:
    file = tmp_path / "cases.jsonl"
    if text is not None:
        file.write_text(text)
    with pytest.raises(DatasetError) as refused:
        read_cases(file)
    assert said in refused.value.message
    assert "\n" not in refused.value.message


def test_a_configured_model_is_a_system_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of every message as ``model``; as aisle only of what the rules are not sure of."""
    catalog, cases = tmp_path / "items.jsonl", tmp_path / "cases.jsonl"
    catalog.write_text("".join(f"{product.model_dump_json()}\n" for product in PRODUCTS))
    right = {"include": {"article_type": ["Shirts"], "color": ["Blue"]}}
    turns = [["blue shirts"], ["shirts without itchy collars"]]
    cases.write_text("".join(json.dumps({"turns": each, "constraints": right}) + "\n" for each in turns))
    answer = {
        "intent": "search",
        "search": "shirts",
        "include": [{"name": "article_type", "value": "Shirts"}, {"name": "color", "value": "blue"}],
        "exclude": [],
        "drop": [],
        **dict.fromkeys(("price_min", "price_max", "in_stock", "sort")),
        "start_over": False,
        "also": False,
    }
    monkeypatch.setenv("OPENAI_API_KEY", "sk-scripted")
    with ScriptedModel() as server:
        monkeypatch.setenv("OPENAI_BASE_URL", server.base_url)
        server.default("understand", Script(text=json.dumps(answer)))
        measured, wrong = evaluate(cases, catalog)
        assert len(server.requests_for("understand")) == 1 + 2
    exact = {name: metrics["exact_match"].mean for name, metrics in measured.systems.items()}
    assert exact == {"aisle": 1.0, "rules": 0.5, "model": 1.0}
    assert wrong == []
    assert measured.config["model"] == "openai:gpt-4.1-mini"
