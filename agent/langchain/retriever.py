"""The ranking as a LangChain retriever: rules, filters, reasons and all."""

from __future__ import annotations

import asyncio
from typing import Any

from langchain_core.callbacks import AsyncCallbackManagerForRetrieverRun, CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from pydantic import Field, SkipValidation

from agent.langchain.waiting import waited
from agent.ports import Interpreter, Recommender
from retrieval.types import Constraints, PublicProduct, Query, RankedProduct


class AisleRetriever(BaseRetriever):
    """Products for words, best first: ``AisleRetriever(recommender=retrieval.recommender)``.

    The metadata of a document: ``product_id, rank, score, ranking_id, reasons`` (texts), and of the product
    ``title, brand, price`` (what is paid now), ``currency, availability, url`` where it has them. The list is
    recorded under its ``ranking_id``, so that events can cite it.
    """

    recommender: SkipValidation[Recommender]
    interpreter: SkipValidation[Interpreter] | None = None
    """Reads filters from the words (``agent.interpreter``); None: words are searched for as they stand."""
    k: int = Field(default=10, ge=1, le=100)
    """How many products at most."""
    constraints: Constraints = Constraints()
    """What must hold beside the words."""
    user_id: str | None = None
    """Whose list it is."""
    surface: str = "search"

    def _get_relevant_documents(
        self, query: str, *, run_manager: CallbackManagerForRetrieverRun, k: int | None = None
    ) -> list[Document]:
        return self._documents(waited(self._query(query, k)))

    async def _aget_relevant_documents(
        self, query: str, *, run_manager: AsyncCallbackManagerForRetrieverRun, k: int | None = None
    ) -> list[Document]:
        return await asyncio.to_thread(self._documents, await self._query(query, k))

    async def _query(self, words: str, k: int | None) -> Query:
        text, constraints = words, self.constraints
        if self.interpreter is not None:
            vocabulary = await asyncio.to_thread(self.recommender.vocabulary)
            understood = await self.interpreter.interpret(words, self.constraints, vocabulary)
            text, constraints = understood.text, understood.constraints
        return Query(
            text=text,
            constraints=constraints,
            user_id=self.user_id,
            surface=self.surface,
            limit=k or self.k,
        )

    def _documents(self, query: Query) -> list[Document]:
        ranking = self.recommender.recommend(query)
        self.recommender.record(ranking)
        return [_document(ranked, ranking.ranking_id) for ranked in ranking.items]


def _document(ranked: RankedProduct, ranking_id: str) -> Document:
    product = ranked.product.public()
    return Document(
        id=product.product_id,
        page_content="\n".join(filter(None, (product.title, product.description))),
        metadata={
            "product_id": product.product_id,
            "rank": ranked.rank,
            "score": round(ranked.score, 6),
            "ranking_id": ranking_id,
            "reasons": [reason.text for reason in ranked.reasons],
            **_facts(product),
        },
    )


def _facts(product: PublicProduct) -> dict[str, Any]:
    facts = {
        "title": product.title,
        "brand": product.brand,
        "price": product.current_price,
        "currency": product.currency,
        "availability": product.availability,
        "url": product.url,
    }
    return {name: value for name, value in facts.items() if value is not None}
