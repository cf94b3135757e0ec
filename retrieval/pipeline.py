"""The whole way without a language model: a query in, a ranking with reasons out.

filters → candidates → availability, scores, diversity → products and reasons
"""

from __future__ import annotations

import logging
import math
import secrets
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime

import numpy as np
from numpy.typing import NDArray

from retrieval.behaviour.live import LiveBehaviour
from retrieval.candidates import GOES_WITH, SIMILAR, CandidateFinder, N
from retrieval.errors import ProductNotFound, StorageUnavailable
from retrieval.index.allows import allows
from retrieval.index.columns import Mask
from retrieval.index.facets import facets
from retrieval.index.live import LiveCatalog
from retrieval.index.relax import relaxations
from retrieval.index.unknown import mended
from retrieval.ports import RankingStore
from retrieval.profile.answers import Answers, interests_from, unknown
from retrieval.profile.onboarding import Question, questions
from retrieval.profile.shoppers import Shoppers
from retrieval.ranking.rank import Ranked, rank
from retrieval.ranking.reasons import reasons
from retrieval.ranking.rules.compiled import Asked, CompiledRules
from retrieval.ranking.rules.load import bundled
from retrieval.types import (
    Candidates,
    Constraints,
    Contribution,
    Dropped,
    Missing,
    Outcome,
    Product,
    Query,
    RankedProduct,
    Ranking,
    Relaxed,
    Rows,
    UserProfile,
    Vectors,
    Vocabulary,
)

log = logging.getLogger(__name__)

CLOSEST = 20
"""Candidates looked at to see which constraint is best given up."""


EVENTS_GONE = Missing(part="events", reason="unavailable")


def now_utc() -> datetime:
    """The wall clock."""
    return datetime.now(UTC)


