"""``aisle-eval prompts`` as a process sees it: what it prints, what it writes, how it ends."""

from __future__ import annotations

import json
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from eval.errors import SuiteError
from eval.runs.cassettes import Cassettes
from eval.runs.command import Asked, mode_of, run_suite
from eval.runs.results import Metric, Results, write_results
from eval.seeds.seed import FOLDER
from tests.eval.runs.conftest import CASES
from tests.eval.test_cli import run

CASE: dict[str, object] = {"id": "one", "family": "need", "message": "a lamp"}
HEAD = f'name = "small"\nabout = "A few."\ncases = {CASES}\nscorers = ["protocol", "tone", "brevity"]\n'


def kept(path: Path, shift: float, cases: int = 30, **more: float) -> str:
    """Results of one system whose headline is 0.8 and a little noise, shifted."""
    names = [f"c{n}" for n in range(cases)]
    values = {name: 0.8 + 0.01 * (n % 5) + shift for n, name in enumerate(names)}
    metrics = {"headline": Metric(about="all", minimum=0.02)}
    metrics["tokens"] = Metric(about="cost", minimum=50, lower_is_better=True, gating=False)
    tokens = {name: 100.0 + more.get("tokens", 0.0) for name in names}
    results = Results(
        suite="small",
        metrics=metrics,
        values={"model": {"headline": values, "tokens": tokens}},
        clusters={name: name for name in names},
        families=dict.fromkeys(names, "need"),
        config={},
    )
    write_results(results, path)
    return str(path)


def test_a_run_writes_its_reports_and_gates_decide(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    suite = tmp_path / "suite.toml"
    suite.write_text(
        f"{HEAD}[systems.aisle]\nplain = true\n[systems.never]\nplain = true\n"
        "[gates.aisle]\nprotocol = 0.95\n"
    )
    out, html, junit = (tmp_path / name for name in ("out.json", "page.html", "junit.xml"))
    arguments = ["prompts", "run", str(suite), "--system", "aisle", "--sample", "1"]
    arguments += ["--log", str(tmp_path / "log.jsonl"), "--out", str(out), "--html", str(html)]
    arguments += ["--junit", str(junit)]
    assert run(*arguments, "--gate", "tone>=0.9") == 0
    printed = capsys.readouterr().out
    assert "gate aisle protocol>=0.95: holds" in printed
    assert "gate tone>=0.9: holds (aisle: 1)" in printed
    written = json.loads(out.read_text())
    assert written["n"] == 8
    assert set(written["systems"]) == {"aisle"}
    assert set(written["systems"]["aisle"]["tone"]) == {"mean", "ci95"}
    assert html.read_text().startswith("<!doctype html>")
    assert ET.parse(junit).getroot().tag == "testsuites"

    assert run(*arguments, "--gate", "tone>=1.1", "--baseline", str(out)) == 1
    assert "no difference" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("shift", "cases", "code", "said"),
    [
        (0.0, 30, 0, "headline: no difference"),
        (-0.1, 30, 1, "headline: worse"),
        (0.1, 30, 0, "headline: better"),
        (-0.1, 4, 3, "headline: not enough data"),
    ],
    ids=["same", "worse", "better", "few"],
)
def test_compare_ends_as_its_verdict_says(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], shift: float, cases: int, code: int, said: str
) -> None:
    old, new = kept(tmp_path / "old.json", 0, cases), kept(tmp_path / "new.json", shift, cases)
    assert run("prompts", "compare", old, f"{new}:model") == code
    assert said in capsys.readouterr().out


def test_costs_are_told_and_gate_only_where_they_are_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    old, new = kept(tmp_path / "old.json", 0), kept(tmp_path / "new.json", 0, tokens=500)
    assert run("prompts", "compare", old, new) == 0
    assert "tokens: worse" in capsys.readouterr().out
    assert run("prompts", "compare", old, new, "--metric", "tokens") == 1


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["compare", "nowhere.json", "nowhere.json"], "nowhere.json: cannot be read"),
        (["run", "nowhere"], "nowhere: no such suite"),
        (["run", "shop", "--gate", "charm>=1"], "no metric 'charm' here"),
        (["run", "shop", "--system", "nobody"], "there is no system nobody"),
        (["run", "shop", "--family", "none"], "there is no family none"),
    ],
)
def test_what_cannot_be_run_is_one_line_and_2(
    arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("prompts", *arguments) == 2
    error = capsys.readouterr().err
    assert said in error
    assert error.count("\n") == 1


def test_a_missing_cassette_is_3(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    suite = tmp_path / "suite.toml"
    suite.write_text(f'{HEAD}[systems.far]\nmodel = "openai:gpt-4.1-mini"\n')
    arguments = ["prompts", "run", str(suite), "--sample", "1", "--family", "need"]
    arguments += ["--cassettes", "replay", "--cassette-dir", str(tmp_path), "--log", str(tmp_path / "log")]
    assert run(*arguments) == 3
    assert "was never recorded" in capsys.readouterr().err


def test_in_ci_nothing_is_asked_that_was_not_recorded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CI", raising=False)
    assert mode_of(None) is Cassettes.auto
    monkeypatch.setenv("CI", "true")
    assert mode_of(None) is Cassettes.replay
    assert mode_of(Cassettes.record) is Cassettes.record


def test_scorers_are_printed_and_a_weak_one_is_1(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    few = tmp_path / "few.jsonl"
    few.write_text("".join((FOLDER / "hand.jsonl").read_text().splitlines(keepends=True)[:3]))
    assert run("prompts", "scorers", str(few), "-v") == 1
    printed = capsys.readouterr().out
    assert "precision" in printed
    assert "below 0.95: " in printed, "what no seed tries is not shown to be good"


@pytest.mark.parametrize(
    ("more", "cases", "said"),
    [
        (
            "[gates.plain]\nspeed = 1\n",
            CASE,
            "suite.toml:7: gates.plain.speed: there is no speed; there are headline",
        ),
        ("[gates.fast]\ntone = 1\n", CASE, "suite.toml:6: gates.fast: there is no fast; there are plain"),
        ("[minimum_effects]\nspeed = 1\n", CASE, "minimum_effects.speed: there is no speed"),
        ('[systems.good]\nmodel = "scripted:nice"\n', CASE, "there is no nice; there are good, sloppy"),
        ("", {**CASE, "grades": {"nothing": 3}}, "the catalog has no product 'nothing'"),
        ("", {**CASE, "prefers": {"attribute": "glow", "prefer": "low"}}, "has a number in glow"),
    ],
    ids=["gate", "gated system", "effect", "character", "grades", "prefers"],
)
def test_names_that_nobody_has_stop_a_suite_before_it_runs(
    tmp_path: Path, more: str, cases: dict[str, object], said: str
) -> None:
    (tmp_path / "cases.jsonl").write_text(json.dumps(cases))
    suite = tmp_path / "suite.toml"
    suite.write_text(
        f'name = "s"\nabout = "A."\ncases = ["cases.jsonl"]\n[systems.plain]\nplain = true\n{more}'
    )
    with pytest.raises(SuiteError) as refused:
        run_suite(Asked(str(suite), log=tmp_path / "log"))
    assert said in refused.value.message
    assert not (tmp_path / "log").exists(), "nothing was performed"
