"""Where a terminal gets its answers: the running server, or the house opened right here."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from contextlib import aclosing, contextmanager
from typing import TYPE_CHECKING, Any, Protocol, TypeAlias

from agent.events import TurnEvent
from agent.turns.answer import fold
from agent.types import Context, Explain, TurnRequest
from api.client import Aisle
from api.settings import ApiSettings
from api.trace import trace
from retrieval.catalog.lock import owner
from retrieval.errors import AisleError, CatalogError
from retrieval.settings import RetrievalSettings

if TYPE_CHECKING:
    from api.house import House

LEARNED_WITHIN = 30.0
"""Seconds."""

Take: TypeAlias = Callable[[TurnEvent], None]


class Source(Protocol):
    """What a terminal asks for."""

    def chat(self, message: str, session_id: str | None, user_id: str | None, take: Take) -> None:
        """One turn; ``take`` gets its events as they come."""
        ...

    def recommend(
        self, query: str | None, *, user: str | None, product: str | None, limit: int, explain: Explain
    ) -> dict[str, Any]:
        """The API's JSON answer. Raises AisleError where no such product is."""
        ...

    def ranking(self, ranking_id: str) -> dict[str, Any]:
        """The API's trace."""
        ...

    def preview(self, body: dict[str, Any]) -> dict[str, Any]:
        """The API's answer to ``POST /v1/rules/preview``."""
        ...


@contextmanager
def open_source(command: str) -> Iterator[Source]:
    """The server that owns the data directory, or a house of our own.

    Raises:
        AisleError: a wrong setting, or a data directory held by something that does not answer.
    """
    settings = RetrievalSettings.load()
    found = owner(settings.data_dir) if settings.embedded else None
    if found is not None and found.url:
        api_settings = ApiSettings.load()
        keys = (*api_settings.secret_keys, *api_settings.publishable_keys)
        with Aisle(found.url, keys[0].get_secret_value() if keys else None) as client:
            yield _Server(client)
        return
    from agent.settings import AgentSettings
    from api.house import open_house

    house = open_house(settings, AgentSettings.load(), command)
    try:
        with asyncio.Runner() as runner:
            yield _Here(house, runner)
            runner.run(house.agent.aclose())
    finally:
        house.close()


class _Server:
    def __init__(self, client: Aisle) -> None:
        self._client = client

    def chat(self, message: str, session_id: str | None, user_id: str | None, take: Take) -> None:
        for event in self._client.chat(message, session_id=session_id, user_id=user_id):
            take(event)

    def recommend(
        self, query: str | None, *, user: str | None, product: str | None, limit: int, explain: Explain
    ) -> dict[str, Any]:
        if product is not None:
            self._client.product(product)
        return self._client.recommend(
            query, user_id=user, product_id=product, limit=limit, explain=explain, surface="terminal"
        )

    def ranking(self, ranking_id: str) -> dict[str, Any]:
        return self._client.ranking(ranking_id)

    def preview(self, body: dict[str, Any]) -> dict[str, Any]:
        return self._client.preview_rules(body)


class _Here:
    def __init__(self, house: House, runner: asyncio.Runner) -> None:
        self._house = house
        self._runner = runner

    def chat(self, message: str, session_id: str | None, user_id: str | None, take: Take) -> None:
        request = self._request(session_id, user_id, message=message, context=Context(surface="terminal"))
        self._runner.run(self._read(request, take))

    def recommend(
        self, query: str | None, *, user: str | None, product: str | None, limit: int, explain: Explain
    ) -> dict[str, Any]:
        if product is not None:
            self._house.retrieval.recommender.product(product)
        if user is not None or product is not None:
            # A server learns beside its first answers; here there is but one.
            self._house.retrieval.behaviour.learned.wait(LEARNED_WITHIN)
        context = Context(product_id=product, surface="terminal")
        request = self._request(None, user, message=query, context=context, limit=limit, explain=explain)
        return self._runner.run(self._answer(request))

    def ranking(self, ranking_id: str) -> dict[str, Any]:
        found = self._house.retrieval.rankings.get(ranking_id)
        if found is None:
            raise AisleError(f"No ranking has the id {ranking_id!r}; ids stand below every list.")
        return trace(found)

    def preview(self, body: dict[str, Any]) -> dict[str, Any]:
        from api.problems import Problem
        from api.routes.rules import PreviewBody, previewed

        try:
            return self._runner.run(previewed(self._house, PreviewBody.model_validate(body)))
        except Problem as problem:
            raise AisleError(problem.detail) from None

    def _request(self, session_id: str | None, user_id: str | None, **fields: Any) -> TurnRequest:
        from agent.turns import new_session_id, new_turn_id

        if self._house.retrieval.products.count() == 0:
            raise CatalogError("The catalog is empty; bring one in with: aisle catalog import FILE")
        return TurnRequest(
            turn_id=new_turn_id(), session_id=session_id or new_session_id(), user_id=user_id, **fields
        )

    async def _read(self, request: TurnRequest, take: Take) -> None:
        turns = self._house.agent.turns
        async with aclosing(turns.read(turns.start(request))) as log:
            async for _, event in log:
                take(event)

    async def _answer(self, request: TurnRequest) -> dict[str, Any]:
        turns = self._house.agent.turns
        async with aclosing(turns.read(turns.start(request))) as log:
            folded = await fold(log)
        if folded.failed is not None:
            raise AisleError(folded.failed.detail or folded.failed.title)
        return folded.answer()
