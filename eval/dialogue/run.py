"""``aisle-eval dialogue``: hidden targets, the real turn, beside other ways of asking."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random

from agent.compose import open_agent
from agent.parts import TurnParts
from agent.settings import AgentSettings
from eval.catalog import read_products
from eval.dialogue.converse import PATIENCE, Dialogue, converse
from eval.dialogue.shopper import Shopper
from eval.dialogue.systems import systems
from eval.dialogue.wish import Wish, kind_names, wish_of
from eval.errors import DatasetError
from eval.progress import counted
from eval.report import AISLE, Report
from eval.retrieval.product_path import imported
from retrieval.types import Product, Vocabulary

METRICS = ("success@1", "success@3", "success@5", "turns", "violations", "dead_ends")
AT_ONCE = 8
"""Dialogues at a time where a model is waited for."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What is simulated."""

    dialogues: int = 500
    seed: int = 0
    tells_price: bool = False
    """Shoppers name about what they would pay without being asked, too."""


@dataclass(frozen=True, slots=True)
class Case:
    """A hidden product, and what its shopper knows of it."""

    target: str
    wish: Wish


Held = Mapping[str, list[Dialogue]]
"""Every dialogue, by system."""


def evaluate(catalog: Path, plan: Plan, settings: AgentSettings) -> tuple[Report, Held]:
    """The report and the dialogues; the same targets for each system. With the model of ``settings``.

    Raises:
        DatasetError: the catalog holds no product, or none that has anything to say of it.
        FeedError: it cannot be read.
        SettingsError: the model cannot be built.
        SimulationFailed: a turn broke.
    """
    products = read_products(catalog)
    with imported(products) as retrieval:
        agent = open_agent(retrieval, settings)
        cases = drawn(products, retrieval.recommender.vocabulary(), plan)
        with asyncio.Runner() as runner:
            held = {
                name: _converse_all(runner, cases, plan, replace(agent.parts, asking=asks), name)
                for name, asks in systems(plan.seed).items()
            }
            runner.run(agent.aclose())
    values = {name: measured(dialogues) for name, dialogues in held.items()}
    model = agent.model_name
    config = {
        "catalog": catalog.name,
        "products": len(products),
        "seed": plan.seed,
        "tells_price": plan.tells_price,
        "patience": PATIENCE,
        "model": model,
    }
    notes = (
        f"{model or 'no model'}, {len(products):,} products, seed {plan.seed}; a failure counts as "
        f"{PATIENCE} turns; violations: share of the products shown that contradict what was said",
    )
    return Report.of_cases("simulated shoppers", values, config, notes), held


def drawn(products: Sequence[Product], vocabulary: Vocabulary, plan: Plan) -> list[Case]:
    """Targets at random, each once, among those that can be had and of which something can be said.

    Raises:
        DatasetError: there is none.
    """
    names = kind_names(vocabulary)
    order = sorted(products, key=lambda product: product.product_id)
    Random(plan.seed).shuffle(order)
    cases: list[Case] = []
    for product in order:
        wish = wish_of(product, names)
        if product.availability == "out_of_stock":
            continue
        if wish.kind or wish.facts:
            cases.append(Case(product.product_id, wish))
            if len(cases) == plan.dialogues:
                break
    if not cases:
        raise DatasetError(
            "no product of this catalog is in stock"
            if all(product.availability == "out_of_stock" for product in products)
            else "nothing can be said of any product of this catalog: it has no category, brand or attribute"
        )
    return cases


def measured(dialogues: Sequence[Dialogue]) -> dict[str, list[float]]:
    """Metric → one value per dialogue."""
    return {
        **{f"success@{t}": [float(each.within(t)) for each in dialogues] for t in (1, 3, 5)},
        "turns": [float(each.turns) for each in dialogues],
        "violations": [each.contradicting / max(each.shown, 1) for each in dialogues],
        "dead_ends": [float(each.dead_end) for each in dialogues],
    }


def _converse_all(
    runner: asyncio.Runner, cases: Sequence[Case], plan: Plan, parts: TurnParts, name: str
) -> list[Dialogue]:
    at_once = 1 if parts.overlay is None else AT_ONCE
    numbered = list(enumerate(cases))
    batches = [numbered[start : start + at_once] for start in range(0, len(numbered), at_once)]
    dialogues: list[Dialogue] = []
    for batch in counted(batches, name):
        dialogues += runner.run(_batch(batch, plan, parts, name))
    return dialogues


async def _batch(
    batch: Sequence[tuple[int, Case]], plan: Plan, parts: TurnParts, name: str
) -> list[Dialogue]:
    # The same shopper for every system: only what they are asked differs.
    return await asyncio.gather(
        *(
            converse(
                Shopper(case.wish, Random(f"{plan.seed} {number}"), plan.tells_price),
                case.target,
                f"{name}-{number}",
                parts,
            )
            for number, case in batch
        )
    )


def failures(held: Mapping[str, Sequence[Dialogue]]) -> list[Dialogue]:
    """Those of aisle that found nothing, or showed what contradicts the shopper."""
    return [dialogue for dialogue in held[AISLE] if not dialogue.found or dialogue.contradicting]
