"""A stored turn, event by event: what a shopper looked at after each of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import orjson

from agent.events import (
    Clarify,
    Degraded,
    Done,
    ExplanationDelta,
    ExplanationFinal,
    Failed,
    RankingServed,
    Reorder,
    Text,
    TurnEvent,
    TurnStarted,
    Understood,
    parse_event,
)
from agent.types import Item

LONGEST = 160


@dataclass(frozen=True, slots=True)
class Step:
    """One event in a line."""

    number: int
    name: str
    says: str
    data: str
    """The whole of it, as JSON."""


@dataclass(frozen=True, slots=True)
class Card:
    """A product as it stood."""

    item: Item
    text: str
    source: str
    done: bool


@dataclass(frozen=True, slots=True)
class Screen:
    """What was to be seen after some events."""

    text: str
    cards: tuple[Card, ...]
    clarify: Clarify | None
    degraded: tuple[Degraded, ...]
    understood: Understood | None
    over: str | None
    ranking_id: str | None
    relaxed: str | None


def steps(turn: Mapping[str, Any]) -> list[Step]:
    """Every event of a stored turn."""
    return [
        Step(number, str(stored["event"]), _says(_event(stored)), _json(stored["data"]))
        for number, stored in enumerate(turn["events"], start=1)
    ]


def screen(turn: Mapping[str, Any], until: int) -> Screen:
    """After its first ``until`` events."""
    text, order = "", list[str]()
    items: dict[str, Item] = {}
    said: dict[str, tuple[str, str, bool]] = {}
    clarify: Clarify | None = None
    understood: Understood | None = None
    degraded: list[Degraded] = []
    over: str | None = None
    ranking_id: str | None = None
    relaxed: str | None = None
    for stored in turn["events"][:until]:
        match _event(stored):
            case Understood() as event:
                understood = event
            case RankingServed() as event:
                items = {item.product.product_id: item for item in event.items}
                order, ranking_id = list(items), event.ranking_id
                relaxed = event.relaxed.text if event.relaxed is not None else None
            case Reorder() as event:
                order = [each for each in event.order if each in items]
            case ExplanationFinal() as event:
                said[event.product_id] = (event.text, event.source, True)
            case ExplanationDelta() as event:
                before = said.get(event.product_id, ("", "", False))[0]
                said[event.product_id] = (before + event.delta, event.source, False)
            case Text() as event:
                text += event.delta
            case Clarify() as event:
                clarify = event
            case Degraded() as event:
                degraded.append(event)
            case Done() as event:
                over = event.status
            case Failed() as event:
                over = event.detail or event.title
            case _:
                pass
    cards = tuple(Card(items[key], *said.get(key, ("", "", False))) for key in order)
    return Screen(text, cards, clarify, tuple(degraded), understood, over, ranking_id, relaxed)


def _event(stored: Mapping[str, Any]) -> TurnEvent | None:
    return parse_event(stored["event"], orjson.dumps(stored["data"]))


def _json(data: object) -> str:
    return orjson.dumps(data, option=orjson.OPT_INDENT_2).decode()


def _says(event: TurnEvent | None) -> str:
    match event:
        case TurnStarted():
            said = event.turn_id
        case Understood():
            said = f"{event.intent}: “{event.text}” {orjson.dumps(event.constraints.wire()).decode()}"
        case RankingServed():
            said = f"{len(event.items)} of {event.total:,} products"
        case Reorder():
            said = f"{len(event.moved)} moved"
        case ExplanationDelta():
            said = event.delta
        case ExplanationFinal():
            said = f"{event.source}: {event.text}"
        case Text():
            said = event.delta
        case Clarify():
            said = event.question
        case Degraded():
            said = f"{event.part}: {event.reason.replace('_', ' ')}"
        case Done():
            said = event.status
        case Failed():
            said = event.detail or event.title
        case _:
            said = "an event that this version does not know"
    return said if len(said) <= LONGEST else said[: LONGEST - 1] + "…"
