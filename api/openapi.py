"""What ``/openapi.json`` says beyond what the routes declare: shared shapes, and an example of every body and
answer, as the demo shop gave it, cut short."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any

import orjson
from fastapi import FastAPI

from api import problems
from api.limits import PLAIN_PATTERN
from retrieval.types import Event

_TEMPLATE = "#/components/schemas/{model}"
_LINES = "application/x-ndjson"


def describe(app: FastAPI) -> None:
    """Completes the app's description, once it is asked for."""
    generate = app.openapi

    def openapi() -> dict[str, Any]:
        if app.openapi_schema is None:
            schema = generate()
            schemas = schema.setdefault("components", {}).setdefault("schemas", {})
            # They are referred to by routes and belong to none.
            for name, model in (("Event", Event), ("ProblemDetail", problems.ProblemDetail)):
                described = model.model_json_schema(ref_template=_TEMPLATE)
                schemas.update(described.pop("$defs", {}))
                schemas[name] = described
            _bound_paths(schema)
            _exemplify(schema)
        return app.openapi_schema or {}

    app.openapi = openapi  # type: ignore[method-assign]


def _bound_paths(schema: dict[str, Any]) -> None:
    """What :class:`api.limits.PlainPaths` refuses no route declares."""
    for operations in schema["paths"].values():
        for operation in operations.values():
            for parameter in operation.get("parameters", ()):
                if parameter["in"] == "path" and parameter["schema"].get("type") == "string":
                    parameter["schema"].setdefault("pattern", PLAIN_PATTERN)


def _exemplify(schema: dict[str, Any]) -> None:
    given = _examples()
    for path, operations in schema["paths"].items():
        for method, operation in operations.items():
            example = given.get(f"{method.upper()} {path}", {})
            bodies = operation.get("requestBody", {}).get("content", {})
            for kind, content in bodies.items():
                if (body := example.get("lines" if kind == _LINES else "request")) is not None:
                    content.setdefault("example", body)
            for status, answer in operation["responses"].items():
                told = example.get("answer" if status.startswith("2") else f"answer_{status}")
                if told is not None:
                    for content in answer.get("content", {}).values():
                        content.setdefault("example", told)


@cache
def _examples() -> dict[str, Any]:
    read: dict[str, Any] = orjson.loads(files("api").joinpath("openapi_examples.json").read_bytes())
    return read
