"""A catalog in memory and its ranking, without a database or an index."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

import numpy as np

from retrieval.index.live import LiveCatalog
from retrieval.ports import Changes, Fingerprint, LexicalQuery, ProductStore, StoredProduct
from retrieval.ranking.rank import Ranked, rank
from retrieval.ranking.rules.compiled import Asked, CompiledRules
from retrieval.ranking.rules.load import compiled
from retrieval.types import Candidates, Product, Query, UserProfile
from tests.retrieval.doubles import HashEmbedder
from tests.retrieval.products import NOW


class NoWords:
    """A lexical index that nobody asks."""

    def update(self, upserts: Sequence[Product], deletes: Sequence[str]) -> None:
        pass

    def commit(self) -> None:
        pass

    def query(self, text: str) -> LexicalQuery | None:
        return None

    def count(self) -> int:
        return 0


class Shelf:
    """Every product is a candidate; its similarity is ``scores[i]``, else falls from 1."""

    def __init__(self, products: Sequence[Product], scores: Sequence[float] | None = None) -> None:
        embedder = HashEmbedder()
        self.products = {product.product_id: product for product in products}
        self.live = LiveCatalog(cast(ProductStore, None), embedder.dimension, NoWords())
        if products:
            vectors = embedder.embed_products(products)
            prints = Fingerprint(b"", b"")
            stored = [StoredProduct(p, prints, v) for p, v in zip(products, vectors, strict=True)]
            self.live.take_in(Changes(1, stored, []))
        rows = self.live.rows([product.product_id for product in products])
        given = scores if scores is not None else np.linspace(1, 0.1, len(rows))
        order = np.argsort(rows)
        similarity = np.asarray(given, dtype=np.float32)[order]
        self.candidates = Candidates(rows[order], {"similarity": similarity}, len(rows))

    def ranked(
        self, rules: CompiledRules | str, query: Query | None = None, profile: UserProfile | None = None
    ) -> Ranked:
        held = compiled(rules, "rules.toml") if isinstance(rules, str) else rules
        return rank(self.candidates, self.live, held, Asked(query or Query(limit=100), profile, NOW))

    def ids(self, rules: CompiledRules | str, query: Query | None = None, **more: Any) -> list[str]:
        """The list, by id."""
        return self.ids_of(self.ranked(rules, query, **more))

    def ids_of(self, ranked: Ranked) -> list[str]:
        rows = self.candidates.rows[ranked.order]
        return [self.live.product_id(int(row)) for row in rows]
