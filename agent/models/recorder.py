"""What the model calls of one turn cost and how fast they spoke: the one place it is read from."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any
from uuid import UUID

from langchain_core.callbacks.base import AsyncCallbackHandler

from agent.models.tokens import tokens
from agent.ports import Watch
from agent.types import ModelRun, RunContent, Usage

if TYPE_CHECKING:
    from langchain_core.messages import BaseMessage
    from langchain_core.outputs import ChatGenerationChunk, GenerationChunk, LLMResult


class TurnRecorder(AsyncCallbackHandler):
    """Hand one to the ``RunnableConfig`` of a turn, beside any handler of the user's own."""

    def __init__(self, clock: Callable[[], float] = time.perf_counter, content: bool = False) -> None:
        """``content``: whether what is asked and said is kept, for whoever traces it."""
        self._clock = clock
        self._content = content
        self._runs: dict[UUID, ModelRun] = {}
        self._started: dict[UUID, float] = {}
        self._chains: dict[UUID, str] = {}
        self._asked: dict[UUID, list[list[BaseMessage]]] = {}
        """What each call was given: counted where its provider never did."""

    @property
    def runs(self) -> tuple[ModelRun, ...]:
        """Every call so far, in the order they began."""
        return tuple(self._runs.values())

    @property
    def usage(self) -> Usage:
        """The sum over all calls; a call that failed still counts as a call."""
        return sum((run.usage for run in self._runs.values()), Usage())

    def tell(self, watch: Watch | None) -> None:
        """Every call, once they are over, to whoever watches."""
        if watch is not None:
            for run in self.runs:
                watch.model_run(run)

    def first_token_ms(self, name: str) -> float | None:
        """Of the first call with this run name that spoke."""
        return next(
            (r.first_token_ms for r in self.runs if r.name == name and r.first_token_ms is not None), None
        )

    async def on_chain_start(
        self,
        serialized: dict[str, Any],
        inputs: dict[str, Any],
        *,
        run_id: UUID,
        parent_run_id: UUID | None = None,
        **kwargs: Any,
    ) -> None:
        """Remember the outermost chain's name: the model inside it is called after its class."""
        inherited = self._chains.get(parent_run_id) if parent_run_id else None
        self._chains[run_id] = inherited or str(kwargs.get("name") or "chain")

    async def on_chat_model_start(
        self,
        serialized: dict[str, Any],
        messages: list[list[BaseMessage]],
        *,
        run_id: UUID,
        parent_run_id: UUID | None = None,
        **kwargs: Any,
    ) -> None:
        """A call begins."""
        chain = self._chains.get(parent_run_id) if parent_run_id else None
        self._started[run_id] = self._clock()
        known: dict[str, Any] = kwargs.get("metadata") or {}
        self._runs[run_id] = ModelRun(
            run_id=str(run_id),
            name=chain or str(kwargs.get("name") or "model"),
            usage=Usage(calls=1),
            started_at=time.time(),
            provider=str(known.get("ls_provider") or ""),
            model=str(known.get("ls_model_name") or ""),
            prompt=known.get("prompt"),
            prompt_version=known.get("prompt_version"),
            content=_asked(messages) if self._content else None,
        )
        self._asked[run_id] = messages

    async def on_llm_new_token(
        self,
        token: str | list[str | dict[str, Any]],
        *,
        chunk: GenerationChunk | ChatGenerationChunk | None = None,
        run_id: UUID,
        **kwargs: Any,
    ) -> None:
        """The first token that holds text is the first token."""
        if token and run_id in self._runs and self._runs[run_id].first_token_ms is None:
            self._change(run_id, first_token_ms=self._elapsed(run_id), streamed=True)

    async def on_llm_end(self, response: LLMResult, *, run_id: UUID, **kwargs: Any) -> None:
        """A call ended well; an answer in one piece had its first token now."""
        if run_id not in self._runs:
            return
        elapsed = self._elapsed(run_id)
        first = self._runs[run_id].first_token_ms
        self._change(
            run_id,
            usage=_usage(response),
            total_ms=elapsed,
            first_token_ms=elapsed if first is None and _spoke(response) else first,
            **_answered(response),
        )
        content = self._runs[run_id].content
        if content is not None:
            said = "".join(generation.text for batch in response.generations for generation in batch)
            self._change(run_id, content=replace(content, said=said))

    async def on_llm_error(self, error: BaseException, *, run_id: UUID, **kwargs: Any) -> None:
        """A call failed or was cancelled; what the provider had counted by then still counts. It bills an
        answer that had begun, whether or not it came to counting."""
        if run_id not in self._runs:
            return
        response = kwargs.get("response")
        usage = _usage(response) if response is not None else self._runs[run_id].usage
        if not usage.input_tokens and self._runs[run_id].first_token_ms is not None:
            said = "".join(g.text for batch in response.generations for g in batch) if response else ""
            asked = sum(tokens(message.text) for batch in self._asked[run_id] for message in batch)
            usage = Usage(calls=1, input_tokens=asked, output_tokens=tokens(said))
        self._change(run_id, usage=usage, total_ms=self._elapsed(run_id), error=type(error).__name__)

    def _elapsed(self, run_id: UUID) -> float:
        return round((self._clock() - self._started[run_id]) * 1000, 2)

    def _change(self, run_id: UUID, **changes: Any) -> None:
        self._runs[run_id] = replace(self._runs[run_id], **changes)


def _usage(response: LLMResult) -> Usage:
    """Structured calls carry their usage on the message just as prose does."""
    total = Usage(calls=1)
    generations: Sequence[Sequence[Any]] = response.generations
    for generation in (g for batch in generations for g in batch):
        counted = getattr(getattr(generation, "message", None), "usage_metadata", None)
        if counted:
            total = total + Usage(
                input_tokens=counted.get("input_tokens", 0), output_tokens=counted.get("output_tokens", 0)
            )
    return total


def _answered(response: LLMResult) -> dict[str, Any]:
    """What the provider said of its answer: fields of :class:`ModelRun`."""
    generations: Sequence[Sequence[Any]] = response.generations
    message = next((getattr(g, "message", None) for batch in generations for g in batch), None)
    told: dict[str, Any] = getattr(message, "response_metadata", None) or {}
    counted: dict[str, Any] = getattr(message, "usage_metadata", None) or {}
    return {
        "answered_by": told.get("model_name"),
        "response_id": told.get("id"),
        "finish_reason": told.get("finish_reason"),
        "cached_tokens": (counted.get("input_token_details") or {}).get("cache_read") or 0,
        "reasoning_tokens": (counted.get("output_token_details") or {}).get("reasoning") or 0,
    }


def _asked(messages: list[list[BaseMessage]]) -> RunContent:
    return RunContent(asked=tuple((message.type, message.text) for batch in messages for message in batch))


def _spoke(response: LLMResult) -> bool:
    """Whether there is an answer at all: text, or a tool call that carries it."""
    generations = (generation for batch in response.generations for generation in batch)
    return any(g.text or getattr(getattr(g, "message", None), "tool_calls", None) for g in generations)
