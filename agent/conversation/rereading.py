"""A message that the rules are not sure of, read again by the model; theirs stands where it fails."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from agent.conversation.history import spoken, trimmed
from agent.conversation.memory import Conversations
from agent.errors import ModelFailure
from agent.models.counting import token_counter
from agent.models.spending import Ledger, priced
from agent.ports import Reader, Watch
from agent.settings import AgentSettings
from agent.types import DegradedReason, PromptUse, TurnRequest, Understanding, Usage
from retrieval.types import Constraints, Vocabulary

if TYPE_CHECKING:
    from langchain_core.callbacks import BaseCallbackHandler
    from langchain_core.runnables import RunnableConfig

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Rereading:
    """What the model made of a message, or why it made nothing of it."""

    understood: Understanding | None
    failure: DegradedReason | None = None
    prompts: tuple[PromptUse, ...] = ()
    usage: Usage = field(default_factory=Usage)


@dataclass(frozen=True, slots=True)
class Asked:
    """What the model is asked about, and by whom."""

    request: TurnRequest
    before: Constraints
    vocabulary: Vocabulary


async def reread(
    reader: Reader,
    asked: Asked,
    conversations: Conversations,
    settings: AgentSettings,
    ledger: Ledger | None,
    callbacks: Sequence[BaseCallbackHandler],
    stop: asyncio.Event,
    watch: Watch | None = None,
) -> Rereading:
    """One call, within the reader's own budget; ended at once by ``stop``. Never raises for its trouble."""
    session_id = asked.request.session_id
    if ledger is not None and not await ledger.allows(session_id):
        return Rereading(None, "budget")
    from agent.models.recorder import TurnRecorder

    recorder = TurnRecorder(content=watch is not None and watch.content)
    turn_id, message = asked.request.turn_id, asked.request.message or ""
    config: RunnableConfig = {"callbacks": [recorder, *callbacks], "metadata": {"turn_id": turn_id}}

    async def read() -> Understanding:
        turns = await conversations.turns(session_id, asked.request.replaces)
        history = trimmed(spoken(turns), settings.history_tokens, token_counter())
        return await reader.read(message, asked.before, asked.vocabulary, history, config)

    call, stopped = asyncio.create_task(read()), asyncio.create_task(stop.wait())
    understood: Understanding | None = None
    failure: DegradedReason | None = None
    try:
        await asyncio.wait((call, stopped), return_when=asyncio.FIRST_COMPLETED)
        if call.done():
            understood = call.result()
    except ModelFailure as error:
        failure = error.reason
    except Exception:  # the rules' reading stands without the model, whatever broke in it
        log.exception("turn %s: the model's reading broke", turn_id)
        failure = "model_error"
    finally:
        call.cancel()
        stopped.cancel()
        await asyncio.wait((call, stopped), timeout=1.0)
    recorder.tell(watch)
    usage = priced(recorder.usage, settings.price_of(settings.model) if settings.model is not None else None)
    if ledger is not None:
        await ledger.charge(session_id, usage)
    return Rereading(understood, failure, (reader.prompt,) if usage.calls else (), usage)
