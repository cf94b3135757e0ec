from __future__ import annotations

import json
from dataclasses import replace
from math import nan
from pathlib import Path

import pytest

from eval.errors import GateError
from eval.report import Gate, Report, conclude, parse_gates

REPORT = Report.of_cases(
    "ranking",
    {
        "aisle": {"ndcg@10": [0.6, 0.8, 1.0], "mrr@10": [1.0, 1.0, nan]},
        "bm25": {"ndcg@10": [0.5, 0.5, 0.5], "mrr@10": [0.5, 1.0, nan]},
    },
    {"collection": "small"},
)


def test_means_and_paired_differences() -> None:
    assert REPORT.n == 3
    assert REPORT.systems["aisle"]["ndcg@10"].mean == pytest.approx(0.8)
    assert REPORT.differences["bm25"]["ndcg@10"].mean == pytest.approx(0.3)
    assert REPORT.differences["bm25"]["ndcg@10"].excludes_zero
    assert not REPORT.differences["bm25"]["mrr@10"].excludes_zero


@pytest.mark.parametrize(
    ("text", "gate"),
    [
        ("ndcg@10>=0.7", Gate("ndcg@10", ">=", 0.7)),
        (" mrr@10 <= 1e-3 ", Gate("mrr@10", "<=", 0.001)),
        ("ndcg@10>=-1", Gate("ndcg@10", ">=", -1.0)),
    ],
)
def test_a_gate_is_read(text: str, gate: Gate) -> None:
    assert parse_gates([text], ["ndcg@10", "mrr@10"]) == (gate,)


@pytest.mark.parametrize(
    "text", ["ndcg@10", "ndcg@10>0.7", "ndcg@10>=high", "ndcg@10>=1.2.3", "speed>=1", ""]
)
def test_a_gate_that_means_nothing_is_one_line(text: str) -> None:
    with pytest.raises(GateError) as refused:
        parse_gates([text], ["ndcg@10", "mrr@10"])
    assert "\n" not in refused.value.message
    assert "ndcg@10" in refused.value.message


def test_gates_hold_or_fail_on_the_mean_of_aisle() -> None:
    assert Gate("ndcg@10", ">=", 0.8 - 1e-9).holds(REPORT)
    assert not Gate("ndcg@10", ">=", 0.81).holds(REPORT)
    assert Gate("ndcg@10", "<=", 0.81).holds(REPORT)
    empty = Report.of_cases("empty", {"aisle": {"ndcg@10": [nan]}}, {})
    assert not Gate("ndcg@10", ">=", 0).holds(empty), "no value is no evidence"
    assert not Gate("ndcg@10", "<=", 1).holds(empty)


def test_the_json_has_the_shape_of_the_contract(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "new" / "report.json"
    assert conclude(REPORT, out, [Gate("ndcg@10", ">=", 0.9)]) == 1
    written = json.loads(out.read_text())
    assert set(written) == {"systems", "n", "config", "differences"}
    ndcg = written["systems"]["aisle"]["ndcg@10"]
    assert ndcg["mean"] == pytest.approx(0.8)
    assert ndcg["ci95"][0] <= 0.8 <= ndcg["ci95"][1]
    assert "notes" not in written
    assert replace(REPORT, notes=("one was set aside",)).wire()["notes"] == ["one was set aside"]
    assert "ndcg@10>=0.9: does not hold" in capsys.readouterr().out
    assert conclude(REPORT, None, [Gate("ndcg@10", ">=", 0.7)]) == 0


def test_the_table_in_a_pipe_is_plain_and_whole(capsys: pytest.CaptureFixture[str]) -> None:
    conclude(REPORT, None, ())
    printed = capsys.readouterr().out
    assert "\x1b" not in printed
    assert "…" not in printed
    aisle = next(line for line in printed.splitlines() if line.startswith("aisle "))
    assert "0.8000 [0.6000, 1.0000]" in aisle
    assert any(line.startswith("aisle − bm25") and "+0.3000" in line for line in printed.splitlines())