class Recommender:
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
        self._live = live
        self._finder = finder
        self._rankings = rankings
        self._shoppers = shoppers
        self._clock = clock
        self._behaviour = behaviour
        default = bundled() if rules is None else None
        self._rules = rules or (lambda: default or bundled())
        self._successor: Recommender | None = None

    def hand_over(self, to: Recommender) -> None:
        """From now on every call is answered by ``to``; those under way end as they began."""
        self._successor = to

    def recommend(self, query: Query, rules: CompiledRules | None = None) -> Ranking:
        """The products to show, best first; where the constraints leave nothing, the nearest and ``relaxed``.

        ``rules``: others than those in force, to see what they would do. Where the database is out of reach
        the list is made of what is in memory, and where the index is, without it: ``without`` says so.

        Raises:
            StorageUnavailable: the database did not answer, and no product is in memory.
        """
        if self._successor is not None:
            return self._successor.recommend(query, rules)
        started = time.perf_counter()
        without: dict[Missing, None] = {}
        with _in_memory(without):
            self._live.refresh()
            if self._behaviour is not None:
                self._behaviour.refresh()
        profile = self._shoppers.remembered(query.user_id, query.session_id)
        with _in_memory(without):
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
            relaxed = self._relax(query, base, rules)
            if relaxed is not None:
                query = query.model_copy(update={"constraints": relaxed.constraints})
                mask = self._live.columns.mask(query.constraints, len(base))
                if query.constraints.in_stock is None:
                    base &= rules.available(self._live.columns, len(base))
        found = time.perf_counter()
        candidates, ranked = self._rank(query, profile, arms, mask, base, rules)
        ordered = time.perf_counter()
        try:
            items, broken = self._items(query, asked, candidates, ranked, self._live.products)
        except StorageUnavailable:
            held = mask & self._held(len(mask))
            if mask.any() and not held.any():
                raise
            without[EVENTS_GONE] = None
            candidates, ranked = self._rank(query, profile, arms, held, base, rules)
            items, broken = self._items(query, asked, candidates, ranked, self._live.held)
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
            diversity=self._diversity(candidates.rows[ranked.order]),
            without=tuple(without),
            history=len(profile.history) if profile is not None else 0,
            created_at=self._clock(),
            timings_ms={
                "filter": _ms(started, found),
                "rank": _ms(found, ordered),
                "products": _ms(ordered, time.perf_counter()),
            },
        )

    def similar(self, product_id: str, limit: int = 10) -> Ranking:
        """Products like this one: never itself, never its variants, all to be had.

        Raises:
            ProductNotFound: no product has this id.
            StorageUnavailable: as for :meth:`recommend`.
        """
        if self._successor is not None:
            return self._successor.similar(product_id, limit)
        self._require(product_id)
        return self.recommend(Query(anchors=(product_id,), surface=SIMILAR, limit=limit))

    def goes_with(self, product_id: str, limit: int = 10) -> Ranking:
        """What is bought at the same moment and is another kind of thing; none while nobody bought it.

        Raises as :meth:`similar`.
        """
        if self._successor is not None:
            return self._successor.goes_with(product_id, limit)
        self._require(product_id)
        return self.recommend(Query(anchors=(product_id,), surface=GOES_WITH, limit=limit))

    def record(self, ranking: Ranking, turn_id: str | None = None) -> None:
        """Keep the ranking as it is about to be served."""
        self._rankings.save(ranking, turn_id)

    def finish(self, ranking_id: str, outcome: Outcome) -> None:
        """Keep what became of it."""
        self._rankings.finish(ranking_id, outcome)

    def product(self, product_id: str) -> Product:
        """Raises ProductNotFound."""
        if self._successor is not None:
            return self._successor.product(product_id)
        found = self._live.products((product_id,)).get(product_id)
        if found is None:
            raise ProductNotFound(product_id)
        return found

    def variants(self, product_id: str, most: int = 24) -> tuple[Product, ...]:
        """The other products of its family, in the order of their ids. Raises StorageUnavailable."""
        if self._successor is not None:
            return self._successor.variants(product_id, most)
        self._live.refresh()
        family = sorted(self._live.family(product_id) - {product_id})[:most]
        found = self._live.products(family)
        return tuple(found[key] for key in family if key in found)

    def prices(self, product_ids: Sequence[str]) -> dict[str, float | None]:
        """Current price of one piece of each of these that the catalog has; None where it names none."""
        if self._successor is not None:
            return self._successor.prices(product_ids)
        self._live.refresh()
        columns = self._live.columns
        out: dict[str, float | None] = {}
        for product_id in product_ids:
            row = columns.row_of(product_id)
            if row is not None:
                price = float(columns.price[row])
                out[product_id] = None if math.isnan(price) else round(price, 4)
        return out

    def vocabulary(self) -> Vocabulary:
        """The catalog's own words, as far as they are known here."""
        if self._successor is not None:
            return self._successor.vocabulary()
        with _in_memory({}):
            self._live.refresh()
        return self._live.vocabulary()

    def count(self, constraints: Constraints) -> int:
        """How many products that may be shown satisfy the constraints."""
        if self._successor is not None:
            return self._successor.count(constraints)
        with _in_memory({}):
            self._live.refresh()
        base = self._eligible(Query(constraints=constraints), self._rules())
        return int((self._live.columns.mask(constraints, len(base)) & base).sum())

    def current_prices(self, constraints: Constraints) -> NDArray[np.float32]:
        """What those that may be shown and satisfy the constraints cost now, ascending, shape (n,); a product
        without a price is left out. Raises as :meth:`vocabulary`."""
        if self._successor is not None:
            return self._successor.current_prices(constraints)
        self._live.refresh()
        base = self._eligible(Query(constraints=constraints), self._rules())
        prices = self._live.columns.price[: len(base)][self._live.columns.mask(constraints, len(base)) & base]
        out: NDArray[np.float32] = np.sort(prices[~np.isnan(prices)])
        return out

    def facets(self, constraints: Constraints) -> Mapping[str, Mapping[str, int]]:
        """What those that may be shown and satisfy the constraints have to choose from: attribute → value →
        products."""
        if self._successor is not None:
            return self._successor.facets(constraints)
        with _in_memory({}):
            self._live.refresh()
        base = self._eligible(Query(constraints=constraints), self._rules())
        return facets(self._live.columns, self._live.columns.mask(constraints, len(base)) & base)

    def onboarding(self) -> tuple[Question, ...]:
        """What to ask a shopper of whom nothing is known."""
        if self._successor is not None:
            return self._successor.onboarding()
        with _in_memory({}):
            self._live.refresh()
        rules = self._rules()
        rows = np.flatnonzero(self._eligible(Query(), rules))
        filters = rules.rules.filters
        skip = [name for name in (filters.region_attribute, filters.age_attribute) if name]
        return questions(self._live.columns, rows, self._live.vocabulary(), skip)

    def unknown_answers(self, answers: Answers) -> list[tuple[str, str]]:
        """Question and value of each answer that fits nothing in the catalog."""
        if self._successor is not None:
            return self._successor.unknown_answers(answers)
        self._live.refresh()
        return unknown(self._live.columns, self._alive(), answers)

    def interests_from(self, answers: Answers) -> Vectors:
        """What such answers say of a taste, as unit vectors of shape (k, d)."""
        if self._successor is not None:
            return self._successor.interests_from(answers)
        self._live.refresh()
        return interests_from(self._live.columns, self._alive(), self._live.vectors, answers)

    def learned_interests(self, profile: UserProfile) -> int:
        """How many kinds of things the shopper is known to like from what they did."""
        if self._successor is not None:
            return self._successor.learned_interests(profile)
        return len(self._finder.learned(profile))

    def _require(self, product_id: str) -> None:
        """Raises ProductNotFound."""
        with _in_memory({}):
            self._live.refresh()
        if product_id not in self._live:
            raise ProductNotFound(product_id)

    def _held(self, n: int) -> Mask:
        """Rows of the products that are in memory, whole; shape (n,)."""
        rows = self._live.held_rows()
        held: Mask = np.zeros(n, dtype=np.bool_)
        held[rows[rows < n]] = True
        return held

    def _alive(self) -> Rows:
        columns = self._live.columns
        return np.flatnonzero(columns.alive[: columns.n])

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

    def _items(
        self,
        query: Query,
        asked: Query,
        candidates: Candidates,
        ranked: Ranked,
        look_up: Callable[[Sequence[str]], Mapping[str, Product]],
    ) -> tuple[tuple[RankedProduct, ...], tuple[Dropped, ...]]:
        """The products themselves; their reasons speak of what was ``asked``, also where that was relaxed."""
        ids = [self._live.product_id(int(row)) for row in candidates.rows[ranked.order]]
        anchor_id = query.anchors[0] if query.anchors else None
        products = look_up([*ids, *([anchor_id] if anchor_id else [])])
        now = self._clock()
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

    def _diversity(self, rows: Rows) -> float | None:
        """Mean pairwise cosine distance of the products at these rows; None for fewer than two."""
        if len(rows) < 2:
            return None
        vectors = self._live.vectors(rows)
        n, total = len(rows), vectors.sum(axis=0)
        # Of unit vectors: the sum of all pairs is the square of the sum, less the squares.
        squares = float((vectors * vectors).sum())
        return round(1 - (float(total @ total) - squares) / (n * (n - 1)), 6)

    def _eligible(self, query: Query, rules: CompiledRules) -> Mask:
        """Rows that may be shown at all, whatever the constraints say of them."""
        columns, n = self._live.columns, self._live.columns.n
        keep: Mask = columns.alive[:n].copy()
        if query.constraints.in_stock is None:
            keep &= rules.available(columns, n)
        unwanted = self._live.unwanted(query)
        keep[unwanted[unwanted < n]] = False
        return keep

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

    def _relax(self, query: Query, base: Mask, rules: CompiledRules) -> Relaxed | None:
        columns, currency = self._live.columns, self._live.vocabulary().currency
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
        return max(options, key=lambda relaxed: self._closeness(query, relaxed, base, rules))

    def _closeness(self, query: Query, relaxed: Relaxed, base: Mask, rules: CompiledRules) -> float:
        wider = query.model_copy(update={"constraints": relaxed.constraints})
        mask = self._live.columns.mask(relaxed.constraints, len(base)) & base
        candidates = self._finder.find(wider, None, mask, n=CLOSEST)
        ranked = rank(candidates, self._live, rules, Asked(wider, None, self._clock()))
        return float(ranked.scored.score[ranked.order[0]]) if len(ranked.order) else -math.inf


@contextmanager
def _in_memory(without: dict[Missing, None]) -> Iterator[None]:
    """What the database has news of may wait until it is back: what is in memory holds."""
    try:
        yield
    except StorageUnavailable as error:
        log.debug("what is in memory holds: %s", error.message)
        without[EVENTS_GONE] = None


def _ms(start: float, end: float) -> float:
    return round((end - start) * 1000, 3)
