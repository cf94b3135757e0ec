"""``aisle-eval understanding``: what each interpreter makes of whole conversations."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from agent.ports import Interpreter
from agent.understanding.rules import RulesInterpreter
from eval.catalog import columns_of, read_products
from eval.metrics import SlotCounts, slot_counts
from eval.progress import counted
from eval.report import AISLE, Report
from eval.statistics import Estimate, mean_of, paired_difference, ratio_of
from eval.understanding.cases import Case, read_cases
from retrieval.index.columns import Columns
from retrieval.index.vocabulary import learn
from retrieval.types import Constraints, Vocabulary

METRICS = ("exact_match", "slot_f1")


@dataclass(frozen=True, slots=True)
class Understood:
    """One case as one system understood it."""

    case: Case
    constraints: Constraints
    counts: SlotCounts

    def __str__(self) -> str:
        said = " / ".join(self.case.turns)
        return (
            f"{said}\n  right:      {self.case.constraints.wire()}\n  understood: {self.constraints.wire()}"
        )


def evaluate(cases: Path, catalog: Path) -> tuple[Report, list[Understood]]:
    """The report of every case of a file, and the cases that aisle got wrong.

    Raises:
        DatasetError: the cases cannot be read, or the catalog holds no product.
        FeedError: the catalog cannot be read.
    """
    conversations = read_cases(cases)
    columns = columns_of(read_products(catalog))
    vocabulary = learn(columns, revision=1)
    understood = {
        name: understand_all(interpreter, conversations, vocabulary, name)
        for name, interpreter in _interpreters(columns).items()
    }
    config = {"cases": cases.name, "catalog": catalog.name}
    wrong = [result for result in understood[AISLE] if not result.counts.exact]
    return report(understood, config), wrong


def _interpreters(columns: Columns) -> dict[str, Interpreter]:
    """Without a model aisle is its rules, beside the catalog that tells what a new kind can have."""

    def count(constraints: Constraints) -> int:
        return int(columns.mask(constraints).sum())

    return {AISLE: RulesInterpreter(count), "rules": RulesInterpreter()}


def understand_all(
    interpreter: Interpreter, cases: Sequence[Case], vocabulary: Vocabulary, name: str
) -> list[Understood]:
    """Each case from an empty conversation, turn by turn, in order."""
    return [
        Understood(case, constraints, slot_counts(constraints, case.constraints))
        for case in counted(cases, name)
        for constraints in (asyncio.run(_converse(interpreter, case, vocabulary)),)
    ]


async def _converse(interpreter: Interpreter, case: Case, vocabulary: Vocabulary) -> Constraints:
    constraints = Constraints()
    for message in case.turns:
        understanding = await interpreter.interpret(message, constraints, vocabulary)
        constraints = understanding.constraints
    return constraints


def report(understood: Mapping[str, Sequence[Understood]], config: Mapping[str, object]) -> Report:
    """Exact matches, and F1 over the slots of all cases together (micro), system by system."""
    ours = understood[AISLE]
    return Report(
        title="understanding",
        systems={name: _measured(results) for name, results in understood.items()},
        n=len(ours),
        config=config,
        differences={
            name: {"exact_match": paired_difference(_exact(ours), _exact(results))}
            for name, results in understood.items()
            if name != AISLE
        },
    )


def _measured(results: Sequence[Understood]) -> dict[str, Estimate]:
    counts = [result.counts for result in results]
    return {
        "exact_match": mean_of(_exact(results)),
        "slot_f1": ratio_of(
            [2 * each.agreed for each in counts],
            [2 * each.agreed + each.invented + each.missed for each in counts],
        ),
    }


def _exact(results: Sequence[Understood]) -> list[float]:
    return [float(result.counts.exact) for result in results]
