"""The smallest value that a JSON schema allows, for structured requests no script speaks of."""

from __future__ import annotations

from typing import Any

Schema = dict[str, Any]


def example(schema: Schema | None, root: Schema | None = None) -> Any:
    if not schema:
        return {}
    root = root or schema
    if "$ref" in schema:
        return example(_resolve(schema["$ref"], root), root)
    if "default" in schema:
        return schema["default"]
    if "const" in schema:
        return schema["const"]
    if "enum" in schema:
        return None if None in schema["enum"] else schema["enum"][0]
    for several in ("anyOf", "oneOf", "allOf"):
        if several in schema:
            options = schema[several]
            null = any(option.get("type") == "null" for option in options)
            return None if null else example(options[0], root)
    kind = schema.get("type", "object")
    if isinstance(kind, list):
        kind = "null" if "null" in kind else kind[0]
    return _of_type(kind, schema, root)


def _of_type(kind: str, schema: Schema, root: Schema) -> Any:
    if kind == "object":
        properties = schema.get("properties", {})
        required = schema.get("required", list(properties))
        return {name: example(properties[name], root) for name in required if name in properties}
    if kind == "array":
        return [example(schema.get("items"), root) for _ in range(schema.get("minItems", 0))]
    numbers = {"integer": int(schema.get("minimum", 0)), "number": float(schema.get("minimum", 0))}
    scalars: dict[str, Any] = {"string": "", "boolean": False, "null": None, **numbers}
    return scalars.get(kind)


def _resolve(reference: str, root: Schema) -> Schema:
    found: Any = root
    for step in reference.removeprefix("#/").split("/"):
        found = found[step]
    return dict(found)
