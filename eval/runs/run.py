"""A whole suite: every task performed, logged, and gathered again."""

from __future__ import annotations

import asyncio
import hashlib
import json
import logging
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import ExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from agent.narration.overlay import Overlay
from agent.settings import AgentSettings
from eval.errors import NotEnough, SuiteError
from eval.runs.budget import Budget, Cost, estimate, priced
from eval.runs.cassettes import Cassettes, Shelf
from eval.runs.log import RunLog
from eval.runs.perform import perform
from eval.runs.performance import Performance, Task, Variant
from eval.runs.speaking import prompts_of, settings_of, speaking
from eval.runs.stage import Stage
from eval.scripted.server import PROVIDER, scripted_models
from eval.suites.load import LoadedSuite
from eval.suites.schema import Case, System
from retrieval.errors import AisleError

log = logging.getLogger(__name__)

TRIES = 3
_PASSING = (":busy", ":unavailable", ":timeout", ":stalled")
_REFUSING = (":model_error", *_PASSING)
_PAUSE = 1.0
SILENT = 5
"""Cases without any answer after which a model is taken to be out of reach."""


@dataclass(frozen=True, slots=True)
class Options:
    """How a suite is run."""

    cassettes: Cassettes = Cassettes.off
    shelf: Path | None = None
    log: Path | None = None
    concurrency: int = 4
    budget: Budget = field(default_factory=Budget)
    pause: float = _PAUSE
    """Seconds before a call that failed for a passing reason is made again; doubled each time."""
    progress: Callable[[int, int], None] = lambda done, total: None


def tasks_of(cases: Sequence[Case], systems: Mapping[str, System], repeats: int, shuffles: int) -> list[Task]:
    """Everything to perform, system by system; the plain fallback too: its steadiness is measured."""
    tasks: list[Task] = []
    for name, system in systems.items():
        for case in cases:
            for shuffle in range(shuffles):
                for repeat in range(repeats):
                    tasks.append(Task(system=name, case=case, repeat=repeat, shuffle=shuffle))
                if case.inject is not None and case.inject.promotes and not system.plain:
                    tasks.append(_variant(name, case, "clean", shuffle))
            if case.flip is not None:
                tasks.append(_variant(name, case, "flip", 0))
    return tasks


def run(
    loaded: LoadedSuite, cases: Sequence[Case], systems: Mapping[str, System], stage: Stage, options: Options
) -> list[Performance]:
    """Every performance, in the order of the tasks.

    Raises:
        SuiteError: a system cannot be used, or the budget does not suffice.
        NotEnough: an answer to replay was never recorded.
    """
    tasks = tasks_of(cases, systems, loaded.suite.repeats, loaded.suite.shuffles)
    run_log = RunLog(options.log, digest(loaded, cases, systems)) if options.log is not None else None
    done = run_log.open() if run_log is not None else {}
    left = [task for task in tasks if task.key not in done]
    if options.cassettes is not Cassettes.replay:
        options.budget.require(estimate(left, systems, loaded.folder), "the run may cost")
    if done:
        log.warning(
            "%d of %d performances stand in %s: going on from there", len(done), len(tasks), options.log
        )
    with ExitStack() as stack:
        scripted = any((system.model or "").startswith(f"{PROVIDER}:") for system in systems.values())
        base_url = stack.enter_context(scripted_models()) if scripted else None
        runner = _Runner(loaded, systems, stage, options, run_log, base_url, len(tasks), done)
        asyncio.run(runner.all(left))
    if run_log is not None:
        run_log.finish()
    return [done[task.key] for task in tasks]


def digest(loaded: LoadedSuite, cases: Sequence[Case], systems: Mapping[str, System]) -> str:
    """What a run is known by: the suite, the cases, the systems and their prompts' bytes."""
    prompts = {
        name: [prompt.sha256 for prompt in prompts_of(name, system, loaded.folder)]
        for name, system in systems.items()
        if not system.plain
    }
    said = {
        "suite": loaded.suite.model_dump(mode="json"),
        "cases": [case.model_dump(mode="json") for case in cases],
        "systems": {name: system.model_dump(mode="json") for name, system in systems.items()},
        "prompts": prompts,
    }
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()


