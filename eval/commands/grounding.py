"""``aisle-eval grounding``: what is caught of what is false."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from eval.commands.options import Gates, Out, Verbose


def grounding(
    cases: Annotated[
        Path | None,
        typer.Argument(
            metavar="CASES.jsonl",
            help="""One case a line: {"sentence", "product", "list": […], "grounded": true}.""",
        ),
    ] = None,
    made: Annotated[
        Path | None,
        typer.Option(
            metavar="CATALOG",
            help="Instead of cases: true and false sentences made from the products of this feed.",
        ),
    ] = None,
    lists: Annotated[int, typer.Option(min=1, help="With --made: how many lists of products.")] = 60,
    seed: Annotated[int, typer.Option(help="With --made: other lists, other words.")] = 0,
    verbose: Verbose = False,
    out: Out = None,
    gate: Gates = None,
) -> None:
    """How surely a sentence that the facts do not bear out is caught, and only such a one."""
    from eval.grounding.run import METRICS, evaluate, evaluate_made
    from eval.report import conclude, parse_gates

    gates = parse_gates(gate or (), METRICS)
    if cases is not None and made is None:
        report, wrong, ms = evaluate(cases)
    elif made is not None and cases is None:
        report, wrong, ms = evaluate_made(made, lists, seed)
    else:
        raise typer.BadParameter("give a file of cases, or --made with a catalog")
    code = conclude(report, out, gates)
    typer.echo(f"{ms:.3f} ms a sentence")
    if verbose:
        for line in wrong:
            typer.echo(line)
    raise typer.Exit(code)
