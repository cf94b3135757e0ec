"""One chat turn over HTTP, with the time of every event that a shopper notices."""

from __future__ import annotations

import time
from collections import Counter
from dataclasses import dataclass, field
from math import nan

import httpx
import orjson
from httpx_sse import connect_sse

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


def chat(client: httpx.Client, message: str) -> ChatTurn:
    """Send ``message`` as the first of a new conversation and read the turn to its end.

    Raises:
        BenchFailed: the server refused, failed the turn, or ended the stream without ``done``.
    """
    turn = ChatTurn()
    start = time.perf_counter()
    try:
        with connect_sse(client, "POST", "/v1/chat", json={"message": message}) as stream:
            if stream.response.status_code != httpx.codes.OK:
                raise BenchFailed(f"POST /v1/chat answered {stream.response.status_code} to {message!r}")
            for event in stream.iter_sse():
                elapsed = (time.perf_counter() - start) * 1000
                _note(turn, event.event, event.data, elapsed)
    except httpx.HTTPError as error:
        raise BenchFailed(f"the turn for {message!r} broke off ({type(error).__name__})") from None
    if not turn.status:
        raise BenchFailed(f"the turn for {message!r} ended without done")
    return turn


def _note(turn: ChatTurn, name: str, text: str, elapsed: float) -> None:
    data = orjson.loads(text)
    match name:
        case "ranking":
            turn.ranking_ms = elapsed
            turn.cards = len(data["items"])
        case "reorder":
            turn.reorder_ms = elapsed
        case "explanation" if data["source"] == "model" and turn.explanation_ms != turn.explanation_ms:
            turn.explanation_ms = elapsed
        case "degraded":
            turn.degraded[f"{data['part']} {data['reason']}"] += 1
        case "done":
            turn.done_ms = elapsed
            turn.status = data["status"]
        case "error":
            raise BenchFailed(f"a turn failed: {data.get('title', 'no title')}")
        case _:
            pass
