"""Conversations with the constraints that hold after their last turn, one JSON object a line."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from pydantic import Field, ValidationError

from eval.errors import DatasetError
from retrieval.types import Constraints, Frozen


class Case(Frozen):
    """What the shopper says, turn by turn, and what must be understood in the end."""

    turns: Annotated[tuple[str, ...], Field(min_length=1)]
    constraints: Constraints


def read_cases(path: Path) -> list[Case]:
    """Every case of ``path``.

    Raises:
        DatasetError: the file is missing or empty, or a line (named) is not a case.
    """
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except OSError as error:
        raise DatasetError(f"{path} cannot be read ({error.strerror})") from None
    except UnicodeDecodeError:
        raise DatasetError(f"{path} is not UTF-8 text") from None
    cases = [
        _case(line, f"{path}, line {number}") for number, line in enumerate(lines, start=1) if line.strip()
    ]
    if not cases:
        raise DatasetError(f"{path} holds no cases")
    return cases


def _case(line: str, where: str) -> Case:
    try:
        return Case.model_validate_json(line)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False, include_context=False)[0]
        field = ".".join(map(str, first["loc"]))
        raise DatasetError(f"{where} is not a case: {f'{field}: ' if field else ''}{first['msg']}") from None
