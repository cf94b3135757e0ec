"""``aisle-eval understanding``: what each interpreter makes of whole conversations."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from agent.errors import ModelFailure
from agent.ports import Interpreter, Reader
from agent.settings import AgentSettings
from agent.types import Understanding
from agent.understanding.reader import build_reader
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

log = logging.getLogger(__name__)

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
        SettingsError: a model is configured, and cannot be built.
    """
    notes: list[str] = []
    conversations = read_cases(cases, notes)
    columns = columns_of(read_products(catalog))
    settings = AgentSettings.load()
    understood = asyncio.run(_understood(conversations, columns, settings))
    config: dict[str, object] = {"cases": cases.name, "catalog": catalog.name}
    if settings.model is not None:
        config["model"] = settings.model
    wrong = [result for result in understood[AISLE] if not result.counts.exact]
    return replace(report(understood, config), notes=tuple(notes)), wrong


async def _understood(
    cases: Sequence[Case], columns: Columns, settings: AgentSettings
) -> dict[str, list[Understood]]:
    """Every system over every case, in one event loop: a model's connections belong to it."""
    vocabulary = learn(columns, revision=1)

    def count(constraints: Constraints) -> int:
        return int(columns.mask(constraints).sum())

    # Aisle without a model is its rules, beside the catalog that tells what a new kind can have.
    rules = RulesInterpreter(count)
    systems: dict[str, Interpreter] = {AISLE: rules, "rules": RulesInterpreter()}
    built = build_reader(settings, rules, count)
    if built is not None:
        systems[AISLE] = ModelInterpreter(rules, built.reader)
        systems["model"] = ModelInterpreter(rules, built.reader, always=True)
    try:
        return {
            name: await understand_all(interpreter, cases, vocabulary, name)
            for name, interpreter in systems.items()
        }
    finally:
        if built is not None:
            await built.aclose()


class ModelInterpreter:
    """The rules' reading, and the model's where the rules are not sure (``always``: of every message).

    What a failed call leaves is the rules' reading, as in a conversation.
    """

    def __init__(self, rules: RulesInterpreter, reader: Reader, *, always: bool = False) -> None:
        self._rules = rules
        self._reader = reader
        self._always = always

    async def interpret(self, message: str, before: Constraints, vocabulary: Vocabulary) -> Understanding:
        """As :class:`agent.ports.Interpreter`; what was said before is not told, what holds is."""
        read = await self._rules.interpret(message, before, vocabulary)
        if not self._always and not await self._reader.unsure(message, before, read, vocabulary):
            return read
        try:
            return await self._reader.read(message, before, vocabulary, (), {})
        except ModelFailure as failure:
            log.warning("a message was left to the rules: %s", failure.message)
            return read


async def understand_all(
    interpreter: Interpreter, cases: Sequence[Case], vocabulary: Vocabulary, name: str
) -> list[Understood]:
    """Each case from an empty conversation, turn by turn, in order."""
    return [
        Understood(case, constraints, slot_counts(constraints, case.constraints))
        for case in counted(cases, name)
        for constraints in (await _converse(interpreter, case, vocabulary),)
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
