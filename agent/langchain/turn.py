"""The turn as a LangChain runnable: cards before any model is asked, and all that follows, as a stream."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import aclosing
from typing import Any

from langchain_core.callbacks import BaseCallbackManager
from langchain_core.runnables import Runnable, RunnableConfig, RunnableGenerator
from langchain_core.runnables.utils import AddableDict

from agent.errors import AgentError
from agent.events import TERMINAL, Failed, Text, TurnEvent, TurnStarted
from agent.turns import Turns, new_session_id, new_turn_id
from agent.turns.answer import Folded
from agent.turns.callers import HANDLERS
from agent.types import Context, TurnRequest


class TurnBroke(AgentError):
    """The turn ended without an answer."""


def turn_runnable(turns: Turns) -> Runnable[str | Mapping[str, Any], AddableDict]:
    """``agent.turns`` as a runnable: ``turn_runnable(agent.turns).astream("a warm coat")``.

    In: the message, or ``{message, session_id?, user_id?, context?}``. Each chunk holds one event under
    ``events``; the first also ``turn_id`` and ``session_id``, those of prose ``text``, the last ``answer``
    (the JSON answer of the API). Chunks add up, and their sum is what ``ainvoke`` gives. Handlers of the
    config see the model's runs. Async alone: a turn lives in the event loop of its agent.

    Raises:
        TurnBroke: the turn ended with an error.
    """

    async def take(
        given: AsyncIterator[str | Mapping[str, Any]], config: RunnableConfig
    ) -> AsyncIterator[AddableDict]:
        request = _request([piece async for piece in given])
        callbacks = config.get("callbacks")
        handlers = callbacks.handlers if isinstance(callbacks, BaseCallbackManager) else callbacks or []
        folded, last = Folded(), False
        handed = HANDLERS.set(tuple(handlers))
        turns.start(request)
        HANDLERS.reset(handed)
        try:
            async with aclosing(turns.read(request.turn_id)) as log:
                async for _, event in log:
                    folded.take(event)
                    last = isinstance(event, TERMINAL)
                    yield _chunk(event, folded)
        finally:
            if not last:
                # Whoever stops reading here wants no more of it, and no one else can come back for it.
                turns.stop(request.turn_id)

    # LangChain hands the config to whoever has a parameter for it; its annotation does not say so.
    return RunnableGenerator(take, name="aisle_turn")  # type: ignore[arg-type]


def _request(pieces: list[str | Mapping[str, Any]]) -> TurnRequest:
    first = pieces[0]
    given: Mapping[str, Any] = (
        {"message": "".join(map(str, pieces))} if isinstance(first, str) else dict(first)
    )
    return TurnRequest(
        turn_id=new_turn_id(),
        session_id=given.get("session_id") or new_session_id(),
        user_id=given.get("user_id"),
        message=given["message"],
        context=Context.model_validate(given.get("context") or {}),
    )


def _chunk(event: TurnEvent, folded: Folded) -> AddableDict:
    chunk = AddableDict(events=[event])
    match event:
        case TurnStarted():
            chunk.update(event.data())
        case Text():
            chunk["text"] = event.delta
        case Failed():
            raise TurnBroke(event.detail or event.title)
        case _ if isinstance(event, TERMINAL):
            chunk["answer"] = folded.answer()
        case _:
            pass
    return chunk
