from __future__ import annotations

import pytest

from eval.bench.events import NAIVE
from eval.bench.retrieval import metrics as retrieval_metrics
from eval.bench.whole import combined, metrics, ratios, told
from eval.report import AISLE, Report
from eval.statistics import once


def part(**systems: dict[str, float]) -> Report:
    named = {
        name.replace("_", " "): {k: once(v) for k, v in found.items()} for name, found in systems.items()
    }
    return Report(title="", systems=named, n=5, config={"cores": 2, "products": 900})


PARTS = {
    "retrieval": part(aisle={"times_faster/10k/90%": 40.0, "p50_ms/10k/90%": 1.5}),
    "ranking": part(aisle={"p50_ms_bundled": 6.0, "p50_ms_sort": 0.5}),
    "turn": part(aisle={"import_rate": 60.0, "start_seconds": 3.0}, chroma={"import_rate": 100.0}),
    "events": part(aisle={"events_per_s_single": 900.0}, a_commit_per_event={"events_per_s_single": 300.0}),
}


def test_ratios_are_of_things_measured_in_the_same_run() -> None:
    assert NAIVE in PARTS["events"].systems
    assert {name: each.mean for name, each in ratios(PARTS).items()} == {
        "ratios/times_faster/10k/90%": 40.0,
        "ratios/import_of_chroma": pytest.approx(12 / 9),
        "ratios/ranking_in_sorts": 12.0,
        "ratios/events_in_commits": 3.0,
    }


def test_one_report_holds_every_part() -> None:
    whole = combined(PARTS)
    assert whole.n == 20
    assert set(whole.systems) == {AISLE, "chroma", NAIVE}
    assert whole.systems[AISLE]["ranking/p50_ms_bundled"].mean == 6.0
    assert whole.systems["chroma"]["turn/import_rate"].mean == 100.0
    assert whole.config["turn"]["cores"] == 2
    shown = told(whole)
    assert {name.partition("/")[0] for name in shown.systems[AISLE]} == {"ratios"}
    words = " ".join(shown.notes)
    assert all(name.split("/")[1] in words for name in shown.systems[AISLE]), "each is explained"


@pytest.mark.parametrize("sizes", [[10_000], [10_000, 200_000]], ids=["one", "two"])
def test_every_gain_over_chroma_may_be_gated(sizes: list[int]) -> None:
    faster = [name for name in retrieval_metrics(sizes) if name.startswith("times_faster/")]
    assert faster
    assert {f"ratios/{name}" for name in faster} <= set(metrics(sizes))
