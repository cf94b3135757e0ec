"""A turn as the routes see it: started, and read from anywhere."""

from __future__ import annotations

from contextlib import aclosing, nullcontext

from fastapi import Request

from agent.types import TurnRequest
from api.house import house_of
from api.metrics import Metrics
from api.stream import Log


def start(request: Request, turn: TurnRequest) -> Log:
    """Starts the turn; its events from the first."""
    turns = house_of(request).agent.turns
    metrics: Metrics = request.app.state.metrics
    telemetry = house_of(request).telemetry
    with telemetry.joined(request.headers) if telemetry is not None else nullcontext():
        turns.start(turn)
    metrics.started()
    return read(request, turn.turn_id)


def read(request: Request, turn_id: str, after: int = 0) -> Log:
    """The events after ``after``, counted on their way.

    Raises (at once):
        TurnNotFound, TurnExpired: there is nothing to read.
    """
    return _counted(request, turn_id, house_of(request).agent.turns.read(turn_id, after))


async def _counted(request: Request, turn_id: str, log: Log) -> Log:
    metrics: Metrics = request.app.state.metrics
    async with aclosing(log) as events:
        async for seq, event in events:
            metrics.read(turn_id, seq, event)
            yield seq, event
