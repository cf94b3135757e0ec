"""One seeded output."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Literal

from pydantic import ValidationError

from eval.errors import SuiteError
from eval.jsonl import first_of, lines_of
from eval.runs.performance import Performance
from eval.suites.schema import Case
from retrieval.types import Frozen

FOLDER = Path(__file__).parent
FILES = ("made.jsonl", "hand.jsonl")


class Seed(Frozen):
    """A case with what was done, and what is wrong with it."""

    id: str
    source: Literal["rule", "hand"]
    defects: tuple[str, ...] = ()
    """The scorers that have to find something; empty: a good output."""
    about: str = ""
    case: Case
    performances: tuple[Performance, ...]


def read_seeds(paths: Iterable[Path] | None = None) -> list[Seed]:
    """Every seed of the files; of the bundled ones where none are named.

    Raises:
        DatasetError: a file cannot be read.
        SuiteError: a line (named) is no seed.
    """
    seeds: list[Seed] = []
    for path in paths or [FOLDER / name for name in FILES]:
        for number, line in lines_of(path):
            try:
                seeds.append(Seed.model_validate_json(line))
            except ValidationError as error:
                raise SuiteError(f"{path}:{number}: {first_of(error)}") from None
    return seeds
