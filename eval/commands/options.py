"""Options that several commands have."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

Out = Annotated[Path | None, typer.Option("--out", metavar="FILE.json", help="Write the report as JSON.")]
Gates = Annotated[
    list[str] | None,
    typer.Option(
        "--gate",
        metavar="METRIC>=X",
        help="Exit 1 unless this holds for the system aisle (also <=); repeatable.",
    ),
]

Verbose = Annotated[bool, typer.Option("--verbose", "-v", help="Print the cases that aisle got wrong.")]
Catalog = Annotated[
    Path | None,
    typer.Option("--catalog", metavar="FILE", help="What to import (default: the bundled catalog)."),
]
