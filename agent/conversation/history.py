"""What was said so far, as messages, within a budget of tokens: the oldest turns go first.

Constraints are no part of it. They are held in the conversation's state, so none is lost with an old turn.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from agent.models.counting import Counter, of_messages

if TYPE_CHECKING:
    from langchain_core.messages import BaseMessage

_SHOWN = 8
_CHARACTERS = 1000


def spoken(turns: Iterable[Mapping[str, Any]]) -> list[BaseMessage]:
    """Stored turns, oldest first, as what the shopper and the assistant said; lists by their titles."""
    from langchain_core.messages import AIMessage, HumanMessage

    messages: list[BaseMessage] = []
    for turn in turns:
        said = (turn.get("request") or {}).get("message")
        if not said:
            continue
        messages.append(HumanMessage(str(said)[:_CHARACTERS]))
        if answered := _answered(turn.get("events", ())):
            messages.append(AIMessage(answered))
    return messages


def trimmed(messages: list[BaseMessage], budget: int, count: Counter) -> list[BaseMessage]:
    """The latest whole turns that ``budget`` tokens hold."""
    from langchain_core.messages import trim_messages

    if not messages or budget <= 0:
        return []
    kept: list[BaseMessage] = trim_messages(
        messages,
        max_tokens=budget,
        token_counter=lambda given: of_messages(list(given), count),
        strategy="last",
        start_on="human",
        allow_partial=False,
    )
    return kept


def _answered(events: Iterable[Mapping[str, Any]]) -> str:
    text, shown = "", ""
    for event in events:
        if event["event"] == "text":
            text += event["data"].get("delta", "")
        elif event["event"] == "ranking":
            titles = [item["product"]["title"] for item in event["data"]["items"][:_SHOWN]]
            shown = "; ".join(f"{place} {title}" for place, title in enumerate(titles, start=1))
    return " ".join(filter(None, (text.strip(), f"Shown: {shown}." if shown else "")))[:_CHARACTERS]
