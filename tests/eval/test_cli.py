"""The command as a process sees it: what it prints, what it writes, how it ends."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from eval.cli import main
from tests.eval.retrieval.collection import write_collection


def run(*arguments: str) -> int:
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    code = ended.value.code
    assert isinstance(code, int)
    return code


def test_retrieval_end_to_end(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder, out = write_collection(tmp_path / "small"), tmp_path / "report.json"
    assert (
        run("retrieval", str(folder), "--out", str(out), "--gate", "recall@100>=0.99", "--gate", "mrr@10<=1")
        == 0
    )
    written = json.loads(out.read_text())
    assert set(written["systems"]) == {"aisle", "bm25", "dense", "rrf"}
    assert written["n"] == 2, "a query without a judgment is no case"
    for metrics in written["systems"].values():
        assert set(metrics) == {"ndcg@10", "recall@100", "mrr@10"}
    assert written["systems"]["dense"]["recall@100"]["mean"] == 1
    assert set(written["differences"]) == {"bm25", "dense", "rrf"}
    printed = capsys.readouterr().out
    assert "aisle − bm25" in printed
    assert "gate recall@100>=0.99: holds" in printed


def test_a_gate_that_does_not_hold_is_1(tmp_path: Path) -> None:
    assert run("retrieval", str(write_collection(tmp_path / "small")), "--gate", "mrr@10>=1.01") == 1


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["retrieval", "nowhere"], "nowhere is not a folder"),
        (["retrieval", "nowhere", "--gate", "speed>=1"], "no metric 'speed' here"),
        (["retrieval", "nowhere", "--gate", "mrr@10"], "is not METRIC>=NUMBER"),
        (["understanding", "cases.jsonl", "--catalog", "items.jsonl"], "cases.jsonl cannot be read"),
        (["bench", "turn", "--gate", "reorders_in_time>=0.9"], "no metric 'reorders_in_time' here"),
        (["bench", "retrieval", "--size", "7", "--gate", "p50_ms/8/90%<=6"], "no metric 'p50_ms/8/90%' here"),
    ],
)
def test_what_cannot_be_run_is_one_line_and_2(
    arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(*arguments) == 2
    error = capsys.readouterr().err
    assert said in error
    assert error.startswith("aisle-eval: ")
    assert error.count("\n") == 1


def test_a_report_that_cannot_be_written_is_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").write_text("")
    out = tmp_path / "file" / "report.json"
    assert run("retrieval", str(write_collection(tmp_path / "small")), "--out", str(out)) == 2
    assert "cannot be written" in capsys.readouterr().err


def test_help_loads_nothing_heavy() -> None:
    code = (
        "import sys\nfrom eval.cli import main\ntry:\n    main(['--help'])\nexcept SystemExit as ended:\n"
        "    heavy = {'numpy', 'chromadb', 'pydantic', 'httpx', 'sqlalchemy'} & set(sys.modules)\n"
        "    sys.exit(f'{ended.code}: {heavy}' if ended.code or heavy else 0)\n"
    )
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert shown.returncode == 0, shown.stderr
    for command in ("retrieval", "understanding", "bench"):
        assert command in shown.stdout
