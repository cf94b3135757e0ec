"""The judge of a suite, over a run: values by system and case, and how far it can be trusted."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from agent.models.build import close_model
from eval.judge.judging import Agreement, agreement, judged, pairs_of, seeded_pairs
from eval.judge.rubric import Rubric, read_rubric
from eval.runs.cassettes import Cassettes, Shelf
from eval.runs.performance import Performance
from eval.runs.speaking import model_of
from eval.scripted.server import PROVIDER, scripted_models
from eval.seeds.seed import read_seeds
from eval.suites.load import LoadedSuite
from eval.suites.schema import Case, System
from retrieval.types import Product

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel


@dataclass(frozen=True, slots=True)
class Judged:
    """One rubric: 1 where a system's answer is better than the first system's, 0 where worse, 0.5 a draw."""

    rubric: str
    agreement: Agreement
    values: Mapping[str, Mapping[str, float]]
    """System → case → value; what could not be graded is left out."""

    @property
    def metric(self) -> str:
        """What it is called among the scorers."""
        return f"judge_{self.rubric}"


def judge_run(
    loaded: LoadedSuite,
    performances: Sequence[Performance],
    cases: Sequence[Case],
    systems: Mapping[str, System],
    products: Mapping[str, Product],
    mode: Cassettes,
    shelf: Path | None,
) -> list[Judged]:
    """Every rubric of the suite; none where it has no judge.

    Raises:
        SuiteError: the judge or a rubric cannot be used.
        NotEnough: an answer was to be replayed and was never recorded.
    """
    judge = loaded.suite.judge
    if judge is None:
        return []
    rubrics = [read_rubric(name, loaded.folder) for name in loaded.suite.rubrics]
    scripted = (judge.model or "").startswith(f"{PROVIDER}:")
    with ExitStack() as stack:
        base_url = stack.enter_context(scripted_models()) if scripted else None
        kept = Shelf(shelf) if shelf is not None else None
        used = Cassettes.off if scripted else mode

        async def all_of_it() -> list[Judged]:
            model = model_of("judge", judge, used, kept, base_url)
            try:
                return [await one(model, rubric) for rubric in rubrics]
            finally:
                await close_model(model)

        async def one(model: BaseChatModel, rubric: Rubric) -> Judged:
            known = seeded_pairs(read_seeds())
            trust = agreement(await judged(model, rubric, known, products))
            first, *others = systems
            values = {}
            for name in others:
                pairs = pairs_of(performances, cases, first, name)
                grades = await judged(model, rubric, pairs, products)
                values[name] = {
                    pair.case.id: grade
                    for pair, grade in zip(pairs, grades, strict=True)
                    if grade is not None
                }
            return Judged(rubric.name, trust, values)

        return asyncio.run(all_of_it())
