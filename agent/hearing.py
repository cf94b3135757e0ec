"""What a message means, given the conversation, the screen, and a model where the rules are not sure."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass, field

from agent.conversation import Conversation
from agent.conversation.onscreen import OnScreen, on_screen
from agent.conversation.picking import picked
from agent.conversation.rereading import Asked, Rereading, reread
from agent.conversation.state import topic
from agent.listing import query_of, ranked
from agent.parts import TurnParts
from agent.types import TurnRequest, Understanding
from agent.understanding.scales import FEWEST, labels
from retrieval.errors import StorageUnavailable
from retrieval.types import Constraints, Query, Ranking

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Early:
    """What was retrieved for the rules' reading while the model was still reading."""

    query: Query
    ranking: asyncio.Task[Ranking]


@dataclass(frozen=True, slots=True)
class Heard:
    """One message, as far as it was understood."""

    screen: OnScreen
    again: Rereading = field(default_factory=lambda: Rereading(None))
    early: Early | None = None


async def hear(request: TurnRequest, before: Conversation, parts: TurnParts, stop: asyncio.Event) -> Heard:
    """The rules' reading; where they are not sure the model's, while theirs is retrieved already."""
    message, page = request.message or "", request.context.product_id
    vocabulary = await asyncio.to_thread(parts.recommender.vocabulary)
    # An answer is read against its question before it is read as a message of its own.
    if (answer := picked(message, before, vocabulary)) is not None:
        return Heard(OnScreen(answer))
    read = await parts.interpreter.interpret(message, before.constraints, vocabulary)
    screen = await _on_screen(message, before, read, parts, page)
    settled = screen.answer is not None or screen.compared or screen.like
    reader = parts.reader
    if settled or reader is None or not await reader.unsure(message, before.constraints, read, vocabulary):
        return Heard(screen)
    query = query_of(request, screen.understood)
    ranking = asyncio.create_task(
        asyncio.to_thread(ranked, query, screen.understood, screen, parts.recommender)
    )
    # Where another reading takes its place nobody asks what became of it.
    ranking.add_done_callback(lambda task: task.cancelled() or task.exception())
    asked = Asked(request, before.constraints, vocabulary)
    again = await reread(
        reader, asked, parts.conversations, parts.settings, parts.ledger, parts.callbacks, stop, parts.watch
    )
    if again.understood is not None:
        screen = await _on_screen(message, before, again.understood, parts, page)
    return Heard(screen, again, Early(query, ranking))


async def labelled(constraints: Constraints, parts: TurnParts) -> dict[str, str]:
    """Attribute → its many values in a few words, for the chips."""
    if all(len(values) < FEWEST for values in constraints.include.values()):
        return {}
    try:
        return labels(constraints, await asyncio.to_thread(parts.recommender.vocabulary))
    except StorageUnavailable:
        # The chips then name the values themselves; whether there are products is told by what follows.
        return {}


async def _on_screen(
    message: str, before: Conversation, understood: Understanding, parts: TurnParts, page: str | None
) -> OnScreen:
    topical = understood.model_copy(update={"text": topic(before, understood, message)})
    try:
        # In a thread: the products on screen are looked up.
        return await asyncio.to_thread(on_screen, message, before, topical, parts.recommender.product, page)
    except StorageUnavailable as error:
        log.warning("the products on screen were not looked up: %s", error.message)
        return OnScreen(topical)
