"""The one place where the agent is wired: retrieval's recommender, the interpreter, the model, the turns."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Protocol

from agent.conversation import Conversations
from agent.events import TurnEvent
from agent.models.spending import Facts, Ledger
from agent.narration.kept import Explanations
from agent.narration.overlay import Overlay, Overlays, build_overlay
from agent.parts import TurnParts
from agent.ports import Interpreter, Recommender, TurnStore, Watch
from agent.resilience.breaker import State
from agent.resilience.shared import SharedRedis
from agent.settings import AgentSettings
from agent.tools import Shop
from agent.turn import take_turn
from agent.turns import Turns
from agent.turns.callers import HANDLERS
from agent.turns.redis import RedisRelay
from agent.types import Part, TurnRequest
from agent.understanding.reader import BuiltReader, build_reader
from agent.understanding.rules import RulesInterpreter
from retrieval.errors import SettingsError

if TYPE_CHECKING:
    from langchain_core.callbacks import BaseCallbackHandler


class RetrievalRoom(Protocol):
    """What the agent needs of ``retrieval.compose.Retrieval``."""

    @property
    def recommender(self) -> Recommender: ...

    @property
    def turn_store(self) -> TurnStore: ...

    @property
    def facts(self) -> Facts: ...


_BADNESS = (State.CLOSED, State.HALF_OPEN, State.OPEN)


@dataclass(frozen=True, slots=True)
class Agent:
    """The agent, ready to take turns. Belongs to one event loop; close it there."""

    turns: Turns
    conversations: Conversations
    overlay: Overlay | None
    overlays: Overlays
    parts: TurnParts
    """What every turn is made of: an evaluation changes one of them, and takes turns of its own."""
    interpreter: Interpreter
    """Reads one message by itself, for pages that search without a conversation."""
    shop: Shop
    """The same shop for other agents: search, recommendation, comparison, look-up."""
    explanations: Explanations
    shared: SharedRedis | None = None
    reader: BuiltReader | None = None

    @property
    def model_name(self) -> str | None:
        """``provider:model``; None where explanations are plain."""
        return self.overlay.model_name if self.overlay is not None else None

    @property
    def breakers(self) -> dict[tuple[str, Part], State]:
        """Of every model and what it is asked for; of several of the same, the worst."""
        found: dict[tuple[str, Part], State] = {}
        for overlay in self.overlays.all:
            for part, breaker in overlay.breakers.items():
                at = (overlay.model_name, part)
                found[at] = max(found.get(at, State.CLOSED), breaker.state, key=_BADNESS.index)
        if self.reader is not None and self.model_name is not None:
            found[self.model_name, "understand"] = self.reader.reader.guard.breaker.state
        return found

    async def aclose(self, grace: float = 5.0) -> None:
        """Stop the running turns, ``grace`` seconds at most, then give the model's connections back."""
        await self.turns.aclose(grace)
        await self.overlays.aclose()
        if self.shared is not None:
            await self.shared.aclose()
        if self.reader is not None:
            await self.reader.aclose()


def open_agent(
    retrieval: RetrievalRoom,
    settings: AgentSettings,
    callbacks: Sequence[BaseCallbackHandler] = (),
    *,
    alone: bool = True,
    watch: Watch | None = None,
) -> Agent:
    """Wire the agent over an open retrieval room.

    ``callbacks`` are the user's own LangChain handlers; they see every model run. LangChain is imported
    only where a model is configured. ``alone``: no other process serves the same shoppers; else a
    conversation may have gone on elsewhere, and is read from the store each time.
    ``watch`` is told of every turn and of every model run.

    Raises:
        SettingsError: the model cannot be built from the settings, or a cap on money has no price.
    """
    _require_price(settings)
    redis_url = settings.redis_url.get_secret_value() if settings.redis_url is not None else None
    shared = SharedRedis(redis_url) if redis_url is not None else None
    explanations = Explanations(settings.explanations_kept, settings.explanation_ttl, shared)
    conversations = Conversations(retrieval.turn_store, **({} if alone else {"most": 0}))
    rules = RulesInterpreter(retrieval.recommender.count)
    built = build_reader(settings, rules, retrieval.recommender.count)
    overlay = build_overlay(settings)
    overlays = Overlays(settings, overlay)
    parts = TurnParts(
        recommender=retrieval.recommender,
        interpreter=rules,
        reader=built.reader if built is not None else None,
        overlay=overlay,
        overlays=overlays,
        conversations=conversations,
        settings=settings,
        ledger=Ledger(settings, shared=shared, facts=retrieval.facts),
        explanations=explanations,
        callbacks=tuple(callbacks),
        watch=watch,
    )
    turns = Turns(
        partial(_take, parts),
        retrieval.turn_store,
        reader_grace=settings.reader_grace,
        relay=RedisRelay(redis_url) if redis_url is not None else None,
    )
    return Agent(
        turns=turns,
        conversations=conversations,
        overlay=overlay,
        overlays=overlays,
        parts=parts,
        interpreter=rules,
        reader=built,
        shop=Shop(parts),
        explanations=explanations,
        shared=shared,
    )


def _require_price(settings: AgentSettings) -> None:
    for name in ("session_cost", "day_cost"):
        if settings.model and getattr(settings, name) is not None and not settings.price_of(settings.model):
            raise SettingsError(
                f"AISLE_{name.upper()}: what {settings.model} costs is not known; say it in AISLE_LLM_PRICES"
                f', e.g. {{"{settings.model}": {{"input": 0.4, "output": 1.6}}}} per million tokens'
            )


def _take(parts: TurnParts, request: TurnRequest, stop: asyncio.Event) -> AsyncGenerator[TurnEvent]:
    handed = HANDLERS.get()
    own = replace(parts, callbacks=(*parts.callbacks, *handed)) if handed else parts
    events = take_turn(request, own, stop)
    return events if parts.watch is None else parts.watch.turn(request, events)
