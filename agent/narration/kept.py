"""Explanations of product pages, kept: the same list told once, however many shoppers look at it.

What an explanation depends on is its key: the prompt, the model, the page's product, every product told of
(its price and stock among the rest), what the page asks for, and what the prompt says of the shopper: those
of whom it says the same share one, and so do all of whom nothing is known. So nothing is ever invalidated: a
product that changes is another key. Only an explanation that the model brought to its end, with a word on
every card and none that the facts did not bear out, is kept.

Readers of one key share one model call. It belongs to none of them: it ends when it is over, or when the
last of its readers has gone.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import time
from collections import Counter, OrderedDict
from collections.abc import AsyncGenerator, AsyncIterator, Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from pydantic import TypeAdapter, ValidationError

from agent.narration.briefs import shopper_line
from agent.narration.overlay import Overlay
from agent.ports import Narration
from agent.resilience.shared import SharedRedis
from agent.types import NarrationCounts, Sentence, Shortlist

if TYPE_CHECKING:
    from langchain_core.runnables import RunnableConfig

_PREFIX = "aisle-told"
_TOLD: TypeAdapter[tuple[Sentence, ...]] = TypeAdapter(tuple[Sentence, ...])
Found = Literal["hit", "shared", "miss"]
"""Told before; being told to somebody else at this moment; asked of the model."""


@dataclass(slots=True)
class _Telling:
    """One narration, as far as it has come, for any number of readers."""

    said: list[Sentence] = field(default_factory=list)
    counts: NarrationCounts = field(default_factory=NarrationCounts)
    failure: Exception | None = None
    over: bool = False
    grown: asyncio.Event = field(default_factory=asyncio.Event)
    readers: int = 0
    task: asyncio.Task[None] | None = None

    def say(self, sentence: Sentence) -> None:
        self.said.append(sentence)
        self._wake()

    def end(self) -> None:
        self.over = True
        self._wake()

    def _wake(self) -> None:
        grown, self.grown = self.grown, asyncio.Event()
        grown.set()


class Explanations:
    """Of one event loop: the latest ``most``, each for ``ttl`` seconds; shared by servers through Redis."""

    def __init__(
        self,
        most: int,
        ttl: float,
        shared: SharedRedis | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """``most`` 0: nothing is kept and nothing shared."""
        self._most = most
        self._ttl = ttl
        self._shared = shared
        self._clock = clock
        self._kept: OrderedDict[str, tuple[float, tuple[Sentence, ...]]] = OrderedDict()
        self._telling: dict[str, _Telling] = {}
        self.found: Counter[Found] = Counter()
        """Explanations asked for since the start."""

    def narrate(
        self, overlay: Overlay, shortlist: Shortlist, anchors: tuple[str, ...], config: RunnableConfig
    ) -> Narration:
        """As the overlay's own narrator, which is asked only where nobody else has been told yet."""
        if not self._most:
            return overlay.narrator.narrate(shortlist, config)
        key = key_of(overlay, shortlist, anchors)
        kept = self._own(key)
        if kept is not None:
            self.found["hit"] += 1
            return _Reading(_Telling(said=list(kept), over=True), lambda: None)
        telling = self._telling.get(key)
        if telling is None:
            telling = self._telling[key] = _Telling()
            told = self._tell(key, telling, lambda: overlay.narrator.narrate(shortlist, config), shortlist)
            telling.task = asyncio.create_task(told, name="explanations")
        else:
            self.found["shared"] += 1
        return _Reading(telling, lambda: self._abandon(key, telling))

    async def kept(
        self, overlay: Overlay, shortlist: Shortlist, anchors: tuple[str, ...]
    ) -> tuple[Sentence, ...]:
        """What was told of this list before, here or by another server; no model is asked. Empty: nothing."""
        if not self._most:
            return ()
        key = key_of(overlay, shortlist, anchors)
        told = self._own(key) or await self._from_redis(key, len(shortlist.items)) or ()
        if told:
            self.found["hit"] += 1
            self._keep(key, told)
        return told

    async def _tell(
        self, key: str, telling: _Telling, begin: Callable[[], Narration], shortlist: Shortlist
    ) -> None:
        try:
            elsewhere = await self._from_redis(key, len(shortlist.items))
            self.found["miss" if elsewhere is None else "hit"] += 1
            if elsewhere is None:
                await _listen(begin(), telling)
            else:
                telling.said.extend(elsewhere)
            if elsewhere is not None or _whole(telling, len(shortlist.items)):
                self._keep(key, tuple(telling.said))
                if elsewhere is None:
                    await self._to_redis(key, tuple(telling.said))
        except Exception as error:  # noqa: BLE001 - every reader gets it, and deals with it as its own
            telling.failure = error
        finally:
            self._drop(key, telling)
            telling.end()

    def _abandon(self, key: str, telling: _Telling) -> None:
        """The last reader has gone: nobody would hear the rest, and the next one begins anew."""
        self._drop(key, telling)
        if telling.task is not None:
            telling.task.cancel()

    def _drop(self, key: str, telling: _Telling) -> None:
        if self._telling.get(key) is telling:
            del self._telling[key]

    def _own(self, key: str) -> tuple[Sentence, ...] | None:
        until, told = self._kept.get(key, (0.0, ()))
        if not told:
            return None
        if until <= self._clock():
            del self._kept[key]
            return None
        self._kept.move_to_end(key)
        return told

    def _keep(self, key: str, told: tuple[Sentence, ...]) -> None:
        self._kept[key] = (self._clock() + self._ttl, told)
        self._kept.move_to_end(key)
        while len(self._kept) > self._most:
            self._kept.popitem(last=False)

    async def _from_redis(self, key: str, cards: int) -> tuple[Sentence, ...] | None:
        if self._shared is None:
            return None
        held = await self._shared.ask(lambda redis: redis.get(f"{_PREFIX}:{key}"))
        try:
            told = _TOLD.validate_json(held) if held else ()
        except ValidationError:
            return None
        return told if {said.position for said in told} - {None} == set(range(cards)) else None

    async def _to_redis(self, key: str, told: tuple[Sentence, ...]) -> None:
        if self._shared is None:
            return
        data, ttl = _TOLD.dump_json(told), int(self._ttl * 1000)
        await self._shared.ask(lambda redis: redis.set(f"{_PREFIX}:{key}", data, px=ttl))


