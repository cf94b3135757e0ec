"""How soon a write is seen: a price, a new product, a deletion, each before the query that must show it."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import TypeVar

import numpy as np

from eval.statistics import Estimate, once, quantile_of
from retrieval.compose import Retrieval
from retrieval.types import Constraints, PriceRange, Product

TIMES = 20
METRICS = ("price_ms", "new_ms", "delete_ms", "unseen", "left_behind")
"""Milliseconds until the call returns (the query after it shows the change), at the 95th of 100; changes that
the query did not show; products of any index that outlived their deletion."""
_PRICE = 987_654.25
Given = TypeVar("Given", Product, str)


def measure_changes(retrieval: Retrieval, titles: Sequence[str]) -> dict[str, Estimate]:
    """``METRICS`` by name. The catalog ends as it began."""
    fresh = [
        Product(product_id=f"new-{number}", title=f"{title} zyxomat {number}", price=10, currency="USD")
        for number, title in enumerate(titles[:TIMES])
    ]
    held = retrieval.live.product_id
    stored = list(retrieval.live.products([held(row) for row in range(TIMES)]).values())
    # The first write of a vector opens the index for writing, once.
    retrieval.writer.put([fresh[0].model_copy(update={"product_id": "first"})])
    retrieval.writer.delete(["first"])
    count = len(retrieval.live)
    unseen = 0

    prices, added, deleted = [], [], []
    for product in stored:
        dear = product.model_copy(update={"price": _PRICE, "sale_price": None})
        prices.append(_timed(retrieval.writer.put, [dear]))
        unseen += _at(retrieval, _PRICE) != {product.product_id}
        retrieval.writer.put([product])
        unseen += bool(_at(retrieval, _PRICE))
    for product in fresh:
        added.append(_timed(retrieval.writer.put, [product]))
        unseen += not (_by_meaning(retrieval, product) and _by_words(retrieval, product))
    for product in fresh:
        deleted.append(_timed(retrieval.writer.delete, [product.product_id]))
        unseen += _by_meaning(retrieval, product) or _by_words(retrieval, product)
    counts = (retrieval.products, retrieval.index, retrieval.lexical)
    return {
        "price_ms": quantile_of(prices, 0.95),
        "new_ms": quantile_of(added, 0.95),
        "delete_ms": quantile_of(deleted, 0.95),
        "unseen": once(unseen),
        "left_behind": once(sum(abs(each.count() - count) for each in counts)),
    }


def _timed(write: Callable[[Sequence[Given]], object], what: Sequence[Given]) -> float:
    start = time.perf_counter()
    write(what)
    return (time.perf_counter() - start) * 1000


def _at(retrieval: Retrieval, price: float) -> set[str]:
    mask = retrieval.live.columns.mask(Constraints(price=PriceRange(min=price, max=price)))
    return {retrieval.live.product_id(int(row)) for row in np.flatnonzero(mask)}


def _by_meaning(retrieval: Retrieval, product: Product) -> bool:
    vector = retrieval.embedder.embed_products([product])
    (hits,) = retrieval.planner.nearest(vector, retrieval.live.columns.mask(Constraints()), 10)
    return product.product_id in {retrieval.live.product_id(int(row)) for row in hits.rows}


def _by_words(retrieval: Retrieval, product: Product) -> bool:
    words = retrieval.lexical.query(product.title)
    return words is not None and product.product_id in words.best(10).product_ids
