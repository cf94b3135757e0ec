"""The index rebuilt while it is asked and written to: nobody notices."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest

from api.client import Aisle
from retrieval.catalog.writer import CatalogWriter
from retrieval.compose import open_embedder, open_retrieval, opening, parts, rebuild
from retrieval.embedding.langchain import LangChainEmbedder, WordLlamaEmbeddings
from retrieval.errors import StorageUnavailable
from retrieval.ports import Embedder
from retrieval.settings import RetrievalSettings
from retrieval.types import Product, Query, Vectors
from tests.api.shop import kettle
from tests.serving import Serving

MANY = [kettle(number) for number in range(300)]


def other_model(monkeypatch: pytest.MonkeyPatch) -> None:
    def opened(setting: str) -> Embedder:
        if setting == "another:model":
            return LangChainEmbedder(WordLlamaEmbeddings(), setting)
        return open_embedder(setting)

    for module in (opening, rebuild):
        monkeypatch.setattr(module, "open_embedder", opened)
    # Longer than what a busy machine makes of a query.
    monkeypatch.setattr(rebuild, "LAST_QUERIES_SECONDS", 5.0)


@pytest.mark.parametrize("model", [None, "another:model"])
def test_no_query_and_no_write_fails_in_between(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, model: str | None
) -> None:
    other_model(monkeypatch)
    with Serving(tmp_path, MANY) as server:
        before = server.house.retrieval.facts.get(parts.COLLECTION)
        over = threading.Event()

        def ask(_: int) -> set[int]:
            statuses = set()
            with server.client() as client:
                while not over.is_set():
                    answer = client.post("/v1/recommendations", json={"query": "blue kettle", "limit": 3})
                    statuses.add(answer.status_code if answer.json()["items"] else 0)
            return statuses

        def write() -> list[str]:
            kept: list[str] = []
            with server.client() as client:
                while not over.is_set():
                    product = kettle(1000 + len(kept), product_id=f"new-{len(kept)}")
                    passing = kettle(2000, product_id="passing")
                    body = [p.model_dump(mode="json", exclude_none=True) for p in (product, passing)]
                    assert client.put("/v1/products", json=body).json()["added"] == 2
                    assert client.delete("/v1/products/passing").status_code == 204
                    kept.append(product.product_id)
            return kept

        with ThreadPoolExecutor(3) as pool:
            asking = [pool.submit(ask, n) for n in range(2)]
            writing = pool.submit(write)
            with Aisle(server.url) as aisle:
                steps = list(aisle.reindex(**({"embeddings": model} if model else {})))
            over.set()
            assert [future.result() for future in asking] == [{200}, {200}]
            written = writing.result()
        assert steps[-1]["done"] is True
        assert steps[-1]["products"] >= 300
        assert (steps[-1]["embedded"] >= 300) is (model is not None)
        retrieval = server.house.retrieval
        assert retrieval.facts.get(parts.COLLECTION) != before
        assert retrieval.index.count() == len(retrieval.live) == retrieval.products.count()
        for product_id in written:
            assert product_id in retrieval.live
        assert "passing" not in retrieval.live
        # The turn asks the recommender it was given at the start; a new product is found by it.
        with server.client() as client:
            client.put("/v1/products", json=[{"product_id": "zeppelin", "title": "zeppelin balloon"}])
            found = client.post("/v1/recommendations", json={"query": "zeppelin balloon"}).json()
            assert found["items"][0]["product"]["product_id"] == "zeppelin"
    settings = RetrievalSettings(data_dir=tmp_path, embeddings=model or "wordllama")
    with open_retrieval(settings) as opened:
        assert opened.index.count() == len(opened.live)
        ranking = opened.recommender.recommend(Query(text="zeppelin balloon", limit=1))
        assert ranking.items[0].product.product_id == "zeppelin"


def test_a_rebuild_that_fails_leaves_the_old_index_in_force(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Failing(LangChainEmbedder):
        def embed_products(self, products: Sequence[Product]) -> Vectors:
            raise StorageUnavailable("The embedding model is away.")

    def opened(setting: str) -> Embedder:
        return Failing(WordLlamaEmbeddings(), setting)

    with Serving(tmp_path, MANY[:20]) as server, Aisle(server.url) as aisle:
        for module in (opening, rebuild):
            monkeypatch.setattr(module, "open_embedder", opened)
        assert list(aisle.reindex(embeddings="another:model"))[-1] == {
            "error": "The embedding model is away."
        }
        monkeypatch.undo()
        monkeypatch.setattr(rebuild, "LAST_QUERIES_SECONDS", 0.0)
        assert aisle.recommend(query="kettle")["items"]
        assert list(aisle.reindex())[-1] == {"products": 20, "embedded": 0, "done": True}
    with open_retrieval(RetrievalSettings(data_dir=tmp_path)) as again:
        assert again.index.count() == 20


def test_one_at_a_time(client: httpx.Client, server: Serving) -> None:
    held = server.app.state.reindexing
    held._locked = True
    assert client.post("/v1/catalog/reindex").status_code == 409
    held._locked = False


def test_a_writer_that_waited_writes_with_its_successor() -> None:
    done: list[str] = []

    class Recording(CatalogWriter):
        def __init__(self, name: str) -> None:
            super().__init__(None, None, open_embedder("wordllama"), lambda _, __: None)  # type: ignore[arg-type]
            self._name = name

        def _put(self, batch: object, prints: object) -> object:  # type: ignore[override]
            done.append(self._name)
            return super().put([])

    first, second = Recording("first"), Recording("second")
    with ThreadPoolExecutor(1) as pool:
        with first.stopped():
            waiting = pool.submit(first.put, [Product(product_id="p", title="t")])
            first.hand_over(second)
            assert done == []
        waiting.result()
    assert done == ["second"]
