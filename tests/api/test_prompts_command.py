"""``aisle prompts``: what the model is told, for whoever runs the shop."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from agent.errors import PromptUnusable
from api.cli import app
from api.commands import prompting
from prompts.loader import TEMPLATES, load, names

FILE = (
    "---\npurpose: Greet.\ninputs:\n  who: whom to greet\noutput: A line.\nchanged: {why}\n---\n"
    "## system\nYou greet{how}.\n\n## user\nHello {{{{ who }}}}\n"
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "greet").mkdir()
    (tmp_path / "greet" / "v1.md").write_text(FILE.format(why="First [version].", how=""))
    (tmp_path / "greet" / "v2.md").write_text(FILE.format(why="Kinder.", how=" kindly"))
    (tmp_path / "active.toml").write_text('greet = "v1"\n')
    sha256 = hashlib.sha256((tmp_path / "greet" / "v1.md").read_bytes()).hexdigest()
    (tmp_path / "pins.toml").write_text(f'[greet]\nv1 = "{sha256}"\n')
    return tmp_path


def run(*arguments: str) -> str:
    ran = CliRunner().invoke(app, ["prompts", *arguments], catch_exceptions=False)
    assert ran.exit_code == 0, ran.output
    return ran.stdout


def test_the_list_names_every_prompt_and_its_live_version() -> None:
    lines = run("list").splitlines()[1:]
    listed = [line.split() for line in lines]
    assert sorted({line[0] for line in listed}) == list(names())
    for name in names():
        (live,) = [line for line in listed if line[0] == name and "live" in line[2]]
        assert live[1] == load(name).version


def test_a_draft_is_told_from_what_was_released(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    prompting.list_prompts(folder)
    first, second = capsys.readouterr().out.splitlines()[1:]
    assert first.split()[:3] == ["greet", "v1", "live"]
    assert "First [version]." in first
    assert second.split()[:3] == ["greet", "v2", "draft"]


def test_show_prints_the_file_and_nothing_else() -> None:
    for name in names():
        prompt = load(name)
        file = (TEMPLATES / name / f"{prompt.version}.md").read_text()
        assert run("show", name) == run("show", name, prompt.version) == file


def test_render_puts_inputs_in_their_place_and_says_what_is_missing() -> None:
    out = run("render", "narrate", "--input", "request=a = b", "--input", "candidates=[A] One\n[B] Two")
    assert out.startswith("## system\nYou are a salesperson")
    assert "Request: a = b\n" in out
    assert "[A] One\n[B] Two\n</data>" in out
    assert f"Must hold: ({load('narrate').front.inputs['constraints']})" in out


def test_rendered_as_json_it_is_what_the_loader_renders() -> None:
    prompt = load("rerank")
    values = {name: f"<{name}>" for name in prompt.front.inputs}
    given = [part for name, value in values.items() for part in ("--input", f"{name}={value}")]
    found = json.loads(run("render", "rerank", *given, "--json"))
    assert [(m["role"], m["content"]) for m in found["messages"]] == list(prompt.render(**values).messages)
    assert (found["name"], found["version"], found["sha256"]) == ("rerank", prompt.version, prompt.sha256)


def test_diff_is_of_the_live_and_the_newest_one(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    prompting.diff("greet", None, None, folder)
    lines = capsys.readouterr().out.splitlines()
    assert lines[:2] == ["--- greet v1", "+++ greet v2"]
    assert "-You greet." in lines
    assert "+You greet kindly." in lines
    prompting.diff("greet", "v2", "v2", folder)
    assert capsys.readouterr().out == "greet v2 and greet v2 are the same.\n"


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (("show", "shout"), "There is no prompt 'shout'; there are "),
        (("show", "narrate", "v999"), "has no version 'v999'"),
        (("render", "narrate", "--input", "price=1"), "unknown price"),
        (("render", "narrate", "--input", "request"), "--input request: must be NAME=VALUE."),
        (("diff", "narrate", "v1", "v999"), "has no version 'v999'"),
    ],
)
def test_a_mistake_is_one_clear_line(arguments: tuple[str, ...], line: str) -> None:
    ran = CliRunner().invoke(app, ["prompts", *arguments])
    assert isinstance(ran.exception, PromptUnusable)
    assert line in ran.exception.message
    assert "\n" not in ran.exception.message


def test_a_released_file_that_changed_is_told(folder: Path) -> None:
    (folder / "greet" / "v1.md").write_text(FILE.format(why="x", how=" rudely"))
    with pytest.raises(PromptUnusable, match="was released and has changed since"):
        prompting.show("greet", "v1", folder)
