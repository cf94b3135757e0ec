"""What structured outputs with `strict: true` demand of a schema."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from .chat_request import Asked

Path = tuple[str, ...]
_NOT_PERMITTED = (
    "uniqueItems",
    "default",
    "oneOf",
    "allOf",
    "not",
    "if",
    "then",
    "else",
    "patternProperties",
)


def strict_problem(wanted: Asked) -> str:
    """The message of the 400 that the real API would answer, or nothing."""
    if not wanted.strict or wanted.schema is None:
        return ""
    where = f"function '{wanted.name}'" if wanted.form == "tool" else f"response_format '{wanted.name}'"
    for path, schema in _schemas(wanted.schema, ()):
        problem = _problem(schema)
        if problem:
            return f"Invalid schema for {where}: In context={path}, {problem}"
    return ""


def _problem(schema: dict[str, Any]) -> str:
    for keyword in _NOT_PERMITTED:
        if keyword in schema:
            return f"'{keyword}' is not permitted."
    if schema.get("type") != "object":
        return ""
    if schema.get("additionalProperties") is not False:
        return "'additionalProperties' is required to be supplied and to be false."
    missing = [name for name in schema.get("properties", {}) if name not in schema.get("required", [])]
    if missing:
        return (
            "'required' is required to be supplied and to be an array including every key in properties. "
            f"Missing '{missing[0]}'."
        )
    return ""


def _schemas(
    schema: dict[str, Any], path: tuple[str, ...]
) -> Iterator[tuple[tuple[str, ...], dict[str, Any]]]:
    yield path, schema
    for group in ("properties", "$defs", "definitions"):
        for name, inner in schema.get(group, {}).items():
            yield from _schemas(inner, (*path, group, name))
    if isinstance(schema.get("items"), dict):
        yield from _schemas(schema["items"], (*path, "items"))
    for number, option in enumerate(schema.get("anyOf", [])):
        yield from _schemas(option, (*path, "anyOf", str(number)))
