"""The baselines: lexical, dense, and the two fused by rank."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from eval.errors import MissingExtra
from retrieval.ports import Embedder
from retrieval.types import Product

Search: TypeAlias = Callable[[str, int], list[str]]
"""A query and ``n`` to at most ``n`` product ids, best first."""

RRF_K = 60
RRF_DEPTH = 1000


def bm25(catalog: Sequence[Product]) -> Search:
    """BM25 (k1 1.5, b 0.75) over title and text in one field, English stop words, Snowball stems.

    Raises:
        MissingExtra: bm25s or PyStemmer is not installed.
    """
    try:
        import bm25s
        import Stemmer
    except ImportError as error:
        raise MissingExtra(error.name or "bm25s", "the baseline bm25") from None
    stemmer = Stemmer.Stemmer("english")
    ids = [product.product_id for product in catalog]

    def tokens(texts: list[str]) -> Any:
        return bm25s.tokenize(texts, stopwords="en", stemmer=stemmer, return_ids=False, show_progress=False)

    indexed = tokens([f"{product.title} {product.description or ''}" for product in catalog])
    if not any(indexed):
        # Nothing but stop words: the package fails on it.
        return lambda query, n: []
    index = bm25s.BM25()
    index.index(indexed, show_progress=False)

    def search(query: str, n: int) -> list[str]:
        known = [word for word in tokens([query])[0] if word in index.vocab_dict]
        if not known:
            return []
        scores = np.asarray(index.get_scores(known))
        return [ids[row] for row in best(scores, n) if scores[row] > 0]

    return search


def dense(catalog: Sequence[Product], embedder: Embedder) -> Search:
    """Exact cosine over every product's vector."""
    vectors = embedder.embed_products(catalog)
    ids = [product.product_id for product in catalog]

    def search(query: str, n: int) -> list[str]:
        return [ids[row] for row in best(vectors @ embedder.embed_query(query), n)]

    return search


def rrf(*searches: Search) -> Search:
    """Reciprocal-rank fusion of the first ``RRF_DEPTH`` of each, ``k = RRF_K``.

    Source: Cormack, Clarke & Büttcher, SIGIR 2009.
    """

    def search(query: str, n: int) -> list[str]:
        scores: dict[str, float] = {}
        for each in searches:
            for rank, product_id in enumerate(each(query, RRF_DEPTH), start=1):
                scores[product_id] = scores.get(product_id, 0.0) + 1 / (RRF_K + rank)
        return sorted(scores, key=lambda product_id: -scores[product_id])[:n]

    return search


def best(scores: NDArray[Any], n: int) -> NDArray[np.int64]:
    """Rows of the ``n`` highest scores, highest first; equal scores in row order."""
    return np.argsort(-scores, kind="stable")[:n].astype(np.int64)
