"""Turns and model calls as spans and measurements, by the conventions for generative AI.

    invoke_agent aisle            the turn
    ├── understand, retrieve      what comes before the cards, each with its stages
    ├── chat gpt-4.1-mini         a call of the model, from the turn's one recorder
    └── chat gpt-4.1-mini

A span is made when its times are known, so that nothing is measured twice.
"""

from __future__ import annotations

import time
from collections.abc import AsyncGenerator, Callable, Iterator, Mapping
from contextlib import aclosing, contextmanager
from contextvars import ContextVar
from typing import Any

from opentelemetry.context import attach, detach
from opentelemetry.metrics import MeterProvider
from opentelemetry.trace import Span, SpanKind, StatusCode, TracerProvider, set_span_in_context
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

from agent.events import Degraded, Done, Failed, RankingServed, TurnEvent
from agent.types import ModelRun, TurnRequest
from api.telemetry import names
from api.telemetry.calls import Calls

_TOP = ("understand", "retrieve")
_INSIDE = ("filter", "rank", "products")
"""Stages of ``retrieve``, one after the other."""
_CONVERSATION: ContextVar[str] = ContextVar("conversation", default="")


class Telemetry:
    """The one place where spans and instruments are made. Satisfies :class:`agent.ports.Watch`."""

    def __init__(
        self,
        tracers: TracerProvider,
        meters: MeterProvider,
        version: str,
        *,
        content: bool = False,
        close: Callable[[], None] = lambda: None,
    ) -> None:
        """``content``: whether prompts and answers go into spans. ``close`` lets go of the providers."""
        self._tracer = tracers.get_tracer("aisle", version)
        meter = meters.get_meter("aisle", version)
        self._calls = Calls(self._tracer, meter)
        self._content = content
        self._close = close
        self._turns = meter.create_histogram(
            names.AGENT_DURATION,
            unit="s",
            description="Duration of a turn.",
            explicit_bucket_boundaries_advisory=names.SECONDS,
        )
        self._stages = meter.create_histogram(
            names.STAGE_DURATION,
            unit="s",
            description="Duration of what comes before the cards, by stage.",
            explicit_bucket_boundaries_advisory=names.SECONDS,
        )
        self._degraded = meter.create_counter(
            names.TURN_DEGRADED, unit="{part}", description="Parts of turns that did without, by reason."
        )
        self._cost = meter.create_counter(
            names.TURN_COST, description="Of model calls, by AISLE_LLM_PRICES, in their currency."
        )

    @property
    def content(self) -> bool:
        """Whether prompts and answers go into spans."""
        return self._content

    def close(self) -> None:
        """Send what is left and let go. Waits for the receiver: call it in a thread."""
        self._close()

    @contextmanager
    def joined(self, headers: Mapping[str, str]) -> Iterator[None]:
        """While a turn is started: it becomes part of the trace that a request's ``traceparent`` names."""
        token = attach(TraceContextTextMapPropagator().extract(dict(headers)))
        try:
            yield
        finally:
            detach(token)

    async def turn(
        self, request: TurnRequest, events: AsyncGenerator[TurnEvent]
    ) -> AsyncGenerator[TurnEvent]:
        """The same events, under the span of their turn."""
        started = time.time_ns()
        attributes = {
            names.OPERATION: names.INVOKE_AGENT,
            names.AGENT_NAME: names.AGENT,
            names.CONVERSATION: request.session_id,
            names.TURN_ID: request.turn_id,
        }
        name = f"{names.INVOKE_AGENT} {names.AGENT}"
        span = self._tracer.start_span(
            name, kind=SpanKind.INTERNAL, attributes=attributes, start_time=started
        )
        _CONVERSATION.set(request.session_id)
        token = attach(set_span_in_context(span))
        told = _Told(request.message if self._content else None)
        try:
            async with aclosing(events):
                async for event in events:
                    told.take(event)
                    yield event
        finally:
            self._ended(span, started, told)
            detach(token)

    def model_run(self, run: ModelRun) -> None:
        """A call that is over, under the turn's span."""
        self._calls.over(run, _CONVERSATION.get())

    def _ended(self, span: Span, started: int, told: _Told) -> None:
        span.set_attributes(told.attributes)
        measured = {names.OPERATION: names.INVOKE_AGENT, names.AGENT_NAME: names.AGENT}
        if told.error is not None:
            span.set_status(StatusCode.ERROR)
            span.set_attribute(names.ERROR, told.error)
            measured[names.ERROR] = told.error
        if told.done is not None:
            self._staged(span, started, told.done.timings_ms)
            cost = told.done.usage.cost
            if cost is not None:
                self._cost.add(cost, {names.REQUEST_MODEL: told.done.model or ""})
        for part, reason in told.degraded:
            self._degraded.add(1, {"part": part, "reason": reason})
        span.end()
        self._turns.record((time.time_ns() - started) / 1e9, measured)

    def _staged(self, turn: Span, started: int, timings_ms: Mapping[str, float]) -> None:
        """The stages before the cards, one after the other; those inside of one begin with it."""
        at = started
        for stage in _TOP:
            if stage not in timings_ms:
                continue
            span, end = self._stage(turn, stage, at, timings_ms[stage])
            inside = at
            for part in _INSIDE if stage == "retrieve" else ():
                if part in timings_ms:
                    child, inside = self._stage(span, part, inside, timings_ms[part])
                    child.end(inside)
            span.end(end)
            at = end

    def _stage(self, parent: Span, stage: str, start: int, ms: float) -> tuple[Span, int]:
        attributes: dict[str, Any] = {names.STAGE: stage}
        name = stage
        if stage == "retrieve":
            name = f"{names.RETRIEVAL} {names.CATALOG}"
            attributes |= {names.OPERATION: names.RETRIEVAL, names.DATA_SOURCE: names.CATALOG}
        self._stages.record(ms / 1000, {names.STAGE: stage})
        within = set_span_in_context(parent)
        span = self._tracer.start_span(name, within, SpanKind.INTERNAL, attributes, start_time=start)
        return span, start + int(ms * 1e6)


class _Told:
    """What a turn's events say of it."""

    def __init__(self, message: str | None) -> None:
        self.attributes: dict[str, Any] = {}
        self.degraded: list[tuple[str, str]] = []
        self.done: Done | None = None
        # A turn whose events end without a last one was cancelled.
        self.error: str | None = names.CANCELLED
        if message is not None:
            self.attributes[names.INPUT_MESSAGES] = Calls.messages([("human", message)])

    def take(self, event: TurnEvent) -> None:
        """One more event."""
        match event:
            case RankingServed():
                self.attributes[names.RANKING_ID] = event.ranking_id
                self.attributes[names.PRODUCTS] = len(event.items)
                self.attributes[names.TOTAL] = event.total
            case Degraded():
                self.degraded.append((event.part, event.reason))
                self.attributes[names.DEGRADED] = [f"{part}:{reason}" for part, reason in self.degraded]
            case Done():
                self.done, self.error = event, None
                self.attributes[names.TURN_STATUS] = event.status
                self.attributes[names.INPUT_TOKENS] = event.usage.input_tokens
                self.attributes[names.OUTPUT_TOKENS] = event.usage.output_tokens
                if event.usage.cost is not None:
                    self.attributes[names.COST] = event.usage.cost
            case Failed():
                self.attributes[names.TURN_STATUS] = "error"
                self.error = event.type.rpartition("/")[2]
            case _:
                pass
