"""``aisle-eval prompts scorers``: how surely each scorer finds its defect, and only that."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from eval.catalog import read_products
from eval.report import Report
from eval.runs.scored import score_case, seen
from eval.scorers import SCORERS, Scorer
from eval.scorers.answer import Answer
from eval.scorers.words import Shop
from eval.seeds.seed import Seed, read_seeds
from eval.statistics import Estimate, mean_of
from prompts.loader import load
from retrieval.catalog.bundled import catalog_path
from retrieval.types import Product

METRICS = ("precision", "recall", "seeds")
LEAST = 0.95


@dataclass(frozen=True, slots=True)
class Found:
    """What one scorer made of one seed."""

    seed: Seed
    flagged: bool
    right: bool
    why: tuple[str, ...]


def instructions() -> str:
    """What the seeds' prompts told: the released prompts of the turn."""
    prompts = (load("rerank", "v1"), load("narrate", "v1"))
    return "\n".join(t for prompt in prompts for role, t in prompt.template.messages if role == "system")


def check(paths: Sequence[Path] = ()) -> tuple[Report, dict[str, list[Found]]]:
    """Precision and recall of every scorer that has a defect to find, and each seed it judged.

    Raises:
        SuiteError: the seeds cannot be read.
    """
    products = {product.product_id: product for product in read_products(catalog_path())}
    seeds = read_seeds(paths or None)
    scorers = {name: scorer for name, scorer in SCORERS.items() if scorer.seeded}
    found = judged(seeds, products, scorers)
    systems: dict[str, dict[str, Estimate]] = {}
    for name, results in found.items():
        there = [name in each.seed.defects for each in results]
        systems[name] = {
            "precision": mean_of(
                [float(has) for each, has in zip(results, there, strict=True) if each.flagged]
            ),
            "recall": mean_of([float(each.flagged) for each, has in zip(results, there, strict=True) if has]),
            "seeds": Estimate(float(sum(there)), None),
        }
    hand = sum(seed.source == "hand" for seed in seeds)
    good = sum(not seed.defects for seed in seeds)
    return Report(
        title=f"scorers on seeded outputs ({good} good, {len(seeds) - good} with a defect, {hand} by hand)",
        systems=systems,
        n=len(seeds),
        config={"least": LEAST},
    ), found


def judged(
    seeds: Sequence[Seed], products: Mapping[str, Product], scorers: Mapping[str, Scorer]
) -> dict[str, list[Found]]:
    """Scorer → what it made of each seed."""
    shop = Shop(products)
    secret = instructions()
    found: dict[str, list[Found]] = {name: [] for name in scorers}
    for seed in seeds:
        answers = [
            Answer(
                case=seed.case,
                performance=each,
                products=seen(each, products),
                shop=shop,
                instructions=secret,
            )
            for each in seed.performances
        ]
        for name, scorer in scorers.items():
            score = score_case(scorer, answers)
            flagged = scorer.flags(score)
            found[name].append(Found(seed, flagged, flagged == (name in seed.defects), score.why))
    return found


def too_weak(report: Report) -> list[str]:
    """Scorers below the least precision or recall; one that no seed tries is too weak as well."""
    return [
        name
        for name, metrics in report.systems.items()
        if not (metrics["precision"].mean >= LEAST and metrics["recall"].mean >= LEAST)
    ]
