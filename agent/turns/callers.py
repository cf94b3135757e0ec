"""What whoever starts a turn hands to it and to no other turn, and what is known by it inside."""

from __future__ import annotations

from contextvars import ContextVar
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from langchain_core.callbacks import BaseCallbackHandler

HANDLERS: ContextVar[tuple[BaseCallbackHandler, ...]] = ContextVar("handlers", default=())
"""LangChain handlers that see the model's runs of the turns started in this context. A turn runs in a task
of its own, and a task takes its context from where it was started."""

TURN_ID: ContextVar[str | None] = ContextVar("turn_id", default=None)
"""Of the turn that this task runs; None outside of one."""
