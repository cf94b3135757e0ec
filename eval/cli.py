"""The command ``aisle-eval``.

Exit codes: 0 every gate holds, 1 one does not, 2 the run could not be made (one line says why), 3 there is
not enough data to tell.
"""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Mapping, Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from retrieval.errors import AisleError

if TYPE_CHECKING:
    from eval.runs.comparison import Comparison

# As `aisle` does, so that what is measured is what is served.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")

app = typer.Typer(
    name="aisle-eval",
    help="Measure retrieval, understanding and speed, each beside its baselines, with 95% intervals.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)

Out = Annotated[Path | None, typer.Option("--out", metavar="FILE.json", help="Write the report as JSON.")]
Gates = Annotated[
    list[str] | None,
    typer.Option(
        "--gate",
        metavar="METRIC>=X",
        help="Exit 1 unless this holds for the system aisle (also <=); repeatable.",
    ),
]


@app.command()
def retrieval(
    folder: Annotated[
        Path, typer.Argument(metavar="DIR", help="BEIR: corpus.jsonl, queries.jsonl, qrels/test.tsv.")
    ],
    out: Out = None,
    gate: Gates = None,
) -> None:
    """Ranking against judged relevance, beside bm25, dense and rrf."""
    from eval.report import conclude, parse_gates
    from eval.retrieval.run import METRICS, evaluate

    gates = parse_gates(gate or (), METRICS)
    raise typer.Exit(conclude(evaluate(folder), out, gates))


@app.command()
def understanding(
    cases: Annotated[
        Path,
        typer.Argument(
            metavar="CASES.jsonl", help="""One case a line: {"turns": […], "constraints": {…}}."""
        ),
    ],
    catalog: Annotated[
        Path, typer.Option("--catalog", metavar="ITEMS", help="The products that the cases are about.")
    ],
    verbose: Annotated[
        bool, typer.Option("--verbose", "-v", help="Print the cases that aisle got wrong.")
    ] = False,
    out: Out = None,
    gate: Gates = None,
) -> None:
    """Constraints understood from conversations, by the rules and by aisle as it is configured."""
    from eval.report import conclude, parse_gates
    from eval.understanding.run import METRICS, evaluate

    gates = parse_gates(gate or (), METRICS)
    report, wrong = evaluate(cases, catalog)
    code = conclude(report, out, gates)
    if verbose:
        for case in wrong:
            typer.echo(f"\n{case}")
    raise typer.Exit(code)


@app.command()
def intents(
    dialogues: Annotated[
        Path,
        typer.Argument(metavar="DIALOGUES.jsonl", help="One annotated conversation a line."),
    ],
    catalog: Annotated[Path, typer.Option("--catalog", metavar="ITEMS", help="The products of the shop.")],
    verbose: Annotated[
        bool, typer.Option("--verbose", "-v", help="Print the utterances that were taken for something else.")
    ] = False,
    out: Out = None,
    gate: Gates = None,
) -> None:
    """Whole human conversations: what each utterance is taken for, and whether what it says holds."""
    from eval.report import conclude, parse_gates
    from eval.understanding.dialogues import METRICS, evaluate

    gates = parse_gates(gate or (), METRICS)
    report, wrong = evaluate(dialogues, catalog)
    code = conclude(report, out, gates)
    if verbose:
        for each in wrong:
            said = f"{each.utterance.annotated} → {each.taken_for}"
            typer.echo(f"{said:24} {each.utterance.text.strip()} {', '.join(each.unkept)}")
    raise typer.Exit(code)


@app.command()
def dialogue(
    catalog: Annotated[
        Path, typer.Option("--catalog", metavar="ITEMS", help="The products that shoppers have in mind.")
    ],
    dialogues: Annotated[int, typer.Option("--dialogues", "-n", min=1, help="How many per system.")] = 500,
    seed: Annotated[int, typer.Option(help="The same seed, the same shoppers.")] = 0,
    tells_price: Annotated[
        bool,
        typer.Option("--tells-price", help="Shoppers also say unasked about what they would spend."),
    ] = False,
    verbose: Annotated[
        bool, typer.Option("--verbose", "-v", help="Print the dialogues of aisle that failed.")
    ] = False,
    out: Out = None,
    gate: Gates = None,
) -> None:
    """Simulated shoppers with a product in mind, beside no questions, random ones and maximum entropy."""
    from agent.settings import AgentSettings
    from eval.dialogue.run import METRICS, Plan, evaluate, failures
    from eval.report import conclude, parse_gates

    gates = parse_gates(gate or (), METRICS)
    report, held = evaluate(catalog, Plan(dialogues, seed, tells_price), AgentSettings.load())
    code = conclude(report, out, gates)
    if verbose:
        for failed in failures(held):
            typer.echo(f"\n{failed}")
    raise typer.Exit(code)


@app.command()
def grounding(
    cases: Annotated[
        Path,
        typer.Argument(
            metavar="CASES.jsonl",
            help="""One case a line: {"sentence", "product", "list": […], "grounded": true}.""",
        ),
    ],
    verbose: Annotated[
        bool, typer.Option("--verbose", "-v", help="Print the cases that aisle got wrong.")
    ] = False,
    out: Out = None,
    gate: Gates = None,
) -> None:
    """How surely a sentence that the facts do not bear out is caught, and only such a one."""
    from eval.grounding.run import METRICS, evaluate
    from eval.report import conclude, parse_gates

    gates = parse_gates(gate or (), METRICS)
    report, wrong, ms = evaluate(cases)
    code = conclude(report, out, gates)
    typer.echo(f"{ms:.3f} ms a sentence")
    if verbose:
        for line in wrong:
            typer.echo(line)
    raise typer.Exit(code)


class SplitBy(StrEnum):
    """What is held back."""

    last_item = "last-item"
    last_order = "last-order"
    time = "time"


class RepeatsAre(StrEnum):
    """Whether what a shopper had may be recommended again."""

    auto = "auto"
    mask = "mask"
    allow = "allow"


@app.command()
def recommend(
    folder: Annotated[
        Path,
        typer.Argument(metavar="DIR", help="items.jsonl, interactions.csv[.gz] and maybe test.jsonl."),
    ],
    split: Annotated[SplitBy, typer.Option(help="What is held back; test.jsonl comes first.")] = (
        SplitBy.last_item
    ),
    repeats: Annotated[
        RepeatsAre, typer.Option(help="auto: masked where no history repeats a product.")
    ] = RepeatsAre.auto,
    seed: Annotated[int, typer.Option(help="The same seed, the same models.")] = 0,
    out: Out = None,
    gate: Gates = None,
) -> None:
    """Personalisation against what shoppers chose next, over all products, beside seven baselines."""
    from eval.recommend.run import METRICS, evaluate
    from eval.report import conclude, parse_gates

    gates = parse_gates(gate or (), METRICS)
    raise typer.Exit(conclude(evaluate(folder, split.value, repeats.value, seed), out, gates))


@app.command()
def simulate(
    shoppers: Annotated[int, typer.Option(min=1, help="With one to three hidden tastes each.")] = 10_000,
    days: Annotated[int, typer.Option(min=1, max=365, help="Of the month.")] = 28,
    seed: Annotated[int, typer.Option(help="The same seed, the same month.")] = 1,
    tasteless: Annotated[
        bool, typer.Option("--tasteless", help="Everything attracts everybody alike: nothing to learn.")
    ] = False,
    trained: Annotated[
        bool, typer.Option("--trained", help="With the scheduled training every night.")
    ] = False,
    compare: Annotated[
        bool, typer.Option("--compare", help="Also a shop that recognises nobody, with the same visits.")
    ] = False,
    catalog: Annotated[
        Path | None, typer.Option("--catalog", metavar="FILE", help="Default: the bundled catalog.")
    ] = None,
    keep: Annotated[
        Path | None,
        typer.Option("--keep", metavar="DIR", help="Keep the data directory, e.g. for aisle report."),
    ] = None,
    plot: Annotated[
        Path | None,
        typer.Option("--plot", metavar="FILE", help="Click-through and coverage by day, as svg or png."),
    ] = None,
    out: Out = None,
    gate: Gates = None,
) -> None:
    """A month of shoppers through the real recommender and event log, beside what was really likely."""
    from eval.catalog import read_products
    from eval.report import conclude, parse_gates
    from eval.simulation.month import Plan
    from eval.simulation.plot import plot as draw
    from eval.simulation.run import METRICS, Month
    from eval.simulation.run import simulate as run
    from retrieval.catalog.bundled import catalog_path

    gates = parse_gates(gate or (), METRICS)
    plan = Plan(shoppers=shoppers, days=days, seed=seed, tasteless=tasteless, trained=trained)
    products = read_products(catalog or catalog_path())

    def show(months: Mapping[str, Month]) -> None:
        if plot is not None:
            draw(months, plot)

    raise typer.Exit(conclude(run(plan, products, keep, compare=compare, show=show), out, gates))


prompts = typer.Typer(help="Prompt-quality suites.", no_args_is_help=True)
app.add_typer(prompts, name="prompts")


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


bench = typer.Typer(help="How fast, each ratio measured in one run.", invoke_without_command=True)
app.add_typer(bench, name="bench")


@bench.callback()
def bench_whole(
    context: typer.Context,
    catalog: Annotated[
        Path | None,
        typer.Option("--catalog", metavar="FILE", help="What to import (default: the bundled catalog)."),
    ] = None,
    size: Annotated[
        list[int] | None,
        typer.Option("--size", min=1, help="Products, repeatable (default: 10000, 50000, 200000)."),
    ] = None,
    queries: Annotated[int, typer.Option("--queries", min=1, help="How many different queries.")] = 200,
    turns: Annotated[int, typer.Option("--turns", min=1, help="How many different messages to send.")] = 300,
    events: Annotated[int, typer.Option("--events", min=100, help="How many events to post.")] = 20_000,
    out: Out = None,
    gate: Gates = None,
) -> None:
    """The whole table: retrieval, ranking, turn and events, and the ratios of this run."""
    if context.invoked_subcommand is not None:
        return
    from eval.bench.whole import RATIOS, measure_whole, metrics
    from eval.report import AISLE, Report, conclude, parse_gates
    from eval.report.table import print_report, terminal
    from retrieval.catalog.bundled import catalog_path

    sizes = size or [10_000, 50_000, 200_000]
    gates = parse_gates(gate or (), metrics(sizes))
    console = terminal()

    def show(part: Report) -> None:
        print_report(part, console)
        console.print()

    whole = measure_whole(
        catalog or catalog_path(), sizes, queries=queries, turns=turns, events=events, show=show
    )
    told = {name: each for name, each in whole.systems[AISLE].items() if name.startswith(f"{RATIOS}/")}
    print_report(Report(title="ratios of this run", systems={AISLE: told}, n=whole.n, config={}), console)
    raise typer.Exit(conclude(whole, out, gates, quiet=True))


@bench.command("turn")
def bench_turn(
    catalog: Annotated[
        Path | None,
        typer.Option("--catalog", metavar="FILE", help="What to import (default: the bundled catalog)."),
    ] = None,
    turns: Annotated[
        int, typer.Option("--turns", "-n", min=1, help="How many different messages to send.")
    ] = 300,
    model_url: Annotated[
        str | None,
        typer.Option(
            "--model-url",
            metavar="URL",
            help="An OpenAI-compatible server to be the model, e.g. http://127.0.0.1:9100/v1.",
        ),
    ] = None,
    explained: Annotated[
        int,
        typer.Option(
            "--explained", min=0, help="How many of them to send beside a model of 30 ms a token; 0: none."
        ),
    ] = 20,
    out: Out = None,
    gate: Gates = None,
) -> None:
    """Import a catalog, then chat on it over HTTP; without --model-url there is no model."""
    from eval.bench.turn import measure_turns, metrics
    from eval.report import conclude, parse_gates
    from retrieval.catalog.bundled import catalog_path

    gates = parse_gates(gate or (), metrics(model_url is not None, explained > 0))
    report = measure_turns(catalog or catalog_path(), turns, model_url, explained)
    raise typer.Exit(conclude(report, out, gates))


@bench.command("retrieval")
def bench_retrieval(
    catalog: Annotated[
        Path | None,
        typer.Option(
            "--catalog", metavar="FILE", help="Where titles come from (default: the bundled catalog)."
        ),
    ] = None,
    size: Annotated[
        list[int] | None,
        typer.Option("--size", min=1, help="Products, repeatable (default: 10000, 50000, 200000)."),
    ] = None,
    queries: Annotated[int, typer.Option("--queries", "-n", min=1, help="How many different queries.")] = 200,
    keep: Annotated[
        Path | None,
        typer.Option("--keep", metavar="DIR", help="Keep the catalogs made here, and use those that are."),
    ] = None,
    out: Out = None,
    gate: Gates = None,
) -> None:
    """Filtered nearest neighbours beside Chroma's own where, at growing sizes."""
    from eval.bench.retrieval import measure_retrieval, metrics
    from eval.report import conclude, parse_gates
    from retrieval.catalog.bundled import catalog_path

    sizes = size or [10_000, 50_000, 200_000]
    gates = parse_gates(gate or (), metrics(sizes))
    raise typer.Exit(conclude(measure_retrieval(catalog or catalog_path(), sizes, queries, keep), out, gates))


@bench.command("ranking")
def bench_ranking(
    catalog: Annotated[
        Path | None,
        typer.Option("--catalog", metavar="FILE", help="What to import (default: the bundled catalog)."),
    ] = None,
    queries: Annotated[int, typer.Option("--queries", "-n", min=1, help="How many different queries.")] = 200,
    out: Out = None,
    gate: Gates = None,
) -> None:
    """Filters, scores, boosts and diversity over 500 candidates."""
    from eval.bench.ranking import measure_ranking, metrics
    from eval.report import conclude, parse_gates
    from retrieval.catalog.bundled import catalog_path

    gates = parse_gates(gate or (), metrics())
    raise typer.Exit(conclude(measure_ranking(catalog or catalog_path(), queries), out, gates))


@bench.command("events")
def bench_events(
    catalog: Annotated[
        Path | None,
        typer.Option("--catalog", metavar="FILE", help="What to import (default: the bundled catalog)."),
    ] = None,
    count: Annotated[int, typer.Option("--events", "-n", min=100, help="How many events to post.")] = 20_000,
    out: Out = None,
    gate: Gates = None,
) -> None:
    """Events per second, each on the disk before it is acknowledged: one by one, and in batches."""
    from eval.bench.events import measure_events, metrics
    from eval.report import conclude, parse_gates
    from retrieval.catalog.bundled import catalog_path

    gates = parse_gates(gate or (), metrics())
    raise typer.Exit(conclude(measure_events(catalog or catalog_path(), count), out, gates))


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and leave the process with its exit code."""
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s")
    try:
        app(list(arguments) if arguments is not None else None)
    except AisleError as error:
        sys.stderr.write(f"aisle-eval: {error.message}\n")
        raise SystemExit(getattr(error, "code", 2)) from None


if __name__ == "__main__":
    main()