class _Runner:
    def __init__(
        self,
        loaded: LoadedSuite,
        systems: Mapping[str, System],
        stage: Stage,
        options: Options,
        run_log: RunLog | None,
        base_url: str | None,
        total: int,
        done: dict[str, Performance],
    ) -> None:
        self._loaded = loaded
        self._systems = systems
        self._stage = stage
        self._options = options
        self._log = run_log
        self._base_url = base_url
        self._total = total
        self._done = done
        self._spent = Cost()
        self._heard: set[str] = set()
        """Systems that answered."""
        self._silent: dict[str, list[Performance]] = {}

    async def all(self, tasks: Sequence[Task]) -> None:
        self._options.progress(len(self._done), self._total)
        for name, system in self._systems.items():
            waiting = [task for task in tasks if task.system == name]
            if not waiting:
                continue
            async with self._speaking(name, system) as overlay:
                queue = iter(waiting)
                try:
                    async with asyncio.TaskGroup() as group:
                        for _ in range(min(self._options.concurrency, len(waiting))):
                            group.create_task(self._work(queue, system, overlay))
                except ExceptionGroup as group_of:
                    # All workers stop at the first error: that one is told. (What `except*` raises is a group
                    # again in some Python versions.)
                    errors, others = group_of.split(AisleError)
                    if errors is None or others is not None:
                        raise
                    raise _first(errors) from None

    async def _work(self, queue: object, system: System, overlay: Overlay | None) -> None:
        tasks = iter(queue)  # type: ignore[call-overload]
        for task in tasks:
            performance = await self._perform(task, system, overlay)
            self._spent += priced(system, performance.usage.input_tokens, performance.usage.output_tokens)
            self._keep(performance)
            self._done[task.key] = performance
            self._options.progress(len(self._done), self._total)
            if self._options.cassettes is not Cassettes.replay:
                try:
                    self._options.budget.require(self._spent, "the run has cost")
                except SuiteError as error:
                    raise NotEnough(f"{error.message}; what is done is kept in its log") from None

    def _keep(self, performance: Performance) -> None:
        """Log it; what a model that never answered left is not to be gone on from, and is held back."""
        system = performance.system
        failed = [each for each in performance.degraded if each.endswith(_REFUSING)]
        answered = performance.model is None or any(call.text for call in performance.calls) or not failed
        silent = self._silent.setdefault(system, [])
        if not answered and system not in self._heard:
            silent.append(performance)
            if len(silent) < SILENT:
                return
            raise SuiteError(
                f"system {system}: {performance.model} answered none of its first {SILENT} cases "
                f"({failed[0]}): is the model's name right, its key and its server?"
            )
        self._heard.add(system)
        for each in (*silent, performance):
            if self._log is not None:
                self._log.add(each)
        silent.clear()

    async def _perform(self, task: Task, system: System, overlay: Overlay | None) -> Performance:
        """Once more where the provider was only busy for a moment."""
        settings = settings_of(task.system, system)
        pause = self._options.pause
        for _ in range(TRIES - 1):
            performance = await perform(task, self._stage, overlay, settings)
            if overlay is None or not any(each.endswith(_PASSING) for each in performance.degraded):
                return performance
            await asyncio.sleep(pause)
            pause *= 2
        return await perform(task, self._stage, overlay, settings)

    @asynccontextmanager
    async def _speaking(self, name: str, system: System) -> AsyncIterator[Overlay | None]:
        options = self._options
        shelf = Shelf(options.shelf) if options.shelf is not None else None
        scripted = (system.model or "").startswith(f"{PROVIDER}:")
        base_url = self._base_url if scripted else None
        # What comes with Aisle costs nothing and says the same every time: it needs no cassette.
        mode = Cassettes.off if scripted else options.cassettes
        async with speaking(name, system, self._loaded.folder, mode, shelf, base_url) as overlay:
            yield overlay


def _first(errors: BaseExceptionGroup[AisleError]) -> AisleError:
    first = errors.exceptions[0]
    return _first(first) if isinstance(first, BaseExceptionGroup) else first


def _variant(system: str, case: Case, variant: Variant, shuffle: int) -> Task:
    return Task(system=system, case=case, variant=variant, shuffle=shuffle)


def chosen_systems(loaded: LoadedSuite, names: Sequence[str]) -> dict[str, System]:
    """The systems of a suite by name; none named: all. The configured one gets its model here.

    Raises:
        SuiteError: one is unknown.
        SettingsError: the environment's model cannot be read.
    """
    known = loaded.suite.systems
    unknown = [name for name in names if name not in known]
    if unknown:
        raise SuiteError(f"there is no system {', '.join(unknown)}; the suite has {', '.join(known)}")
    return {name: _resolved(known[name]) for name in names or known}


def _resolved(system: System) -> System:
    if not system.configured:
        return system
    settings = AgentSettings.load()
    if settings.model is None:
        return System(plain=True)
    found = {"configured": False, "model": settings.model, "params": {**settings.llm_params, **system.params}}
    return system.model_copy(update=found)


def sampled(cases: Sequence[Case], per_family: int | None) -> list[Case]:
    """At most so many cases of each family, spread over it, always the same ones."""
    if per_family is None:
        return list(cases)
    families: dict[str, list[Case]] = {}
    for case in cases:
        families.setdefault(case.family, []).append(case)
    kept = set()
    for members in families.values():
        ordered = sorted(members, key=lambda case: hashlib.sha256(case.id.encode()).digest())
        kept |= {case.id for case in ordered[:per_family]}
    return [case for case in cases if case.id in kept]
