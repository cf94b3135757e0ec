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
import time
from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import aclosing
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from agent.conversation import Conversation, Conversations, after_turn
from agent.conversation.asking import Asking, asking
from agent.conversation.bundles import bundled
from agent.conversation.clarifying import Question
from agent.conversation.comparison import advice, comparison, side_by_side
from agent.conversation.onscreen import OnScreen, on_screen
from agent.conversation.picking import picked
from agent.conversation.replies import small_talk
from agent.conversation.rereading import Asked, Rereading, reread
from agent.conversation.state import having_asked, topic
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
from agent.models.spending import Ledger
from agent.narration.advising import Advice, advice_on
from agent.narration.kept import Explanations
from agent.narration.live import LiveOverlay
from agent.narration.overlay import Overlay, Overlays
from agent.narration.plain import finals, opening, page_request
from agent.ports import Interpreter, Reader, Recommender, Watch
from agent.settings import AgentSettings
from agent.types import Context, Item, TurnRequest, Understanding
from agent.understanding.wishes import wish
from retrieval.errors import StorageUnavailable
from retrieval.types import Constraints, Outcome, Query, Ranking

if TYPE_CHECKING:
    from langchain_core.callbacks import BaseCallbackHandler

log = logging.getLogger(__name__)

RETRIEVAL_UNAVAILABLE = Failed(
    type=f"{PROBLEMS}unavailable",
    title="The catalog is out of reach",
    status=503,
    detail="Nothing can be recommended right now; try again in a moment.",
)


@dataclass(frozen=True, slots=True)
class TurnParts:
    """What a turn is made of."""

    recommender: Recommender
    interpreter: Interpreter
    overlay: Overlay | None
    """The two model calls; None where no model is configured."""
    conversations: Conversations
    settings: AgentSettings
    reader: Reader | None = None
    """Reads again what the interpreter is not sure of; None where no model is configured."""
    overlays: Overlays | None = None
    """Those that an experiment may ask for; None: the one above is all there is."""
    ledger: Ledger | None = None
    """Whether a session may still ask a model; None: there are no caps."""
    explanations: Explanations | None = None
    """Those of product pages, kept; None: every page is explained anew."""
    watch: Watch | None = None
    """Whoever traces; None: nobody."""
    callbacks: Sequence[BaseCallbackHandler] = ()
    """The user's own LangChain handlers: they see every model run of every turn."""
    asking: Asking = asking
    clock: Callable[[], float] = time.perf_counter


