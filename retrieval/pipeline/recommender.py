"""The whole way without a language model: a query in, a ranking with reasons out.

filters → candidates → availability, scores, diversity → products and reasons
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from itertools import chain

import numpy as np

from retrieval.behaviour.live import LiveBehaviour
from retrieval.candidates import GOES_WITH, SIMILAR, CandidateFinder, N
from retrieval.errors import StorageUnavailable
from retrieval.index.columns import Mask
from retrieval.index.live import LiveCatalog
from retrieval.pipeline.handover import handed_over
from retrieval.pipeline.listing import diversity, items_of
from retrieval.pipeline.memory import EVENTS_GONE, in_memory
from retrieval.pipeline.nearest import nearest
from retrieval.pipeline.shelves import Shelves
from retrieval.ports import RankingStore
from retrieval.profile.shoppers import Shoppers
from retrieval.profile.tastes import latest, tastes
from retrieval.ranking.rank import Ranked, rank
from retrieval.ranking.rules.compiled import Asked, CompiledRules
from retrieval.ranking.rules.load import bundled
from retrieval.types import (
    Candidates,
    Constraints,
    Missing,
    Outcome,
    Query,
    Ranking,
    UserProfile,
)


def now_utc() -> datetime:
    """The wall clock."""
    return datetime.now(UTC)


class Recommender(Shelves):
    """The deterministic answer to a query. Safe to call from several threads."""

    def __init__(
        self,
        live: LiveCatalog,
        finder: CandidateFinder,
        rankings: RankingStore,
        shoppers: Shoppers,
        clock: Callable[[], datetime] = now_utc,
        rules: Callable[[], CompiledRules] | None = None,
        behaviour: LiveBehaviour | None = None,
    ) -> None:
        """``rules`` gives those in force, asked once per ranking; None: the bundled ones."""
        default = bundled() if rules is None else None
        super().__init__(live, rules or (lambda: default or bundled()))
        self._finder = finder
        self._rankings = rankings
        self._shoppers = shoppers
        self._clock = clock
        self._behaviour = behaviour

    def hand_over(self, to: Recommender) -> None:
        """From now on every call is answered by ``to``; those under way end as they began."""
        self.successor = to

    @handed_over
    def under(self, rules: CompiledRules) -> Recommender:
        """The same shop and shoppers, by other rules than those in force."""
        return Recommender(
            self._live,
            self._finder,
            self._rankings,
            self._shoppers,
            self._clock,
            lambda: rules,
            self._behaviour,
        )

    @handed_over
    def recommend(self, query: Query, rules: CompiledRules | None = None) -> Ranking:
        """The products to show, best first; where the constraints leave nothing, the nearest and ``relaxed``.

        ``rules``: others than those in force, to see what they would do. Where the database is out of reach
        the list is made of what is in memory, and where the index is, without it: ``without`` says so.

        Raises:
            StorageUnavailable: the database did not answer, and no product is in memory.
        """
        started = time.perf_counter()
        without: dict[Missing, None] = {}
        with in_memory(without):
            self._live.refresh()
            if self._behaviour is not None:
                self._behaviour.refresh()
        profile = self._shoppers.remembered(query.user_id, query.session_id)
        with in_memory(without):
            profile = self._shoppers.of(query.user_id, query.session_id)
        rules = rules or self._rules()
        asked = query
        base = self._eligible(query, rules)
        # What this shopper may not see is no dead end's way out, and counts nowhere.
        permitted = rules.permitted(self._live.columns, len(base), Asked(query, profile, self._clock()))
        if permitted is not None:
            base &= permitted
        mask = self._live.columns.mask(query.constraints, len(base))
        wished = self._wished(query, profile, len(base))
        if wished is not None and (mask & base & wished).any():
            # A wish of long standing narrows a list, and never empties it.
            mask = mask & wished
        arms = rules.arms(query, self._clock())
        overlay = rules.overlay(arms)
        relaxed = None
        if query.constraints.filters and not (mask & base).any():
            relaxed = nearest(self._live, self._finder, query, base, rules, self._clock())
            if relaxed is not None:
                query = query.model_copy(update={"constraints": relaxed.constraints})
                mask = self._live.columns.mask(query.constraints, len(base))
                if query.constraints.in_stock is None:
                    base &= rules.available(self._live.columns, len(base))
        found = time.perf_counter()
        candidates, ranked = self._rank(query, profile, arms, mask, base, rules)
        ordered = time.perf_counter()
        known = tuple(chain.from_iterable(latest(profile)))
        look_up = partial(self._live.products, also=known)
        try:
            items, broken = items_of(self._live, query, asked, candidates, ranked, self._clock(), look_up)
        except StorageUnavailable:
            held = mask & self._held(len(mask))
            if mask.any() and not held.any():
                raise
            without[EVENTS_GONE] = None
            candidates, ranked = self._rank(query, profile, arms, held, base, rules)
            items, broken = items_of(
                self._live, query, asked, candidates, ranked, self._clock(), self._live.held
            )
        if candidates.without is not None:
            without[candidates.without] = None
        return Ranking(
            ranking_id=f"r_{secrets.token_urlsafe(16)}",
            query=query,
            items=items,
            total=int((mask & base).sum()),
            dropped=ranked.dropped + broken,
            relaxed=relaxed,
            asked=asked.constraints if relaxed is not None else None,
            rules_version=rules.version,
            arms=arms,
            prompt=overlay.prompt,
            model=overlay.model,
            diversity=diversity(self._live, candidates.rows[ranked.order]),
            without=tuple(without),
            history=len(profile.history) if profile is not None else 0,
            shopper=tastes(profile, self._live.held(known), self._live.among(known, permitted)),
            anchor=self._title(query.anchors),
            created_at=self._clock(),
            timings_ms={
                "filter": _ms(started, found),
                "rank": _ms(found, ordered),
                "products": _ms(ordered, time.perf_counter()),
            },
        )

    @handed_over
    def similar(self, product_id: str, limit: int = 10) -> Ranking:
        """Products like this one: never itself, never its variants, all to be had.

        Raises:
            ProductNotFound: no product has this id.
            StorageUnavailable: as for :meth:`recommend`.
        """
        self._require(product_id)
        return self.recommend(Query(anchors=(product_id,), surface=SIMILAR, limit=limit))

    @handed_over
    def goes_with(self, product_id: str, limit: int = 10) -> Ranking:
        """What is bought at the same moment and is another kind of thing; none while nobody bought it.

        Raises as :meth:`similar`.
        """
        self._require(product_id)
        return self.recommend(Query(anchors=(product_id,), surface=GOES_WITH, limit=limit))

    def record(self, ranking: Ranking, turn_id: str | None = None) -> None:
        """Keep the ranking as it is about to be served."""
        self._rankings.save(ranking, turn_id)

    def finish(self, ranking_id: str, outcome: Outcome) -> None:
        """Keep what became of it."""
        self._rankings.finish(ranking_id, outcome)

    @handed_over
    def learned_interests(self, profile: UserProfile) -> int:
        """How many kinds of things the shopper is known to like from what they did."""
        return len(self._finder.learned(profile))

    def _rank(
        self,
        query: Query,
        profile: UserProfile | None,
        arms: Mapping[str, str],
        mask: Mask,
        base: Mask,
        rules: CompiledRules,
    ) -> tuple[Candidates, Ranked]:
        asked = Asked(query, profile, self._clock(), arms)
        pinned = [pin.product for pin in rules.pins(asked)]
        candidates = self._finder.find(query, profile, mask, also=pinned)
        ranked = rank(candidates, self._live, rules, asked)
        full = len(ranked.order) >= query.limit
        if full or query.constraints.in_stock is not None or candidates.total <= len(candidates.rows):
            return candidates, ranked
        # Rules took too many of the nearest: ask again among those that can be shown at all.
        allowed = mask & base
        rows = np.flatnonzero(allowed)
        for _, dropped in rules.dropped(self._live.columns, rows, asked):
            allowed[rows[dropped]] = False
        deeper = self._finder.find(query, profile, allowed, n=max(N, 4 * query.limit), also=pinned)
        again = rank(deeper, self._live, rules, asked)
        return deeper, replace(again, dropped=ranked.dropped)

    def _title(self, product_ids: Sequence[str]) -> str | None:
        """Of the first of them, where it is in memory: it was looked up with the list."""
        held = self._live.held(product_ids[:1])
        return next((product.title for product in held.values()), None)

    def _wished(self, query: Query, profile: UserProfile | None, n: int) -> Mask | None:
        """Rows that fit what the shopper stated for good; None where that is nothing.

        Where words say what is wanted now, only what they ruled out still holds, unless it is named again.
        """
        stated = profile.preferences if profile is not None else Constraints()
        if query.text.strip():
            named = query.constraints.include
            ruled_out = {name: values for name, values in stated.exclude.items() if name not in named}
            stated = Constraints(exclude=ruled_out)
        return self._live.columns.mask(stated, n) if stated.filters else None


def _ms(start: float, end: float) -> float:
    return round((end - start) * 1000, 3)
