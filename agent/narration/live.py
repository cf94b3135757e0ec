"""Two model calls at once over the top of a ranking, as one stream of events.

Each call fails alone. Events come in the order in which things happen, with one law: every card gets
exactly one final explanation, from the model or plain, never of both voices.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncGenerator, Awaitable, Callable, Iterator, Sequence
from contextlib import aclosing
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, TypeAlias

from agent.errors import ModelFailure
from agent.events import Degraded, Move, Reorder, Text, TurnEvent
from agent.models.spending import Ledger, priced
from agent.narration.calls import held_back, narration_of, proposed
from agent.narration.cards import Cards
from agent.narration.fusion import fuse
from agent.narration.kept import Explanations
from agent.narration.overlay import Overlay
from agent.narration.plain import of_several_kinds, opening
from agent.ports import Watch
from agent.settings import AgentSettings
from agent.types import DegradedReason, Part, PromptUse, ProposedOrder, Sentence, Shortlist, Usage
from retrieval.ranking.reapply import reapply
from retrieval.types import Constraints, HeldBack, Ranking

if TYPE_CHECKING:
    from langchain_core.callbacks import BaseCallbackHandler
    from langchain_core.runnables import RunnableConfig

log = logging.getLogger(__name__)

_CLOSING = 1.0
"""Seconds that cancelled model calls get to close their streams."""


@dataclass(frozen=True, slots=True)
class _Ended:
    part: Part
    failure: DegradedReason | None = None


@dataclass(frozen=True, slots=True)
class _Stopped:
    pass


_Signal: TypeAlias = Sentence | ProposedOrder | _Ended | _Stopped


class LiveOverlay:
    """One ranking, spoken over once: iterate :meth:`events`, then read what came of it."""

    def __init__(
        self,
        *,
        ranking: Ranking,
        wanted: str,
        prose: bool,
        overlay: Overlay | None,
        settings: AgentSettings,
        turn_id: str,
        clock: Callable[[], float],
        callbacks: Sequence[BaseCallbackHandler] = (),
        session_id: str = "",
        ledger: Ledger | None = None,
        explanations: Explanations | None = None,
        watch: Watch | None = None,
    ) -> None:
        """``wanted``: the shopper's words, or the page's wish. ``prose``: whether an opening line is due.
        ``ledger``: says whether the session may ask a model, and is told what it cost; None: it may.
        ``explanations``: those kept of pages; None: this is no page's list."""
        self._ranking = ranking
        self._wanted = wanted
        self._prose = prose
        self._overlay = overlay
        self._settings = settings
        self._turn_id = turn_id
        self._clock = clock
        self._callbacks = callbacks
        self._session_id = session_id
        self._ledger = ledger
        self._explanations = explanations
        self._watching = watch
        self._signals: asyncio.Queue[_Signal] = asyncio.Queue(maxsize=64)
        self.order: tuple[str, ...] = tuple(ranked.product.product_id for ranked in ranking.items)
        """Product ids in the order the shopper sees."""
        self.prompts: tuple[PromptUse, ...] = ()
        self.model: str | None = None
        self.usage = Usage()
        self.timings_ms: dict[str, float] = {}
        self.held_back: tuple[HeldBack, ...] = ()
        """What the model said and the facts did not bear out."""

    async def events(self, stop: asyncio.Event) -> AsyncGenerator[TurnEvent]:
        """Everything after ``ranking`` and before ``done``; complete cards, whatever happens."""
        cards = Cards(self._ranking)
        without: DegradedReason | None = "no_model" if self._overlay is None else None
        if self._overlay is not None and not await self._may_ask():
            without = "budget"
        if self._overlay is None or without is not None:
            yield Degraded(part="rerank", reason=without or "no_model")
            told = await self._kept()
            if not told:
                yield Degraded(part="narrate", reason=without or "no_model")
            for sentence in told:
                for event in cards.say(sentence):
                    yield event
            if self._prose:
                yield Text(delta=opening(self._ranking))
            for event in cards.complete():
                yield event
            return
        if self._prose and (self._ranking.relaxed is not None or of_several_kinds(self._ranking)):
            # That nothing fits all of it is for us to say: a model would praise what was not asked for. And
            # what several things cost together is a sum, which we can do.
            yield cards.open_plainly(opening(self._ranking))
        for event in cards.plain_from(self._settings.narrated):
            yield event
        async with aclosing(self._spoken(self._overlay, cards, stop)) as events:
            async for event in events:
                yield event
        if self._prose and not cards.opened:
            yield Text(delta=opening(self._ranking))
        for event in cards.complete():
            yield event

    async def _spoken(self, overlay: Overlay, cards: Cards, stop: asyncio.Event) -> AsyncGenerator[TurnEvent]:
        """What the two calls bring, as it comes, until both are over or the turn is stopped."""
        if stop.is_set():
            return
        # Imported here: LangChain costs two seconds, and there is none without a model.
        from agent.models.recorder import TurnRecorder

        recorder = TurnRecorder(content=self._watching is not None and self._watching.content)
        config: RunnableConfig = {
            "callbacks": [recorder, *self._callbacks],
            "metadata": {"turn_id": self._turn_id, "ranking_id": self._ranking.ranking_id},
        }
        narrated = min(self._settings.narrated, len(self._ranking.items))
        calls: dict[Part, asyncio.Task[None]] = {}
        prompts: list[PromptUse] = []
        if len(self._ranking.items) > 1:
            calls["rerank"] = asyncio.create_task(
                self._call("rerank", partial(self._rerank, overlay, config))
            )
            prompts.append(overlay.reranker.prompt)
        if narrated:
            narrating = partial(self._narrate, overlay, config, narrated)
            calls["narrate"] = asyncio.create_task(self._call("narrate", narrating))
            prompts.append(overlay.narrator.prompt)
        watch = asyncio.create_task(self._watch(stop))
        self.model, self.prompts = overlay.model_name, tuple(prompts)
        waiting = set(calls)
        try:
            while waiting:
                signal = await self._signals.get()
                match signal:
                    case Sentence():
                        for event in cards.say(signal):
                            yield event
                    case ProposedOrder():
                        for event in self._reorder(signal):
                            yield event
                    case _Ended(part, failure):
                        waiting.discard(part)
                        if part == "narrate":
                            for event in cards.finish_current():
                                yield event
                            if failure is None and cards.silent(narrated):
                                failure = "model_error"
                        if failure is not None:
                            yield Degraded(part=part, reason=failure)
                    case _Stopped():
                        return
        finally:
            for task in (*calls.values(), watch):
                task.cancel()
            # Their streams are closed when this returns; a call that ignores its cancellation is left behind.
            await asyncio.wait((*calls.values(), watch), timeout=_CLOSING)
            recorder.tell(self._watching)
            self.usage = priced(recorder.usage, self._settings.price_of(overlay.model_name))
            overlay.charge(self.usage)
            if self._ledger is not None:
                await self._ledger.charge(self._session_id, self.usage)
            first_token = recorder.first_token_ms("narrate")
            if first_token is not None:
                self.timings_ms["first_token"] = first_token
                overlay.pace.spoke(first_token)
            if cards.ignored:
                log.info(
                    "turn %s: %d sentences about no open card were ignored", self._turn_id, cards.ignored
                )

    async def _kept(self) -> tuple[Sentence, ...]:
        """What the model said of this list before costs nothing, also where nothing may be spent."""
        if self._overlay is None or self._explanations is None:
            return ()
        narrated = min(self._settings.narrated, len(self._ranking.items))
        anchors = self._ranking.query.anchors
        told = await self._explanations.kept(self._overlay, self._shortlist(narrated), anchors)
        if told:
            self.model, self.prompts = self._overlay.model_name, (self._overlay.narrator.prompt,)
        return told

    async def _may_ask(self) -> bool:
        return self._ledger is None or await self._ledger.allows(self._session_id)

    async def _call(self, part: Part, call: Callable[[], Awaitable[DegradedReason | None]]) -> None:
        """One call to its end, which is always told: nobody waits for a call that broke."""
        started = self._clock()
        failure: DegradedReason | None
        try:
            failure = await call()
        except TimeoutError:
            failure = "timeout"
        except ModelFailure as error:
            failure = error.reason
        except asyncio.CancelledError:
            task = asyncio.current_task()
            if task is None or task.cancelling():
                raise
            # Nobody asked for it: a client library broke in its own way.
            failure = "model_error"
        except Exception:  # the ranking and the plain words stand without the model, whatever broke in it
            log.exception("turn %s: the %s call broke", self._turn_id, part)
            failure = "model_error"
        self.timings_ms[part] = round((self._clock() - started) * 1000, 2)
        await self._signals.put(_Ended(part, failure))

    async def _rerank(self, overlay: Overlay, config: RunnableConfig) -> None:
        shortlist = self._shortlist(self._settings.shortlist)
        budget = self._settings.rerank_budget
        order = await proposed(overlay, shortlist, config, budget=budget, turn_id=self._turn_id)
        await self._signals.put(order)

    async def _narrate(
        self, overlay: Overlay, config: RunnableConfig, narrated: int
    ) -> DegradedReason | None:
        shortlist = self._shortlist(narrated)
        anchors = self._ranking.query.anchors
        narration = narration_of(overlay, shortlist, config, anchors=anchors, explanations=self._explanations)
        try:
            async for sentence in narration:
                await self._signals.put(sentence)
        finally:
            counts = narration.counts
            self.held_back = held_back(overlay, shortlist, counts, turn_id=self._turn_id)
            await narration.aclose()
        return "ungrounded" if counts.ungrounded else None

    async def _watch(self, stop: asyncio.Event) -> None:
        await stop.wait()
        await self._signals.put(_Stopped())

    def _shortlist(self, length: int) -> Shortlist:
        # The constraints of a widened list are not the shopper's: the words alone say what was wanted.
        widened = self._ranking.relaxed is not None
        return Shortlist(
            request=self._wanted,
            constraints=Constraints() if widened else self._ranking.query.constraints,
            items=self._ranking.items[:length],
            shopper=self._ranking.shopper,
            anchor=self._ranking.anchor,
        )

    def _reorder(self, order: ProposedOrder) -> Iterator[Reorder]:
        """The fused order with the rules applied again, where it moves anything."""
        before = self.order
        reach = self._settings.displacement(self._ranking.query.surface)
        positions = fuse(order, len(before), reach, self._settings.say(self._ranking.history))
        self.order = reapply(self._ranking, [before[position] for position in positions])
        was = {product_id: place for place, product_id in enumerate(before, start=1)}
        moved = tuple(
            Move.model_validate({"product_id": product_id, "from": was[product_id], "to": place})
            for place, product_id in enumerate(self.order, start=1)
            if was[product_id] != place
        )
        if moved:
            yield Reorder(rev=1, order=self.order, moved=moved)
