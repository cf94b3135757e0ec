"""One JSON answer out of a turn's events: what a reader of the stream would be looking at when it ends."""

from __future__ import annotations

from collections.abc import AsyncIterable
from dataclasses import dataclass, field
from typing import Any

from agent.events import (
    Degraded,
    Done,
    ExplanationFinal,
    Failed,
    RankingServed,
    Reorder,
    Text,
    TurnEvent,
    Understood,
)


@dataclass(slots=True)
class Folded:
    """The state of a list after some events."""

    understood: Understood | None = None
    ranking: RankingServed | None = None
    order: tuple[str, ...] = ()
    explanations: dict[str, ExplanationFinal] = field(default_factory=dict)
    text: str = ""
    degraded: list[Degraded] = field(default_factory=list)
    done: Done | None = None
    failed: Failed | None = None

    def take(self, event: TurnEvent) -> None:
        """The state after one more event."""
        match event:
            case Understood():
                self.understood = event
            case RankingServed():
                self.ranking = event
                self.order = tuple(item.product.product_id for item in event.items)
            case Reorder():
                self.order = event.order
            case ExplanationFinal():
                self.explanations[event.product_id] = event
            case Text():
                self.text += event.delta
            case Degraded():
                self.degraded.append(event)
            case Done():
                self.done = event
            case Failed():
                self.failed = event
            case _:
                pass

    def answer(self) -> dict[str, Any]:
        """The contract's JSON answer."""
        ranking = self.ranking.data() if self.ranking else {"ranking_id": None, "items": [], "total": 0}
        out = {**ranking, "items": self._items(ranking["items"])}
        if self.understood is not None:
            out["understood"] = self.understood.data()
        out["degraded"] = [event.data() for event in self.degraded]
        prompts = self.done.prompts if self.done else ()
        if prompts:
            spoke = next((prompt for prompt in prompts if prompt.name == "narrate"), prompts[0])
            out["prompt"] = spoke.model_dump()
        return out

    def _items(self, served: list[dict[str, Any]]) -> list[dict[str, Any]]:
        by_id = {item["product"]["product_id"]: item for item in served}
        named = [product_id for product_id in self.order if product_id in by_id]
        order = dict.fromkeys([*named, *by_id])
        items = []
        for rank, product_id in enumerate(order, start=1):
            item = {**by_id[product_id], "rank": rank}
            said = self.explanations.get(product_id)
            if said is not None:
                item["explanation"] = {"text": said.text, "source": said.source}
            items.append(item)
        return items


async def fold(log: AsyncIterable[tuple[int, TurnEvent]]) -> Folded:
    """Reads a turn's log to its end."""
    folded = Folded()
    async for _, event in log:
        folded.take(event)
    return folded
