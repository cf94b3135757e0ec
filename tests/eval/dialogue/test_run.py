"""Dialogues from end to end: a catalog imported, the assistant's own turn, a report."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from agent.settings import AgentSettings
from eval.cli import main
from eval.dialogue.converse import PATIENCE, Dialogue
from eval.dialogue.run import Plan, evaluate, failures, measured
from retrieval.types import Product
from tests.scripted_model import ScriptedModel

COLOURS, BRANDS, USES = (
    ("red", "blue", "green", "grey", "white"),
    ("Acme", "Zest", "Nord"),
    ("office", "travel"),
)
FASHION = Path(os.environ.get("AISLE_TEST_DATA", "")) / "fashion" / "items.jsonl.gz"


def shelf(count: int = 240) -> list[Product]:
    """One kind of thing, told apart by five attributes of which a price is one."""
    return [
        Product.model_validate(
            {
                "product_id": f"m{n}",
                "title": f"Mug number {n}",
                "categories": ["Kitchen > Mugs"],
                "brand": BRANDS[n % 3],
                "price": 5 + n * 7 % count,
                "currency": "USD",
                "attributes": {"color": COLOURS[n % 5], "use": USES[n // 15 % 2]},
            }
        )
        for n in range(count)
    ]


@pytest.fixture(scope="module")
def catalog(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("catalog") / "mugs.jsonl"
    file.write_text("".join(product.model_dump_json(exclude_defaults=True) + "\n" for product in shelf()))
    return file


def test_asking_finds_sooner_and_a_report_says_so(
    catalog: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    out = tmp_path / "report.json"
    gates = ["--gate", "success@5>=0.9", "--gate", "violations<=0"]
    with pytest.raises(SystemExit) as ended:
        main(["dialogue", "--catalog", str(catalog), "-n", "25", "--out", str(out), *gates, "-v"])
    assert ended.value.code == 0, capsys.readouterr().out
    report = json.loads(out.read_text())
    assert set(report["systems"]) == {"aisle", "no_questions", "random", "max_entropy"}
    assert report["n"] == 25
    for metrics in report["systems"].values():
        assert set(metrics) == {"success@1", "success@3", "success@5", "turns", "violations", "dead_ends"}
        assert metrics["turns"]["ci95"][0] <= metrics["turns"]["mean"] <= metrics["turns"]["ci95"][1]
    difference = report["differences"]["no_questions"]["turns"]
    assert difference["ci95"][1] < 0, "whoever is asked says what tells most"
    assert report["config"]["model"] is None


def test_the_same_seed_is_the_same_dialogues_also_with_a_model(
    catalog: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-scripted")
    plan = Plan(dialogues=3, seed=7)
    with ScriptedModel() as model:
        settings = AgentSettings.load(llm="openai:scripted", llm_params={"base_url": model.base_url})
        report, with_model = evaluate(catalog, plan, settings)
        assert model.requests, "the lists were narrated"
    monkeypatch.delenv("OPENAI_API_KEY")
    _, first = evaluate(catalog, plan, AgentSettings.load(llm=None))
    _, again = evaluate(catalog, plan, AgentSettings.load(llm=None))
    assert report.config["model"] == "openai:scripted"
    assert first == again
    for name, dialogues in first.items():
        targets = [dialogue.lines[0] for dialogue in dialogues]
        assert targets == [dialogue.lines[0] for dialogue in with_model[name]]
        openings = {dialogue.lines[1].split(" → ")[0] for dialogue in dialogues}
        assert openings == {dialogue.lines[1].split(" → ")[0] for dialogue in with_model[name]}
    _, other = evaluate(catalog, Plan(dialogues=3, seed=8), AgentSettings.load(llm=None))
    assert [d.lines[0] for d in other["aisle"]] != [d.lines[0] for d in first["aisle"]]


def test_a_failure_counts_as_the_whole_patience() -> None:
    found = Dialogue(turns=3, found=True, shown=30, contradicting=3)
    lost = Dialogue(dead_end=True, shown=10)
    assert measured([found, lost]) == {
        "success@1": [0, 0],
        "success@3": [1, 0],
        "success@5": [1, 0],
        "turns": [3, PATIENCE],
        "violations": [0.1, 0],
        "dead_ends": [0, 1],
    }
    assert failures({"aisle": [found, lost, Dialogue(turns=1, found=True)]}) == [found, lost]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('{"product_id": "a", "title": "A thing"}', "nothing can be said of any product"),
        ("", "holds no products"),
    ],
)
def test_a_catalog_of_which_nothing_can_be_said_is_one_line(
    line: str, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "items.jsonl"
    file.write_text(f"{line}\n")
    with pytest.raises(SystemExit) as ended:
        main(["dialogue", "--catalog", str(file)])
    assert ended.value.code == 2
    assert said in capsys.readouterr().err


@pytest.mark.deep
@pytest.mark.skipif(not FASHION.exists(), reason="AISLE_TEST_DATA has no fashion catalog")
def test_on_a_real_catalog_a_product_is_found_within_five_messages() -> None:
    report, _ = evaluate(FASHION, Plan(dialogues=300), AgentSettings.load(llm=None))
    ours, silent = report.systems["aisle"], report.systems["no_questions"]
    assert ours["success@5"].mean >= 0.70
    assert ours["turns"].mean <= 0.75 * silent["turns"].mean
    assert ours["violations"].mean == 0
