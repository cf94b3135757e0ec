"""``aisle-eval simulate``: a month lived, and what the shop's own report makes of it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from eval.report import AISLE, Report
from eval.simulation.month import START, Plan, Truth, end_of, live
from eval.simulation.shoppers import SLOTS
from eval.statistics import Estimate
from retrieval.behaviour.job import run_training, stored_ranker
from retrieval.compose import Retrieval, open_records
from retrieval.feedback.report import Report as ShopReport
from retrieval.feedback.report import report
from retrieval.settings import RetrievalSettings
from retrieval.types import Product

FROZEN = "frozen"
METRICS = ("ctr", "ctr_last_week", "coverage", "diversity", "slots_recovered")


@dataclass(frozen=True, slots=True)
class Month:
    """One system's month: what the report says, beside what was really likely."""

    truth: Truth
    report: ShopReport

    @property
    def recovered(self) -> list[bool]:
        """By slot: whether the real chance of a click lies within the report's interval."""
        expected = self.truth.ctr
        slots = {int(each.name): each.ctr.ci95 for each in self.report.slots}
        return [slots[s + 1][0] <= expected[s] <= slots[s + 1][1] for s in range(SLOTS) if s + 1 in slots]


def simulate(
    plan: Plan,
    products: Sequence[Product],
    keep: Path | None,
    *,
    compare: bool,
    show: Callable[[Mapping[str, Month]], None] = lambda months: None,
) -> Report:
    """The shop as it is; with ``compare`` also one that recognises nobody, with the same shoppers and visits.

    Raises:
        SimulationFailed: something was lost on the way.
    """
    months = {AISLE: month(plan, products, keep)}
    if compare:
        months[FROZEN] = month(replace(plan, frozen=True), products, None)
    show(months)
    ours = months[AISLE]
    return Report(
        title=f"A simulated month: {plan.shoppers:,} shoppers, {ours.report.all.lists:,} lists",
        systems={name: _estimates(each, plan.days) for name, each in months.items()},
        n=ours.report.all.lists,
        config={
            "shoppers": plan.shoppers,
            "days": plan.days,
            "seed": plan.seed,
            "tasteless": plan.tasteless,
            "products": len(products),
        },
        notes=tuple(_slot_lines(ours)),
    )


def month(
    plan: Plan, products: Sequence[Product], keep: Path | None = None, rules: Path | None = None
) -> Month:
    """One month and its report; its data directory stays under ``keep``. Raises SimulationFailed."""
    with ExitStack() as stack:
        folder = keep or Path(stack.enter_context(TemporaryDirectory(prefix="aisle-eval-")))
        truth = live(plan, products, folder, rules, trained_nightly if plan.trained else _nothing)
        return Month(truth, reported(folder, products, plan))


def trained_nightly(room: Retrieval) -> None:
    """What ``aisle train`` does, once a day has passed; taken up at once."""
    run_training(room.event_store, room.products, room.facts, clock=room.clock)
    room.behaviour.use(stored_ranker(room.facts))


def _nothing(room: Retrieval) -> None:
    return None


def reported(folder: Path, products: Sequence[Product], plan: Plan) -> ShopReport:
    """The shop's own report of the month."""
    category = {each.product_id: each.categories[0].split(" > ")[0] for each in products if each.categories}

    def categories_of(ids: Collection[str]) -> dict[str, str]:
        return {key: category[key] for key in ids if key in category}

    with open_records(RetrievalSettings(data_dir=folder)) as records:
        return report(
            records.rankings,
            records.events,
            categories_of,
            len(products),
            since=START,
            until=end_of(plan),
        )


def _estimates(each: Month, days: int) -> dict[str, Estimate]:
    whole, truth = each.report.all.ctr, each.truth
    last = range(max(0, days - 7), days)
    looks = sum(truth.looks_by_day.get(day, 0) for day in last)
    clicks = sum(truth.clicks_by_day.get(day, 0) for day in last)
    spread = 1.96 * (clicks / looks * (1 - clicks / looks) / looks) ** 0.5 if looks else 0.0
    late = clicks / looks if looks else float("nan")
    return {
        "ctr": Estimate(whole.value or float("nan"), whole.ci95),
        "ctr_last_week": Estimate(late, (late - spread, late + spread)),
        "coverage": Estimate(each.report.coverage or 0.0, None),
        "diversity": Estimate(each.report.diversity or 0.0, None),
        "slots_recovered": Estimate(float(np.mean(each.recovered)) if each.recovered else 0.0, None),
    }


def _slot_lines(each: Month) -> list[str]:
    lines = ["By slot: the report's click-through with its interval, and how likely clicks really were."]
    for slot, inside in zip(each.report.slots, each.recovered, strict=False):
        low, high = slot.ctr.ci95
        real = each.truth.ctr[int(slot.name) - 1]
        lines.append(
            f"  {slot.name:>2}  {slot.ctr.value or 0:.4f} [{low:.4f}, {high:.4f}]  really {real:.4f}"
            f"{'' if inside else '  outside'}"
        )
    return lines
