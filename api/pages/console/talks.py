"""The latest conversations in a line each: what was asked for, what went wrong, and what came of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from agent.conversation import standing
from api.house import House
from retrieval.types import EventType, Happened

SHOWN = 50
LOOKED_THROUGH = 500
"""Sessions; many are lists that pages asked for, in which nobody spoke."""
TURNS = 50
_CAME_OF_IT: Mapping[EventType, tuple[str, str]] = {
    "click": ("1 click", "{} clicks"),
    "add_to_cart": ("1 into the cart", "{} into the cart"),
    "purchase": ("1 bought", "{} bought"),
}


@dataclass(frozen=True, slots=True)
class Talk:
    """One conversation."""

    session_id: str
    last: datetime
    messages: tuple[str, ...]
    turns: int
    lacking: tuple[str, ...]
    """What its turns did without: ``"narrate: no model"``, each once."""
    broken: int
    """Turns that ended in an error."""
    led_to: tuple[str, ...]
    """What the shopper did with its lists: ``"2 clicks"``."""


def latest(house: House) -> list[Talk]:
    """Those in which somebody said something, the newest first. Raises StorageUnavailable."""
    store, events = house.retrieval.turn_store, house.retrieval.event_store
    out: list[Talk] = []
    for session_id, last, _ in store.sessions(LOOKED_THROUGH):
        turns = standing(store.session_turns(session_id, TURNS))
        messages = tuple(each["request"]["message"] for each in turns if each["request"]["message"])
        if messages:
            sent = [event for turn in turns for event in turn["events"]]
            lacking = dict.fromkeys(
                f"{event['data']['part']}: {event['data']['reason'].replace('_', ' ')}"
                for event in sent
                if event["event"] == "degraded"
            )
            out.append(
                Talk(
                    session_id=session_id,
                    last=last,
                    messages=messages,
                    turns=len(turns),
                    lacking=tuple(lacking),
                    broken=sum(event["event"] == "error" for event in sent),
                    led_to=tuple(_led_to(turns, events.of_shopper(None, session_id))),
                )
            )
        if len(out) == SHOWN:
            break
    return out


def _led_to(turns: Sequence[Mapping[str, Any]], done: Sequence[Happened]) -> Iterator[str]:
    """Of what was done in the session, that which cites a list of the conversation."""
    lists = {
        event["data"]["ranking_id"]
        for turn in turns
        for event in turn["events"]
        if event["event"] == "ranking"
    }
    counts = Counter(event.type for event in done if event.ranking_id in lists)
    for kind, (one, many) in _CAME_OF_IT.items():
        if counts[kind]:
            yield one if counts[kind] == 1 else many.format(counts[kind])
