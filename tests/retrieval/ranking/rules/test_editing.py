"""A rules file replaced from elsewhere: whole or not at all, and what it was is kept."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from retrieval.errors import RulesError, SettingsError
from retrieval.ranking.rules import editing
from retrieval.ranking.rules.editing import current, former, former_text, replace, why_not

OLD, NEW = "name = 'old'\n", "name = 'new'\n"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "shop.toml"
    path.write_text(OLD)
    path.chmod(0o640)
    return path


def test_the_new_text_stands_there_and_the_old_one_is_kept(file: Path) -> None:
    replace(file, NEW, current(file).digest)
    assert file.read_text() == NEW
    assert file.stat().st_mode & 0o777 == 0o640
    assert [former_text(file, each.name) for each in former(file)] == [OLD]
    replace(file, NEW, current(file).digest)
    assert len(former(file)) == 1, "the same text is no new version"
    assert sorted(each.name for each in file.parent.iterdir()) == [".shop.toml.versions", "shop.toml"]


def test_whoever_saw_another_text_is_refused(file: Path) -> None:
    seen = current(file).digest
    file.write_text("name = 'theirs'\n")
    with pytest.raises(RulesError, match="changed by somebody else"):
        replace(file, NEW, seen)
    assert file.read_text() == "name = 'theirs'\n"


def test_a_broken_text_is_refused(file: Path) -> None:
    with pytest.raises(RulesError, match=r"shop\.toml:1: nme: unknown key"):
        replace(file, "nme = 'new'", current(file).digest)
    assert file.read_text() == OLD


def test_a_write_that_breaks_off_leaves_the_old_text(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("retrieval.ranking.rules.editing.os.fsync", full)
    with pytest.raises(SettingsError, match="cannot be written"):
        replace(file, NEW, current(file).digest)
    assert file.read_text() == OLD
    assert not [
        each for each in file.parent.iterdir() if each.name.startswith(".shop.toml.") and each.is_file()
    ]


def test_a_link_stays_a_link(file: Path) -> None:
    link = file.with_name("link.toml")
    link.symlink_to(file)
    replace(link, NEW, current(link).digest)
    assert link.is_symlink()
    assert file.read_text() == NEW


def test_only_so_many_are_kept(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(editing, "KEPT", 2)
    for number in range(4):
        replace(file, f"name = 'n{number}'\n", current(file).digest)
    assert [former_text(file, each.name) for each in former(file)] == ["name = 'n2'\n", "name = 'n1'\n"]


@pytest.mark.parametrize("name", ["../shop.toml", "shop.toml", "20260101T000000000000Z-000000000000.toml"])
def test_no_other_file_is_given_out(file: Path, name: str) -> None:
    assert former_text(file, name) is None


def test_what_may_not_be_written_is_said(file: Path) -> None:
    assert why_not(file) is None
    assert "AISLE_RULES" in str(why_not(None))
    if os.geteuid() != 0:
        file.chmod(0o440)
        assert "may not be written" in str(why_not(file))
