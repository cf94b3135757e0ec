"""The model's reader, ready to be asked; nothing heavy is imported before a model is configured."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from agent.errors import PromptUnusable
from agent.settings import AgentSettings
from agent.understanding.carried import Count
from agent.understanding.rules import RulesInterpreter

if TYPE_CHECKING:
    from agent.understanding.model import ModelReader


@dataclass(frozen=True, slots=True)
class BuiltReader:
    """A reader, and how its connections are given back (in the event loop that used them)."""

    reader: ModelReader
    aclose: Callable[[], Awaitable[None]]


def build_reader(
    settings: AgentSettings,
    rules: RulesInterpreter,
    count: Count | None = None,
    templates: Path | None = None,
) -> BuiltReader | None:
    """The reader over the configured model; None where none is configured.

    Raises:
        SettingsError: the model cannot be built from the settings.
        PromptUnusable: the prompt file is missing, broken or changed after its release.
    """
    if settings.model is None:
        return None
    from agent.models.build import build_model, close_model
    from agent.understanding.model import ModelReader
    from prompts.errors import PromptError
    from prompts.loader import TEMPLATES, load

    try:
        prompt = load("understand", folder=templates or TEMPLATES)
    except PromptError as error:
        raise PromptUnusable(error.message) from None
    model = build_model(settings)
    if model is None:
        return None

    async def aclose() -> None:
        await close_model(model)

    return BuiltReader(ModelReader(model, prompt, settings, rules, count=count), aclose)
