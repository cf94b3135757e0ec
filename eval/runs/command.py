"""``aisle-eval prompts run`` and ``compare``: from a suite's name to an exit code."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.text import Text

from eval.errors import SuiteError
from eval.judge.command import judge_run
from eval.report import AISLE
from eval.report.table import print_report, terminal
from eval.runs.budget import Budget
from eval.runs.cassettes import Cassettes
from eval.runs.checks import require_names, require_products
from eval.runs.comparison import PASSED, REGRESSED, UNDECIDED, Comparison, compare
from eval.runs.gating import gates
from eval.runs.performance import Performance
from eval.runs.results import Picked, Results, read_results, results_of, with_judge, write_results
from eval.runs.run import Options, chosen_systems, run, sampled
from eval.runs.scored import Scored, score_all
from eval.runs.stage import open_stage
from eval.scorers import chosen
from eval.suites import load_suite
from eval.suites.load import LoadedSuite
from eval.suites.schema import Case, System
from retrieval.types import Product

KEPT = Path(".aisle/eval")
"""Where logs and cassettes lie when no other place is named."""


@dataclass(frozen=True, slots=True)
class Ran:
    """Everything a report may tell of."""

    loaded: LoadedSuite
    cases: tuple[Case, ...]
    systems: dict[str, System]
    products: dict[str, Product]
    performances: tuple[Performance, ...]
    scored: Scored
    results: Results


@dataclass(frozen=True, slots=True)
class Asked:
    """What the command line asks for."""

    suite: str
    systems: Sequence[str] = ()
    families: Sequence[str] = ()
    sample: int | None = None
    cassettes: Cassettes | None = None
    cassette_dir: Path | None = None
    log: Path | None = None
    concurrency: int = 4
    budget: Budget = field(default_factory=Budget)
    baseline: str | None = None


def mode_of(asked: Cassettes | None) -> Cassettes:
    """In CI nothing is asked that was not recorded, unless the command line says otherwise."""
    if asked is not None:
        return asked
    return Cassettes.replay if os.environ.get("CI") else Cassettes.auto


def run_suite(asked: Asked) -> Ran:
    """Perform and score a suite.

    Raises:
        SuiteError: the suite, one of its systems or the budget does not do.
        NotEnough: an answer to replay was never recorded.
    """
    loaded = load_suite(asked.suite)
    suite = loaded.suite
    scorers = chosen(suite.scorers, suite.scorer_modules)
    systems = chosen_systems(loaded, asked.systems)
    cases = _cases(loaded, asked)
    require_names(loaded, systems, scorers)
    mode = mode_of(asked.cassettes)
    with open_stage(loaded) as stage, _progress() as progress:
        require_products(cases, stage.products)
        options = Options(
            cassettes=mode,
            shelf=asked.cassette_dir or KEPT / "cassettes",
            log=asked.log or KEPT / "runs" / f"{suite.name}.jsonl",
            concurrency=asked.concurrency,
            budget=asked.budget,
            progress=progress,
        )
        performances = run(loaded, cases, systems, stage, options)
        scored = score_all(performances, cases, systems, stage.products, scorers, suite, loaded.folder)
        config = {
            "suite": suite.name,
            "systems": {name: system.model_dump(exclude_defaults=True) for name, system in systems.items()},
            "prompts": _prompts(performances),
            "repeats": suite.repeats,
            "shuffles": suite.shuffles,
            "sample": asked.sample,
        }
        judged = judge_run(loaded, performances, cases, systems, stage.products, mode, options.shelf)
        results = results_of(scored, scorers, suite, config)
        results = with_judge(results, judged, suite.minimum_effect)
        return Ran(loaded, tuple(cases), systems, stage.products, tuple(performances), scored, results)


def conclude(
    ran: Ran,
    out: Path | None,
    baseline: str | None,
    reports: Sequence[Callable[[Sequence[Comparison]], None]] = (),
) -> int:
    """Print, write and judge.

    Raises:
        SuiteError: a file cannot be written or read, or a gate makes no sense.
    """
    console = terminal()
    results = ran.results
    print_report(results.report(), console)
    for name, metric in results.metrics.items():
        if name.startswith("judge_"):
            console.print(Text(f"{name}: {metric.about}", style="dim"))
    held = gates(results, ran.loaded.suite)
    compared: list[Comparison] = []
    if baseline is not None:
        compared = compare(read_results(baseline), Picked(results, None))
    if out is not None:
        write_results(results, out)
    for report in reports:
        report(compared)
    for gate in held:
        console.print(Text(str(gate)))
    print_comparisons(compared, console)
    codes = [each.code for each in compared]
    codes += [{"holds": PASSED, "does not hold": REGRESSED}.get(gate.held, UNDECIDED) for gate in held]
    return worst(codes)


def compare_runs(old: str, new: str, only: Sequence[str]) -> int:
    """Print the verdicts on two kept runs; the exit code. Raises SuiteError."""
    before, after = read_results(old), read_results(new)
    compared = compare(before, after, only)
    suites = [each.results.suite for each in (before, after)]
    if suites[0] != suites[1]:
        terminal().print(f"two suites, {suites[0]} and {suites[1]}: compared on the cases that both have")
    print_comparisons(compared, terminal())
    return worst([each.code for each in compared])


def print_comparisons(compared: Sequence[Comparison], console: Console) -> None:
    """Each verdict on a line, then all of them in one sentence."""
    styles = {"worse": "red", "better": "green", "not enough data": "yellow", "no difference": "dim"}
    for each in compared:
        console.print(Text(f"\n{each.new} against {each.old}", style="italic"))
        for verdict in each.verdicts:
            told = "" if verdict.metric in each.gating else "  (told, not gated)"
            console.print(Text(f"  {verdict}{told}", style=styles[verdict.word]))
        words = {PASSED: "passes", REGRESSED: "a regression", UNDECIDED: "not enough data"}
        console.print(Text(f"  → {words[each.code]}", style="bold"))


def worst(codes: Sequence[int]) -> int:
    """A regression comes before a doubt, a doubt before a pass."""
    return next((code for code in (REGRESSED, UNDECIDED) if code in codes), PASSED)


def ours(ran: Ran) -> str:
    """The system that gates on the command line look at."""
    return AISLE if AISLE in ran.systems else next(iter(ran.systems))


def _cases(loaded: LoadedSuite, asked: Asked) -> list[Case]:
    families = {case.family for case in loaded.cases}
    unknown = [name for name in asked.families if name not in families]
    if unknown:
        raise SuiteError(f"there is no family {', '.join(unknown)}; there are {', '.join(sorted(families))}")
    wanted = [case for case in loaded.cases if not asked.families or case.family in asked.families]
    return sampled(wanted, asked.sample)


def _prompts(performances: Sequence[Performance]) -> dict[str, list[str]]:
    found: dict[str, dict[str, None]] = {}
    for performance in performances:
        found.setdefault(performance.system, {}).update(dict.fromkeys(performance.prompts))
    return {system: list(prompts) for system, prompts in found.items() if prompts}


@contextmanager
def _progress() -> Iterator[Callable[[int, int], None]]:
    console = Console(stderr=True)
    columns = (TextColumn("performing"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task("performing")

        def advance(done: int, total: int) -> None:
            bar.update(task, completed=done, total=total)

        yield advance
