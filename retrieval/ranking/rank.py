"""Candidates to an ordered list: filters → scores and boosts → order → diversity → pins. Deterministic."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from retrieval.index.columns import Mask
from retrieval.index.live import LiveCatalog
from retrieval.index.order import sort_keys
from retrieval.index.terms import fold
from retrieval.ranking.diversity import Cap, cap_of, collapse_families, spread
from retrieval.ranking.rules.compiled import Asked, CompiledRules
from retrieval.ranking.scores import Scored, score
from retrieval.types import Candidates, Dropped, Query, Rows

RELEVANT = 0.5
"""With an explicit order (cheapest first) only products this near to the most relevant one take part."""
EXACT = 0.98
"""Share of the highest lexical score possible from which a product is the very one that was asked for."""


@dataclass(frozen=True, slots=True)
class Ranked:
    """Positions into the candidates, best first, and what was removed on the way."""

    order: Rows
    scored: Scored
    dropped: tuple[Dropped, ...]
    pinned: Mapping[int, str] = field(default_factory=dict)
    """Position into the candidates → the pin that holds it at its place."""


def rank(candidates: Candidates, live: LiveCatalog, rules: CompiledRules, asked: Asked) -> Ranked:
    """The list, ``asked.query.limit`` long at most."""
    query, rows, columns = asked.query, candidates.rows, live.columns
    dropped: list[Dropped] = []

    def drop(positions: Rows, rule: str) -> None:
        ids = (live.product_id(int(row)) for row in rows[positions])
        dropped.extend(Dropped(product_id=product_id, rule=rule) for product_id in ids)

    scored = score(candidates, columns, rules, asked)
    order = np.lexsort((rows, -scored.score))
    gone: Mask = np.zeros(len(rows), dtype=np.bool_)
    for rule, mask in rules.dropped(columns, rows, asked):
        now = mask & ~gone
        if now.any():
            drop(order[now[order]], rule)
            gone |= now
    unwanted = np.isin(rows, live.unwanted(query)) & ~gone
    drop(order[unwanted[order]], "excluded")
    order = order[~(gone | unwanted)[order]]
    if query.constraints.sort not in (None, "relevance"):
        order = _collapsed(order, candidates, live, rules, drop)
        return Ranked(_sorted(order, candidates, scored, query, live)[: query.limit], scored, tuple(dropped))
    slots = _slots(order, candidates, live, rules, asked)
    taken = np.asarray(list(slots.values()), dtype=np.int64)
    order = _collapsed(order, candidates, live, rules, drop, first=taken)
    order = order[~np.isin(order, taken)]
    order = _diverse(order, candidates, scored, live, rules, query)
    placed = list(order)
    for slot, position in sorted(slots.items()):
        placed.insert(min(slot - 1, len(placed)), position)
    out = np.asarray(placed[: query.limit], dtype=np.int64)
    names = {pin.slot: pin.name for pin in rules.pins(asked)}
    pinned = {position: names[slot] for slot, position in slots.items() if position in out}
    return Ranked(out, scored, tuple(dropped), pinned)


def _slots(
    order: Rows, candidates: Candidates, live: LiveCatalog, rules: CompiledRules, asked: Asked
) -> dict[int, int]:
    """Slot → position of its pinned product, where that passed every filter."""
    slots = {}
    for pin in rules.pins(asked):
        row = live.rows([pin.product])
        at = np.flatnonzero(np.isin(candidates.rows, row)) if len(row) else row
        if len(at) and at[0] in order and pin.slot <= asked.query.limit:
            slots[pin.slot] = int(at[0])
    return slots


def _collapsed(
    order: Rows,
    candidates: Candidates,
    live: LiveCatalog,
    rules: CompiledRules,
    drop: object,
    first: Rows | None = None,
) -> Rows:
    if not rules.diversity.collapse_variants:
        return order
    if first is not None and len(first):
        # A pinned product stands for its family.
        order = np.concatenate((first, order[~np.isin(order, first)]))
    kept, variants = collapse_families(order, live.columns.family[candidates.rows])
    if callable(drop):
        drop(variants, "another variant is on the list")
    return kept


def _diverse(
    order: Rows,
    candidates: Candidates,
    scored: Scored,
    live: LiveCatalog,
    rules: CompiledRules,
    query: Query,
) -> Rows:
    wanted = rules.diversity
    capped = wanted.brand_share < 1 or wanted.category_share < 1
    if wanted.trade == 1 and not capped:
        return order[: query.limit]
    # Deeper than that a near-duplicate cannot climb onto the list; a cap may reach for any of them.
    order = order if capped else order[: max(4 * query.limit, 50)]
    rows = candidates.rows[order]
    exact = scored.values.get("lexical")
    exempt = exact[order] >= EXACT if exact is not None else np.zeros(len(order), dtype=np.bool_)
    return spread(
        order,
        scored.score,
        live.vectors(rows),
        query.limit,
        trade=wanted.trade,
        alike=wanted.alike,
        caps=_caps(rows, live, rules, query),
        exempt=exempt,
    )


def _caps(rows: Rows, live: LiveCatalog, rules: CompiledRules, query: Query) -> list[Cap]:
    """What the shopper asked for by name is not capped."""
    wanted = rules.diversity
    brand, category = live.columns.terms["brand"], live.columns.terms["category"]
    brands = brand.first_codes(rows)
    if wanted.brand_share < 1:
        said = f" {fold(query.text)} "
        named = {fold(value) for value in query.constraints.include.get("brand", ())}
        for code in np.unique(brands[brands >= 0]).tolist():
            label = fold(brand.label(code))
            if label in named or f" {label} " in said:
                brands = np.where(brands == code, -1, brands)
    caps = [cap_of(wanted.brand_share, query.limit, brands)]
    if "category" not in query.constraints.include:
        caps.append(cap_of(wanted.category_share, query.limit, category.last_codes(rows)))
    return [cap for cap in caps if cap is not None]


def _sorted(order: Rows, candidates: Candidates, scored: Scored, query: Query, live: LiveCatalog) -> Rows:
    relevance = scored.relevance
    if relevance is not None and len(order):
        best = relevance[order].max()
        # Where nothing comes near the words they choose nothing: a share of a negative number is above it.
        order = order[relevance[order] >= RELEVANT * best] if best > 0 else order
    keys = sort_keys(live.columns, query.constraints.sort, candidates.rows[order])
    out: Rows = order[np.lexsort((-scored.score[order], keys))]
    return out
