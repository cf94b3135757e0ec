"""One seeded output."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Literal

from pydantic import ValidationError

from eval.errors import SuiteError
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
        SuiteError: a file or a line (named) cannot be read.
    """
    seeds: list[Seed] = []
    for path in paths or [FOLDER / name for name in FILES]:
        try:
            lines = path.read_text(encoding="utf-8").splitlines()
        except OSError as error:
            raise SuiteError(f"{path}: cannot be read ({error.strerror})") from None
        for number, line in enumerate(lines, start=1):
            try:
                seeds.append(Seed.model_validate_json(line))
            except ValidationError as error:
                first = error.errors(include_url=False, include_input=False, include_context=False)[0]
                field = ".".join(map(str, first["loc"]))
                raise SuiteError(f"{path}:{number}: {field}: {first['msg']}") from None
    return seeds
