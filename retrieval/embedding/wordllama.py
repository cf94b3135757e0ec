"""The default embedding model: static word vectors that ship in a wheel (256 dimensions, no download)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from itertools import chain
from pathlib import Path
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from retrieval.embedding.product_text import product_text
from retrieval.embedding.unit import unit
from retrieval.types import Product, Vector, Vectors

Tokens: TypeAlias = list[int]

BATCH = 1024
FACTS = 20_000
MAX_CHARACTERS = 20_000


class WordLlamaModel:
    """Mean of token vectors. Satisfies :class:`retrieval.ports.Embedder`."""

    name = "wordllama-l2_supercat-256/title+body"
    dimension = 256

    def __init__(self) -> None:
        import wordllama

        # The wheel ships the tokenizer beside the package, not in the cache folder where the loader
        # looks first; told so, it never tries to download.
        model = wordllama.WordLlama.load(
            cache_dir=Path(wordllama.__file__).parent, dim=self.dimension, disable_download=True
        )
        self._tokenizer = model.tokenizer
        self._tokenizer.no_padding()
        self._table: NDArray[np.float32] = np.asarray(model.embedding, dtype=np.float32)
        # A catalog has few different brands, categories and values: each is cut into tokens once.
        self._fact_tokens: Callable[[str], Tokens] = lru_cache(maxsize=FACTS)(self._tokens_of_fact)

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors, shape (len(texts), 256); a zero row for a text without any token."""
        return self._pool(self._tokens(texts))

    def embed_products(self, products: Sequence[Product]) -> Vectors:
        """Title and body vectors, summed: shape (len(products), 256)."""
        texts = [product_text(product) for product in products]
        titles = self._tokens([text.title for text in texts])
        prose = self._tokens([text.prose for text in texts])
        bodies = [
            list(chain(*map(self._fact_tokens, text.facts), tokens))
            for text, tokens in zip(texts, prose, strict=True)
        ]
        return unit(self._pool(titles) + self._pool(bodies))

    def text_of(self, product: Product) -> str:
        """What the vector of this product depends on."""
        return product_text(product).whole

    def embed_query(self, text: str) -> Vector:
        """Shape (256,)."""
        vector: Vector = self.embed([text])[0]
        return vector

    def _tokens(self, texts: Sequence[str]) -> list[Tokens]:
        cut = [text[:MAX_CHARACTERS] for text in texts]
        return [encoding.ids for encoding in self._tokenizer.encode_batch_fast(cut, add_special_tokens=False)]

    def _tokens_of_fact(self, fact: str) -> Tokens:
        return self._tokens([fact])[0]

    def _pool(self, tokens: Sequence[Tokens]) -> Vectors:
        """Unit means. One sparse product: the library pads every text to the longest of its batch, which
        costs several times as much on texts of mixed length."""
        out = np.zeros((len(tokens), self.dimension), dtype=np.float32)
        for start in range(0, len(tokens), BATCH):
            batch = tokens[start : start + BATCH]
            ends = np.cumsum([0, *map(len, batch)])
            flat = np.fromiter(chain.from_iterable(batch), dtype=np.int32, count=ends[-1])
            np.clip(flat, 0, len(self._table) - 1, out=flat)
            ones = np.ones(len(flat), dtype=np.float32)
            bags = csr_array((ones, flat, ends), shape=(len(batch), len(self._table)))
            out[start : start + len(batch)] = bags @ self._table
        return unit(out)
