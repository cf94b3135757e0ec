"""A stored turn as a page shows it again: what was said, what was understood, the list, the words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import orjson

from agent.events import Clarify, Done, Failed, Text, parse_event
from agent.turns.answer import Folded


def told(turn: Mapping[str, Any]) -> dict[str, Any]:
    """One turn of :meth:`agent.ports.TurnStore.session_turns`; absent fields are left out.

    ``{turn_id, message, understood?, ranking_id?, items?, total?, relaxed?, text, clarify?, degraded,
    status}``:
    the items stand in the order that the shopper saw last, each with its explanation.
    """
    folded, text = Folded(), ""
    out: dict[str, Any] = {}
    for stored in turn["events"]:
        event = parse_event(stored["event"], orjson.dumps(stored["data"]))
        if event is None:
            continue
        folded.take(event)
        match event:
            case Text():
                text += event.delta
            case Clarify():
                out["clarify"] = event.data()
            case Done():
                out["status"] = event.status
            case Failed():
                out["status"] = "failed"
            case _:
                pass
    answer = folded.answer()
    if folded.ranking is None:
        answer = {name: value for name, value in answer.items() if name in ("understood", "degraded")}
    request = turn["request"]
    return {
        "turn_id": request["turn_id"],
        "message": request["message"],
        **answer,
        "text": text,
        **out,
    }
