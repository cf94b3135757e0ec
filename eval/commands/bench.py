"""``aisle-eval bench``: how fast."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from eval.commands.options import Catalog, Gates, Out

SIZES = (10_000, 50_000)
"""So that a person waits some minutes; each 100,000 more take about three."""
Sizes = Annotated[
    list[int] | None,
    typer.Option("--size", min=1, help=f"Products, repeatable (default: {' and '.join(map(str, SIZES))})."),
]
Queries = Annotated[int, typer.Option("--queries", "-n", min=1, help="How many different queries.")]

bench = typer.Typer(help="How fast, each ratio measured in one run.", invoke_without_command=True)


@bench.callback()
def bench_whole(
    context: typer.Context,
    catalog: Catalog = None,
    size: Sizes = None,
    queries: Queries = 100,
    turns: Annotated[int, typer.Option("--turns", min=1, help="How many different messages to send.")] = 300,
    events: Annotated[int, typer.Option("--events", min=100, help="How many events to post.")] = 20_000,
    out: Out = None,
    gate: Gates = None,
) -> None:
    """The whole table: retrieval, ranking, turn and events, and the ratios of this run."""
    if context.invoked_subcommand is not None:
        return
    from eval.bench.whole import measure_whole, metrics, told
    from eval.report import Report, conclude, parse_gates
    from eval.report.table import print_report, terminal
    from retrieval.catalog.bundled import catalog_path

    sizes = size or SIZES
    gates = parse_gates(gate or (), metrics(sizes))
    console = terminal()

    def show(part: Report) -> None:
        print_report(part, console)
        console.print()

    whole = measure_whole(
        catalog or catalog_path(), sizes, queries=queries, turns=turns, events=events, show=show
    )
    print_report(told(whole), console)
    raise typer.Exit(conclude(whole, out, gates, quiet=True))


@bench.command("turn")
def bench_turn(
    catalog: Catalog = None,
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
    catalog: Catalog = None,
    size: Sizes = None,
    queries: Queries = 100,
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

    sizes = size or SIZES
    gates = parse_gates(gate or (), metrics(sizes))
    raise typer.Exit(conclude(measure_retrieval(catalog or catalog_path(), sizes, queries, keep), out, gates))


@bench.command("ranking")
def bench_ranking(
    catalog: Catalog = None,
    queries: Queries = 100,
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
    catalog: Catalog = None,
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
