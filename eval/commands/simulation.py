"""``aisle-eval simulate``: a month of shoppers."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import typer

from eval.commands.options import Gates, Out


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
