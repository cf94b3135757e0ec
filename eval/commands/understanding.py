"""``aisle-eval understanding`` and ``aisle-eval intents``: what is made of what shoppers say."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from eval.commands.options import Gates, Out, Verbose


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
    verbose: Verbose = False,
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