async def take_turn(request: TurnRequest, parts: TurnParts, stop: asyncio.Event) -> AsyncGenerator[TurnEvent]:
    """Every event of one turn, the last one ``done`` or ``error``. Never raises for a model's trouble.

    Once ``stop`` is set the model calls are cancelled, the cards are completed plainly, and ``done``
    says ``stopped``.
    """
    marks = _Marks(parts.clock, parts.clock())
    parts_missing: list[Degraded] = []
    yield TurnStarted(turn_id=request.turn_id, session_id=request.session_id)

    # Understand what was said, against what the conversation already holds.
    understood: Understanding | None = None
    before = Conversation()
    screen: OnScreen | None = None
    heard: _Heard | None = None
    if request.message is not None:
        before = await parts.conversations.of(request.session_id, request.replaces)
        try:
            if request.constraints is None:
                heard = await _understand(request, before, parts, stop)
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
        yield Understood(**understood.model_dump())
        for missing in parts_missing:
            yield missing
        marks.stop("understand")
        reply = screen.answer if screen is not None else None
        if (reply := reply or small_talk(understood, request.message)) is not None:
            parts.conversations.keep(request.session_id, after_turn(before, understood, ()))
            yield Text(delta=reply)
            yield _spoken(heard, parts, parts_missing, marks)
            return
        if screen is not None and screen.compared:
            parts.conversations.keep(request.session_id, after_turn(before, understood, ()))
            facts = side_by_side(screen.compared)
            if parts.overlay is None or request.explain != "llm" or facts is None:
                yield Text(delta=comparison(screen.compared))
                yield _spoken(heard, parts, parts_missing, marks)
                return
            # What differs is on the wire before a model is asked which to take.
            yield Text(delta=f"{facts} ")
            said = await advice_on(
                screen.compared,
                understood.constraints,
                request,
                parts.overlay,
                parts.settings,
                parts.ledger,
                parts.callbacks,
                stop,
            )
            yield Text(delta=said.text or advice(screen.compared))
            if said.failure is not None:
                parts_missing.append(Degraded(part="narrate", reason=said.failure))
                yield parts_missing[-1]
            done = _spoken(heard, parts, parts_missing, marks, said)
            yield done.model_copy(update={"status": "stopped"}) if stop.is_set() else done
            return

    # Retrieve and rank, in a thread; keep what is about to be served.
    query = _query(request, understood, screen.like if screen is not None else ())
    try:
        if heard is not None and heard.early is not None and heard.early.query == query:
            ranking = await heard.early.ranking
        else:
            ranking = await asyncio.to_thread(_ranked, query, understood, screen, parts.recommender)
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
    shown = tuple(ranked.product.product_id for ranked in ranking.items)
    state = before
    if understood is not None:
        # Now, and not when the model is done: the next message may come while it is still speaking.
        state = after_turn(before, understood, shown)
        parts.conversations.keep(request.session_id, state)
    yield RankingServed(
        ranking_id=ranking.ranking_id,
        items=tuple(Item.of(ranked) for ranked in ranking.items),
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


@dataclass(frozen=True, slots=True)
class _Early:
    """What was retrieved for the rules' reading while the model was still reading."""

    query: Query
    ranking: asyncio.Task[Ranking]


@dataclass(frozen=True, slots=True)
class _Heard:
    screen: OnScreen
    again: Rereading = field(default_factory=lambda: Rereading(None))
    early: _Early | None = None


async def _understand(
    request: TurnRequest, before: Conversation, parts: TurnParts, stop: asyncio.Event
) -> _Heard:
    """The rules' reading; where they are not sure the model's, while theirs is retrieved already."""
    message, page = request.message or "", request.context.product_id
    vocabulary = await asyncio.to_thread(parts.recommender.vocabulary)
    # An answer is read against its question before it is read as a message of its own.
    if (answer := picked(message, before, vocabulary)) is not None:
        return _Heard(OnScreen(answer))
    read = await parts.interpreter.interpret(message, before.constraints, vocabulary)
    screen = await _on_screen(message, before, read, parts, page)
    settled = screen.answer is not None or screen.compared or screen.like
    reader = parts.reader
    if settled or reader is None or not await reader.unsure(message, before.constraints, read, vocabulary):
        return _Heard(screen)
    query = _query(request, screen.understood)
    ranking = asyncio.create_task(
        asyncio.to_thread(_ranked, query, screen.understood, screen, parts.recommender)
    )
    # Where another reading takes its place nobody asks what became of it.
    ranking.add_done_callback(lambda task: task.cancelled() or task.exception())
    asked = Asked(request, before.constraints, vocabulary)
    again = await reread(
        reader, asked, parts.conversations, parts.settings, parts.ledger, parts.callbacks, stop, parts.watch
    )
    if again.understood is not None:
        screen = await _on_screen(message, before, again.understood, parts, page)
    return _Heard(screen, again, _Early(query, ranking))


def _spoken(
    heard: _Heard | None,
    parts: TurnParts,
    missing: Sequence[Degraded],
    marks: _Marks,
    said: Advice | None = None,
) -> Done:
    """The end of a turn without a list."""
    said = said or Advice(None)
    again = heard.again if heard is not None else Rereading(None)
    used = again.prompts or said.prompts
    return Done(
        status="degraded" if missing else "complete",
        order=(),
        prompts=(*again.prompts, *said.prompts),
        model=parts.overlay.model_name if used and parts.overlay is not None else None,
        usage=again.usage + said.usage,
        timings_ms=marks.total(),
    )


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


def _ranked(
    query: Query, understood: Understanding | None, screen: OnScreen | None, recommender: Recommender
) -> Ranking:
    """One list; where several things are wished for at once, one with one of each kind."""
    if understood is not None and not (screen is not None and screen.like):
        wished = wish(understood.text)
        several = bundled(wished, query, recommender) if wished is not None else None
        if several is not None:
            return several
    ranking = recommender.recommend(query)
    if ranking.relaxed is None or screen is None or not screen.like:
        return ranking
    # "More like that but in white": a product's own variants are not like it, and here one of them is meant.
    liked = recommender.product(screen.like[0])
    rest = tuple(anchor for anchor in query.anchors if anchor not in screen.like)
    own = recommender.recommend(query.model_copy(update={"anchors": rest, "text": liked.title}))
    return ranking if own.relaxed is not None else own


async def _question(
    understood: Understanding, ranking: Ranking, state: Conversation, parts: TurnParts
) -> Question | None:
    try:
        return await asyncio.to_thread(parts.asking, understood, ranking, state, parts.recommender)
    except StorageUnavailable as error:
        log.warning("nothing was asked: %s", error.message)
        return None


def _query(request: TurnRequest, understood: Understanding | None, like: tuple[str, ...] = ()) -> Query:
    context: Context = request.context
    anchors = tuple(dict.fromkeys(filter(None, (*like, context.product_id, *context.cart))))
    said = understood.constraints if understood is not None else Constraints()
    return Query(
        text=understood.text if understood is not None else "",
        constraints=_narrowed(said, request.filters),
        anchors=anchors,
        exclude=tuple(dict.fromkeys((*request.exclude, *anchors))),
        user_id=request.user_id,
        session_id=request.session_id,
        region=context.region,
        age_verified=context.age_verified,
        surface=context.surface or ("chat" if understood is not None else "recommendations"),
        limit=request.limit,
    )


def _narrowed(said: Constraints, filters: Constraints) -> Constraints:
    """What the page demands beats what was read from words, name by name."""
    demanded = filters.model_dump(exclude_none=True, exclude={"include", "exclude"})
    return said.model_copy(
        update={
            **{name: getattr(filters, name) for name in demanded},
            "include": {**said.include, **filters.include},
            "exclude": {**said.exclude, **filters.exclude},
        }
    )


@dataclass(slots=True)
class _Marks:
    """Milliseconds by stage."""

    clock: Callable[[], float]
    started: float
    at: float = 0.0
    ms: dict[str, float] = field(default_factory=dict)

    def stop(self, stage: str) -> None:
        """The stage that began where the last one ended is over."""
        now = self.clock()
        self.ms[stage] = round((now - (self.at or self.started)) * 1000, 2)
        self.at = now

    def since_start(self, stage: str) -> None:
        self.ms[stage] = round((self.clock() - self.started) * 1000, 2)

    def total(self) -> dict[str, float]:
        self.since_start("total")
        return self.ms
