"""Candidate sources: what may be worth showing, before anything is decided.

dense      nearest to the meaning of the query's words
lexical    sharing the words themselves
anchor     nearest to the page's product and the cart
profile    nearest to each interest of the shopper
behaviour  what others went on to after such steps; what is popular now, when nothing else is known
popular    liked by many, when nothing else is known
sorted     first by price, rating or date, when that is what was asked for
"""

from __future__ import annotations

import logging
import math
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta

import numpy as np
from numpy.typing import NDArray

from retrieval.behaviour.live import LiveBehaviour
from retrieval.embedding.unit import unit
from retrieval.errors import StorageLate, StorageUnavailable
from retrieval.index.columns import Mask
from retrieval.index.kinship import kinship, other_kind
from retrieval.index.live import LiveCatalog
from retrieval.index.order import popularity, sort_keys
from retrieval.index.planner import DEEPER, MARGIN, Planner
from retrieval.index.scan import NOTHING, Hits
from retrieval.ports import Embedder, LexicalIndex, LexicalQuery
from retrieval.profile.answers import fit, interests_from
from retrieval.profile.interests import MOST_INTERESTS, interest_vectors, interests_of
from retrieval.types import Candidates, Interaction, Missing, Query, Rows, UserProfile, Vector, Vectors

log = logging.getLogger(__name__)
N = 200
"""Candidates per source."""
SIMILAR = "similar"
"""The surface where likeness alone counts."""
GOES_WITH = "goes_with"
"""The surface where only that counts what is bought together."""
STATED_SHOPPER = 0.3
"""What the general taste counts for who said what they like and did nothing yet, beside who said nothing."""
_NOW = datetime(2026, 1, 1, tzinfo=UTC)
"""Any time: of one moment only the order counts."""
FEW = 500
"""So few rows kept by a filter are scored one by one; about 2 ms."""
DEEPEST = 2_000
"""Matches looked through for those that a filter keeps; about 2 ms. Beyond, the dense source must do: it
searches the kept rows exactly, and each of its finds gets its true lexical score."""


