"""The four calls. Each stands alone: nothing of it is remembered but the list that was served."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import datetime
from typing import Any

from agent.conversation import Conversations
from agent.conversation.comparison import comparison, differences
from agent.errors import AgentError
from agent.parts import TurnParts
from agent.tools.shapes import Card, Compare, Compared, Difference, Found, Get, Recommend, Search
from agent.turn import RETRIEVAL_UNAVAILABLE, take_turn
from agent.turns.answer import Folded
from agent.turns.ids import new_session_id, new_turn_id
from agent.types import Context, Item, TurnRequest
from retrieval.errors import ProductNotFound, StorageUnavailable
from retrieval.types import PublicProduct


class ToolRefused(AgentError):
    """The call cannot be answered; the message is for the agent that made it."""


class Shop:
    """Search, recommendation, comparison and look-up over one catalog. Needs no model, and asks none."""

    def __init__(self, parts: TurnParts) -> None:
        self._parts = replace(parts, conversations=Conversations(_Unheard()), reader=None)

    async def search(self, given: Search, user_id: str | None = None) -> Found:
        """Products for words. Raises ToolRefused."""
        return await self._listed(
            message=given.query,
            filters=given.filters,
            limit=given.limit,
            user_id=user_id,
            explain="none",
            context=Context(surface="search"),
        )

    async def recommend(self, given: Recommend, user_id: str | None = None) -> Found:
        """Products that suit, each with an explanation made of its reasons. Raises ToolRefused."""
        return await self._listed(
            message=(given.query or "").strip() or None,
            filters=given.filters,
            exclude=given.exclude,
            limit=given.limit,
            user_id=user_id,
            explain="plain",
            context=Context(product_id=given.product_id, cart=given.cart, surface="recommendations"),
        )

    async def compare(self, given: Compare, user_id: str | None = None) -> Compared:
        """What differs between two products or more. Raises ToolRefused."""
        products = [await self._product(product_id) for product_id in given.product_ids]
        return Compared(
            products=tuple(product.title for product in products),
            differences=tuple(Difference(name=name, values=values) for name, values in differences(products)),
            text=comparison(products),
        )

    async def get(self, given: Get, user_id: str | None = None) -> PublicProduct:
        """Everything that a shopper may know of one product. Raises ToolRefused."""
        return await self._product(given.product_id)

    async def _product(self, product_id: str) -> PublicProduct:
        try:
            return (await asyncio.to_thread(self._parts.recommender.product, product_id)).public()
        except ProductNotFound:
            raise ToolRefused(f"No product has the id {product_id!r}; search for it first.") from None
        except StorageUnavailable:
            raise ToolRefused(str(RETRIEVAL_UNAVAILABLE.detail)) from None

    async def _listed(self, **request: Any) -> Found:
        turn = TurnRequest(turn_id=new_turn_id(), session_id=new_session_id(), **request)
        folded = Folded()
        async for event in take_turn(turn, self._parts, asyncio.Event()):
            folded.take(event)
        if folded.failed is not None:
            raise ToolRefused(folded.failed.detail or folded.failed.title)
        answer = folded.answer()
        said = folded.understood
        relaxed = folded.ranking.relaxed if folded.ranking else None
        return Found(
            ranking_id=answer["ranking_id"],
            items=tuple(Card.of(Item.model_validate(item)) for item in answer["items"]),
            total=answer["total"],
            understood=said.constraints if said else None,
            relaxed=relaxed.text if relaxed else None,
            note=None if folded.ranking else folded.text or None,
        )


class _Unheard:
    """No call follows another, so there is no conversation to go on with."""

    def save_turn(
        self, turn_id: str, session_id: str, user_id: str | None, started_at: datetime, record: dict[str, Any]
    ) -> None:
        """Nothing is kept."""

    def turn(self, turn_id: str) -> dict[str, Any] | None:
        """None was kept."""
        return None

    def session_turns(self, session_id: str, limit: int = 50) -> list[dict[str, Any]]:
        """None was kept."""
        return []
