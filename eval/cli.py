"""The command ``aisle-eval``.

Exit codes: 0 every gate holds, 1 one does not, 2 the run could not be made (one line says why).
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from retrieval.errors import AisleError

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


@app.callback()
def _group() -> None:
    """Keeps a single command a named one."""


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


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and leave the process with its exit code."""
    try:
        app(list(arguments) if arguments is not None else None)
    except AisleError as error:
        sys.stderr.write(f"aisle-eval: {error.message}\n")
        raise SystemExit(2) from None


if __name__ == "__main__":
    main()
