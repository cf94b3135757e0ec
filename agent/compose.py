"""The one place where the agent is wired: retrieval's recommender, the interpreter, the model, the turns."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Protocol

from agent.conversation import Conversations
from agent.events import TurnEvent
from agent.narration.overlay import Overlay, Overlays, build_overlay
from agent.ports import Interpreter, Recommender, TurnStore
from agent.settings import AgentSettings
from agent.tools import Shop
from agent.turn import TurnParts, take_turn
from agent.turns import Turns
from agent.types import TurnRequest
from agent.understanding.rules import RulesInterpreter

if TYPE_CHECKING:
    from langchain_core.callbacks import BaseCallbackHandler


class RetrievalRoom(Protocol):
    """What the agent needs of ``retrieval.compose.Retrieval``."""

    @property
    def recommender(self) -> Recommender: ...

    @property
    def turn_store(self) -> TurnStore: ...


@dataclass(frozen=True, slots=True)
class Agent:
    """The agent, ready to take turns. Belongs to one event loop; close it there."""

    turns: Turns
    conversations: Conversations
    overlay: Overlay | None
    overlays: Overlays
    interpreter: Interpreter
    """Reads one message by itself, for pages that search without a conversation."""
    shop: Shop
    """The same shop for other agents: search, recommendation, comparison, look-up."""

    @property
    def model_name(self) -> str | None:
        """``provider:model``; None where explanations are plain."""
        return self.overlay.model_name if self.overlay is not None else None

    async def aclose(self, grace: float = 5.0) -> None:
        """Stop the running turns, ``grace`` seconds at most, then give the model's connections back."""
        await self.turns.aclose(grace)
        await self.overlays.aclose()


def open_agent(
    retrieval: RetrievalRoom, settings: AgentSettings, callbacks: Sequence[BaseCallbackHandler] = ()
) -> Agent:
    """Wire the agent over an open retrieval room.

    ``callbacks`` are the user's own LangChain handlers; they see every model run. LangChain is imported
    only where a model is configured.

    Raises:
        SettingsError: the model cannot be built from the settings.
    """
    conversations = Conversations(retrieval.turn_store)
    overlay = build_overlay(settings)
    overlays = Overlays(settings, overlay)
    interpreter = RulesInterpreter(retrieval.recommender.count)
    parts = TurnParts(
        recommender=retrieval.recommender,
        interpreter=interpreter,
        overlay=overlay,
        overlays=overlays,
        conversations=conversations,
        settings=settings,
        callbacks=tuple(callbacks),
    )
    turns = Turns(partial(_take, parts), retrieval.turn_store, reader_grace=settings.reader_grace)
    return Agent(
        turns=turns,
        conversations=conversations,
        overlay=overlay,
        overlays=overlays,
        interpreter=interpreter,
        shop=Shop(parts),
    )


def _take(parts: TurnParts, request: TurnRequest, stop: asyncio.Event) -> AsyncGenerator[TurnEvent]:
    return take_turn(request, parts, stop)
