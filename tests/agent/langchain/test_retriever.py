"""The retriever: LangChain's own standard tests, and what its documents hold."""

from __future__ import annotations

import json
from typing import Any

import pytest
from langchain_core.retrievers import BaseRetriever
from langchain_tests.integration_tests import RetrieversIntegrationTests

from agent.compose import Agent
from agent.langchain import AisleRetriever
from retrieval.compose import Retrieval
from retrieval.types import Constraints
from tests.api.shop import MARGIN


@pytest.mark.anyio
class TestStandard(RetrieversIntegrationTests):
    """https://docs.langchain.com/oss/python/contributing/standard-tests-langchain"""

    @pytest.fixture(autouse=True)
    def _room(self, room: Retrieval) -> None:
        self.room = room

    @property
    def retriever_constructor(self) -> type[BaseRetriever]:
        return AisleRetriever

    @property
    def retriever_constructor_params(self) -> dict[str, Any]:
        return {"recommender": self.room.recommender}

    @property
    def retriever_query_example(self) -> str:
        return "a kettle"


def test_a_document_says_which_product_on_which_list_and_why(room: Retrieval) -> None:
    found = AisleRetriever(recommender=room.recommender, k=4).invoke("a blue kettle")
    assert len({document.metadata["ranking_id"] for document in found}) == 1
    trace = room.rankings.get(found[0].metadata["ranking_id"])
    assert trace is not None, "the list can be cited in events"
    for rank, (document, ranked) in enumerate(zip(found, trace.items, strict=True), start=1):
        assert document.id == document.metadata["product_id"] == ranked.product.product_id
        assert document.metadata["rank"] == rank
        assert document.metadata["score"] == round(ranked.score, 6)
        assert document.metadata["reasons"] == [reason.text for reason in ranked.reasons]
        assert document.page_content.startswith(ranked.product.title)
        assert str(MARGIN) not in json.dumps([document.page_content, document.metadata])
    assert found[0].metadata["reasons"]


def test_constraints_hold_and_words_are_read_where_somebody_reads_them(
    room: Retrieval, silent: Agent
) -> None:
    bounded = Constraints(exclude={"color": ("blue",)})
    retriever = AisleRetriever(
        recommender=room.recommender, interpreter=silent.interpreter, constraints=bounded
    )
    prices = [document.metadata["price"] for document in retriever.invoke("a kettle under $40")]
    assert prices
    assert max(prices) <= 40
    assert not any("Blue" in document.page_content for document in retriever.invoke("a kettle under $40"))
    plain = AisleRetriever(recommender=room.recommender)
    assert max(document.metadata["price"] for document in plain.invoke("a kettle under $40")) > 40
