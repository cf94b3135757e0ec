"""A rules file, read and checked: the first thing that is wrong, with its line."""

from __future__ import annotations

import difflib
import hashlib
import re
import tomllib
from collections.abc import Sequence
from importlib.resources import files
from typing import Any

from pydantic import ValidationError

from retrieval.errors import RulesError
from retrieval.ranking.rules.compiled import CompiledRules
from retrieval.ranking.rules.schema import Rules

DEFAULT = "default.toml"


def bundled() -> CompiledRules:
    """The rules that hold where a shop has none of its own."""
    return compiled(files(__package__).joinpath(DEFAULT).read_text(encoding="utf-8"), DEFAULT)


def compiled(text: str, source: str) -> CompiledRules:
    """Ready to be applied. ``source`` is what the file is called in messages.

    Raises:
        RulesError: ``SOURCE:LINE: what is wrong``.
    """
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"\(at line (\d+), column \d+\)|\(at end of document\)", str(error))
        line = int(found.group(1)) if found and found.group(1) else text.count("\n") + 1
        reason = str(error).split(" (at ")[0]
        raise RulesError(f"{source}:{line}: {reason[:1].lower()}{reason[1:]}") from None
    try:
        # Checked as it was written, so that a mistake is found in the file it stands in.
        Rules.model_validate(document)
        rules = Rules.model_validate(_over_default(document))
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        raise RulesError(_told(text, source, first["loc"], _reason(first))) from None
    _check_names(rules, text, source)
    digest = hashlib.sha256(text.encode()).hexdigest()[:12]
    return CompiledRules(rules, f"{rules.name}-{digest}")


def _over_default(document: dict[str, Any]) -> dict[str, Any]:
    if document.get("extends") != "default":
        return document
    base = tomllib.loads(files(__package__).joinpath(DEFAULT).read_text(encoding="utf-8"))
    return _laid_over(base, document)


def _laid_over(below: dict[str, Any], above: dict[str, Any]) -> dict[str, Any]:
    """Tables key by key; everything else is what stands above."""
    out = dict(below)
    for key, value in above.items():
        held = out.get(key)
        out[key] = _laid_over(held, value) if isinstance(held, dict) and isinstance(value, dict) else value
    return out


def _check_names(rules: Rules, text: str, source: str) -> None:
    for loc, rule in rules.scoped():
        if rule.segment is not None and rule.segment not in rules.segments:
            near = difflib.get_close_matches(rule.segment, rules.segments, n=1)
            hint = f"; did you mean “{near[0]}”?" if near else "; declare it under [segments]"
            raise RulesError(_told(text, source, (*loc, "segment"), f"no segment “{rule.segment}”{hint}"))
        arms = {f"{each.name}/{arm.name}" for each in rules.experiments for arm in each.arms}
        if rule.arm is not None and rule.arm not in arms:
            near = difflib.get_close_matches(rule.arm, arms, n=1)
            hint = f"; did you mean “{near[0]}”?" if near else "; declare it under [[experiments]]"
            raise RulesError(_told(text, source, (*loc, "arm"), f"no arm “{rule.arm}”{hint}"))
    names = [each.name for each in rules.experiments]
    for at, name in enumerate(names):
        if name in names[:at]:
            raise RulesError(_told(text, source, ("experiments", at, "name"), f"“{name}” is taken"))
    slots: dict[tuple[Any, ...], str] = {}
    for at, pin in enumerate(rules.pins):
        scope = (pin.slot, pin.surfaces, pin.segment, pin.query, pin.arm, pin.starts, pin.ends)
        if scope in slots:
            reason = f"slot {pin.slot} is taken by “{slots[scope]}” under the same conditions"
            raise RulesError(_told(text, source, ("pins", at, "slot"), reason))
        slots[scope] = pin.name


def _reason(error: Any) -> str:
    kind, given = error["type"], error.get("input")
    if kind == "extra_forbidden":
        known = sorted(_fields(error["loc"][:-1]))
        near = difflib.get_close_matches(str(error["loc"][-1]), known, n=1)
        return "unknown key" + (f"; did you mean {near[0]}?" if near else f"; known are {', '.join(known)}")
    if kind == "missing":
        return "is missing"
    if kind == "literal_error":
        near = difflib.get_close_matches(str(given), re.findall(r"'([^']+)'", error["msg"]), n=1)
        return f"“{given}” is not known" + (f"; did you mean {near[0]}?" if near else f": {error['msg']}")
    return str(error["msg"]).removeprefix("Value error, ").replace("Input should", "should")


def _fields(loc: Sequence[Any]) -> list[str]:
    """The keys that the schema takes at a place."""
    schema: dict[str, Any] = Rules.model_json_schema()
    at: dict[str, Any] = schema
    for key in loc:
        if "$ref" in at:
            at = schema["$defs"][at["$ref"].rpartition("/")[2]]
        if isinstance(key, int):
            at = at.get("items", {})
        else:
            at = at.get("properties", {}).get(key) or at.get("additionalProperties") or {}
    if "$ref" in at:
        at = schema["$defs"][at["$ref"].rpartition("/")[2]]
    return list(at.get("properties", {}))


def _told(text: str, source: str, loc: Sequence[Any], reason: str) -> str:
    keys = [part for part in loc if part != "[key]"]
    where = "".join(f"[{part + 1}]" if isinstance(part, int) else f".{part}" for part in keys).lstrip(".")
    return f"{source}:{line_of(text, keys)}: {where}: {reason}"


def line_of(text: str, loc: Sequence[Any]) -> int:
    """The line where a key stands, or the table that it is missing from; 1-based."""
    header, count, key = _place(loc)
    if count is not None and not re.search(rf"\[\[\s*{re.escape(header)}\s*\]\]", text):
        # A list on one line of its table.
        table, _, key = header.rpartition(".")
        header, count = table, None
    table = ""
    counts: dict[str, int] = {}
    best = 1
    for number, line in enumerate(text.splitlines(), start=1):
        if found := re.match(r"\s*\[\[?\s*([^\]]+?)\s*\]\]?", line):
            table = found.group(1).replace('"', "").replace(" ", "")
            counts[table] = counts.get(table, -1) + 1
            if table == header and (count is None or counts[table] == count):
                best = number
        elif table == header and (count is None or counts.get(table) == count) and _is_key(line, key):
            return number
    return best


def _is_key(line: str, key: str) -> bool:
    return bool(key) and re.match(rf"""\s*["']?{re.escape(key)}["']?\s*=""", line) is not None


def _place(loc: Sequence[Any]) -> tuple[str, int | None, str]:
    """Table header, which one of several (0-based), and key within it."""
    numbers = [at for at, part in enumerate(loc) if isinstance(part, int)]
    if numbers:
        at = numbers[0]
        following = [str(part) for part in loc[at + 1 :] if not isinstance(part, int)]
        return ".".join(map(str, loc[:at])), int(loc[at]), following[0] if following else ""
    return ".".join(map(str, loc[:-1])), None, str(loc[-1]) if loc else ""
