"""The bodies that OpenAI's chat completions endpoint sends: chunks, completions, usage, errors."""

from __future__ import annotations

import itertools
import json
import re
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from .chat_request import Asked, prompt_text
from .script import Body

_TOKEN = re.compile(r"\s*\S{1,5}|\s+")
_numbers = itertools.count(1)


def tokens_of(text: str) -> list[str]:
    """Text cut as a tokenizer would: a few letters at a time, white space leading."""
    return _TOKEN.findall(text)


def error_body(message: str, kind: str = "server_error", code: str | None = None) -> dict[str, Any]:
    return {"error": {"message": message, "type": kind, "param": None, "code": code}}


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer on its way: what is said, how it is cut, and the envelope around it."""

    request: Body
    wanted: Asked
    pieces: list[str]
    reasoning: list[str]
    refusal: str
    finish_reason: str | None
    number: int = field(default_factory=lambda: next(_numbers))
    created: int = field(default_factory=lambda: int(time.time()))

    @property
    def usage(self) -> dict[str, Any]:
        prompt = len(tokens_of(prompt_text(self.request)))
        completion = len(self.pieces) + len(self.reasoning) + len(tokens_of(self.refusal))
        return {
            "prompt_tokens": prompt,
            "completion_tokens": completion,
            "total_tokens": prompt + completion,
            "prompt_tokens_details": {"cached_tokens": 0, "audio_tokens": 0},
            "completion_tokens_details": {"reasoning_tokens": len(self.reasoning), "audio_tokens": 0},
        }

    @property
    def wants_usage(self) -> bool:
        return bool((self.request.get("stream_options") or {}).get("include_usage"))

    @property
    def call_id(self) -> str:
        return f"call_{self.number:08d}"

    def _envelope(self, kind: str) -> dict[str, Any]:
        return {
            "id": f"chatcmpl-{self.number:08d}",
            "object": kind,
            "created": self.created,
            "model": self.request.get("model", "scripted"),
            "service_tier": "default",
            "system_fingerprint": "fp_scripted",
        }

    def completion(self) -> dict[str, Any]:
        text = "".join(self.pieces)
        message: dict[str, Any] = {"role": "assistant", "content": text, "refusal": None, "annotations": []}
        if self.reasoning:
            message["reasoning_content"] = "".join(self.reasoning)
        if self.refusal:
            message |= {"content": None, "refusal": self.refusal}
        elif self.wanted.form == "tool":
            function = {"name": self.wanted.name, "arguments": text}
            call = {"id": self.call_id, "type": "function", "function": function}
            message |= {"content": None, "tool_calls": [call]}
        choice = {"index": 0, "message": message, "logprobs": None, "finish_reason": self.finish_reason}
        return {**self._envelope("chat.completion"), "choices": [choice], "usage": self.usage}

    def _chunk(self, delta: dict[str, Any], finish_reason: str | None = None) -> str:
        choice = {"index": 0, "delta": delta, "logprobs": None, "finish_reason": finish_reason}
        chunk = {**self._envelope("chat.completion.chunk"), "choices": [choice]}
        return sse({**chunk, "usage": None} if self.wants_usage else chunk)

    def opening(self) -> str:
        """The role chunk; with a tool call it carries the call's name."""
        if self.wanted.form == "tool" and not self.refusal:
            call = {"index": 0, "id": self.call_id, "type": "function"}
            function = {"name": self.wanted.name, "arguments": ""}
            tool_calls = [{**call, "function": function}]
            return self._chunk(
                {"role": "assistant", "content": None, "tool_calls": tool_calls, "refusal": None}
            )
        return self._chunk({"role": "assistant", "content": "", "refusal": None})

    def deltas(self) -> Iterator[str]:
        for piece in self.reasoning:
            yield self._chunk({"reasoning_content": piece})
        if self.refusal:
            yield from (self._chunk({"refusal": piece}) for piece in tokens_of(self.refusal))
            return
        for piece in self.pieces:
            if self.wanted.form == "tool":
                yield self._chunk({"tool_calls": [{"index": 0, "function": {"arguments": piece}}]})
            else:
                yield self._chunk({"content": piece})

    def closing(self) -> str:
        """The chunk with the finish reason, and the one with the usage if it was asked for."""
        last = self._chunk({}, self.finish_reason) if self.finish_reason else ""
        if not self.wants_usage:
            return last
        usage = {**self._envelope("chat.completion.chunk"), "choices": [], "usage": self.usage}
        return last + sse(usage)


def sse(data: dict[str, Any]) -> str:
    return f"data: {json.dumps(data, separators=(',', ':'))}\n\n"
