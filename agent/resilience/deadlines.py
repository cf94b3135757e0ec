"""Deadlines on a stream: on its first item, on silence after it, and on the whole."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncGenerator, AsyncIterator
from dataclasses import dataclass
from typing import TypeVar

from agent.errors import ModelFailure

log = logging.getLogger(__name__)

T = TypeVar("T")
CLOSING = 2.0
"""Seconds a stream may take to close before it is left behind."""


@dataclass(frozen=True, slots=True)
class Deadlines:
    """Seconds."""

    first: float
    silence: float
    total: float


async def deadlined(
    stream: AsyncIterator[T], *, first: float, silence: float, total: float
) -> AsyncGenerator[T]:
    """The items of ``stream`` as they come. It is closed on every way out, cancellation included.

    ``total`` runs from the first request for an item; ``silence`` only while an item is awaited, so
    that a slow reader is never mistaken for a silent model.

    Raises:
        ModelFailure: ``timeout``: no first item, or no end, in time; ``stalled``: silence half-way.
    """
    now = asyncio.get_running_loop().time
    end = now() + total
    patience = first
    begun = False
    try:
        while True:
            until = now() + patience
            try:
                async with asyncio.timeout_at(min(until, end)) as timer:
                    item = await anext(stream)
            except StopAsyncIteration:
                return
            except TimeoutError:
                if not timer.expired():
                    raise
                raise _late(begun, until <= end) from None
            yield item
            begun, patience = True, silence
    finally:
        await _close(stream)


def _late(begun: bool, in_silence: bool) -> ModelFailure:
    if not begun:
        return ModelFailure("timeout", "The model did not begin to answer in time.")
    if in_silence:
        return ModelFailure("stalled", "The model fell silent half-way.")
    return ModelFailure("timeout", "The model did not finish its answer in time.")


async def _close(stream: AsyncIterator[object]) -> None:
    close = getattr(stream, "aclose", None)
    if close is None:
        return
    try:
        async with asyncio.timeout(CLOSING):
            await close()
    except TimeoutError:
        log.warning("a model stream did not close within %g s and was left behind", CLOSING)
