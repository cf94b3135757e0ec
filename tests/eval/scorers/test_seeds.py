"""The scorers' own test: each finds its defect in outputs whose defects are known, and only there."""

from __future__ import annotations

import pytest

from eval.report import Report
from eval.scorers import SCORERS
from eval.seeds.__main__ import lines
from eval.seeds.check import LEAST, check, too_weak
from eval.seeds.seed import FOLDER, read_seeds

SEEDED = [name for name, scorer in SCORERS.items() if scorer.seeded]


@pytest.fixture(scope="module")
def report() -> Report:
    return check()[0]


@pytest.mark.parametrize("name", SEEDED)
def test_precision_and_recall(report: Report, name: str) -> None:
    measured = report.systems[name]
    assert measured["seeds"].mean >= 14
    assert measured["precision"].mean >= LEAST
    assert measured["recall"].mean >= LEAST


def test_there_are_enough_of_both_kinds() -> None:
    seeds = read_seeds()
    assert len(seeds) >= 300
    assert sum(not seed.defects for seed in seeds) >= 100
    assert sum(seed.source == "hand" for seed in seeds) >= 40
    assert {defect for seed in seeds for defect in seed.defects} == set(SEEDED)
    assert len({seed.id for seed in seeds}) == len(seeds)


def test_the_made_ones_are_what_the_rule_makes() -> None:
    assert (FOLDER / "made.jsonl").read_text(encoding="utf-8") == lines()


def test_a_scorer_that_finds_nothing_is_too_weak(report: Report) -> None:
    assert too_weak(report) == []
    blind = {**report.systems["tone"], "recall": report.systems["tone"]["recall"].__class__(0.5, None)}
    weak = Report(title="", systems={"tone": blind}, n=1, config={})
    assert too_weak(weak) == ["tone"]
