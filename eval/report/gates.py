"""``--gate METRIC>=X``: what must hold for the run to pass."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from eval.errors import GateError
from eval.report.report import AISLE, Report

_GATE = re.compile(
    r"\s*(?P<metric>[^<>=\s]+)\s*(?P<relation>>=|<=)\s*(?P<bound>[-+]?[0-9.]+(?:e[-+]?\d+)?)\s*"
)


@dataclass(frozen=True, slots=True)
class Gate:
    """``metric`` of the system aisle, at least or at most ``bound``."""

    metric: str
    relation: str
    bound: float

    def holds(self, report: Report) -> bool:
        """Whether the mean keeps the bound; a metric that has no value does not."""
        estimate = report.systems[AISLE].get(self.metric)
        if estimate is None:
            return False
        return self.keeps(estimate.mean)

    def keeps(self, value: float) -> bool:
        """Whether a value keeps the bound; NaN does not."""
        return value >= self.bound if self.relation == ">=" else value <= self.bound

    def __str__(self) -> str:
        return f"{self.metric}{self.relation}{self.bound:g}"


def parse_gates(texts: Iterable[str], metrics: Sequence[str]) -> tuple[Gate, ...]:
    """The gates of a command that reports ``metrics``; called before the run, which may be long.

    Raises:
        GateError: one that cannot be read, or that names none of ``metrics``.
    """
    return tuple(_parse(text, metrics) for text in texts)


def _parse(text: str, metrics: Sequence[str]) -> Gate:
    match = _GATE.fullmatch(text)
    if match is None:
        raise GateError(f"--gate {text!r} is not METRIC>=NUMBER or METRIC<=NUMBER, e.g. {metrics[0]}>=0.7")
    try:
        bound = float(match["bound"])
    except ValueError:
        raise GateError(f"--gate {text!r}: {match['bound']!r} is not a number") from None
    if match["metric"] not in metrics:
        raise GateError(
            f"--gate {text!r}: no metric {match['metric']!r} here; this command has {', '.join(metrics)}"
        )
    return Gate(match["metric"], match["relation"], bound)
