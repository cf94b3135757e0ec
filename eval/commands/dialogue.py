"""``aisle-eval dialogue``: simulated shoppers."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from eval.commands.options import Gates, Out


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
