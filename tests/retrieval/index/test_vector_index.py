"""What every vector index must do: Chroma embedded, Chroma as a server, and the exact one that tests use."""

from __future__ import annotations

import multiprocessing
import socket
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from retrieval.embedding.unit import unit
from retrieval.errors import EmbeddingMismatch, StorageUnavailable
from retrieval.index import chroma
from retrieval.index.child import open_child
from retrieval.index.chroma import ChromaIndex, open_client
from retrieval.ports import VectorIndex
from retrieval.types import Vectors
from tests.chroma_server import chroma_server, closed_port
from tests.retrieval.doubles import ExactIndex

DIMENSION = 8


def vectors(n: int, seed: int = 0) -> Vectors:
    return unit(np.random.default_rng(seed).normal(size=(n, DIMENSION)).astype(np.float32))


@pytest.fixture(scope="module")
def server_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with chroma_server(tmp_path_factory.mktemp("chroma-server")) as url:
        yield url


@pytest.fixture(params=["exact", "embedded", "child", "server"])
def index(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[VectorIndex]:
    monkeypatch.setattr(chroma, "SERVER_TIMEOUT", 60.0)
    if request.param == "exact":
        yield ExactIndex()
        return
    if request.param == "child":
        with open_child(tmp_path, "products-1", embedder="test", dimension=DIMENSION) as opened:
            yield opened
        return
    url = request.getfixturevalue("server_url") if request.param == "server" else None
    name = f"products-{abs(hash(tmp_path))}"
    with open_client(url, tmp_path / "chroma") as client:
        yield ChromaIndex(client, name, embedder="test", dimension=DIMENSION)


def test_the_nearest_come_first_with_their_cosine(index: VectorIndex) -> None:
    held = vectors(50)
    index.upsert([f"p{i}" for i in range(50)], held)

    (found,) = index.query(held[7:8], 5)

    assert found.product_ids[0] == "p7"
    np.testing.assert_allclose(found.similarities, np.sort(held @ held[7])[::-1][:5], atol=1e-5)


def test_several_queries_are_answered_in_order(index: VectorIndex) -> None:
    held = vectors(20)
    index.upsert([f"p{i}" for i in range(20)], held)

    assert [found.product_ids[0] for found in index.query(held[[3, 11]], 1)] == ["p3", "p11"]


def test_an_upsert_replaces(index: VectorIndex) -> None:
    held = vectors(2)
    index.upsert(["a", "b"], held)
    index.upsert(["a"], held[1:2])

    (found,) = index.query(held[1:2], 2)

    assert index.count() == 2
    np.testing.assert_allclose(found.similarities, [1, 1], atol=1e-5)


def test_deleted_products_are_not_found_and_deleting_twice_is_no_error(index: VectorIndex) -> None:
    held = vectors(3)
    index.upsert(["a", "b", "c"], held)
    index.delete(["b", "not there"])
    index.delete(["b"])

    assert set(index.product_ids()) == {"a", "c"}
    assert "b" not in index.query(held[1:2], 3)[0].product_ids


def test_an_empty_index_and_an_empty_question(index: VectorIndex) -> None:
    assert len(index.query(vectors(1), 5)[0].product_ids) == 0
    assert index.query(np.empty((0, DIMENSION), dtype=np.float32), 5) == []
    assert index.count() == 0
    assert list(index.product_ids()) == []


def test_more_at_once_than_chroma_takes_in_one_batch(index: VectorIndex) -> None:
    held = vectors(5600)
    ids = [f"p{i}" for i in range(5600)]
    index.upsert(ids, held)

    assert index.count() == 5600
    assert set(index.product_ids()) == set(ids)
    index.delete(ids)
    assert index.count() == 0


def test_another_embedding_model_is_refused_with_the_way_out(tmp_path: Path) -> None:
    with open_client(None, tmp_path) as client:
        ChromaIndex(client, "products-1", embedder="one", dimension=DIMENSION)

        with pytest.raises(EmbeddingMismatch, match="aisle catalog reindex"):
            ChromaIndex(client, "products-1", embedder="other", dimension=DIMENSION)
        with pytest.raises(EmbeddingMismatch, match="16"):
            ChromaIndex(client, "products-1", embedder="one", dimension=16)


def test_a_server_that_is_not_there_is_one_clear_line(tmp_path: Path) -> None:
    nowhere = open_client(f"http://127.0.0.1:{closed_port()}", tmp_path)
    with pytest.raises(StorageUnavailable, match="AISLE_CHROMA_URL") as caught, nowhere:
        pass
    assert "\n" not in caught.value.message


def test_a_server_that_takes_connections_and_says_nothing_does_not_hold_up_the_start(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(chroma, "SERVER_TIMEOUT", 0.2)
    with socket.socket() as mute:
        mute.bind(("127.0.0.1", 0))
        mute.listen()
        frozen = open_client(f"http://127.0.0.1:{mute.getsockname()[1]}", tmp_path)
        with pytest.raises(StorageUnavailable, match="does not answer"), frozen:
            pass


def test_what_a_child_wrote_is_there_for_the_next_process(tmp_path: Path) -> None:
    held = vectors(5)
    with open_child(tmp_path, "products-1", embedder="test", dimension=DIMENSION) as child:
        child.upsert(list("abcde"), held)
    with open_client(None, tmp_path) as client:
        index = ChromaIndex(client, "products-1", embedder="test", dimension=DIMENSION)
        assert index.query(held[2:3], 1)[0].product_ids == ["c"]


def test_a_child_tells_why_it_could_not_open(tmp_path: Path) -> None:
    with open_child(tmp_path, "products-1", embedder="one", dimension=DIMENSION) as one:
        assert one.count() == 0
    with (
        open_child(tmp_path, "products-1", embedder="other", dimension=DIMENSION) as other,
        pytest.raises(EmbeddingMismatch, match="reindex"),
    ):
        other.upsert(["a"], vectors(1))


def test_a_folder_is_open_in_one_process_at_a_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("retrieval.index.chroma.LOCK_PATIENCE", 0.1)
    second = open_client(None, tmp_path)
    with open_child(tmp_path, "products-1", embedder="test", dimension=DIMENSION) as first:
        assert first.count() == 0
        with pytest.raises(StorageUnavailable, match="another process"), second:
            pass


def test_a_child_that_died_is_one_clear_line(tmp_path: Path) -> None:
    with open_child(tmp_path, "products-1", embedder="test", dimension=DIMENSION) as child:
        (process,) = multiprocessing.active_children()
        process.kill()
        process.join()
        with pytest.raises(StorageUnavailable, match="run the command again"):
            child.upsert(["a"], vectors(1))
