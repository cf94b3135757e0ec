"""What is answered in words alone: chit-chat, a question about shown products, a comparison."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from dataclasses import dataclass

from agent.conversation.comparison import advice, comparison, side_by_side
from agent.conversation.onscreen import OnScreen
from agent.conversation.replies import small_talk
from agent.conversation.rereading import Rereading
from agent.events import Degraded, Done, Text
from agent.marks import Marks
from agent.narration.advising import Said, said_by
from agent.narration.overlay import Overlay
from agent.parts import TurnParts
from agent.ports import Narrator
from agent.types import TurnRequest, Understanding
from retrieval.types import Product


@dataclass(frozen=True, slots=True)
class Words:
    """An answer without a list."""

    plain: str
    """What is said where no model says it better."""
    first: str = ""
    """Facts, which are on the wire before a model is asked anything."""
    compared: tuple[Product, ...] = ()
    """The model may say which of these to take."""
    asked_of: tuple[Product, ...] = ()
    """The model may answer, by all that is known of these."""


def words_for(screen: OnScreen | None, understood: Understanding, message: str) -> Words | None:
    """None: what was said asks for products."""
    if screen is not None and screen.answer is not None:
        return Words(screen.answer, asked_of=screen.asked_of)
    if (reply := small_talk(understood, message)) is not None:
        return Words(reply)
    if screen is None or not screen.compared:
        return None
    facts = side_by_side(screen.compared)
    if facts is None:
        return Words(comparison(screen.compared))
    return Words(advice(screen.compared), f"{facts} ", compared=screen.compared)


async def replied(
    words: Words,
    understood: Understanding,
    request: TurnRequest,
    parts: TurnParts,
    again: Rereading,
    missing: list[Degraded],
    marks: Marks,
    stop: asyncio.Event,
) -> AsyncGenerator[Text | Degraded | Done]:
    """The answer, and the end of the turn. ``again``: what reading the message took; ``missing``: what the
    turn did without so far."""
    overlay = parts.overlay
    speaker = _speaker(words, overlay) if request.explain == "llm" else None
    said = Said(None)
    if overlay is None or speaker is None:
        yield Text(delta=words.first + words.plain)
    else:
        if words.first:
            yield Text(delta=words.first)
        about = words.compared or words.asked_of
        said = await said_by(speaker, about, understood.constraints, request, overlay, parts, stop)
        yield Text(delta=said.text or words.plain)
        if said.failure is not None:
            missing.append(Degraded(part="narrate", reason=said.failure))
            yield missing[-1]
    used = again.prompts or said.prompts
    stopped = speaker is not None and stop.is_set()
    yield Done(
        status="stopped" if stopped else "degraded" if missing else "complete",
        order=(),
        prompts=(*again.prompts, *said.prompts),
        model=overlay.model_name if used and overlay is not None else None,
        usage=again.usage + said.usage,
        timings_ms=marks.total(),
    )


def _speaker(words: Words, overlay: Overlay | None) -> Narrator | None:
    if overlay is None:
        return None
    return overlay.advisor if words.compared else overlay.answerer if words.asked_of else None
