"""The result of one run: systems, metrics, intervals, and what was run."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from eval.statistics import Estimate, mean_of, paired_difference

AISLE = "aisle"
"""The name of our system in every report; gates look at this one."""


@dataclass(frozen=True, slots=True)
class Report:
    """Estimates per system and metric, over ``n`` cases.

    ``differences[baseline][metric]`` is aisle minus that baseline, paired by case.
    """

    title: str
    systems: Mapping[str, Mapping[str, Estimate]]
    n: int
    config: Mapping[str, Any]
    differences: Mapping[str, Mapping[str, Estimate]] = field(default_factory=dict)
    notes: tuple[str, ...] = ()

    @classmethod
    def of_cases(
        cls,
        title: str,
        values: Mapping[str, Mapping[str, Sequence[float]]],
        config: Mapping[str, Any],
        notes: tuple[str, ...] = (),
    ) -> Report:
        """Means over cases, and the paired difference of aisle to every other system.

        Args:
            values: system → metric → one value per case, the same cases in the same order everywhere.
        """
        ours = values[AISLE]
        return cls(
            title=title,
            systems={
                system: {metric: mean_of(cases) for metric, cases in metrics.items()}
                for system, metrics in values.items()
            },
            n=max((len(cases) for cases in ours.values()), default=0),
            config=config,
            differences={
                system: {metric: paired_difference(ours[metric], cases) for metric, cases in metrics.items()}
                for system, metrics in values.items()
                if system != AISLE
            },
            notes=notes,
        )

    def wire(self) -> dict[str, Any]:
        """The contract's JSON object."""
        out: dict[str, Any] = {"systems": _wire(self.systems), "n": self.n, "config": dict(self.config)}
        if self.differences:
            out["differences"] = _wire(self.differences)
        if self.notes:
            out["notes"] = list(self.notes)
        return out


def _wire(systems: Mapping[str, Mapping[str, Estimate]]) -> dict[str, Any]:
    return {
        system: {metric: _estimate(estimate) for metric, estimate in metrics.items()}
        for system, metrics in systems.items()
    }


def _estimate(estimate: Estimate) -> dict[str, Any]:
    bounds = estimate.ci95
    return {
        "mean": None if math.isnan(estimate.mean) else estimate.mean,
        "ci95": None if bounds is None or math.isnan(bounds[0]) else list(bounds),
    }
