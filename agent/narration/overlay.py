"""The model's two calls, ready to be asked: built once, used by every turn."""

from __future__ import annotations

import logging
import threading
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, TypeAlias

from agent.errors import PromptUnusable
from agent.narration.pace import Pace
from agent.ports import Narrator, Reranker
from agent.resilience.breaker import Breaker
from agent.settings import AgentSettings
from agent.types import Part, Usage
from retrieval.errors import AisleError

log = logging.getLogger(__name__)

ASKED_TOKENS = 300
"""That the facts of a product may take where something is asked of it: what is asked for may stand at the end
of a description."""

Repair: TypeAlias = Literal["unknown", "repeated", "missing", "stray", "ungrounded", "leaked"]


async def _nothing_to_close() -> None:
    return None


@dataclass(frozen=True, slots=True)
class Overlay:
    """What lies over the ranking where a model is configured."""

    reranker: Reranker
    narrator: Narrator
    model_name: str
    """``provider:model``, as in the settings."""
    advisor: Narrator | None = None
    """Speaks of compared products; None: they are compared plainly."""
    answerer: Narrator | None = None
    """Answers what is asked about shown products where no single fact does; None: plain words do."""
    aclose: Callable[[], Awaitable[None]] = _nothing_to_close
    """Gives the model's connections back; call it in the event loop that used them."""
    repairs: Counter[tuple[Part, Repair]] = field(default_factory=Counter)
    """What was wrong with the model's answers since the start, and was put right: for metrics."""

    pace: Pace = field(default_factory=Pace)
    breakers: Mapping[Part, Breaker] = field(default_factory=dict)
    """Of each of the two calls: who watches the model may ask how they stand."""
    spent: dict[str, float] = field(
        default_factory=lambda: {"input": 0, "output": 0, "calls": 0, "cost": 0.0}
    )
    """Tokens by direction, calls and money since the start: for metrics."""

    def charge(self, usage: Usage) -> None:
        """What one turn used."""
        self.spent["input"] += usage.input_tokens
        self.spent["output"] += usage.output_tokens
        self.spent["calls"] += usage.calls
        self.spent["cost"] += usage.cost or 0.0

    def repaired(self, part: Part, found: Mapping[Repair, int]) -> str:
        """Count what was found; the same in words, empty where nothing was wrong."""
        for kind, number in found.items():
            self.repairs[part, kind] += number
        return ", ".join(f"{number} {kind}" for kind, number in found.items() if number)


class Overlays:
    """The configured overlay, and those that arms of an experiment ask for, each built when it first is.

    One that cannot be built is said once, and those shoppers get the configured one: what is recorded of
    their lists is what really spoke. Safe to call from several threads.
    """

    def __init__(
        self, settings: AgentSettings, default: Overlay | None, templates: Path | None = None
    ) -> None:
        self._settings = settings
        self._templates = templates
        self._lock = threading.Lock()
        self.default = default
        self._built: dict[tuple[str | None, str | None], Overlay | None] = {(None, None): default}

    def of(self, model: str | None, prompt: str | None) -> Overlay | None:
        """``model`` as ``provider:model``, ``prompt`` as ``narrate/v2``; None: as configured.

        Takes seconds the first time: call it in a thread.
        """
        with self._lock:
            if (model, prompt) not in self._built:
                self._built[model, prompt] = self._build(model, prompt)
            return self._built[model, prompt]

    @property
    def all(self) -> tuple[Overlay, ...]:
        """Those built so far, each once."""
        built = tuple(self._built.values())
        return tuple({id(each): each for each in built if each is not None}.values())

    async def aclose(self) -> None:
        """Give every model's connections back."""
        for overlay in self.all:
            await overlay.aclose()

    def _build(self, model: str | None, prompt: str | None) -> Overlay | None:
        name, _, version = (prompt or "").partition("/")
        settings = self._settings.model_copy(update={"llm": model}) if model else self._settings
        try:
            return build_overlay(settings, self._templates, {name: version} if prompt else {})
        except AisleError as error:
            log.error("an arm of an experiment gets the configured model and prompt: %s", error.message)
            return self.default


def build_overlay(
    settings: AgentSettings, templates: Path | None = None, versions: Mapping[str, str] | None = None
) -> Overlay | None:
    """The overlay over the configured model; None where none is configured.

    ``versions``: prompt → version, where another than the live one is wanted.

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
        names = ("rerank", "narrate", "compare", "answer")
        wanted = dict.fromkeys(names, None) | dict(versions or {})
        rerank, narrate, compare, answer = (load(name, wanted[name], folder=folder) for name in names)
    except PromptError as error:
        raise PromptUnusable(error.message) from None
    model = build_model(settings)
    if model is None:
        return None

    async def aclose() -> None:
        await close_model(model)

    reranker, narrator = ModelReranker(model, rerank, settings), ModelNarrator(model, narrate, settings)
    return Overlay(
        reranker=reranker,
        narrator=narrator,
        advisor=ModelNarrator(model, compare, settings),
        answerer=ModelNarrator(model, answer, settings, room=ASKED_TOKENS),
        model_name=settings.model,
        aclose=aclose,
        breakers={"rerank": reranker.guard.breaker, "narrate": narrator.guard.breaker},
    )
