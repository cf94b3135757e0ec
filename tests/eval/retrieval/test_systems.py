from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from eval.metrics import ndcg
from eval.retrieval.beir import read_collection
from eval.retrieval.products import products
from eval.retrieval.systems import best, bm25, dense, rrf
from retrieval.embedding.wordllama import WordLlamaModel
from retrieval.types import Product
from tests.eval.retrieval.collection import KETTLE, write_collection


@pytest.fixture
def catalog(tmp_path: Path) -> list[Product]:
    return products(read_collection(write_collection(tmp_path / "c")).documents)


def test_bm25_stems_and_finds_only_what_shares_a_word(catalog: list[Product]) -> None:
    search = bm25(catalog)
    assert search("whistling kettles", 10) == [KETTLE], "by their stems, whistl and kettl"
    assert search("zzz", 10) == []
    assert search("", 10) == []


def test_bm25_over_nothing_but_stop_words_finds_nothing() -> None:
    assert bm25([Product(product_id="a", title="the"), Product(product_id="b", title="and")])("the", 10) == []


def test_bm25_takes_the_text_with_the_title(catalog: list[Product]) -> None:
    assert bm25(catalog)("dishwasher", 10) == ["mug"]


def test_dense_is_exact(catalog: list[Product]) -> None:
    model = WordLlamaModel()
    scores = model.embed_products(catalog) @ model.embed_query("light to read by")
    expected = [catalog[row].product_id for row in np.argsort(-scores)]
    assert dense(catalog, model)("light to read by", 3) == expected[:3]


def test_rrf_by_hand() -> None:
    lists = {"one": ["a", "x", "b"], "two": ["y", "z", "b"]}
    fused = rrf(lambda _q, n: lists["one"][:n], lambda _q, n: lists["two"][:n])
    # Third in both beats first in one; equal sums keep the order in which they were met.
    assert fused("anything", 10) == ["b", "a", "y", "x", "z"]
    assert fused("anything", 2) == ["b", "a"]


def test_equal_scores_keep_their_order() -> None:
    assert best(np.array([0.5, 0.9, 0.5, 0.9]), 3).tolist() == [1, 3, 0]


def test_a_system_that_finds_nothing_scores_nothing(catalog: list[Product]) -> None:
    assert ndcg(bm25(catalog)("zzz", 10), {KETTLE: 3}, 10) == 0
