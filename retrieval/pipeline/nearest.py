"""The way out of a dead end: what to give up when the constraints leave nothing."""

from __future__ import annotations

import math
from datetime import datetime

from retrieval.candidates import CandidateFinder
from retrieval.index.columns import Mask
from retrieval.index.live import LiveCatalog
from retrieval.index.relax import relaxations
from retrieval.index.unknown import mended
from retrieval.ranking.rank import rank
from retrieval.ranking.rules.compiled import Asked, CompiledRules
from retrieval.types import (
    Query,
    Relaxed,
)

CLOSEST = 20
"""Candidates looked at to see which constraint is best given up."""


def nearest(
    live: LiveCatalog, finder: CandidateFinder, query: Query, base: Mask, rules: CompiledRules, now: datetime
) -> Relaxed | None:
    """Which constraints to give up where they leave none of the rows of ``base``; None: nothing helps."""
    columns, currency = live.columns, live.vocabulary().currency
    wanted = query.constraints
    known = mended(columns, wanted)
    if known is not None:
        # What the data does not carry is another answer than what the shop does not have.
        wanted = known.constraints
        total = int((columns.mask(wanted, len(base)) & base).sum())
        if total:
            text = known.text(total)
            return Relaxed(name=known.names, text=text, constraints=wanted, total=total)
    options = relaxations(columns, wanted, base, rules.available(columns, len(base)), currency)
    if known is not None:
        options = [o.model_copy(update={"text": f"{o.text}{known.aside}"}) for o in options]
    if len(options) < 2 or not query.text.strip():
        return options[0] if options else None
    # The nearest wish is the one whose products come nearest to the words: "a toy for my dog" gives up
    # the department of toys before it gives up the dog.
    return max(options, key=lambda relaxed: _closeness(live, finder, query, relaxed, base, rules, now))


def _closeness(
    live: LiveCatalog,
    finder: CandidateFinder,
    query: Query,
    relaxed: Relaxed,
    base: Mask,
    rules: CompiledRules,
    now: datetime,
) -> float:
    wider = query.model_copy(update={"constraints": relaxed.constraints})
    mask = live.columns.mask(relaxed.constraints, len(base)) & base
    candidates = finder.find(wider, None, mask, n=CLOSEST)
    ranked = rank(candidates, live, rules, Asked(wider, None, now))
    return float(ranked.scored.score[ranked.order[0]]) if len(ranked.order) else -math.inf
