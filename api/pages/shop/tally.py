"""What a handful of products has to choose from: facets of a list, where words chose its products."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from retrieval.types import PublicProduct


def tallied(products: Iterable[PublicProduct]) -> dict[str, dict[str, int]]:
    """Attribute → value → products that have it, the most frequent first.

    ``brand``, ``tags`` and ``category`` are among them; a category by each name that it may be chosen by: its
    path, those above it, and its own.
    """
    counts: dict[str, Counter[str]] = {}
    for product in products:
        if product.brand:
            counts.setdefault("brand", Counter())[product.brand] += 1
        counts.setdefault("tags", Counter()).update(set(product.tags))
        counts.setdefault("category", Counter()).update(_names(product))
        for name in product.attributes:
            counts.setdefault(name, Counter()).update(product.values(name))
    ordered = sorted(counts.items(), key=lambda pair: (-sum(pair[1].values()), pair[0]))
    return {name: dict(found.most_common()) for name, found in ordered}


def _names(product: PublicProduct) -> set[str]:
    names: set[str] = set()
    for path in product.categories:
        parts = path.split(" > ")
        names.update(parts, (" > ".join(parts[:depth]) for depth in range(1, len(parts) + 1)))
    return names
