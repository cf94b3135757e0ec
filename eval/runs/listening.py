"""The model's words as they came: a LangChain callback handler, beside the product's own."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from uuid import UUID

from langchain_core.callbacks.base import AsyncCallbackHandler

from agent.types import Usage
from eval.runs.performance import ModelCall
from prompts.fence import fence

if TYPE_CHECKING:
    from langchain_core.messages import BaseMessage
    from langchain_core.outputs import LLMResult


class Listener(AsyncCallbackHandler):
    """Hand one to each turn, then read ``calls``."""

    def __init__(self) -> None:
        self._calls: dict[UUID, ModelCall] = {}
        self._told: list[str] = []

    @property
    def calls(self) -> tuple[ModelCall, ...]:
        """Every call of the turn, in the order they began."""
        return tuple(self._calls.values())

    def told(self, text: str) -> bool:
        """Whether this outside text stood whole in a prompt of the turn, as prompts show such text."""
        # Where something after it was cut off, its own full stop went too.
        shown = fence(text).rstrip(".,;:")
        return any(shown in prompt for prompt in self._told)

    async def on_chat_model_start(
        self,
        serialized: dict[str, Any],
        messages: list[list[BaseMessage]],
        *,
        run_id: UUID,
        metadata: dict[str, Any] | None = None,
        **kwargs: Any,
    ) -> None:
        """A call begins; its purpose stands in the metadata that the agent gives."""
        purpose = str((metadata or {}).get("purpose") or "model")
        self._calls[run_id] = ModelCall(purpose=purpose, usage=Usage(calls=1))
        self._told += [message.text for each in messages for message in each]

    async def on_llm_end(self, response: LLMResult, *, run_id: UUID, **kwargs: Any) -> None:
        """A call ended: prose, or the arguments of the call that carries the structure."""
        if run_id in self._calls:
            self._hear(run_id, response)

    async def on_llm_error(self, error: BaseException, *, run_id: UUID, **kwargs: Any) -> None:
        """A call broke; what it had said by then was said."""
        if run_id not in self._calls:
            return
        response = kwargs.get("response")
        if response is not None:
            self._hear(run_id, response)
        self._calls[run_id] = self._calls[run_id].model_copy(update={"error": type(error).__name__})

    def _hear(self, run_id: UUID, response: LLMResult) -> None:
        text, finish, usage = "", None, Usage(calls=1)
        for generation in (each for batch in response.generations for each in batch):
            message = getattr(generation, "message", None)
            text += generation.text
            calls = getattr(message, "tool_calls", None) or ()
            if not generation.text:
                text += "".join(json.dumps(call.get("args", {})) for call in calls)
            finish = getattr(message, "response_metadata", {}).get("finish_reason") or finish
            counted = getattr(message, "usage_metadata", None)
            if counted:
                usage += Usage(
                    input_tokens=counted.get("input_tokens", 0), output_tokens=counted.get("output_tokens", 0)
                )
        self._calls[run_id] = self._calls[run_id].model_copy(
            update={"text": text, "finish": finish, "usage": usage}
        )


def order_in(text: str) -> tuple[str, ...] | None:
    """The handles that a structured answer names, as they stand there; None where it names no order."""
    try:
        found = json.loads(text)
    except ValueError:
        return None
    order = found.get("order") if isinstance(found, dict) else None
    return tuple(str(each) for each in order) if isinstance(order, list) else None
