"""Files of one JSON object a line, as people hand them over: packed, with a BOM, CRLF or blank lines."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, TypeVar

import orjson
from pydantic import BaseModel, ValidationError

from eval.errors import DatasetError
from retrieval.catalog.lines import Source
from retrieval.errors import FeedError

M = TypeVar("M", bound=BaseModel)


def present(path: Path) -> Path:
    """The file itself, or the same with ``.gz`` where only that is there."""
    packed = path.with_name(f"{path.name}.gz")
    return packed if packed.is_file() and not path.is_file() else path


def lines_of(path: Path) -> Iterator[tuple[int, str]]:
    """Every line that holds anything, with its number from 1. Packed as gzip or not.

    Raises:
        DatasetError: the file cannot be read, or a line (named) is too long or no UTF-8 text.
    """
    path = present(path)
    if path.is_dir():
        raise DatasetError(f"{path} cannot be read (it is a folder)")
    try:
        source = Source(path)
    except FeedError as error:
        said = error.message.removeprefix(f"{path}: ").rstrip(".")
        raise DatasetError(f"{path} cannot be read ({said})") from None
    try:
        for line in source.lines():
            where = f"{path}, line {line.number}"
            if line.problem is not None:
                raise DatasetError(f"{where}: {line.problem}")
            try:
                text = line.data.decode()
            except UnicodeDecodeError:
                raise DatasetError(f"{where} is not UTF-8 text") from None
            if text.strip():
                yield line.number, text
    finally:
        source.close()


def objects_of(path: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every line as an object, with where it stands: ``queries.jsonl, line 3``.

    Raises:
        DatasetError: as :func:`lines_of`, or a line is no JSON object.
    """
    for number, line in lines_of(path):
        where = f"{path}, line {number}"
        try:
            row = orjson.loads(line)
        except orjson.JSONDecodeError:
            raise DatasetError(f"{where} is not JSON") from None
        if not isinstance(row, dict):
            raise DatasetError(f"{where} is not a JSON object")
        yield where, row


def cases_of(path: Path, model: type[M], what: str = "case", notes: list[str] | None = None) -> list[M]:
    """Every line as one ``model``. Fields that it does not know are passed over, and told in ``notes``.

    Raises:
        DatasetError: the file is missing or empty, or a line (named) is none.
    """
    cases: list[M] = []
    unknown: dict[str, int] = {}
    for where, row in objects_of(path):
        known = {name: value for name, value in row.items() if name in model.model_fields}
        for name in row.keys() - known.keys():
            unknown[name] = unknown.get(name, 0) + 1
        try:
            cases.append(model.model_validate(known))
        except ValidationError as error:
            raise DatasetError(f"{where} is not a {what}: {first_of(error)}") from None
    if not cases:
        raise DatasetError(f"{path} holds no {what}s")
    if unknown and notes is not None:
        names = ", ".join(f"{name} ({count:,})" for name, count in sorted(unknown.items()))
        notes.append(f"{path.name}: passed over what no {what} has: {names}")
    return cases


def first_of(error: ValidationError) -> str:
    """The first thing that is wrong, with its field."""
    first = error.errors(include_url=False, include_input=False, include_context=False)[0]
    name = ".".join(map(str, first["loc"]))
    return f"{f'{name}: ' if name else ''}{first['msg'].removeprefix('Value error, ')}"
