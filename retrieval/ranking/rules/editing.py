"""A rules file changed from elsewhere than an editor: checked, replaced in one step, its former texts kept.

Former texts lie beside it, in ``.NAME.versions/``, each named for when it was replaced.
"""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path

from retrieval.errors import RulesError, SettingsError, unusable
from retrieval.ranking.rules.load import DEFAULT, compiled

KEPT = 100
"""Former texts of one file; the oldest go first."""
_VERSION = re.compile(r"\d{8}T\d{12}Z-[0-9a-f]{12}\.toml")


@dataclass(frozen=True, slots=True)
class Text:
    """What stands in the file now."""

    text: str
    digest: str
    """Says whether somebody else changed it since."""


@dataclass(frozen=True, slots=True)
class Former:
    """A text that was replaced."""

    name: str
    replaced_at: datetime


def current(path: Path | None) -> Text:
    """``None``: the bundled rules. Raises SettingsError: the file cannot be read."""
    if path is None:
        text = files("retrieval.ranking.rules").joinpath(DEFAULT).read_text(encoding="utf-8")
        return Text(text, _digest(text))
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"AISLE_RULES: {path.name} cannot be read ({unusable(error)}).") from None
    return Text(text, _digest(text))


def why_not(path: Path | None) -> str | None:
    """What keeps a file from being changed here; None: nothing does."""
    if path is None:
        return (
            "The bundled rules are in force. Copy them into a file of your own, name it in AISLE_RULES, and "
            "restart: from then on it can be edited here."
        )
    there = path.resolve()
    if not os.access(there, os.W_OK) or not os.access(there.parent, os.W_OK):
        return f"{path.name} or its folder may not be written by this server: edit the file where it lies."
    return None


def replace(path: Path, text: str, seen: str) -> None:
    """The new text in place of the one whose digest is ``seen``, all of it or nothing.

    Raises:
        RulesError: it cannot be used, or somebody else changed the file since.
        SettingsError: the file cannot be written.
    """
    text = text.replace("\r\n", "\n")
    compiled(text, path.name)
    held = current(path)
    if held.digest != seen:
        raise RulesError(f"{path.name} was changed by somebody else meanwhile; look at their text first.")
    if held.text == text:
        return
    there = path.resolve()
    try:
        _keep(there, held)
        descriptor, name = tempfile.mkstemp(dir=there.parent, prefix=f".{there.name}.")
        try:
            with os.fdopen(descriptor, "w", encoding="utf-8", newline="\n") as file:
                file.write(text)
                file.flush()
                os.fsync(file.fileno())
            Path(name).chmod(there.stat().st_mode & 0o777)
            Path(name).replace(there)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise SettingsError(f"{path.name} cannot be written ({unusable(error)}).") from None


def former(path: Path | None) -> list[Former]:
    """Those kept, the latest first."""
    folder = _folder(path.resolve()) if path is not None else None
    if folder is None or not folder.is_dir():
        return []
    names = sorted((each.name for each in folder.iterdir() if _VERSION.fullmatch(each.name)), reverse=True)
    return [
        Former(name, datetime.strptime(name[:22], "%Y%m%dT%H%M%S%fZ").replace(tzinfo=UTC)) for name in names
    ]


def former_text(path: Path | None, name: str) -> str | None:
    """The text kept under a name of :func:`former`; None where there is none."""
    if path is None or not _VERSION.fullmatch(name):
        return None
    try:
        return _folder(path.resolve()).joinpath(name).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return None


def _keep(there: Path, held: Text) -> None:
    folder = _folder(there)
    folder.mkdir(exist_ok=True)
    name = f"{datetime.now(UTC):%Y%m%dT%H%M%S%fZ}-{held.digest[:12]}.toml"
    folder.joinpath(name).write_text(held.text, encoding="utf-8")
    for old in former(there)[KEPT:]:
        folder.joinpath(old.name).unlink(missing_ok=True)


def _folder(there: Path) -> Path:
    return there.parent / f".{there.name}.versions"


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
