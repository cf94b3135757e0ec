"""The command ``aisle-eval``.

Exit codes: 0 every gate holds, 1 one does not, 2 the run could not be made (one line says why), 3 there is
not enough data to tell.
"""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Sequence

import typer

from eval.commands.bench import bench
from eval.commands.dialogue import dialogue
from eval.commands.grounding import grounding
from eval.commands.prompts import prompts
from eval.commands.ranking import recommend, retrieval
from eval.commands.simulation import simulate
from eval.commands.understanding import intents, understanding
from retrieval.errors import AisleError

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
for command in (retrieval, understanding, intents, dialogue, grounding, recommend, simulate):
    app.command()(command)
app.add_typer(prompts, name="prompts")
app.add_typer(bench, name="bench")


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
