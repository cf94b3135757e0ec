"""``aisle prompts``: every prompt and version, as its file stands and as a model would see it."""

from __future__ import annotations

import difflib
import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from rich.markup import escape
from rich.table import Table

from agent.errors import PromptUnusable
from api.terminal import console
from prompts.errors import PromptError
from prompts.loader import TEMPLATES, Prompt, active, load, names, versions


def list_prompts(folder: Path = TEMPLATES) -> None:
    """One row a version, the live one marked. Raises PromptUnusable."""
    table = Table("prompt", "version", "", "sha256", "why it changed", box=None, pad_edge=False)
    with _one_line():
        for name in names(folder):
            live = active(name=name, folder=folder)
            for version in versions(name, folder):
                prompt = load(name, version, folder=folder)
                state = ", ".join(
                    word
                    for word, holds in (("live", version == live), ("draft", not prompt.released))
                    if holds
                )
                table.add_row(name, version, state, prompt.sha256[:12], escape(prompt.front.changed))
    console().print(table)


def show(name: str, version: str | None, folder: Path = TEMPLATES) -> None:
    """The file as it stands. Raises PromptUnusable."""
    with _one_line():
        prompt = _prompt(name, version, folder)
    print(_text(prompt, folder), end="")  # noqa: T201 - this is the output


def render(
    name: str, version: str | None, given: Sequence[str], *, as_json: bool = False, folder: Path = TEMPLATES
) -> None:
    """The messages with ``given`` (``name=value``) in place; other inputs say what they hold.

    Raises:
        PromptUnusable: no such prompt, version or input.
    """
    with _one_line():
        prompt = _prompt(name, version, folder)
        values = {key: f"({what})" for key, what in prompt.front.inputs.items()}
        rendered = prompt.render(**{**values, **dict(_pair(each) for each in given)})
    if as_json:
        messages = [{"role": role, "content": text} for role, text in rendered.messages]
        found = {
            "name": rendered.name,
            "version": rendered.version,
            "sha256": rendered.sha256,
            "messages": messages,
        }
        print(json.dumps(found, ensure_ascii=False, indent=2))  # noqa: T201 - this is the output
        return
    print("\n\n".join(f"## {role}\n{text}" for role, text in rendered.messages))  # noqa: T201 - the output


def diff(name: str, old: str | None, new: str | None, folder: Path = TEMPLATES) -> None:
    """What differs between two versions, line by line; by default the live one and the newest.

    Raises:
        PromptUnusable: no such prompt or version.
    """
    with _one_line():
        before = _prompt(name, old, folder)
        after = _prompt(name, new or versions(name, folder)[-1], folder)
    lines = list(
        difflib.unified_diff(
            _text(before, folder).splitlines(),
            _text(after, folder).splitlines(),
            f"{name} {before.version}",
            f"{name} {after.version}",
            lineterm="",
        )
    )
    same = f"{name} {before.version} and {name} {after.version} are the same."
    print("\n".join(lines) or same)  # noqa: T201 - this is the output


def _prompt(name: str, version: str | None, folder: Path) -> Prompt:
    versions(name, folder)  # a name that nobody has is told before a version that is missing
    return load(name, version, folder=folder)


def _text(prompt: Prompt, folder: Path) -> str:
    return (folder / prompt.name / f"{prompt.version}.md").read_text(encoding="utf-8")


def _pair(given: str) -> tuple[str, str]:
    name, equals, value = given.partition("=")
    if not equals:
        raise PromptUnusable(f"--input {given}: must be NAME=VALUE.")
    return name, value


@contextmanager
def _one_line() -> Iterator[None]:
    try:
        yield
    except PromptError as error:
        raise PromptUnusable(error.message) from None
