"""One chat turn over HTTP, with the time of every event that a shopper notices."""

from __future__ import annotations

import time
from collections import Counter
from dataclasses import dataclass, field
from math import nan

from agent.events import (
    Degraded,
    Done,
    ExplanationDelta,
    ExplanationFinal,
    Failed,
    RankingServed,
    Reorder,
    TurnEvent,
)
from api.client import Aisle, ServerError, Unreachable
from eval.errors import BenchFailed


@dataclass(slots=True)
class ChatTurn:
    """Times in milliseconds from the request; NaN for what did not happen."""

    ranking_ms: float = nan
    reorder_ms: float = nan
    explanation_ms: float = nan
    """To the first explanation that the model wrote."""
    done_ms: float = nan
    cards: int = 0
    status: str = ""
    degraded: Counter[str] = field(default_factory=Counter)
    """``"rerank timeout"`` → how often."""


def chat(client: Aisle, message: str) -> ChatTurn:
    """Send ``message`` as the first of a new conversation and read the turn to its end.

    Raises:
        BenchFailed: the server refused, failed the turn, or could not be heard to its end.
    """
    turn = ChatTurn()
    start = time.perf_counter()
    try:
        for event in client.chat(message):
            _note(turn, event, (time.perf_counter() - start) * 1000)
    except (ServerError, Unreachable) as error:
        raise BenchFailed(f"the turn for {message!r} broke off: {error.message}") from None
    return turn


def _note(turn: ChatTurn, event: TurnEvent, elapsed: float) -> None:
    match event:
        case RankingServed():
            turn.ranking_ms = elapsed
            turn.cards = len(event.items)
        case Reorder():
            turn.reorder_ms = elapsed
        case ExplanationDelta(source="model") | ExplanationFinal(source="model"):
            if turn.explanation_ms != turn.explanation_ms:
                turn.explanation_ms = elapsed
        case Degraded():
            turn.degraded[f"{event.part} {event.reason}"] += 1
        case Done():
            turn.done_ms = elapsed
            turn.status = event.status
        case Failed():
            raise BenchFailed(f"a turn failed: {event.title}")
        case _:
            pass
