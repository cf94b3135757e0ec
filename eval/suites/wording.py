"""What is wrong with a suite file or a case, in words for whoever wrote it, with the way out."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from typing import Any, TypeAlias, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

Location: TypeAlias = Sequence[str | int]
_KINDS = {"int": "a whole number", "float": "a number", "bool": "true or false", "string": "text in quotes"}


def first_wrong(error: ValidationError, model: type[BaseModel]) -> tuple[Location, str]:
    """Where in the file the first mistake is, and what to do about it."""
    first = error.errors(include_url=False)[0]
    location = [step for step in first["loc"] if step not in ("[key]", "float", "int")]
    return location, _words(first, location, model)


def _words(first: ErrorDetails, location: Location, model: type[BaseModel]) -> str:
    kind, context = first["type"], first.get("ctx", {})
    match kind:
        case "extra_forbidden":
            return f"there is no such field{_like(str(location[-1]), _fields(model, location))}"
        case "missing":
            return "is missing"
        case "tuple_type":
            return 'must be a list, in brackets: ["…", "…"]'
        case "dict_type" | "model_type" | "mapping_type":
            return "must be a table of its own: {…}"
        case "string_pattern_mismatch":
            return _pattern(str(location[-1]) if location else "", context["pattern"], first["input"])
        case "string_too_short" | "too_short":
            return "is empty"
        case "string_too_long" | "too_long":
            return f"is longer than {context['max_length']}"
        case "greater_than_equal" | "greater_than" | "less_than_equal" | "less_than":
            sign, bound = next(iter(context.items()))
            words = {"ge": "at least", "gt": "above", "le": "at most", "lt": "below"}[sign]
            return f"must be {words} {bound:g} (it is {first['input']})"
        case "literal_error":
            return f"must be {context['expected']} (it is {first['input']!r})"
        case "json_invalid":
            return "is not JSON (a whole case stands on one line)"
        case _ if (found := _KINDS.get(kind.split("_")[0])) is not None:
            return f"must be {found} (it is {first['input']!r})"
        case _:
            return first["msg"].removeprefix("Value error, ")


def _pattern(name: str, pattern: str, given: object) -> str:
    if name == "model":
        return f"must be provider:model, such as openai:gpt-4.1-mini (it is {given!r})"
    if pattern.startswith("^[a-z]"):
        return f"must be small letters, digits, - and _, beginning with a letter (it is {given!r})"
    return f"holds a character that may not stand there (it is {given!r})"


def _like(name: str, names: Sequence[str]) -> str:
    close = difflib.get_close_matches(name, names, n=1)
    there = f"; there are {', '.join(names)}" if names else ""
    return f" (did you mean {close[0]}?){there}" if close else there


def _fields(model: type[BaseModel], location: Location) -> Sequence[str]:
    """The fields that may stand where the last step of ``location`` stands."""
    current = model
    for step in location[:-1]:
        field = current.model_fields.get(str(step))
        current = (_inner(field.annotation) if field is not None else None) or current
    return tuple(current.model_fields)


def _inner(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next((found for each in get_args(annotation) if (found := _inner(each)) is not None), None)
