"""A report as a table: coloured in a terminal, plain and unwrapped in a pipe."""

from __future__ import annotations

import math
from collections.abc import Mapping

from rich.console import Console
from rich.table import Table
from rich.text import Text

from eval.report.report import AISLE, Report
from eval.statistics import Estimate

_PIPE_WIDTH = 500


def terminal() -> Console:
    """Standard output; a pipe is as wide as it needs to be, so that no number is cut."""
    console = Console(highlight=False)
    return console if console.is_terminal else Console(highlight=False, width=_PIPE_WIDTH)


def print_report(report: Report, console: Console) -> None:
    """The systems, the paired differences where there are baselines, and the notes."""
    console.print(Text(f"{report.title}, n = {report.n}", style="italic"))
    console.print(_table(report.systems, "system"))
    if report.differences:
        rows = {f"{AISLE} − {name}": metrics for name, metrics in report.differences.items()}
        console.print(Text("\npaired difference", style="italic"))
        console.print(_table(rows, "systems", signed=True))
    for note in report.notes:
        console.print(Text(note, style="dim"))


def _table(rows: Mapping[str, Mapping[str, Estimate]], corner: str, *, signed: bool = False) -> Table:
    names = list(dict.fromkeys(name for metrics in rows.values() for name in metrics))
    if len(names) > 8:
        return _tall(rows, names)
    table = Table(box=None, header_style="bold", pad_edge=False)
    table.add_column(corner)
    for name in names:
        table.add_column(name, justify="right", no_wrap=True)
    for row, metrics in rows.items():
        cells = (cell(metrics.get(name), signed=signed) for name in names)
        table.add_row(row, *cells, style="bold" if row == AISLE else None)
    return table


def _tall(rows: Mapping[str, Mapping[str, Estimate]], names: list[str]) -> Table:
    table = Table(box=None, header_style="bold", pad_edge=False)
    table.add_column("metric", no_wrap=True)
    for row in rows:
        table.add_column(row, justify="right", no_wrap=True)
    for name in names:
        table.add_row(name, *(cell(metrics.get(name)) for metrics in rows.values()))
    return table


def cell(estimate: Estimate | None, *, signed: bool = False) -> str:
    """``0.742 [0.710, 0.771]``; four significant figures from 10 up, so that rates stay readable."""
    if estimate is None or math.isnan(estimate.mean):
        return "–"
    if estimate.ci95 is None or math.isnan(estimate.ci95[0]):
        return _number(estimate.mean, signed)
    low, high = estimate.ci95
    return f"{_number(estimate.mean, signed)} [{_number(low, signed)}, {_number(high, signed)}]"


def _number(value: float, signed: bool) -> str:
    sign = "+" if signed else ""
    if abs(value) >= 1000:
        return f"{value:{sign},.0f}"
    return f"{value:{sign}.1f}" if abs(value) >= 10 else f"{value:{sign}.4f}"
