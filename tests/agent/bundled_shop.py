"""The bundled catalog as a shop to talk to: everything real but a model."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from agent.compose import open_agent
from agent.conversation import Conversation
from agent.events import RankingServed, Text, TurnEvent, Understood
from agent.settings import AgentSettings
from agent.turns import new_session_id, new_turn_id
from agent.types import Item, TurnRequest
from retrieval.catalog.bundled import catalog_path
from retrieval.compose import Retrieval, open_retrieval
from retrieval.settings import RetrievalSettings
from retrieval.types import Constraints, Product


@dataclass(frozen=True)
class Said:
    """One turn as the shopper saw it."""

    message: str
    events: tuple[TurnEvent, ...]

    @property
    def understood(self) -> Understood:
        return next(event for event in self.events if isinstance(event, Understood))

    @property
    def constraints(self) -> Constraints:
        return self.understood.constraints

    @property
    def items(self) -> tuple[Item, ...]:
        return next((event.items for event in self.events if isinstance(event, RankingServed)), ())

    @property
    def text(self) -> str:
        return "".join(event.delta for event in self.events if isinstance(event, Text))

    @property
    def total(self) -> float:
        """What all cards cost together."""
        return round(sum(item.product.current_price or 0.0 for item in self.items), 2)


@contextmanager
def bundled_shop(folder: Path) -> Iterator[Retrieval]:
    """The catalog that ships, loaded into ``folder``; some four seconds."""
    with open_retrieval(RetrievalSettings(data_dir=folder)) as retrieval:
        lines = catalog_path().read_text(encoding="utf-8").splitlines()
        retrieval.writer.put([Product.model_validate_json(line) for line in lines])
        yield retrieval


Turn = str | tuple[str, Constraints]
"""A message, or the words of the last one under other constraints: a chip was taken away."""


def converse(shop: Retrieval, turns: Sequence[Turn]) -> tuple[list[Said], Conversation]:
    """Every turn of one conversation, and its state in the end."""

    async def scenario() -> tuple[list[Said], Conversation]:
        agent = open_agent(shop, AgentSettings(llm=None))
        session, said = new_session_id(), []
        for turn in turns:
            message, constraints = (turn, None) if isinstance(turn, str) else turn
            request = TurnRequest(
                turn_id=new_turn_id(),
                session_id=session,
                message=message,
                constraints=constraints,
                explain="plain",
            )
            events = [event async for _, event in agent.turns.read(agent.turns.start(request))]
            said.append(Said(message, tuple(events)))
        state = await agent.conversations.of(session)
        await agent.aclose()
        return said, state

    return asyncio.run(scenario())
