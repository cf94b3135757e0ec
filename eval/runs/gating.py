"""What a suite demands of its systems: the interval and the least effect both have their say."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from eval.runs.results import Results
from eval.suites.schema import Suite

Held = Literal["holds", "does not hold", "not enough data"]


@dataclass(frozen=True, slots=True)
class Gated:
    """One demand, and what became of it."""

    system: str
    metric: str
    bound: float
    lower_is_better: bool
    value: str
    held: Held

    def __str__(self) -> str:
        relation = "<=" if self.lower_is_better else ">="
        return f"gate {self.system} {self.metric}{relation}{self.bound:g}: {self.held} ({self.value})"


def gates(results: Results, suite: Suite) -> list[Gated]:
    """Every gate of the suite on the systems that ran."""
    found = []
    for system, bounds in suite.gates.items():
        if system in results.values:
            found += [_gated(results, system, metric, bound) for metric, bound in bounds.items()]
    return found


def _gated(results: Results, system: str, metric: str, bound: float) -> Gated:
    """It fails where all of the interval, or the mean by more than the least effect, is beyond the bound."""
    how = results.metrics[metric]
    measured = results.mean(system, metric)
    estimate = measured.estimate
    if measured.cases == 0:
        return Gated(system, metric, bound, how.lower_is_better, "no value", "not enough data")
    sign = -1 if how.lower_is_better else 1
    mean, low, high = (sign * each for each in (estimate.mean, *(estimate.ci95 or (estimate.mean,) * 2)))
    low, high = min(low, high), max(low, high)
    limit = sign * bound
    interval = "" if estimate.ci95 is None else f" [{estimate.ci95[0]:.4g}, {estimate.ci95[1]:.4g}]"
    held: Held = "not enough data"
    if mean >= limit and low >= limit - how.minimum:
        held = "holds"
    elif high < limit and mean <= limit - how.minimum:
        held = "does not hold"
    return Gated(system, metric, bound, how.lower_is_better, f"{estimate.mean:.4g}{interval}", held)
