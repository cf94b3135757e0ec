"""The turn, in one function: from a request to its last event.

    message ─► understand ─► Query ─► recommend ─► record ─► `ranking` on the wire
                                                                 │
                                        rerank and narrate, both at once ─► `done`

The deterministic ranking is the answer; the model is an overlay. Whatever happens to the model,
the turn goes on: ``degraded`` says what it did without, and plain explanations complete the cards.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncGenerator
from contextlib import aclosing

from agent.conversation import Conversation, after_turn
from agent.conversation.clarifying import Question
from agent.conversation.onscreen import OnScreen
from agent.conversation.rereading import Rereading
from agent.conversation.state import having_asked
from agent.events import (
    PROBLEMS,
    Degraded,
    Done,
    Failed,
    RankingServed,
    Text,
    TurnEvent,
    TurnStarted,
    Understood,
)
from agent.hearing import Heard, hear, labelled
from agent.listing import query_of, ranked
from agent.marks import Marks
from agent.narration.live import LiveOverlay
from agent.narration.plain import finals, opening, page_request
from agent.parts import TurnParts
from agent.replying import replied, words_for
from agent.types import Item, TurnRequest, Understanding
from retrieval.errors import StorageUnavailable
from retrieval.types import Outcome, Ranking

log = logging.getLogger(__name__)

RETRIEVAL_UNAVAILABLE = Failed(
    type=f"{PROBLEMS}unavailable",
    title="The catalog is out of reach",
    status=503,
    detail="Nothing can be recommended right now; try again in a moment.",
)


async def take_turn(request: TurnRequest, parts: TurnParts, stop: asyncio.Event) -> AsyncGenerator[TurnEvent]:
    """Every event of one turn, the last one ``done`` or ``error``. Never raises for a model's trouble.

    Once ``stop`` is set the model calls are cancelled, the cards are completed plainly, and ``done``
    says ``stopped``.
    """
    marks = Marks(parts.clock, parts.clock())
    parts_missing: list[Degraded] = []
    yield TurnStarted(turn_id=request.turn_id, session_id=request.session_id)

    # Understand what was said, against what the conversation already holds.
    understood: Understanding | None = None
    before = Conversation()
    screen: OnScreen | None = None
    heard: Heard | None = None
    if request.message is not None:
        before = await parts.conversations.of(request.session_id, request.replaces)
        try:
            if request.constraints is None:
                heard = await hear(request, before, parts, stop)
                screen, understood = heard.screen, heard.screen.understood
                if heard.again.failure is not None:
                    parts_missing.append(Degraded(part="understand", reason=heard.again.failure))
            else:
                understood = Understanding(
                    text=request.message, constraints=request.constraints, intent="refine"
                )
        except StorageUnavailable:
            yield Degraded(part="retrieval", reason="unavailable")
            yield RETRIEVAL_UNAVAILABLE
            return
        except Exception:  # the words themselves are still a query
            log.exception("a message was not understood")
            understood = Understanding(text=request.message, constraints=before.constraints)
            parts_missing.append(Degraded(part="understand", reason="model_error"))
        yield Understood(
            **{**understood.model_dump(), "labels": await labelled(understood.constraints, parts)}
        )
        for missing in parts_missing:
            yield missing
        marks.stop("understand")
        words = words_for(screen, understood, request.message)
        if words is not None:
            parts.conversations.keep(request.session_id, after_turn(before, understood, ()))
            again = heard.again if heard is not None else Rereading(None)
            reply = replied(words, understood, request, parts, again, parts_missing, marks, stop)
            async with aclosing(reply) as spoken:
                async for said in spoken:
                    yield said
            return

    # Retrieve and rank, in a thread; keep what is about to be served.
    query = query_of(request, understood, screen)
    try:
        if heard is not None and heard.early is not None and heard.early.query == query:
            ranking = await heard.early.ranking
        else:
            ranking = await asyncio.to_thread(ranked, query, understood, screen, parts.recommender)
    except StorageUnavailable as error:
        log.warning("nothing could be recommended: %s", error.message)
        yield Degraded(part="retrieval", reason="unavailable")
        yield RETRIEVAL_UNAVAILABLE
        return
    marks.stop("retrieve")
    lacking = dict.fromkeys(Degraded(part=each.part, reason=each.reason) for each in ranking.without)
    try:
        await asyncio.to_thread(parts.recommender.record, ranking, request.turn_id)
    except StorageUnavailable as error:
        log.warning("a ranking was served but not recorded: %s", error.message)
        lacking[Degraded(part="events", reason="unavailable")] = None

    # The answer is on the wire before a model is asked anything.
    shown = tuple(item.product.product_id for item in ranking.items)
    state = before
    if understood is not None:
        # Now, and not when the model is done: the next message may come while it is still speaking.
        state = after_turn(before, understood, shown)
        parts.conversations.keep(request.session_id, state)
    yield RankingServed(
        ranking_id=ranking.ranking_id,
        items=tuple(Item.of(item) for item in ranking.items),
        total=ranking.total,
        relaxed=ranking.relaxed,
    )
    marks.since_start("first_card")
    for each in lacking:
        parts_missing.append(each)
        yield each

    # A question beside the first results, where its answer would tell much.
    if understood is not None and query.surface == "chat":
        asked = await _question(understood, ranking, state, parts)
        if asked is not None:
            kept, state = state, having_asked(state, asked.clarify)
            parts.conversations.amend(request.session_id, kept, state)
            yield asked.clarify

    # The overlay: the model's order and the model's words, or the plain ones.
    overlay = parts.overlay
    if parts.overlays is not None and (ranking.model or ranking.prompt):
        overlay = await asyncio.to_thread(parts.overlays.of, ranking.model, ranking.prompt)
    live = LiveOverlay(
        ranking=ranking,
        wanted=request.message or page_request(ranking),
        prose=understood is not None,
        overlay=overlay,
        settings=parts.settings,
        turn_id=request.turn_id,
        clock=parts.clock,
        callbacks=parts.callbacks,
        watch=parts.watch,
        session_id=request.session_id,
        ledger=parts.ledger,
        explanations=parts.explanations if request.message is None else None,
    )
    if request.explain == "llm" and ranking.items:
        async with aclosing(live.events(stop)) as events:
            async for event in events:
                if isinstance(event, Degraded):
                    parts_missing.append(event)
                yield event
    else:
        if understood is not None:
            yield Text(delta=opening(ranking))
        if request.explain != "none":
            for final in finals(ranking):
                yield final

    if understood is not None:
        reordered = state.model_copy(update={"shown": tuple(live.order) or state.shown})
        parts.conversations.amend(request.session_id, state, reordered)
    outcome = Outcome(
        order=live.order,
        model=live.model,
        prompts=tuple(f"{prompt.name}/{prompt.version}" for prompt in live.prompts),
        degraded=tuple(f"{missing.part}:{missing.reason}" for missing in parts_missing),
        first_card_ms=marks.ms["first_card"],
        held_back=live.held_back,
    )
    try:
        await asyncio.to_thread(parts.recommender.finish, ranking.ranking_id, outcome)
    except StorageUnavailable as error:
        log.warning("what became of a ranking was not recorded: %s", error.message)
    yield Done(
        status="stopped" if stop.is_set() else "degraded" if parts_missing else "complete",
        order=live.order,
        prompts=(*(heard.again.prompts if heard is not None else ()), *live.prompts),
        model=live.model,
        usage=live.usage + heard.again.usage if heard is not None else live.usage,
        timings_ms={**ranking.timings_ms, **marks.total(), **live.timings_ms},
    )


async def _question(
    understood: Understanding, ranking: Ranking, state: Conversation, parts: TurnParts
) -> Question | None:
    try:
        return await asyncio.to_thread(parts.asking, understood, ranking, state, parts.recommender)
    except StorageUnavailable as error:
        log.warning("nothing was asked: %s", error.message)
        return None
