"""Versions, pins, and the prompts that ship."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from prompts.errors import PromptChanged, PromptInvalid, PromptNotFound
from prompts.loader import TEMPLATES, load, names, versions

BODY = "---\npurpose: p\ninputs: {{x: y}}\noutput: o\nchanged: {0}\n---\n## system\nS\n## user\n{{{{ x }}}}\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "greet").mkdir()
    for version in ("v1", "v2", "v10"):
        (tmp_path / "greet" / f"{version}.md").write_text(BODY.format(version))
    released = hashlib.sha256((tmp_path / "greet" / "v1.md").read_bytes()).hexdigest()
    (tmp_path / "active.toml").write_text('greet = "v2"\n')
    (tmp_path / "pins.toml").write_text(f'[greet]\nv1 = "{released}"\n')
    return tmp_path


def test_the_live_version_is_loaded(folder: Path) -> None:
    assert load("greet", folder=folder).version == "v2"
    assert load("greet", "v10", folder=folder).front.changed == "v10"


def test_versions_are_in_order_of_age(folder: Path) -> None:
    assert versions("greet", folder) == ("v1", "v2", "v10")
    assert names(folder) == ("greet",)


def test_a_released_version_is_known_as_such(folder: Path) -> None:
    assert load("greet", "v1", folder=folder).released
    assert not load("greet", "v2", folder=folder).released


def test_a_released_version_that_changed_is_refused(folder: Path) -> None:
    path = folder / "greet" / "v1.md"
    path.write_text(path.read_text() + "\n")
    with pytest.raises(PromptChanged, match=r"^greet/v1\.md was released and has changed since: restore it"):
        load("greet", "v1", folder=folder)


def test_a_draft_may_change(folder: Path) -> None:
    path = folder / "greet" / "v2.md"
    path.write_text(path.read_text() + "more")
    assert load("greet", folder=folder).render(x="1").messages[1][1].endswith("more")


@pytest.mark.parametrize(
    ("name", "version", "line"),
    [
        ("greet", "v3", "has no version 'v3'; it has v1, v2, v10"),
        ("greet", "../greet/v1", "has no version"),
        ("shout", "v1", "There is no prompt 'shout'; there are greet"),
        ("../greet", "v1", "There is no prompt"),
        ("shout", None, "names no live version of the prompt 'shout'"),
    ],
)
def test_what_is_not_there_is_said_to_be_missing(
    folder: Path, name: str, version: str | None, line: str
) -> None:
    with pytest.raises(PromptNotFound) as error:
        load(name, version, folder=folder)
    assert line in error.value.message


def test_a_broken_active_file_is_named(folder: Path) -> None:
    (folder / "active.toml").write_text("greet = ")
    with pytest.raises(PromptInvalid, match=r"active\.toml"):
        load("greet", folder=folder)
    (folder / "active.toml").unlink()
    with pytest.raises(PromptNotFound, match=r"active\.toml is missing"):
        load("greet", folder=folder)


def test_a_file_that_is_no_text_is_refused(folder: Path) -> None:
    (folder / "greet" / "v2.md").write_bytes(b"\xff\xfe")
    with pytest.raises(PromptInvalid, match="not UTF-8"):
        load("greet", folder=folder)


@pytest.mark.parametrize("name", names())
def test_what_ships_is_live_and_released(name: str) -> None:
    prompt = load(name)
    assert prompt.released
    assert (
        prompt.sha256 == hashlib.sha256((TEMPLATES / name / f"{prompt.version}.md").read_bytes()).hexdigest()
    )
    for version in versions(name):
        load(name, version)


def test_a_render_says_where_it_comes_from() -> None:
    prompt = load("rerank")
    rendered = prompt.render(request="r", constraints="c", candidates="[A] x")
    assert (rendered.name, rendered.version, rendered.sha256) == ("rerank", "v1", prompt.sha256)
    assert [role for role, _ in rendered.messages] == ["system", "user"]


def test_this_room_is_a_leaf() -> None:
    for source in TEMPLATES.parent.glob("*.py"):
        text = source.read_text()
        assert "import retrieval" not in text
        assert "from retrieval" not in text
        assert "from agent" not in text
