"""From positions in a list to the products themselves, with their reasons."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from retrieval.index.allows import allows
from retrieval.index.live import LiveCatalog
from retrieval.ranking.rank import Ranked
from retrieval.ranking.reasons import reasons
from retrieval.types import (
    Candidates,
    Contribution,
    Dropped,
    Product,
    Query,
    RankedProduct,
    Rows,
)


def items_of(
    live: LiveCatalog,
    query: Query,
    asked: Query,
    candidates: Candidates,
    ranked: Ranked,
    now: datetime,
    look_up: Callable[[Sequence[str]], Mapping[str, Product]],
) -> tuple[tuple[RankedProduct, ...], tuple[Dropped, ...]]:
    """The products themselves; their reasons speak of what was ``asked``, also where that was relaxed."""
    ids = [live.product_id(int(row)) for row in candidates.rows[ranked.order]]
    anchor_id = query.anchors[0] if query.anchors else None
    products = look_up([*ids, *([anchor_id] if anchor_id else [])])
    told = candidates.why(ranked.order) if candidates.why is not None else [{} for _ in ids]
    why = {int(position): said for position, said in zip(ranked.order, told, strict=True)}
    items: list[RankedProduct] = []
    broken: list[Dropped] = []
    for position, product_id in zip(ranked.order, ids, strict=True):
        product = products.get(product_id)
        # The row may have changed hands since it was filtered; the product itself has the last word.
        if product is None or not allows(query.constraints, product):
            broken.append(Dropped(product_id=product_id, rule="changed"))
            continue
        contributions = ranked.scored.contributions(int(position))
        anchor = products.get(anchor_id) if anchor_id else None
        pin = ranked.pinned.get(int(position))
        if pin is not None:
            contributions = (Contribution(name=pin, value=1, weight=0, points=0), *contributions)
        items.append(
            RankedProduct(
                product=product,
                rank=len(items) + 1,
                score=float(ranked.scored.score[position]),
                pinned=pin is not None,
                contributions=contributions,
                reasons=reasons(product, asked, contributions, anchor, now),
                behaviour=why[int(position)],
            )
        )
    return tuple(items), tuple(broken)


def diversity(live: LiveCatalog, rows: Rows) -> float | None:
    """Mean pairwise cosine distance of the products at these rows; None for fewer than two."""
    if len(rows) < 2:
        return None
    vectors = live.vectors(rows)
    n, total = len(rows), vectors.sum(axis=0)
    # Of unit vectors: the sum of all pairs is the square of the sum, less the squares.
    squares = float((vectors * vectors).sum())
    return round(1 - (float(total @ total) - squares) / (n * (n - 1)), 6)
