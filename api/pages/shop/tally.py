"""What a handful of products has to choose from: facets of a list, where words chose its products."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from retrieval.types import PublicProduct


def tallied(products: Iterable[PublicProduct]) -> dict[str, dict[str, int]]:
    """Attribute → value → products that have it; the most frequent first, ``brand`` among them."""
    counts: dict[str, Counter[str]] = {}
    for product in products:
        if product.brand:
            counts.setdefault("brand", Counter())[product.brand] += 1
        for name in product.attributes:
            counts.setdefault(name, Counter()).update(product.values(name))
    ordered = sorted(counts.items(), key=lambda pair: (-sum(pair[1].values()), pair[0]))
    return {name: dict(found.most_common()) for name, found in ordered}