class CandidateFinder:
    """Every source asked at once, their finds joined, every signal computed for every find."""

    def __init__(
        self,
        live: LiveCatalog,
        planner: Planner,
        embedder: Embedder,
        lexical: LexicalIndex,
        behaviour: LiveBehaviour | None = None,
        missing: Callable[[], Missing | None] = lambda: None,
    ) -> None:
        """``behaviour`` None: nobody's steps say anything. ``missing``: what the vector index is known to
        leave out, also where it need not be asked."""
        self._behaviour = behaviour
        self._missing = missing
        self._live = live
        self._planner = planner
        self._embedder = embedder
        self._lexical = lexical

    def find(
        self,
        query: Query,
        profile: UserProfile | None,
        mask: Mask,
        n: int = N,
        also: Sequence[str] = (),
    ) -> Candidates:
        """Candidates among the rows that ``mask`` keeps; ``also`` these products, where it keeps them.

        Where the embedding model does not answer, those that share the words; where none does, what is
        popular. Where the vector index does not, the nearest come from the copy in memory.
        """
        if query.surface == GOES_WITH and query.anchors and not query.text.strip():
            return self._together(query.anchors[0], mask)
        words = self._lexical.query(query.text)
        said = words.text if words is not None else query.text
        text, without = self._meaning(said)
        anchor = self._anchor(query)
        learned, stated = self.learned(profile), self._stated(profile)
        # Evidence does not silence what was said.
        room = max(MOST_INTERESTS - len(stated), MOST_INTERESTS // 2)
        interests = np.concatenate([learned[:room], stated])[:MOST_INTERESTS]
        asked = [v for v in (text, anchor) if v is not None and v.any()]
        if not asked and len(interests):
            asked = list(interests)
        matches = matching(words, self._live, mask, n) if words is not None else NOTHING
        rows = np.unique(matches.rows)
        if asked:
            hits, missed = self._nearest(np.asarray(asked, dtype=np.float32), mask, n)
            without = without or missed
            rows = np.unique(np.concatenate([rows, *(hit.rows for hit in hits)]))
        elif not len(rows):
            rows = self._first(query, mask, n)
        steps = self._steps(query, profile)
        told = text is not None or len(matches.rows) > 0
        if self._behaviour is not None and not told and query.surface != SIMILAR:
            likely = self._live.rows(self._behaviour.candidates(steps))
            likely = likely[likely < len(mask)]
            rows = np.union1d(rows, likely[mask[likely]])
        if also:
            named = self._live.rows(also)
            named = named[named < len(mask)]
            rows = np.union1d(rows, named[mask[named]])
        signals = self._signals(rows, text, anchor, interests)
        if profile is not None and profile.answers and "profile" in signals:
            own = fit(self._live.columns, rows, profile.answers)
            near = signals["profile"]
            signals["profile"] = np.maximum(near / 2 + own / 2, near if len(learned) else 0)
        if anchor is not None:
            signals["kind"] = kinship(self._live.columns, self._live.rows(query.anchors)[0], rows)
        if words is not None:
            signals["lexical"] = self._lexical_scores(words, matches, rows)
        total = int(mask.sum())
        if self._behaviour is None or query.surface == SIMILAR or not len(rows):
            return Candidates(rows, signals, total, without=without)
        behaviour = self._behaviour
        found = behaviour.score(steps, [self._live.product_id(int(row)) for row in rows])
        fresh = not steps and len(stated) > 0
        signals["collaborative"] = found.scores * np.float32(STATED_SHOPPER if fresh else 1)
        return Candidates(rows, signals, total, lambda at: behaviour.why(found.features[at]), without)

    def _meaning(self, said: str) -> tuple[Vector | None, Missing | None]:
        """The vector of what was said; None where nothing was, or where no model says what it means."""
        if not said.strip():
            return None, self._missing()
        try:
            return self._embedder.embed_query(said), self._missing()
        except StorageUnavailable as error:
            log.warning("a list is made by words alone: %s", error.message)
            return None, _lacking(error)

    def _nearest(self, vectors: Vectors, mask: Mask, n: int) -> tuple[list[Hits], Missing | None]:
        try:
            return self._planner.nearest(vectors, mask, n), None
        except StorageUnavailable as error:
            return self._planner.from_memory(vectors, mask, n), _lacking(error)

    def _steps(self, query: Query, profile: UserProfile | None) -> list[Interaction]:
        """What the shopper did, and last of all what they look at now."""
        steps = list(profile.history) if profile is not None else []
        latest = steps[-1].occurred_at + timedelta(seconds=1) if steps else _NOW
        looked = [
            Interaction.model_construct(product_id=key, type="click", occurred_at=latest, value=None)
            for key in reversed(query.anchors)
        ]
        return steps + looked

    def _together(self, product_id: str, mask: Mask) -> Candidates:
        """What is bought at the same moment as a product and is another kind of thing: no second kettle."""
        found = dict(self._behaviour.goes_with(product_id, N)) if self._behaviour is not None else {}
        anchor, rows = self._live.rows([product_id]), self._live.rows(found)
        rows = np.sort(rows[rows < len(mask)])
        rows = rows[mask[rows]]
        if not len(anchor) or not len(rows):
            rows = rows[:0]
            return Candidates(rows, {"collaborative": np.zeros(0, dtype=np.float32)}, 0)
        rows = rows[other_kind(self._live, int(anchor[0]), rows)]
        scores = np.asarray([found.get(self._live.product_id(row), 0.0) for row in rows.tolist()])
        share = (scores / max(scores.max(initial=0.0), 1e-9)).astype(np.float32)
        return Candidates(rows, {"collaborative": share}, len(rows))

    def learned(self, profile: UserProfile | None) -> Vectors:
        """Interests from what the shopper did, (k, d); the vectors are those of the catalog now."""
        none: Vectors = np.zeros((0, self._embedder.dimension), dtype=np.float32)
        if profile is None or not profile.history:
            return none
        known = [step for step in profile.history if step.product_id in self._live]
        rows = self._live.rows([step.product_id for step in known])
        return interests_of(self._live.vectors(rows), known) if len(rows) == len(known) else none

    def _stated(self, profile: UserProfile | None) -> Vectors:
        """Stated interests, (k, d); made anew of the answers where the vectors are another model's."""
        stated = interest_vectors(profile, self._embedder.dimension)
        if len(stated) or profile is None or not profile.answers:
            return stated
        columns = self._live.columns
        rows = np.flatnonzero(columns.alive[: columns.n])
        return interests_from(columns, rows, self._live.vectors, profile.answers)

    def _lexical_scores(self, words: LexicalQuery, matches: Hits, rows: Rows) -> NDArray[np.float32]:
        scores = np.zeros(len(rows), dtype=np.float32)
        scores[np.searchsorted(rows, matches.rows)] = matches.similarities
        others = np.flatnonzero(~np.isin(rows, matches.rows))
        scores[others] = words.scores([self._live.product_id(int(row)) for row in rows[others]])
        return scores

    def _anchor(self, query: Query) -> Vector | None:
        rows = self._live.rows(query.anchors)
        if not len(rows):
            return None
        # The page's own product speaks as loud as the whole cart: it is what the shopper looks at now.
        weights = np.full(len(rows), 1.0, dtype=np.float32)
        weights[0] = max(1, len(rows) - 1)
        mean: Vector = unit((weights[:, None] * self._live.vectors(rows)).sum(axis=0, keepdims=True))[0]
        return mean

    def _first(self, query: Query, mask: Mask, n: int) -> Rows:
        rows = np.flatnonzero(mask)
        key = sort_keys(self._live.columns, query.constraints.sort, rows)
        if len(rows) > n:
            rows = rows[np.argpartition(key, n - 1)[:n]]
        return rows

    def _signals(
        self, rows: Rows, text: Vector | None, anchor: Vector | None, interests: Vectors
    ) -> dict[str, NDArray[np.float32]]:
        vectors = self._live.vectors(rows)
        signals: dict[str, NDArray[np.float32]] = {"popularity": popularity(self._live.columns, rows)}
        if text is not None:
            signals["similarity"] = vectors @ text
        if anchor is not None:
            signals["anchor"] = vectors @ anchor
        if len(interests) and len(rows):
            signals["profile"] = (vectors @ interests.T).max(axis=1)
        return signals


def _lacking(error: StorageUnavailable) -> Missing:
    return Missing(part="retrieval", reason="timeout" if isinstance(error, StorageLate) else "unavailable")


def matching(words: LexicalQuery, live: LiveCatalog, mask: Mask, n: int, few: int = FEW) -> Hits:
    """The best matches among the rows that ``mask`` keeps, ``n`` or, where few of many are kept, fewer."""
    kept = int(mask.sum())
    if kept <= few:
        rows = np.flatnonzero(mask)
        scores = words.scores([live.product_id(int(row)) for row in rows])
        return Hits(rows[scores > 0], scores[scores > 0])
    depth = min(DEEPEST, n if kept == len(live) else math.ceil(n * MARGIN * len(mask) / kept))
    while True:
        found = words.best(depth)
        rows = live.rows(found.product_ids)
        rows = rows[rows < len(mask)]
        rows = rows[mask[rows]][:n]
        if len(rows) == min(n, kept) or len(found.product_ids) < depth or depth == DEEPEST:
            break
        depth = min(DEEPEST, DEEPER * depth)
    # By id and not by place: a product that is deleted at this moment is a match without a row.
    score_of = dict(zip(found.product_ids, found.scores.tolist(), strict=True))
    graded = [score_of.get(live.product_id(row), 0.0) for row in rows.tolist()]
    return Hits(rows, np.asarray(graded, dtype=np.float32))
