"""A turn's log as Server-Sent Events.

The turn is a task of its own; a response only reads what the turn has logged. So a reader may come
late, come twice or go away: none of them touches the turn.
"""

from __future__ import annotations

from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import AsyncExitStack, aclosing, asynccontextmanager
from typing import Annotated, Any, Literal, TypeAlias

import orjson
from fastapi import Query, Request
from sse_starlette.sse import EventSourceResponse
from starlette.types import Receive, Scope, Send

from agent.events import TurnEvent
from api.idempotency import TURN_HEADER
from api.keys import Caller
from api.problems import Problem
from api.protocols import ai_sdk
from api.rates import Rates
from api.settings import ApiSettings

DRAIN_SECONDS = 8.0
"""How long a stream may still run after the server was told to stop."""

Log = AsyncGenerator[tuple[int, TurnEvent]]
Protocol: TypeAlias = Annotated[
    Literal["aisle", "ai-sdk"],
    Query(
        description=(
            "`aisle`: our own events. `ai-sdk`: the AI SDK's UI message stream, version 1; our parts are "
            "`data-ranking` (replaced in place by a new order), `data-explanation`, `data-understood`, "
            "`data-clarify` and `data-degraded`."
        )
    ),
]


def frame(turn_id: str, seq: int, event: TurnEvent) -> bytes:
    """One event on the wire."""
    return b"id: %b:%d\nevent: %b\ndata: %b\n\n" % (
        turn_id.encode(),
        seq,
        event.name.encode(),
        orjson.dumps(event.data()),
    )


def stream(
    request: Request,
    turn_id: str,
    log: Log,
    held: AsyncExitStack,
    protocol: Literal["aisle", "ai-sdk"] = "aisle",
    after: int = 0,
) -> EventSourceResponse:
    """Everything that ``log`` reads, until the turn ends. ``held``, from :func:`room`, is let go of then.

    ``after`` is for protocols whose ``log`` is read from its beginning (:func:`read_from`).
    """
    return _Counted(
        held.pop_all(),
        ai_sdk.frames(turn_id, log, after) if protocol == "ai-sdk" else _frames(turn_id, log),
        headers={TURN_HEADER: turn_id, **(ai_sdk.HEADERS if protocol == "ai-sdk" else {})},
        ping=_settings(request).heartbeat,
        sep="\n",
        shutdown_grace_period=DRAIN_SECONDS,
    )


class _Counted(EventSourceResponse):
    """Counted until it is over, however it ends."""

    def __init__(self, counted: AsyncExitStack, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._counted = counted

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async with self._counted:
            await super().__call__(scope, receive, send)


def _settings(request: Request) -> ApiSettings:
    settings: ApiSettings = request.app.state.settings
    return settings


async def _frames(turn_id: str, log: Log) -> AsyncGenerator[bytes]:
    async with aclosing(log) as events:
        async for seq, event in events:
            yield frame(turn_id, seq, event)


def read_from(protocol: Literal["aisle", "ai-sdk"], after: int) -> int:
    """Where the log of a stream that goes on after ``after`` must be read from."""
    return 0 if protocol == "ai-sdk" else after


@asynccontextmanager
async def room(request: Request, caller: Caller) -> AsyncIterator[AsyncExitStack]:
    """Room for one more stream of this caller's, for :func:`stream` to take over; else let go of at the end.

    Raises:
        Problem: 429 where a page has too many streams open; a shop's server has no bound.
    """
    async with AsyncExitStack() as held:
        if caller.kind == "publishable":
            rates: Rates = request.app.state.rates
            await held.enter_async_context(rates.stream(caller.shopper))
        yield held


def position(turn_id: str, last_event_id: str | None) -> int:
    """Where a reader left off, by its ``Last-Event-ID``.

    Raises:
        Problem: the id is of another turn, or none that we made.
    """
    if not last_event_id:
        return 0
    of, _, seq = last_event_id.rpartition(":")
    if of != turn_id or not seq.isdecimal() or len(seq) > 9:
        raise Problem("malformed", "Last-Event-ID must be <turn_id>:<number>, as in the stream of this turn.")
    return int(seq)
