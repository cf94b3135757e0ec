"""How alike products are by what they are: their vectors, and the words of their text."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from retrieval.behaviour.sparse import Sparse, dense, matrix, rows_to_unit, zeros
from retrieval.behaviour.weights import Weights
from retrieval.types import Vectors

Rows = NDArray[np.float32]
VectorsOf = Callable[[Sequence[str]], Vectors]
"""Product ids to rows of unit length, of zeros where the catalog has no such product: shape (k, d)."""
_WORD = re.compile(r"[a-z0-9]{2,}")
_COMMON = 0.2
"""Words in more than this share of the products tell none from another."""


class Content:
    """``vectors``: (n, d), rows of unit length or of zeros. ``words``: (n, v) TF-IDF, rows likewise."""

    def __init__(self, vectors: Vectors, words: Sparse) -> None:
        self.vectors = vectors
        self.words = words

    @classmethod
    def of(cls, vectors: Vectors, texts: Sequence[str]) -> Content:
        """``texts``: title first, all that is said of each product."""
        return cls(vectors, tf_idf(texts))

    @classmethod
    def none(cls, n: int) -> Content:
        """Of products that nothing is known of."""
        return cls(np.zeros((n, 1), dtype=np.float32), zeros((n, 1)))

    def spread(self, weights: Weights) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """Likeness of every product to the weighted mean of each history: two dense arrays (b, n), by vectors
        and by words; ``weights`` (b, n), rows that sum to 1."""
        held = weights.csr()
        by_vectors = np.asarray(held @ self.vectors, dtype=np.float32) @ self.vectors.T
        by_words = dense((held @ self.words) @ self.words.T)
        return by_vectors, by_words

    def likeness(self, weights: Weights, items: NDArray[np.int64]) -> tuple[Rows, Rows]:
        """The same for a few histories (b, n) and some products, shape (b, k) each."""
        used, over = weights.columns()
        wanted = np.asarray(over @ self.vectors[used], dtype=np.float32)
        said = weights.times(self.words)
        by_words = np.asarray((self.words[items] @ said.T).T, dtype=np.float32)
        return wanted @ self.vectors[items].T, by_words


class CatalogContent(Content):
    """Vectors from the catalog as it is now; words as at the last load (a later product has none)."""

    def __init__(self, words: Sparse, ids: list[str], vectors_of: VectorsOf) -> None:
        super().__init__(np.zeros((0, 1), dtype=np.float32), words)
        self.ids = ids
        self._vectors_of = vectors_of

    def likeness(self, weights: Weights, items: NDArray[np.int64]) -> tuple[Rows, Rows]:
        held, shares = weights.columns()
        vectors = self._vectors_of([self.ids[at] for at in [*held, *items]])
        mine, theirs = vectors[: len(held)], vectors[len(held) :]
        by_vectors = np.asarray((shares @ mine) @ theirs.T, dtype=np.float32)
        known, inside = items < self.words.shape[0], held < self.words.shape[0]
        by_words = np.zeros_like(by_vectors)
        if known.any() and inside.any():
            wanted = self.words[held[inside]].T @ shares[:, inside].T
            by_words[:, known] = (self.words[items[known]] @ wanted).T
        return by_vectors, by_words


def tf_idf(texts: Sequence[str]) -> Sparse:
    """Rows of unit length, shape (len(texts), words)."""
    numbers: dict[str, int] = {}
    rows: list[int] = []
    columns: list[int] = []
    for row, text in enumerate(texts):
        for word in _WORD.findall(text.casefold()):
            # A plural is the same thing; more of a language is not known here.
            stem = word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word
            columns.append(numbers.setdefault(stem, len(numbers)))
            rows.append(row)
    shape = (len(texts), max(1, len(numbers)))
    counts = matrix(np.ones(len(rows)), np.asarray(rows, np.int64), np.asarray(columns, np.int64), shape)
    having = np.bincount(counts.indices, minlength=shape[1])
    idf = np.log1p(len(texts) / np.maximum(having, 1)).astype(np.float32)
    # One product alone can be like no other by a word of its own.
    idf[(having < 2) | (having > max(2.0, _COMMON * len(texts)))] = 0.0
    counts.data = ((1 + np.log(counts.data)) * idf[counts.indices]).astype(np.float32)
    out = rows_to_unit(counts)
    out.eliminate_zeros()
    return out
