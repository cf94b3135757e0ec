"""The default embedding model: static word vectors that ship in a wheel (256 dimensions, no download)."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from retrieval.embedding.product_text import title_and_body
from retrieval.embedding.unit import unit
from retrieval.types import Product, Vector, Vectors

BATCH = 1024
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

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors, shape (len(texts), 256); a zero row for a text without any token."""
        out = np.zeros((len(texts), self.dimension), dtype=np.float32)
        for start in range(0, len(texts), BATCH):
            batch = [text[:MAX_CHARACTERS] for text in texts[start : start + BATCH]]
            encodings = self._tokenizer.encode_batch_fast(batch, add_special_tokens=False)
            tokens = [encoding.ids for encoding in encodings]
            # Pooling as one sparse product: the library pads every text to the longest of its batch,
            # which costs several times as much on titles of mixed length.
            ends = np.cumsum([0, *map(len, tokens)])
            flat = np.fromiter(chain.from_iterable(tokens), dtype=np.int32, count=ends[-1])
            np.clip(flat, 0, len(self._table) - 1, out=flat)
            ones = np.ones(len(flat), dtype=np.float32)
            bags = csr_array((ones, flat, ends), shape=(len(batch), len(self._table)))
            out[start : start + len(batch)] = bags @ self._table
        return unit(out)

    def embed_products(self, products: Sequence[Product]) -> Vectors:
        """Title and body vectors, summed: shape (len(products), 256)."""
        texts = [title_and_body(product) for product in products]
        return unit(self.embed([title for title, _ in texts]) + self.embed([body for _, body in texts]))

    def text_of(self, product: Product) -> str:
        """What the vector of this product depends on."""
        return "\n".join(title_and_body(product))

    def embed_query(self, text: str) -> Vector:
        """Shape (256,)."""
        vector: Vector = self.embed([text])[0]
        return vector
