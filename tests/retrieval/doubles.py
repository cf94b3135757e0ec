"""Small, exact implementations of retrieval's ports, for tests that are about something else."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from hashlib import blake2b

import numpy as np

from retrieval.index.live import LiveCatalog
from retrieval.ports import Neighbours
from retrieval.types import Product, Vector, Vectors


class HashEmbedder:
    """A fixed direction per text: equal texts are equal vectors, others are not."""

    dimension = 8

    def __init__(self, name: str = "hash-8") -> None:
        self.name = name
        self.embedded: list[str] = []
        """Ids, in the order they were embedded."""

    def embed_products(self, products: Sequence[Product]) -> Vectors:
        self.embedded.extend(product.product_id for product in products)
        return np.stack([self.embed_query(self.text_of(product)) for product in products])

    def text_of(self, product: Product) -> str:
        return f"{product.title}\n{product.description or ''}"

    def embed_query(self, text: str) -> Vector:
        seed = int.from_bytes(blake2b(f"{self.name}{text}".encode(), digest_size=8).digest(), "big")
        vector = np.random.default_rng(seed).normal(size=self.dimension).astype(np.float32)
        unit: Vector = vector / np.linalg.norm(vector)
        return unit


class ExactIndex:
    """Every vector in a dict, every query against all of them."""

    def __init__(self) -> None:
        self.held: dict[str, Vector] = {}

    @classmethod
    def of(cls, live: LiveCatalog) -> ExactIndex:
        """All vectors of a live catalog."""
        rows = np.flatnonzero(live.columns.alive[: live.columns.n])
        index = cls()
        index.upsert([live.product_id(int(row)) for row in rows], live.vectors(rows))
        return index

    def upsert(self, product_ids: Sequence[str], vectors: Vectors) -> None:
        assert len(product_ids) == len(vectors)
        self.held.update(zip(product_ids, vectors, strict=True))

    def delete(self, product_ids: Sequence[str]) -> None:
        for key in product_ids:
            self.held.pop(key, None)

    def query(self, vectors: Vectors, n: int) -> list[Neighbours]:
        ids = sorted(self.held)
        if not ids:
            return [Neighbours([], np.empty(0, dtype=np.float32)) for _ in vectors]
        similarities = vectors @ np.stack([self.held[key] for key in ids]).T
        found = []
        for row in similarities:
            best = np.argsort(-row, kind="stable")[:n]
            found.append(Neighbours([ids[i] for i in best], row[best].astype(np.float32)))
        return found

    def count(self) -> int:
        return len(self.held)

    def product_ids(self) -> Iterator[str]:
        return iter(list(self.held))
