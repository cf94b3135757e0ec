"""How an answer may end. Quiet endings raise nothing in a provider's client: each must be looked at."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agent.errors import ModelFailure

if TYPE_CHECKING:
    from langchain_core.messages import BaseMessage

FINISHED = frozenset({"stop", "end_turn", "stop_sequence", "complete", "completed"})
CALLED = frozenset({"tool_calls", "tool_use", "function_call"})
"""An answer in the shape of a call is whole with these."""
CUT_SHORT = frozenset({"length", "max_tokens", "max_output_tokens"})
"""All in lower case; providers differ."""
_KEYS = ("finish_reason", "stop_reason", "done_reason", "stopReason")


def finish_reason(message: BaseMessage) -> str | None:
    """Why the model stopped, in lower case, where this message or chunk says so."""
    metadata = message.response_metadata
    return next((str(metadata[key]).lower() for key in _KEYS if metadata.get(key)), None)


def require_whole(finish: str, *, called: bool = False) -> None:
    """Nothing happens where the answer came to its own end; ``called``: also where it is a call.

    Raises:
        ModelFailure: it ran into its token limit, or was withheld.
    """
    if finish in CUT_SHORT:
        raise ModelFailure("model_error", "The model's answer ran into its token limit.")
    if finish not in FINISHED and not (called and finish in CALLED):
        raise ModelFailure("model_error", "The model's provider withheld the answer.")
