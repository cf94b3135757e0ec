"""The AI SDK's UI message stream, version 1 (https://ai-sdk.dev/docs/ai-sdk-ui/stream-protocol).

| event | parts |
|---|---|
| turn | ``start``; its metadata (``turn_id, session_id``) comes back with the next request |
| text | ``text-start`` once, ``text-delta``; ``text-end`` with the turn's end |
| ranking, reorder | ``data-ranking``: one part per ``ranking_id``, replaced in place by its new order |
| explanation | ``data-explanation``: one part per product; its text so far |
| understood, clarify, degraded | ``data-understood``, ``data-clarify``, ``data-degraded`` |
| done | ``finish``, or ``abort`` where the turn was stopped; what the event holds is metadata |
| error | ``error`` |
"""

from __future__ import annotations

from collections.abc import AsyncGenerator, Mapping, Sequence
from contextlib import aclosing
from typing import Any, TypeAlias

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
)

HEADERS: Mapping[str, str] = {"x-vercel-ai-ui-message-stream": "v1"}
DONE = b"data: [DONE]\n\n"
Part: TypeAlias = dict[str, Any]
_ENVELOPE = ("id", "messages", "trigger", "messageId")
_OURS = "s_"


class UIMessage:
    """One assistant message as it grows: the events of a turn in, the parts of the protocol out."""

    def __init__(self) -> None:
        self._text_open = False
        self._ranking: Part = {}
        self._said: dict[str, str] = {}

    def parts(self, event: TurnEvent) -> Sequence[Part]:
        """What one event adds to the message, or replaces of it."""
        match event:
            case TurnStarted():
                return [{"type": "start", "messageId": event.turn_id, "messageMetadata": event.data()}]
            case Text():
                opened = [] if self._text_open else [{"type": "text-start", "id": "text"}]
                self._text_open = True
                return [*opened, {"type": "text-delta", "id": "text", "delta": event.delta}]
            case RankingServed():
                self._ranking = {**event.data(), "rev": 0}
                return [_data("ranking", event.ranking_id, self._ranking)]
            case Reorder():
                self._ranking = _reordered(self._ranking, event)
                return [_data("ranking", self._ranking["ranking_id"], self._ranking)]
            case ExplanationDelta():
                text = self._said.get(event.product_id, "") + event.delta
                return [self._explanation(event.product_id, text, event.source, final=False)]
            case ExplanationFinal():
                return [self._explanation(event.product_id, event.text, event.source, final=True)]
            case Understood() | Clarify():
                return [_data(event.name, event.name, event.data())]
            case Degraded():
                return [_data("degraded", f"{event.part}-{event.reason}", event.data())]
            case Done():
                return [*self._text_end(), *_ended(event)]
            case Failed():
                return [*self._text_end(), {"type": "error", "errorText": event.detail or event.title}]

    def skipped(self) -> None:
        """What was given so far is not sent: text that goes on needs a beginning of its own."""
        self._text_open = False

    def _explanation(self, product_id: str, text: str, source: str, *, final: bool) -> Part:
        self._said[product_id] = text
        said = {"product_id": product_id, "text": text, "source": source, "final": final}
        return _data("explanation", product_id, said)

    def _text_end(self) -> list[Part]:
        return [{"type": "text-end", "id": "text"}] if self._text_open else []


async def frames(
    turn_id: str, log: AsyncGenerator[tuple[int, TurnEvent]], after: int = 0
) -> AsyncGenerator[bytes]:
    """The parts of every event above ``after``; ``log`` is read from its beginning, because parts build up.

    The last part of an event carries its id, so that a ``Last-Event-ID`` never stands inside an event.
    """
    message = UIMessage()
    async with aclosing(log) as events:
        async for seq, event in events:
            parts = message.parts(event)
            if seq <= after:
                message.skipped()
                continue
            for number, part in enumerate(parts, start=1):
                named = b"id: %b:%d\n" % (turn_id.encode(), seq) if number == len(parts) else b""
                yield b"%bdata: %b\n\n" % (named, orjson.dumps(part))
    yield DONE


def as_chat_body(body: Mapping[str, Any]) -> dict[str, Any]:
    """The body of ``POST /v1/chat`` for what the SDK's ``DefaultChatTransport`` posts.

    The words are those of the last message; the session is the one that our last answer named in its
    metadata, or the chat's own id where that is a session of ours. An answer made anew takes the place of
    the former one. Other fields stay as they are.

    Raises:
        ValueError: the last message is none of a shopper's, or holds no text.
    """
    messages = body["messages"]
    last = messages[-1] if isinstance(messages, list) and messages else None
    if not isinstance(last, dict) or last.get("role") != "user":
        raise ValueError("the last of messages must be the shopper's (role: user)")
    text = "\n".join(_texts(last))
    if not text:
        raise ValueError("the last of messages must hold a part of type text")
    out = {name: value for name, value in body.items() if name not in _ENVELOPE}
    session_id = out.get("session_id") or _session(body.get("id"), messages)
    if session_id:
        out["session_id"] = session_id
    again = body.get("messageId")
    if body.get("trigger") == "regenerate-message" and isinstance(again, str) and session_id:
        # The message of an answer has the id of its turn.
        out.setdefault("replaces", again)
    return {**out, "message": text}


def _texts(message: Mapping[str, Any]) -> list[str]:
    parts = message.get("parts")
    found = [part for part in parts if isinstance(part, dict)] if isinstance(parts, list) else []
    texts = [part.get("text") for part in found if part.get("type") == "text"]
    return [text for text in texts if isinstance(text, str)]


def _session(chat_id: object, messages: Sequence[object]) -> str | None:
    for message in reversed(messages):
        metadata = message.get("metadata") if isinstance(message, dict) else None
        named = metadata.get("session_id") if isinstance(metadata, dict) else None
        if isinstance(named, str):
            return named
    # A chat's id is made up in the page, as a rule by Math.random: too guessable to stand for a conversation.
    return chat_id if isinstance(chat_id, str) and chat_id.startswith(_OURS) else None


def _data(name: str, of: str, data: Part) -> Part:
    return {"type": f"data-{name}", "id": of, "data": data}


def _reordered(ranking: Part, event: Reorder) -> Part:
    by_id = {item["product"]["product_id"]: item for item in ranking["items"]}
    order = dict.fromkeys([*(product_id for product_id in event.order if product_id in by_id), *by_id])
    items = [{**by_id[product_id], "rank": rank} for rank, product_id in enumerate(order, start=1)]
    return {**ranking, **event.data(), "items": items}


def _ended(event: Done) -> list[Part]:
    if event.status == "stopped":
        return [
            {"type": "message-metadata", "messageMetadata": event.data()},
            {"type": "abort", "reason": "stopped"},
        ]
    return [{"type": "finish", "finishReason": "stop", "messageMetadata": event.data()}]
