"""A prompt file taken apart: front matter, then messages with placeholders."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from prompts.errors import PromptInputsWrong, PromptInvalid

_FILE = re.compile(r"\A---\n(?P<front>.*?)\n---\n(?P<body>.*)\Z", re.DOTALL)
_SECTION = re.compile(r"^## (system|user|assistant)[ \t]*\n", re.MULTILINE)
_PLACEHOLDER = re.compile(r"\{\{ ([a-z][a-z0-9_]*) \}\}")
_BRACES = re.compile(r"\{\{|\}\}")

Messages = tuple[tuple[str, str], ...]
"""Pairs of role and text."""


class Parameters(BaseModel):
    """What the prompt asks of the model's settings; a setting of the user's own goes first."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    max_output_tokens: int | None = Field(default=None, gt=0)


class FrontMatter(BaseModel):
    """The head of a prompt file."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    purpose: str = Field(min_length=1)
    inputs: dict[str, str]
    """Name to what it holds."""
    output: str = Field(min_length=1)
    """The output contract, in words."""
    parameters: Parameters = Parameters()
    changed: str = Field(min_length=1)
    """Why this version differs from the one before."""


@dataclass(frozen=True, slots=True)
class Template:
    """A parsed prompt file."""

    front: FrontMatter
    messages: Messages

    def render(self, where: str, inputs: Mapping[str, str]) -> Messages:
        """The messages with every placeholder filled, in one pass: a value is never read again.

        Raises:
            PromptInputsWrong: an input is missing, unknown or no string.
        """
        missing = sorted(self.front.inputs.keys() - inputs.keys())
        extra = sorted(inputs.keys() - self.front.inputs.keys())
        if missing or extra:
            problems = [
                f"{what} {', '.join(names)}"
                for what, names in (("missing", missing), ("unknown", extra))
                if names
            ]
            raise PromptInputsWrong(
                f"{where}: {'; '.join(problems)}. It takes: {', '.join(self.front.inputs)}."
            )
        for name, value in inputs.items():
            if not isinstance(value, str):
                raise PromptInputsWrong(f"{where}: {name} must be a string, not {type(value).__name__}.")
        return tuple(
            (role, _PLACEHOLDER.sub(lambda found: inputs[found.group(1)], text))
            for role, text in self.messages
        )


def parse(where: str, text: str) -> Template:
    """The template in the text of a prompt file; ``where`` names it in errors.

    Raises:
        PromptInvalid: saying what is wrong with the file.
    """
    found = _FILE.match(text)
    if found is None:
        raise PromptInvalid(f"{where}: must begin with front matter between two lines of ---.")
    front = _front_matter(where, found["front"])
    messages = _messages(where, found["body"])
    used = {name for _, body in messages for name in _PLACEHOLDER.findall(body)}
    for _, body in messages:
        if _BRACES.search(_PLACEHOLDER.sub("", body)):
            raise PromptInvalid(
                f"{where}: a placeholder is written {{{{ name }}}}, and nothing else has double braces."
            )
    if used != front.inputs.keys():
        odd = ", ".join(sorted(used ^ front.inputs.keys()))
        raise PromptInvalid(f"{where}: placeholders and declared inputs differ: {odd}.")
    return Template(front, messages)


def _front_matter(where: str, text: str) -> FrontMatter:
    try:
        return FrontMatter.model_validate(yaml.safe_load(text))
    except yaml.YAMLError:
        raise PromptInvalid(f"{where}: the front matter is not YAML.") from None
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        field = ".".join(map(str, first["loc"])) or "front matter"
        raise PromptInvalid(f"{where}: {field}: {first['msg']}") from None


def _messages(where: str, body: str) -> Messages:
    parts = _SECTION.split(body)
    if parts[0].strip() or len(parts) < 3:
        raise PromptInvalid(f"{where}: after the front matter come sections headed ## system and ## user.")
    messages = tuple(zip(parts[1::2], (text.strip() for text in parts[2::2]), strict=True))
    roles = [role for role, _ in messages]
    if roles[0] != "system" or roles.count("system") != 1 or roles[-1] != "user":
        raise PromptInvalid(f"{where}: one system message first, and a user message last.")
    return messages
