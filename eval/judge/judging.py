"""A judge over a run, and over the seeds whose better answer is known."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from agent.narration.facts import facts_line
from agent.types import HANDLES
from eval.errors import NotEnough
from eval.judge.pairs import preferred
from eval.judge.rubric import Rubric
from eval.runs.performance import Performance
from eval.runs.wire import EXCHANGE, Exchange
from eval.seeds.seed import Seed
from eval.suites.schema import Case
from retrieval.types import Product

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel


@dataclass(frozen=True, slots=True)
class Pair:
    """Two answers to one case."""

    case: Case
    listed: tuple[str, ...]
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Agreement:
    """How a judge does on pairs of which one is known to be good and the other to have a defect."""

    pairs: int
    graded: int
    right: int
    """It prefers the good one in both orders."""

    def __str__(self) -> str:
        return (
            f"agrees with {self.right} of {self.graded} seeded labels ({self.pairs - self.graded} ungraded)"
        )


def pairs_of(performances: Sequence[Performance], cases: Sequence[Case], old: str, new: str) -> list[Pair]:
    """The first answers of two systems to each case that both explained."""
    found = {
        (p.system, p.case): p
        for p in performances
        if (p.variant, p.repeat, p.shuffle) == ("", 0, 0) and p.narration
    }
    return [
        Pair(case, found[new, case.id].listed, found[old, case.id].narration, found[new, case.id].narration)
        for case in cases
        if (old, case.id) in found and (new, case.id) in found
    ]


def seeded_pairs(seeds: Sequence[Seed]) -> list[Pair]:
    """A good seed as the new answer beside each one with a defect over the same products and request."""
    good: dict[tuple[str, tuple[str, ...]], Seed] = {}
    for seed in seeds:
        if not seed.defects and seed.source == "hand":
            good.setdefault((seed.case.message, seed.performances[0].listed), seed)
    pairs = []
    for seed in seeds:
        twin = good.get((seed.case.message, seed.performances[0].listed))
        if twin is not None and seed.defects and seed.source == "hand":
            old, new = seed.performances[0].narration, twin.performances[0].narration
            pairs.append(Pair(seed.case, seed.performances[0].listed, old, new))
    return pairs


async def judged(
    model: BaseChatModel,
    rubric: Rubric,
    pairs: Sequence[Pair],
    products: Mapping[str, Product],
    concurrency: int = 4,
) -> list[float | None]:
    """For each pair 1 where the new answer is better, 0 where the old one is, 0.5 for a draw, None ungraded.

    Raises:
        NotEnough: an answer was to be replayed and was never recorded.
    """
    slots = asyncio.Semaphore(concurrency)

    async def one(pair: Pair) -> float | None:
        async with slots:
            exchange = Exchange(repeat=0)
            EXCHANGE.set(exchange)
            facts = [
                facts_line(handle, products[key].public())
                for handle, key in zip(HANDLES, pair.listed, strict=False)
            ]
            try:
                return await preferred(model, rubric, pair.case.message, facts, pair.old, pair.new)
            except Exception as error:  # a provider may raise anything: no grade is better than none at all
                # A judge that fails leaves the pair ungraded, unless it was to be replayed.
                if exchange.missing:
                    raise NotEnough(
                        f"{pair.case.id}: the judge's answer was never recorded ({exchange.missing[0]})"
                    ) from error
                return None

    return list(await asyncio.gather(*map(one, pairs)))


def agreement(grades: Sequence[float | None]) -> Agreement:
    """Of the grades of :func:`seeded_pairs`."""
    known = [grade for grade in grades if grade is not None]
    return Agreement(len(grades), len(known), sum(grade == 1.0 for grade in known))
