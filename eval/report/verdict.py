"""The end of every command: the table, the file, the gates, the exit code."""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path

import orjson

from eval.errors import EvaluationError
from eval.report.gates import Gate
from eval.report.report import AISLE, Report
from eval.report.table import print_report, terminal


def conclude(report: Report, out: Path | None, gates: Sequence[Gate], *, quiet: bool = False) -> int:
    """Tell the report and judge it: 0 where every gate holds, else 1. ``quiet``: it was told already.

    Raises:
        EvaluationError: ``out`` cannot be written.
    """
    console = terminal()
    if not quiet:
        print_report(report, console)
    if out is not None:
        try:
            out.parent.mkdir(parents=True, exist_ok=True)
            out.write_bytes(orjson.dumps(report.wire(), option=orjson.OPT_INDENT_2) + b"\n")
        except OSError as error:
            raise EvaluationError(f"--out {out}: cannot be written ({error.strerror})") from None
    failed = [gate for gate in gates if not gate.holds(report)]
    for gate in gates:
        word = "does not hold" if gate in failed else "holds"
        estimate = report.systems[AISLE].get(gate.metric)
        known = estimate is not None and not math.isnan(estimate.mean)
        console.print(f"gate {gate}: {word} ({f'{estimate.mean:.4g}' if estimate and known else 'no value'})")
    return 1 if failed else 0
