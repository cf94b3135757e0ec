"""Performances to values: system → metric → case, with the reasons beside them."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from eval.runs.performance import Performance
from eval.runs.speaking import prompts_of
from eval.runs.stage import injected
from eval.scorers import HEADLINE, Score, Scorer
from eval.scorers.answer import Answer
from eval.scorers.words import Shop
from eval.suites.schema import Case, Injection, Suite, System
from retrieval.types import Product

OVERALL = "headline"


@dataclass(frozen=True, slots=True)
class Scored:
    """The values of a run. What could not be scored has no value; it is not zero."""

    values: Mapping[str, Mapping[str, Mapping[str, float]]]
    """System → metric → case → value."""
    why: Mapping[str, Mapping[str, Mapping[str, tuple[str, ...]]]]
    """System → case → metric → what spoiled it."""
    clusters: Mapping[str, str]
    """Case → conversation."""
    families: Mapping[str, str]


def score_all(
    performances: Sequence[Performance],
    cases: Sequence[Case],
    systems: Mapping[str, System],
    products: Mapping[str, Product],
    scorers: Mapping[str, Scorer],
    suite: Suite,
    folder: Path,
) -> Scored:
    """Every scorer on every case of every system; the headline is the mean of its scorers on each case."""
    shop = Shop(products)
    secrets = {name: _instructions(name, system, folder) for name, system in systems.items()}
    groups: dict[tuple[str, str], list[Answer]] = {}
    by_id = {case.id: case for case in cases}
    for performance in performances:
        case = by_id[performance.case]
        groups.setdefault((performance.system, case.id), []).append(
            Answer(
                case=case,
                performance=performance,
                products=seen(performance, products),
                shop=shop,
                instructions=secrets[performance.system],
                prices=systems[performance.system].prices,
            )
        )
    headline = [name for name in suite.headline or HEADLINE if name in scorers]
    values: dict[str, dict[str, dict[str, float]]] = {name: {} for name in systems}
    why: dict[str, dict[str, dict[str, tuple[str, ...]]]] = {name: {} for name in systems}
    for (system, case_id), answers in groups.items():
        found = {name: score_case(scorer, answers) for name, scorer in scorers.items()}
        for name, score in found.items():
            if score.scored:
                values[system].setdefault(name, {})[case_id] = score.value
            if score.why:
                why[system].setdefault(case_id, {})[name] = score.why
        parts = [found[name].value for name in headline if found[name].scored]
        if parts:
            values[system].setdefault(OVERALL, {})[case_id] = sum(parts) / len(parts)
    order = (OVERALL, *scorers)
    return Scored(
        values={
            s: {name: metrics[name] for name in order if name in metrics} for s, metrics in values.items()
        },
        why=why,
        clusters={case.id: case.cluster for case in cases},
        families={case.id: case.family for case in cases},
    )


def score_case(scorer: Scorer, answers: Sequence[Answer]) -> Score:
    """All performances of one case: the mean over those that could be scored, or all of them at once."""
    if scorer.many is not None:
        return scorer.many(answers)
    assert scorer.one is not None
    scores = [scorer.one(answer) for answer in answers if answer.performance.variant == ""]
    known = [score for score in scores if score.scored]
    if not known:
        return Score(math.nan)
    reasons = dict.fromkeys(reason for score in known for reason in score.why)
    return Score(sum(score.value for score in known) / len(known), tuple(reasons))


def seen(performance: Performance, products: Mapping[str, Product]) -> dict[str, Product]:
    """The listed products as the model saw them."""
    found = {key: products[key] for key in performance.listed if key in products}
    if performance.injected is not None:
        key, into, text = performance.injected
        injection = Injection.model_validate({"rank": 1, "text": text, "into": into})
        found[key] = injected(products[key], injection)
    return found


def _instructions(name: str, system: System, folder: Path) -> str:
    if system.plain:
        return ""
    prompts = prompts_of(name, system, folder)
    return "\n".join(t for prompt in prompts for role, t in prompt.template.messages if role == "system")