class _Reading:
    """Satisfies :class:`agent.ports.Narration`: one reader of a telling, from its beginning."""

    def __init__(self, telling: _Telling, abandon: Callable[[], None]) -> None:
        self._telling = telling
        self._abandon = abandon
        self._reads = True
        telling.readers += 1
        self._sentences = self._read()

    @property
    def counts(self) -> NarrationCounts:
        """As far as the narration has come."""
        return self._telling.counts

    def __aiter__(self) -> AsyncIterator[Sentence]:
        return self

    async def __anext__(self) -> Sentence:
        """Raises what the narration raised, to every reader."""
        return await anext(self._sentences)

    async def aclose(self) -> None:
        """Go away; the model call ends with its last reader, and before this returns."""
        if not self._reads:
            return
        self._reads = False
        await self._sentences.aclose()
        telling = self._telling
        telling.readers -= 1
        if telling.readers == 0 and not telling.over:
            self._abandon()
            if telling.task is not None:
                await asyncio.wait((telling.task,))

    async def _read(self) -> AsyncGenerator[Sentence]:
        telling, position = self._telling, 0
        while True:
            while position < len(telling.said):
                position += 1
                yield telling.said[position - 1]
            if telling.over:
                break
            await telling.grown.wait()
        if telling.failure is not None:
            raise telling.failure


def key_of(overlay: Overlay, shortlist: Shortlist, anchors: tuple[str, ...]) -> str:
    """What an explanation depends on, as a hash. Nothing private enters it."""
    products = [
        hashlib.sha256(item.product.public().model_dump_json().encode()).hexdigest()
        for item in shortlist.items
    ]
    parts = (
        overlay.narrator.prompt.sha256,
        overlay.model_name,
        anchors,
        products,
        shortlist.request,
        shortlist.anchor,
        shopper_line(shortlist),
        shortlist.constraints.wire(),
    )
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()


async def _listen(narration: Narration, telling: _Telling) -> None:
    try:
        async for sentence in narration:
            telling.counts = narration.counts
            telling.say(sentence)
    finally:
        telling.counts = narration.counts
        await narration.aclose()


def _whole(telling: _Telling, cards: int) -> bool:
    """Nothing held back for being untrue, and a word on every card."""
    told = {said.position for said in telling.said}
    return not telling.counts.ungrounded and not telling.counts.leaked and told >= set(range(cards))
