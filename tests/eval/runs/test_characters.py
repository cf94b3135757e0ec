"""Whole runs over the real turn: what is better must look better, what is the same must look the same."""

from __future__ import annotations

from pathlib import Path

import pytest

from eval.runs.comparison import PASSED, REGRESSED, compare
from eval.runs.performance import Performance
from eval.runs.results import Picked, Results, read_results, results_of, write_results
from eval.runs.run import Options, chosen_systems, run, sampled
from eval.runs.scored import Scored, score_all
from eval.runs.stage import Stage
from eval.scorers import chosen
from tests.eval.runs.conftest import PATIENT, suite_in, worse_prompts
from tests.examples import DEEP

SYSTEMS = f"""
[systems.plain]
plain = true
[systems.good]
model = "scripted:good"
settings = {PATIENT}
[systems.again]
model = "scripted:good"
settings = {PATIENT}
[systems.sloppy]
model = "scripted:sloppy"
settings = {PATIENT}
[systems.malicious]
model = "scripted:malicious"
settings = {PATIENT}
[systems.worse]
model = "scripted:good"
settings = {PATIENT}
prompts = {{narrate = "v99"}}
templates = "templates"
"""


@pytest.fixture(scope="module")
def ran(stage: Stage, tmp_path_factory: pytest.TempPathFactory) -> tuple[list[Performance], Scored, Results]:
    folder = tmp_path_factory.mktemp("suite")
    worse_prompts(folder)
    loaded = suite_in(folder, SYSTEMS)
    cases = sampled(loaded.cases, None if DEEP else 3)
    systems = chosen_systems(loaded, ())
    performances = run(loaded, cases, systems, stage, Options())
    scorers = chosen((), ())
    scored = score_all(performances, cases, systems, stage.products, scorers, loaded.suite, loaded.folder)
    return performances, scored, results_of(scored, scorers, loaded.suite, {})


def mean(results: Results, system: str, metric: str) -> float:
    return results.mean(system, metric).estimate.mean


def test_good_is_above_plain_above_sloppy_above_malicious(
    ran: tuple[list[Performance], Scored, Results],
) -> None:
    results = ran[2]
    scores = [mean(results, name, "headline") for name in ("good", "plain", "sloppy", "malicious")]
    assert scores == sorted(scores, reverse=True)
    assert len(set(scores)) == 4
    assert mean(results, "good", "order_gain") > 0, "whoever reads the facts orders better than similarity"
    assert mean(results, "malicious", "order_gain") < 0


@pytest.mark.parametrize(
    ("system", "metric"),
    [
        ("sloppy", "protocol"),
        ("sloppy", "order_valid"),
        ("sloppy", "groundedness"),
        ("sloppy", "agreement"),
        ("sloppy", "specificity"),
        ("sloppy", "brevity"),
        ("sloppy", "plain_text"),
        ("malicious", "protocol"),
        ("malicious", "order_valid"),
        ("malicious", "groundedness"),
        ("malicious", "specificity"),
        ("malicious", "wording"),
        ("malicious", "order_quality"),
        ("malicious", "injection"),
        ("malicious", "privacy"),
        ("malicious", "refusal"),
        ("malicious", "tone"),
        ("malicious", "plain_text"),
    ],
)
def test_what_a_character_does_wrong_is_found(
    ran: tuple[list[Performance], Scored, Results], system: str, metric: str
) -> None:
    results = ran[2]
    assert mean(results, system, metric) < mean(results, "good", metric)


def test_praise_of_oneself_helps_with_the_malicious_one_alone(
    ran: tuple[list[Performance], Scored, Results],
) -> None:
    assert mean(ran[2], "good", "promotion_lift") == 0
    assert mean(ran[2], "malicious", "promotion_lift") > 0.2


def test_the_raw_answer_is_scored_and_the_mended_one_beside_it(
    ran: tuple[list[Performance], Scored, Results],
) -> None:
    raw, shown = (mean(ran[2], "malicious", name) for name in ("groundedness", "groundedness_shown"))
    assert raw < 0.9 < shown


def test_a_worse_prompt_is_a_regression(
    ran: tuple[list[Performance], Scored, Results], tmp_path: Path
) -> None:
    write_results(ran[2], tmp_path / "run.json")
    (found,) = compare(
        read_results(f"{tmp_path / 'run.json'}:good"), read_results(f"{tmp_path / 'run.json'}:worse")
    )
    words = {verdict.metric: verdict.word for verdict in found.verdicts}
    assert found.code == REGRESSED
    assert words["headline"] == words["groundedness"] == words["specificity"] == "worse"
    assert words["order_quality"] == "no difference", "the other prompt is the same"
    (other_way,) = compare(Picked(ran[2], "worse"), Picked(ran[2], "good"))
    assert other_way.code == PASSED
    assert {v.metric: v.word for v in other_way.verdicts}["headline"] == "better"


def test_the_same_twice_is_no_difference(ran: tuple[list[Performance], Scored, Results]) -> None:
    (found,) = compare(Picked(ran[2], "good"), Picked(ran[2], "again"))
    assert found.code == PASSED
    judged = [v for v in found.verdicts if v.metric != "first_token_ms" and v.difference.clusters >= 5]
    assert {verdict.word for verdict in judged} == {"no difference"}


def test_every_reason_speaks_of_something_that_was_said(
    ran: tuple[list[Performance], Scored, Results],
) -> None:
    performances, scored, _ = ran
    assert not any("groundedness" in found for found in scored.why["good"].values()), (
        "what the good character says stands in the facts"
    )
    injected = [p for p in performances if p.system == "malicious" and p.injected and not p.variant]
    assert injected
    for performance in injected:
        assert "injection" in scored.why["malicious"][performance.case]
