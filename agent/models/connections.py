"""The provider's answers that a call has open, so that its end ends them all.

A stream of chained runnables reads every chunk in a task of its own: cancelled just as a chunk has come, it
leaves the answer below it open until the garbage collector finds it, and the model speaks on, at our cost.
So the answers are noted where they arrive, and closed with the call.
"""

from __future__ import annotations

import logging
from contextvars import ContextVar
from typing import Protocol

log = logging.getLogger(__name__)


class Answer(Protocol):
    """What an HTTP client gives for a request."""

    async def aclose(self) -> None:
        """Safe to call twice."""
        ...


_OPENED: ContextVar[list[Answer] | None] = ContextVar("opened", default=None)


def noting() -> list[Answer]:
    """Where the answers to requests of this task, and of those it starts, are noted from now on."""
    opened: list[Answer] = []
    _OPENED.set(opened)
    return opened


async def note(answer: Answer) -> None:
    """A request was answered, its body not read yet: a response hook of the HTTP client."""
    opened = _OPENED.get()
    if opened is not None:
        opened.append(answer)


async def close_all(opened: list[Answer]) -> None:
    """End whatever of them is still open."""
    while opened:
        try:
            await opened.pop().aclose()
        except (
            Exception
        ):  # whatever a client raises at its end, the call is over and the others must end, too
            log.debug("a model's answer could not be closed", exc_info=True)
