"""Loading prompts by name and version, and holding released ones to their hash."""

from __future__ import annotations

import hashlib
import re
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from prompts.errors import PromptChanged, PromptInvalid, PromptNotFound
from prompts.template import FrontMatter, Messages, Template, parse

TEMPLATES = Path(__file__).parent / "templates"
_NAME = re.compile(r"[a-z][a-z0-9_]*")
_VERSION = re.compile(r"v[1-9][0-9]*")


@dataclass(frozen=True, slots=True)
class Rendered:
    """A prompt with its inputs in place, and where it came from."""

    messages: Messages
    name: str
    version: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Prompt:
    """One version of one prompt."""

    name: str
    version: str
    sha256: str
    """Of the file's bytes."""
    released: bool
    """Pinned, and therefore immutable."""
    template: Template

    @property
    def front(self) -> FrontMatter:
        """Purpose, inputs, output contract, parameters, and why it changed."""
        return self.template.front

    def render(self, **inputs: str) -> Rendered:
        """The messages, filled in one strict pass.

        Raises:
            PromptInputsWrong: an input is missing, unknown or no string.
        """
        messages = self.template.render(f"prompt {self.name} {self.version}", inputs)
        return Rendered(messages, self.name, self.version, self.sha256)


def load(name: str, version: str | None = None, *, folder: Path = TEMPLATES) -> Prompt:
    """A prompt; without a ``version`` the live one (``active.toml``).

    Raises:
        PromptNotFound: no such prompt or version.
        PromptInvalid: the file cannot be read as a prompt.
        PromptChanged: the file was released, and is no longer what was released.
    """
    return _load(name, version or active(folder=folder, name=name), folder)


def active(*, name: str, folder: Path = TEMPLATES) -> str:
    """The live version of a prompt."""
    version = _toml(folder / "active.toml").get(name)
    if not isinstance(version, str):
        raise PromptNotFound(f"active.toml names no live version of the prompt {name!r}.")
    return version


def names(folder: Path = TEMPLATES) -> tuple[str, ...]:
    """Every prompt there is, in alphabetical order."""
    return tuple(sorted({path.parent.name for path in folder.glob("*/v*.md")}))


def versions(name: str, folder: Path = TEMPLATES) -> tuple[str, ...]:
    """Every version of a prompt, oldest first.

    Raises:
        PromptNotFound: there is none.
    """
    found = [path.stem for path in (folder / name).glob("v*.md") if _VERSION.fullmatch(path.stem)]
    if not found or not _NAME.fullmatch(name):
        raise PromptNotFound(f"There is no prompt {name!r}; there are {', '.join(names(folder))}.")
    return tuple(sorted(found, key=lambda version: int(version[1:])))


@lru_cache(maxsize=64)
def _load(name: str, version: str, folder: Path) -> Prompt:
    if version not in versions(name, folder):
        raise PromptNotFound(
            f"The prompt {name!r} has no version {version!r}; it has {', '.join(versions(name, folder))}."
        )
    where = f"{name}/{version}.md"
    content = (folder / name / f"{version}.md").read_bytes()
    sha256 = hashlib.sha256(content).hexdigest()
    pinned = _toml(folder / "pins.toml").get(name, {})
    released = pinned.get(version) if isinstance(pinned, dict) else None
    if released is not None and released != sha256:
        raise PromptChanged(
            f"{where} was released and has changed since: restore it, and put the change into a new version."
        )
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        raise PromptInvalid(f"{where}: is not UTF-8.") from None
    return Prompt(name, version, sha256, released is not None, parse(where, text))


def _toml(path: Path) -> dict[str, object]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise PromptNotFound(f"{path.name} is missing beside the prompts.") from None
    except tomllib.TOMLDecodeError as error:
        raise PromptInvalid(f"{path.name}: {error}") from None
