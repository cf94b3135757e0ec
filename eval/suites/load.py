"""Reading suites: TOML or YAML, with cases as JSONL; what is wrong is told with file and line."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from eval.errors import DatasetError, SuiteError
from eval.jsonl import lines_of
from eval.suites.schema import Case, Suite
from eval.suites.wording import Location, first_wrong

BUNDLED = Path(__file__).parent / "bundled"


@dataclass(frozen=True, slots=True)
class LoadedSuite:
    """A suite with its cases, and the folder that its files are named from."""

    suite: Suite
    cases: tuple[Case, ...]
    folder: Path
    path: Path | None = None
    """The suite's own file."""


def bundled() -> tuple[str, ...]:
    """The suites that come with Aisle, by name."""
    return tuple(sorted(path.stem for path in BUNDLED.glob("*.toml")))


def load_suite(name: str) -> LoadedSuite:
    """The suite in a file, or a bundled one by name.

    Raises:
        SuiteError: saying in which file and line, what is wrong, and what may stand there.
    """
    path = Path(name)
    if path.suffix not in (".toml", ".yaml", ".yml"):
        path = BUNDLED / f"{name}.toml"
        if not path.exists():
            raise SuiteError(
                f"{name}: no such suite; name a .toml or .yaml file, or a bundled one: {' '.join(bundled())}"
            )
    text = _text(path)
    try:
        suite = Suite.model_validate(_parsed(path, text))
    except ValidationError as error:
        location, words = first_wrong(error, Suite)
        raise SuiteError(f"{_where(path, text, location)}{words}") from None
    cases: dict[str, Case] = {}
    for file in suite.cases:
        for case, where in _cases(path.parent / file):
            if case.id in cases:
                raise SuiteError(f"{where}: the id {case.id!r} is taken by an earlier case")
            cases[case.id] = case
    return LoadedSuite(suite, tuple(cases.values()), path.parent, path)


def mistake(loaded: LoadedSuite, location: Location, words: str) -> SuiteError:
    """What is wrong at a place of a suite that was read."""
    if loaded.path is None:
        return SuiteError(f"{_field(location)}{words}")
    return SuiteError(f"{_where(loaded.path, _text(loaded.path), location)}{words}")


def _cases(path: Path) -> list[tuple[Case, str]]:
    found = []
    for number, line in _lines(path):
        where = f"{path}:{number}"
        try:
            found.append((Case.model_validate_json(line), where))
        except ValidationError as error:
            location, words = first_wrong(error, Case)
            raise SuiteError(f"{where}: {_field(location)}{words}") from None
    if not found:
        raise SuiteError(f"{path}: holds no cases")
    return found


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    try:
        yield from lines_of(path)
    except DatasetError as error:
        raise SuiteError(error.message) from None


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise SuiteError(f"{path}: cannot be read ({error.strerror})") from None
    except UnicodeDecodeError:
        raise SuiteError(f"{path}: is not UTF-8 text") from None


def _parsed(path: Path, text: str) -> Any:
    if path.suffix == ".toml":
        try:
            return tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            line = re.search(r"at line (\d+)", str(error))
            said = re.sub(r"\s*\(at .*\)$", "", str(error))
            raise SuiteError(f"{path}{f':{line[1]}' if line else ''}: is not TOML: {said}") from None
    try:
        return yaml.safe_load(text)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        said = getattr(error, "problem", None) or "cannot be read"
        raise SuiteError(f"{path}{f':{mark.line + 1}' if mark else ''}: is not YAML: {said}") from None


def _where(path: Path, text: str, location: Location) -> str:
    line = _toml_line(text, location) if path.suffix == ".toml" else _yaml_line(text, location)
    return f"{path}{f':{line}' if line else ''}: {_field(location)}"


def _field(location: Location) -> str:
    return f"{'.'.join(map(str, location))}: " if location else ""


def _toml_line(text: str, location: Location) -> int | None:
    """The line of the deepest key of ``location`` that is written on one of its own."""
    wanted = [str(each) for each in location if isinstance(each, str)]
    table: list[str] = []
    best: tuple[int, int] | None = None
    for number, line in enumerate(text.splitlines(), start=1):
        if header := re.match(r"\s*\[+\s*(.+?)\s*\]+\s*(?:#.*)?$", line):
            table = _keys(header[1])
            path = table
        elif pair := re.match(r"\s*((?:[\w-]+|\"[^\"]*\"|'[^']*')(?:\s*\.\s*[\w\"'-]+)*)\s*=", line):
            path = [*table, *_keys(pair[1])]
        else:
            continue
        if path == wanted[: len(path)] and (best is None or len(path) > best[0]):
            best = (len(path), number)
    return best[1] if best else None


def _keys(dotted: str) -> list[str]:
    return [a or b or c for a, b, c in re.findall(r"\"([^\"]*)\"|'([^']*)'|([\w-]+)", dotted)]


def _yaml_line(text: str, location: Location) -> int | None:
    node = yaml.compose(text, Loader=yaml.SafeLoader)
    line = node.start_mark.line + 1 if node is not None else None
    for step in location:
        if isinstance(node, yaml.MappingNode):
            pairs = {key.value: (key, value) for key, value in node.value}
            if str(step) not in pairs:
                break
            key, node = pairs[str(step)]
            line = key.start_mark.line + 1
        elif isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
            node = node.value[step]
            line = node.start_mark.line + 1
        else:
            break
    return line
