"""One model call as a span and as measurements."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import orjson
from opentelemetry.metrics import Meter
from opentelemetry.trace import SpanKind, StatusCode, Tracer

from agent.types import ModelRun, RunContent
from api.telemetry import names

_ROLES = {"human": "user", "ai": "assistant"}


class Calls:
    """The instruments of model calls."""

    def __init__(self, tracer: Tracer, meter: Meter) -> None:
        self._tracer = tracer

        def seconds(name: str, what: str) -> Any:
            bounds = names.SECONDS
            return meter.create_histogram(
                name, unit="s", description=what, explicit_bucket_boundaries_advisory=bounds
            )

        self._duration = seconds(names.INFERENCE_DURATION, "Duration of a model call.")
        self._first = seconds(names.INFERENCE_FIRST_CHUNK, "Time to the first chunk of a streamed answer.")
        self._used = {
            name: meter.create_counter(name, unit="{token}", description=what)
            for name, what in (
                (names.USAGE_INPUT, "Input tokens, cached ones included."),
                (names.USAGE_OUTPUT, "Output tokens, reasoning included."),
                (names.USAGE_CACHED, "Input tokens that came from a cache."),
                (names.USAGE_REASONING, "Output tokens spent on reasoning."),
            )
        }
        self._each = {
            name: meter.create_histogram(
                name, unit="{token}", description=what, explicit_bucket_boundaries_advisory=names.TOKENS
            )
            for name, what in (
                (names.OPERATION_INPUT, "Input tokens of a call."),
                (names.OPERATION_OUTPUT, "Output tokens of a call."),
            )
        }

    def over(self, run: ModelRun, conversation: str) -> None:
        """A call that is over; its span is a child of the current one."""
        known = {
            names.OPERATION: names.CHAT,
            names.PROVIDER: names.PROVIDERS.get(run.provider, run.provider or "unknown"),
            names.REQUEST_MODEL: run.model,
            **({names.RESPONSE_MODEL: run.answered_by} if run.answered_by else {}),
        }
        # One that has no end was cancelled before it could have one.
        error = run.error or (names.CANCELLED if run.total_ms is None else None)
        self._span(run, {**known, **({names.CONVERSATION: conversation} if conversation else {})}, error)
        self._measure(run, known, error)

    def _span(self, run: ModelRun, known: dict[str, Any], error: str | None) -> None:
        start = int(run.started_at * 1e9)
        attributes = {
            **known,
            names.PURPOSE: run.name,
            names.REQUEST_STREAM: run.streamed,
            names.PROMPT_NAME: run.prompt,
            names.PROMPT_VERSION: run.prompt_version,
            names.RESPONSE_ID: run.response_id,
            names.FINISH_REASONS: [run.finish_reason] if run.finish_reason else None,
            names.INPUT_TOKENS: run.usage.input_tokens or None,
            names.OUTPUT_TOKENS: run.usage.output_tokens or None,
            names.CACHED_TOKENS: run.cached_tokens or None,
            names.REASONING_TOKENS: run.reasoning_tokens or None,
            names.ERROR: error,
            **_content(run.content, run.finish_reason),
        }
        if run.streamed and run.first_token_ms is not None:
            attributes[names.TIME_TO_FIRST_CHUNK] = run.first_token_ms / 1000
        span = self._tracer.start_span(
            f"{names.CHAT} {run.model}",
            kind=SpanKind.CLIENT,
            attributes={name: value for name, value in attributes.items() if value is not None},
            start_time=start,
        )
        if error is not None:
            span.set_status(StatusCode.ERROR)
        span.end(start + int((run.total_ms or 0.0) * 1e6) if run.total_ms is not None else None)

    def _measure(self, run: ModelRun, known: dict[str, Any], error: str | None) -> None:
        if run.total_ms is not None:
            ended = {**known, names.ERROR: error} if error else known
            self._duration.record(run.total_ms / 1000, ended)
        if run.streamed and run.first_token_ms is not None:
            self._first.record(run.first_token_ms / 1000, known)
        counted = run.usage.input_tokens or run.usage.output_tokens
        modality = {**known, names.TOKEN_MODALITY: names.TEXT if counted else names.UNKNOWN}
        self._used[names.USAGE_INPUT].add(run.usage.input_tokens, modality)
        self._used[names.USAGE_OUTPUT].add(run.usage.output_tokens, modality)
        if run.cached_tokens:
            self._used[names.USAGE_CACHED].add(run.cached_tokens, modality)
        if run.reasoning_tokens:
            self._used[names.USAGE_REASONING].add(run.reasoning_tokens, modality)
        if counted:
            self._each[names.OPERATION_INPUT].record(run.usage.input_tokens, known)
            self._each[names.OPERATION_OUTPUT].record(run.usage.output_tokens, known)

    @staticmethod
    def messages(said: Iterable[tuple[str, str]]) -> str:
        """Messages as the conventions write them, as JSON, which every receiver takes."""
        return orjson.dumps(
            [{"role": _ROLES.get(role, role), "parts": [_text(text)]} for role, text in said]
        ).decode()


def _content(content: RunContent | None, finish_reason: str | None) -> dict[str, str]:
    if content is None:
        return {}
    system = [_text(text) for role, text in content.asked if role == "system"]
    answer = {"role": "assistant", "parts": [_text(content.said)], "finish_reason": finish_reason or "error"}
    return {
        names.INPUT_MESSAGES: Calls.messages(each for each in content.asked if each[0] != "system"),
        names.OUTPUT_MESSAGES: orjson.dumps([answer]).decode(),
        **({names.SYSTEM_INSTRUCTIONS: orjson.dumps(system).decode()} if system else {}),
    }


def _text(content: str) -> dict[str, str]:
    return {"type": "text", "content": content}
