"""What the model adds to a turn: how soon its words are on the wire, how soon its calls end when a turn is
stopped, and what a turn costs while the breaker keeps it from being asked.

The model is a metronome in this process, so that its clock and the shopper's are the same; the server is
``aisle serve`` beside it. Turns without a model run on a second server over a copy of the same data, in turn
with the others, so that whatever else the machine does falls on both.
"""

from __future__ import annotations

import shutil
import time
from collections.abc import Sequence
from pathlib import Path

import httpx
import orjson
from httpx_sse import connect_sse

from api.client import Aisle
from eval.bench.chat import chat
from eval.bench.metronome import Metronome, metronome
from eval.bench.server import serving
from eval.errors import BenchFailed
from eval.progress import counted
from eval.statistics import Estimate, paired_difference, quantile_of, ratio_of

METRICS = (
    "token_to_event_ms_p50",
    "token_to_event_ms_p95",
    "ranking_beside_model_ms_p50",
    "stop_to_calls_ended_ms_p50",
    "stop_to_calls_ended_ms_p95",
    "breaker_open_added_ms",
    "breaker_open_added_ms_p50",
    "breaker_open_vs_no_model",
)
_LEAVING = 5.0


def measure_overlay(data_dir: Path, asked: Sequence[str]) -> dict[str, Estimate]:
    """``asked``: messages, each the first of a conversation; those without a list say nothing.

    Raises:
        BenchFailed: a server or a turn failed, or no turn had a list.
    """
    copy = data_dir.with_name(f"{data_dir.name}-plain")
    shutil.copytree(data_dir, copy)
    with (
        metronome() as (model, model_url),
        serving(data_dir, model_url) as url,
        httpx.Client(base_url=url, timeout=60) as client,
    ):
        lags, rankings = _spoken(client, model, asked)
        stops = _stopped(client, model, asked)
        model.refuses = True
        with serving(copy) as plain_url, Aisle(plain_url) as plain, Aisle(url) as ours:
            for message in asked:
                # The one opens its breaker with these, the other gets as warm.
                chat(ours, message)
                chat(plain, message)
            with_breaker, without_model = _beside(ours, plain, asked)
    shutil.rmtree(copy, ignore_errors=True)
    if not lags or not stops:
        raise BenchFailed("no turn had a list to be explained")
    added = [ours - theirs for ours, theirs in zip(with_breaker, without_model, strict=True)]
    return {
        "token_to_event_ms_p50": quantile_of(lags, 0.50),
        "token_to_event_ms_p95": quantile_of(lags, 0.95),
        "ranking_beside_model_ms_p50": quantile_of(rankings, 0.50),
        "stop_to_calls_ended_ms_p50": quantile_of(stops, 0.50),
        "stop_to_calls_ended_ms_p95": quantile_of(stops, 0.95),
        "breaker_open_added_ms": paired_difference(with_breaker, without_model),
        "breaker_open_added_ms_p50": quantile_of(added, 0.50),
        "breaker_open_vs_no_model": ratio_of(with_breaker, without_model),
    }


def _spoken(client: httpx.Client, model: Metronome, asked: Sequence[str]) -> tuple[list[float], list[float]]:
    """Milliseconds from the token that ends a sentence to the sentence's event; and to the ranking."""
    lags: list[float] = []
    rankings: list[float] = []
    for message in counted(asked, "explained turns"):
        model.forget()
        heard: list[float] = []
        started = time.perf_counter()
        with connect_sse(client, "POST", "/v1/chat", json={"message": message}) as stream:
            for event in stream.iter_sse():
                if event.event == "ranking":
                    rankings.append((time.perf_counter() - started) * 1000)
                if event.event == "explanation":
                    data = orjson.loads(event.data)
                    if "delta" in data and data["source"] == "model":
                        heard.append(time.perf_counter())
        if len(heard) > len(model.told_at):
            raise BenchFailed("more was heard than the model said")
        lags += [(at - told) * 1000 for told, at in zip(model.told_at, heard, strict=False)]
    return lags, rankings


def _stopped(client: httpx.Client, model: Metronome, asked: Sequence[str]) -> list[float]:
    """Milliseconds from the request to stop until the model has seen both of its calls end."""
    model.endless = True
    taken = []
    with httpx.Client(base_url=client.base_url) as stopping:
        # Connected, and its certificates read, before it counts.
        stopping.get("/healthz")
        for message in counted(asked, "stopped turns"):
            taken += _stop_one(client, stopping, model, message)
    model.endless = False
    return taken


def _stop_one(client: httpx.Client, stopping: httpx.Client, model: Metronome, message: str) -> list[float]:
    """As :func:`_stopped`; nothing where the turn had no list to explain."""
    model.forget()
    at, turn_id = 0.0, ""
    with connect_sse(client, "POST", "/v1/chat", json={"message": message}) as stream:
        for event in stream.iter_sse():
            if event.event == "turn":
                turn_id = orjson.loads(event.data)["turn_id"]
            if event.event == "explanation" and not at and b'"model"' in event.data.encode():
                at = time.perf_counter()
                stopping.post(f"/v1/turns/{turn_id}/stop").raise_for_status()
    if not at:
        return []
    _wait_for_silence(model)
    return [(max(model.left_at) - at) * 1000]


def _wait_for_silence(model: Metronome) -> None:
    give_up = time.perf_counter() + _LEAVING
    while model.open:
        if time.perf_counter() > give_up:
            raise BenchFailed("a stopped turn left its model calls running")
        time.sleep(0.001)


def _beside(ours: Aisle, plain: Aisle, asked: Sequence[str]) -> tuple[list[float], list[float]]:
    """Milliseconds of whole turns: with the breaker open, and where no model is configured."""
    taken: tuple[list[float], list[float]] = ([], [])
    for round_, message in enumerate(counted([*asked, *asked], "turns beside each other")):
        both = (ours, plain) if round_ % 2 else (plain, ours)
        done = {id(client): chat(client, message).done_ms for client in both}
        taken[0].append(done[id(ours)])
        taken[1].append(done[id(plain)])
    return taken
