"""The values of a run as they are kept, read again and compared."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import orjson
from pydantic import ValidationError

from eval.errors import SuiteError
from eval.judge.command import Judged
from eval.report import Report
from eval.runs.scored import OVERALL, Scored
from eval.scorers import Scorer
from eval.statistics import Clustered, Estimate, clustered_mean
from eval.suites.schema import Suite
from retrieval.types import Frozen

DIGITS = 6


class Metric(Frozen):
    """How the values of a metric are to be read."""

    about: str
    lower_is_better: bool = False
    minimum: float
    """The least difference that matters."""
    gating: bool = True
    """Whether a worse value is a regression; costs are told, and gate only where they are named."""


class Results(Frozen):
    """Values by system, metric and case, and what is needed to judge them."""

    suite: str
    metrics: dict[str, Metric]
    values: dict[str, dict[str, dict[str, float]]]
    clusters: dict[str, str]
    """Case → conversation."""
    families: dict[str, str]
    config: dict[str, Any]

    def mean(self, system: str, metric: str, family: str | None = None) -> Clustered:
        """The mean over the cases (of a family), clustered by conversation."""
        found = self.values.get(system, {}).get(metric, {})
        cases = [case for case in found if family is None or self.families.get(case) == family]
        values = [found[case] for case in cases]
        measured = clustered_mean(values, [self.clusters[case] for case in cases])
        bounds = measured.estimate.ci95
        if bounds is None or min(values) < -1 or max(values) > 1:
            return measured
        # A mean of shares is a share and one of correlations is one, however wide the interval is drawn.
        least = -1.0 if min(values) < 0 else 0.0
        clipped = Estimate(measured.estimate.mean, (max(least, bounds[0]), min(1.0, bounds[1])))
        return replace(measured, estimate=clipped)

    def report(self) -> Report:
        """The table of all systems and metrics."""
        return Report(
            title=f"suite {self.suite}",
            systems={
                system: {metric: self.mean(system, metric).estimate for metric in metrics}
                for system, metrics in self.values.items()
            },
            n=len(self.clusters),
            config=self.config,
        )

    def wire(self) -> dict[str, Any]:
        """The contract's object, with the value of every case so that runs can be compared."""
        return {
            **self.report().wire(),
            "suite": self.suite,
            "metrics": {name: metric.model_dump() for name, metric in self.metrics.items()},
            "cases": {
                system: {
                    metric: {case: round(value, DIGITS) for case, value in cases.items()}
                    for metric, cases in metrics.items()
                }
                for system, metrics in self.values.items()
            },
            "clusters": self.clusters,
            "families": self.families,
        }


@dataclass(frozen=True, slots=True)
class Picked:
    """Results, and one of their systems where it was named."""

    results: Results
    system: str | None


def results_of(
    scored: Scored, scorers: Mapping[str, Scorer], suite: Suite, config: Mapping[str, Any]
) -> Results:
    """The results of a run."""
    metrics = {
        OVERALL: Metric(
            about="mean of the headline scorers on each case", minimum=_least(suite, OVERALL, None)
        )
    }
    for name, scorer in scorers.items():
        metrics[name] = Metric(
            about=scorer.about,
            lower_is_better=scorer.lower_is_better,
            minimum=_least(suite, name, scorer.effect),
            gating=scorer.effect is None,
        )
    return Results(
        suite=suite.name,
        metrics=metrics,
        values={s: {m: dict(cases) for m, cases in found.items()} for s, found in scored.values.items()},
        clusters=dict(scored.clusters),
        families=dict(scored.families),
        config=dict(config),
    )


def with_judge(results: Results, judged: Sequence[Judged], minimum: float) -> Results:
    """The results with what a judge said, and in its description how far it can be trusted."""
    metrics, values = dict(results.metrics), {system: dict(found) for system, found in results.values.items()}
    for each in judged:
        about = f"better than the first system by the judge, which {each.agreement}"
        metrics[each.metric] = Metric(about=about, minimum=minimum, gating=False)
        for system, found in each.values.items():
            values[system][each.metric] = dict(found)
    return results.model_copy(update={"metrics": metrics, "values": values})


def write_results(results: Results, path: Path) -> None:
    """Keep them as JSON. Raises SuiteError where that cannot be done."""
    write_bytes(path, orjson.dumps(results.wire(), option=orjson.OPT_INDENT_2) + b"\n")


def write_bytes(path: Path, content: bytes) -> None:
    """A file and its folders. Raises SuiteError where that cannot be done."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    except OSError as error:
        raise SuiteError(f"{path}: cannot be written ({error.strerror})") from None


def read_results(name: str) -> Picked:
    """``FILE.json`` or ``FILE.json:SYSTEM``, as ``aisle-eval prompts run --out`` writes it.

    Raises:
        SuiteError: it is no such file, or has no such system.
    """
    path, _, system = (name, "", "") if Path(name).exists() else name.rpartition(":")
    try:
        found = orjson.loads(Path(path or name).read_bytes())
        results = Results.model_validate(
            {
                **{key: found[key] for key in ("suite", "metrics", "clusters", "families", "config")},
                "values": found["cases"],
            }
        )
    except OSError as error:
        raise SuiteError(f"{path or name}: cannot be read ({error.strerror})") from None
    except (orjson.JSONDecodeError, KeyError, TypeError, ValidationError):
        raise SuiteError(f"{path or name}: is no report of aisle-eval prompts run --out") from None
    if system and system not in results.values:
        raise SuiteError(f"{path}: has no system {system}; it has {', '.join(results.values)}")
    return Picked(results, system or None)


def _least(suite: Suite, name: str, own: float | None) -> float:
    return suite.minimum_effects.get(name, own if own is not None else suite.minimum_effect)
