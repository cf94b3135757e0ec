"""Candidates to an ordered list: filters, scores, order, diversity. Deterministic."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from retrieval.index.live import LiveCatalog
from retrieval.index.order import sort_keys
from retrieval.ranking.diversity import collapse_families, spread
from retrieval.ranking.scores import Scored, score
from retrieval.types import Candidates, Dropped, Query, Rows

RULES_VERSION = "built-in-1"
RELEVANT = 0.5
"""With an explicit order (cheapest first) only products this near to the most relevant one take part."""


@dataclass(frozen=True, slots=True)
class Ranked:
    """Positions into the candidates, best first, and what was removed on the way."""

    order: Rows
    scored: Scored
    dropped: tuple[Dropped, ...]


def rank(candidates: Candidates, query: Query, live: LiveCatalog, today: float) -> Ranked:
    """The list, ``query.limit`` long at most. ``today``: days since 1970."""
    dropped: list[Dropped] = []

    def drop(positions: Rows, rule: str) -> None:
        ids = (live.product_id(int(row)) for row in candidates.rows[positions])
        dropped.extend(Dropped(product_id=product_id, rule=rule) for product_id in ids)

    scored = score(candidates, live.columns, today)
    order = np.lexsort((candidates.rows, -scored.score))
    available = live.columns.available(candidates.rows[order])
    if query.constraints.in_stock is None:
        drop(order[~available], "availability")
        order = order[available]
    unwanted = np.isin(candidates.rows[order], live.unwanted(query))
    drop(order[unwanted], "excluded")
    order = order[~unwanted]
    order, variants = collapse_families(order, live.columns.family[candidates.rows])
    drop(variants, "variant")
    if query.constraints.sort not in (None, "relevance"):
        order = _sorted(order, candidates, scored, query, live)[: query.limit]
    else:
        # Deeper than that a near-duplicate cannot climb onto the list.
        order = order[: max(4 * query.limit, 50)]
        order = spread(order, scored.score, live.vectors(candidates.rows[order]), query.limit)
    return Ranked(order, scored, tuple(dropped))


def _sorted(order: Rows, candidates: Candidates, scored: Scored, query: Query, live: LiveCatalog) -> Rows:
    relevance = scored.relevance
    if relevance is not None and len(order):
        order = order[relevance[order] >= RELEVANT * relevance[order].max()]
    keys = sort_keys(live.columns, query.constraints.sort, candidates.rows[order])
    out: Rows = order[np.lexsort((-scored.score[order], keys))]
    return out
