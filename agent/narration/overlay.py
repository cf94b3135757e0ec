"""The model's two calls, ready to be asked: built once, used by every turn."""

from __future__ import annotations

from collections import Counter
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, TypeAlias

from agent.errors import PromptUnusable
from agent.ports import Narrator, Reranker
from agent.settings import AgentSettings
from agent.types import Part

Repair: TypeAlias = Literal["unknown", "repeated", "missing", "stray", "ungrounded"]


async def _nothing_to_close() -> None:
    return None


@dataclass(frozen=True, slots=True)
class Overlay:
    """What lies over the ranking where a model is configured."""

    reranker: Reranker
    narrator: Narrator
    model_name: str
    """``provider:model``, as in the settings."""
    aclose: Callable[[], Awaitable[None]] = _nothing_to_close
    """Gives the model's connections back; call it in the event loop that used them."""
    repairs: Counter[tuple[Part, Repair]] = field(default_factory=Counter)
    """What was wrong with the model's answers since the start, and was put right: for metrics."""

    def repaired(self, part: Part, found: Mapping[Repair, int]) -> str:
        """Count what was found; the same in words, empty where nothing was wrong."""
        for kind, number in found.items():
            self.repairs[part, kind] += number
        return ", ".join(f"{number} {kind}" for kind, number in found.items() if number)


def build_overlay(settings: AgentSettings, templates: Path | None = None) -> Overlay | None:
    """The overlay over the configured model; None where none is configured.

    Nothing heavy is imported before a model is asked for. ``templates``: a folder of prompts in place of
    those that ship.

    Raises:
        SettingsError: the model cannot be built from the settings.
        PromptUnusable: a prompt file is missing, broken or changed after its release.
    """
    if settings.model is None:
        return None
    from agent.models.build import build_model, close_model
    from agent.narration.narrate import ModelNarrator
    from agent.narration.rerank import ModelReranker
    from prompts.errors import PromptError
    from prompts.loader import TEMPLATES, load

    folder = templates or TEMPLATES
    try:
        rerank, narrate = load("rerank", folder=folder), load("narrate", folder=folder)
    except PromptError as error:
        raise PromptUnusable(error.message) from None
    model = build_model(settings)
    if model is None:
        return None

    async def aclose() -> None:
        await close_model(model)

    return Overlay(
        reranker=ModelReranker(model, rerank, settings),
        narrator=ModelNarrator(model, narrate, settings),
        model_name=settings.model,
        aclose=aclose,
    )
