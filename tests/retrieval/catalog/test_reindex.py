"""Another embedding model: refused with the way out, and the way out works, also when it is cut off."""

from __future__ import annotations

from pathlib import Path

import pytest

from retrieval.catalog.reindex import Reindexed
from retrieval.compose import CHROMA_FOLDER, open_retrieval, open_writer, opening, rebuild, rebuild_index
from retrieval.embedding.langchain import LangChainEmbedder, WordLlamaEmbeddings
from retrieval.errors import EmbeddingMismatch, StorageUnavailable
from retrieval.ports import Embedder
from retrieval.settings import RetrievalSettings
from retrieval.types import Product, Query

CATALOG = [
    Product(product_id=f"p{i}", title=f"{color} {thing}")
    for i, (color, thing) in enumerate(
        (color, thing) for color in ("red", "blue", "green") for thing in ("tent", "mug", "lamp", "boot")
    )
]


@pytest.fixture
def settings(tmp_path: Path) -> RetrievalSettings:
    opened = RetrievalSettings(data_dir=tmp_path, database_url=None, chroma_url=None)
    with open_writer(opened) as writer:
        writer.put(CATALOG)
    return opened


def other_model(monkeypatch: pytest.MonkeyPatch) -> None:
    def opened(setting: str) -> Embedder:
        return LangChainEmbedder(WordLlamaEmbeddings(), "another:model")

    for module in (opening, rebuild):
        monkeypatch.setattr(module, "open_embedder", opened)


def found(settings: RetrievalSettings) -> list[str]:
    with open_retrieval(settings) as retrieval:
        assert retrieval.index.count() == len(CATALOG)
        ranking = retrieval.recommender.recommend(Query(text="red tent", limit=3))
    return [item.product.title for item in ranking.items]


def test_another_model_is_refused_until_the_index_is_rebuilt(
    settings: RetrievalSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = found(settings)
    other_model(monkeypatch)
    refused = open_retrieval(settings)
    with pytest.raises(EmbeddingMismatch, match="aisle catalog reindex"), refused:
        pass

    assert rebuild_index(settings) == Reindexed(products=12, embedded=12)
    assert found(settings)[0] == before[0] == "red tent"
    assert rebuild_index(settings) == Reindexed(products=12, embedded=0)
    assert found(settings)[0] == "red tent"


def test_a_rebuild_that_was_cut_off_is_said_and_finished(
    settings: RetrievalSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    other_model(monkeypatch)

    def cut(_: Reindexed) -> None:
        raise StorageUnavailable("cut off")

    with pytest.raises(StorageUnavailable, match="cut off"):
        rebuild_index(settings, cut)
    for again in (open_retrieval(settings), open_writer(settings)):
        with pytest.raises(EmbeddingMismatch, match="again"), again:
            pass

    assert rebuild_index(settings).products == 12
    assert found(settings)[0] == "red tent"


def test_a_lost_index_is_built_from_the_rows(settings: RetrievalSettings) -> None:
    for path in sorted((settings.data_dir / CHROMA_FOLDER).rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()

    assert found(settings)[0] == "red tent"
