"""One JSON object per line."""

from __future__ import annotations

from collections.abc import Iterator

import orjson

from retrieval.catalog.lines import Source
from retrieval.catalog.raw import BadRow, RawRow, excerpt


def read(source: Source) -> Iterator[RawRow | BadRow]:
    """Blank lines are passed over."""
    for line in source.lines():
        if line.problem is not None:
            yield BadRow(line.number, line.problem, excerpt(line.data))
        elif line.data.strip():
            yield _row(line.number, line.data)


def _row(number: int, data: bytes) -> RawRow | BadRow:
    try:
        fields = orjson.loads(data)
    except orjson.JSONDecodeError as error:
        return BadRow(number, _reason(data, error.colno), excerpt(data))
    if not isinstance(fields, dict):
        return BadRow(number, "is not a JSON object", excerpt(data))
    return RawRow(number, fields)


def _reason(data: bytes, column: int) -> str:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        return f"is not valid UTF-8 at byte {error.start + 1}"
    return f"is not valid JSON at column {column}"
