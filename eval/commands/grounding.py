"""``aisle-eval grounding``: what is caught of what is false."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from eval.commands.options import Gates, Out, Verbose


def grounding(
    cases: Annotated[
        Path,
        typer.Argument(
            metavar="CASES.jsonl",
            help="""One case a line: {"sentence", "product", "list": […], "grounded": true}.""",
        ),
    ],
    verbose: Verbose = False,
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
