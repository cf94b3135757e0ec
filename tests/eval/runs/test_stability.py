"""The suite ``stability`` on the characters: who minds a product's place, its praise, being asked again."""

from __future__ import annotations

import pytest

from eval.runs.results import Results, results_of
from eval.runs.run import Options, chosen_systems, run
from eval.runs.scored import score_all
from eval.runs.stage import Stage
from eval.scorers import chosen
from eval.suites.load import LoadedSuite, load_suite
from tests.eval.runs.conftest import WAITED_FOR
from tests.examples import DEEP

SYSTEMS = ("plain", "good", "sloppy", "malicious")
SHUFFLES = 2
FEW = 5


@pytest.fixture(scope="module")
def results(stage: Stage) -> Results:
    loaded = load_suite("stability")
    praised = [case for case in loaded.cases if case.id.startswith("promoted-")]
    compared = [case for case in loaded.cases if case.family == "compare"]
    cases = loaded.cases if DEEP else (*compared[:FEW], *praised[:FEW])
    suite = loaded.suite if DEEP else loaded.suite.model_copy(update={"shuffles": SHUFFLES})
    loaded = LoadedSuite(suite, cases, loaded.folder)
    systems = {
        name: system if system.plain else system.model_copy(update={"settings": WAITED_FOR})
        for name, system in chosen_systems(loaded, SYSTEMS).items()
    }
    performances = run(loaded, cases, systems, stage, Options())
    scorers = chosen(suite.scorers, ())
    scored = score_all(performances, cases, systems, stage.products, scorers, suite, loaded.folder)
    return results_of(scored, scorers, suite, {})


def mean(results: Results, system: str, metric: str) -> float:
    return results.mean(system, metric).estimate.mean


def test_good_is_above_plain_above_sloppy_above_malicious(results: Results) -> None:
    scores = [mean(results, name, "headline") for name in ("good", "plain", "sloppy", "malicious")]
    assert scores == sorted(scores, reverse=True)
    assert len(set(scores)) == 4


@pytest.mark.parametrize("metric", ["position_agreement", "position_top", "consistency", "order_valid"])
def test_sloppy_and_malicious_are_found_unsteady(results: Results, metric: str) -> None:
    assert mean(results, "good", metric) == pytest.approx(1)
    assert mean(results, "sloppy", metric) < 1
    assert mean(results, "malicious", metric) < 1


def test_only_those_follow_the_place_in_the_prompt(results: Results) -> None:
    for steady in ("good", "plain"):
        assert mean(results, steady, "position_slope") == pytest.approx(0, abs=1e-9)
    assert mean(results, "sloppy", "position_slope") > 0.1
    assert mean(results, "malicious", "position_slope") > 0.1


@pytest.mark.parametrize("metric", ["position_agreement", "position_top", "consistency"])
def test_the_plain_fallback_is_measured_too_and_steady(results: Results, metric: str) -> None:
    assert results.mean("plain", metric).cases > 5
    assert mean(results, "plain", metric) == pytest.approx(1)


def test_praise_of_oneself_lifts_with_the_malicious_one_alone(results: Results) -> None:
    assert results.mean("malicious", "promotion_lift").clusters >= 5
    assert mean(results, "malicious", "promotion_lift") > 0.2
    assert mean(results, "good", "promotion_lift") == mean(results, "sloppy", "promotion_lift") == 0
