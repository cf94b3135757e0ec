"""``aisle-eval prompts``: suites, their comparison, and the scorers' own test."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from eval.commands.options import Gates, Out

if TYPE_CHECKING:
    from eval.runs.comparison import Comparison

prompts = typer.Typer(help="Prompt-quality suites.", no_args_is_help=True)


class CassetteMode(StrEnum):
    """What is done with recorded answers."""

    off = "off"
    auto = "auto"
    record = "record"
    replay = "replay"


@prompts.command("run")
def prompts_run(
    suite: Annotated[str, typer.Argument(metavar="SUITE", help="A .toml or .yaml file, or a bundled name.")],
    system: Annotated[
        list[str] | None, typer.Option("--system", "-s", help="Only this one of the suite; repeatable.")
    ] = None,
    family: Annotated[
        list[str] | None, typer.Option("--family", "-f", help="Only these cases; repeatable.")
    ] = None,
    sample: Annotated[
        int | None, typer.Option(min=1, help="At most so many cases of each family, always the same ones.")
    ] = None,
    cassettes: Annotated[
        CassetteMode | None,
        typer.Option(
            help="auto: replay what was recorded and record the rest; replay: exit 3 where one is missing. "
            "Default: replay where CI is set, else auto."
        ),
    ] = None,
    cassette_dir: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Default: .aisle/eval/cassettes.")
    ] = None,
    log: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE", help="Killed, a run goes on from it. Default: .aisle/eval/runs/SUITE.jsonl."
        ),
    ] = None,
    concurrency: Annotated[int, typer.Option(min=1, max=64, help="Turns at once.")] = 4,
    budget_tokens: Annotated[
        int | None, typer.Option(min=0, help="Do not start what may cost more; stop what did.")
    ] = None,
    budget_usd: Annotated[
        float | None, typer.Option(min=0, help="The same in dollars, by the prices in the suite.")
    ] = None,
    baseline: Annotated[
        str | None,
        typer.Option(metavar="FILE.json", help="Compare with an earlier --out; a regression is exit code 1."),
    ] = None,
    html: Annotated[
        Path | None,
        typer.Option("--html", metavar="FILE", help="The whole run as one page that needs nothing else."),
    ] = None,
    junit: Annotated[
        Path | None, typer.Option("--junit", metavar="FILE.xml", help="The same for a CI server.")
    ] = None,
    out: Out = None,
    gate: Gates = None,
) -> None:
    """Put every case of a suite to its systems and score the answers.

    Exit codes: 0 pass, 1 a regression or a gate that does not hold, 2 the suite cannot be run, 3 not enough
    data or a missing cassette.
    """
    from eval.report import parse_gates
    from eval.runs.budget import Budget
    from eval.runs.cassettes import Cassettes
    from eval.runs.command import Asked, conclude, ours, run_suite, worst
    from eval.runs.results import write_bytes
    from eval.scorers import chosen
    from eval.suites import load_suite

    # What the product logs of an answer put right is what is measured here.
    logging.getLogger("agent").setLevel(logging.ERROR)
    loaded = load_suite(suite)
    names = ("headline", *chosen(loaded.suite.scorers, loaded.suite.scorer_modules))
    gates = parse_gates(gate or (), names)
    ran = run_suite(
        Asked(
            suite=suite,
            systems=system or (),
            families=family or (),
            sample=sample,
            cassettes=Cassettes(cassettes.value) if cassettes is not None else None,
            cassette_dir=cassette_dir,
            log=log,
            concurrency=concurrency,
            budget=Budget(budget_tokens, budget_usd),
        )
    )

    def written(compared: Sequence[Comparison]) -> None:
        if html is not None:
            from eval.html import page_of

            write_bytes(html, page_of(ran, compared).encode())
        if junit is not None:
            from eval.runs.junit import junit_of

            write_bytes(junit, junit_of(ran, compared))

    code = conclude(ran, out, baseline, (written,))
    for each in gates:
        estimate = ran.results.mean(ours(ran), each.metric).estimate
        holds = each.keeps(estimate.mean)
        typer.echo(f"gate {each}: {'holds' if holds else 'does not hold'} ({ours(ran)}: {estimate.mean:.4g})")
        code = worst([code, 0 if holds else 1])
    raise typer.Exit(code)


@prompts.command("scorers")
def prompts_scorers(
    seeds: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="[SEEDS.jsonl]…", help="Seeded outputs (default: those that come with Aisle)."
        ),
    ] = None,
    verbose: Annotated[
        bool, typer.Option("--verbose", "-v", help="Print the outputs that a scorer judged wrongly.")
    ] = False,
    out: Out = None,
) -> None:
    """The scorers' own test: how surely each finds its defect in outputs whose defects are known.

    Exits 1 where one has a precision or a recall below 0.95.
    """
    from eval.report import conclude
    from eval.seeds.check import check, too_weak

    report, found = check(seeds or ())
    conclude(report, out, ())
    if verbose:
        for name, results in found.items():
            for each in results:
                if not each.right:
                    word = "wrongly found" if each.flagged else "missed"
                    typer.echo(f"{name}: {word} in {each.seed.id} {' / '.join(each.why[:2])}")
    weak = too_weak(report)
    if weak:
        typer.echo(f"below 0.95: {', '.join(weak)}")
    raise typer.Exit(1 if weak else 0)


@prompts.command("compare")
def prompts_compare(
    old: Annotated[
        str, typer.Argument(metavar="A", help="FILE.json of prompts run --out, or FILE.json:SYSTEM.")
    ],
    new: Annotated[str, typer.Argument(metavar="B", help="The same; what is judged.")],
    metric: Annotated[
        list[str] | None,
        typer.Option("--metric", "-m", help="Look at this alone, and gate on it; repeatable."),
    ] = None,
) -> None:
    """B against A on the same cases: better, worse, no difference, or not enough data.

    Exit codes: 0 pass, 1 a regression, 2 the files cannot be compared, 3 not enough data.
    """
    from eval.runs.command import compare_runs

    raise typer.Exit(compare_runs(old, new, metric or ()))
