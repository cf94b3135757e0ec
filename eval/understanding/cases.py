"""Conversations with the constraints that hold after their last turn, one JSON object a line."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from pydantic import Field

from eval.jsonl import cases_of
from retrieval.types import Constraints, Frozen


class Case(Frozen):
    """What the shopper says, turn by turn, and what must be understood in the end."""

    turns: Annotated[tuple[str, ...], Field(min_length=1)]
    constraints: Constraints


def read_cases(path: Path, notes: list[str] | None = None) -> list[Case]:
    """Every case of ``path``; ``notes``: to which is added what was passed over.

    Raises:
        DatasetError: the file is missing or empty, or a line (named) is not a case.
    """
    return cases_of(path, Case, notes=notes)
