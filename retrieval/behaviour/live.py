"""Behaviour as queries see it: every event known to the next request, whichever process took it."""

from __future__ import annotations

import logging
import threading
from collections import OrderedDict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from retrieval.behaviour.als import Als
from retrieval.behaviour.baskets import Baskets
from retrieval.behaviour.content import CatalogContent, Content, VectorsOf, tf_idf
from retrieval.behaviour.examples import models_of
from retrieval.behaviour.happened import (
    after,
    lines_of,
    one_per_visit,
    same_step,
    shoppers_of,
    steps_of,
    tail,
)
from retrieval.behaviour.pairs import REACH
from retrieval.behaviour.ranker import FEATURES, PER_SOURCE, Ranker, candidates, features_of
from retrieval.behaviour.signals import Dense, Weighed, dense_signals
from retrieval.behaviour.steps import History, engagement, numbered
from retrieval.behaviour.train import blend, described, item_to_item, with_als
from retrieval.ports import EventStore
from retrieval.types import Happened, Interaction, Product

log = logging.getLogger(__name__)
MOST = 2_000_000
"""Events, the latest, that the models are made of."""
SHOPPERS = 200_000
"""Shoppers whose last steps are held, so that the next one can be paired with them."""
BELIEVED = 1.0
"""Liked steps after which what others did counts half of what it will."""
UNKNOWN_SHOPPER = 0.3
"""What the general taste counts for somebody of whom nothing is known."""
TOLD = 6
"""Signals named per product in a trace."""
PAGE = 10_000

_Said = tuple[Sequence[Interaction], History, Weighed, dict[str, Dense], tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Suggested:
    """What behaviour says of some products; arrays have shape (k,), in the order of the ids asked for."""

    scores: NDArray[np.float32]
    """In [0, 1]."""
    features: NDArray[np.float32]
    """Shape (k, features): what :meth:`LiveBehaviour.why` explains."""


class LiveBehaviour:
    """Safe to call from several threads. Raises StorageUnavailable."""

    def __init__(self, events: EventStore, vectors_of: VectorsOf) -> None:
        self._events = events
        self._vectors_of = vectors_of
        self._lock = threading.RLock()
        self._number: dict[str, int] = {}
        self._ids: list[str] = []
        self._models = models_of(steps_of([], {}), 0, Content.none(0))
        self._histories: OrderedDict[str, History] = OrderedDict()
        self._baskets = Baskets()
        self._sequence = 0
        self._ranker: Ranker | None = None
        self._factors: Als | None = None
        self._factor_of: dict[str, int] = {}
        self._learned = False
        self._last: _Said | None = None
        self.learned = threading.Event()
        """Set once everything that happened before is known."""

    @property
    def steps(self) -> float:
        """Liked steps that the models know of, by weight."""
        return float(self._models.items.count.sum())

    @property
    def learned_ranker(self) -> bool:
        """Whether a trained ranker orders; otherwise a plain blend does."""
        return self._ranker is not None

    def load(self, products: Iterable[Product] = ()) -> None:
        """Everything from the event store, and the words of the catalog; until then nothing is known.

        Takes seconds per million events: call it in a thread of its own.
        """
        happened = list(self._all())
        products = list(products)
        ids = numbered([*(p.product_id for p in products), *(e.product_id or "" for e in happened)])
        steps = steps_of(happened, ids)
        words = tf_idf([*(described(p) for p in products), *[""] * (len(ids) - len(products))])
        content = CatalogContent(words, list(ids), self._vectors_of)
        models = models_of(steps, len(ids), content)
        baskets = Baskets.of(lines_of(happened, ids), len(ids))
        histories = OrderedDict(zip(shoppers_of(happened), steps.histories(), strict=True))
        with self._lock:
            self._number, self._ids, self._models = ids, content.ids, models
            self._baskets = baskets
            self._histories = OrderedDict((key, tail(each)) for key, each in histories.items())
            self._sequence = happened[-1].sequence if happened else 0
            self._learned = True
        self.learned.set()

    def use(self, ranker: Ranker | None, factors: tuple[Sequence[str], Als] | None = None) -> None:
        """Order by this ranker from now on; None: by item to item, and the ``factors`` of these products."""
        with self._lock:
            self._ranker = ranker
            self._factors = factors[1] if factors is not None else None
            self._factor_of = {key: at for at, key in enumerate(factors[0])} if factors is not None else {}

    def refresh(self) -> None:
        """Take in what happened since."""
        if not self._learned:
            return
        with self._lock:
            while True:
                news = self._events.after(self._sequence, PAGE)
                for event in news:
                    self._take(event)
                    self._sequence = event.sequence
                if len(news) < PAGE:
                    return

    def candidates(self, steps: Sequence[Interaction], n: int = PER_SOURCE) -> list[str]:
        """Products that others went on to after such steps; what is popular, without any."""
        with self._lock:
            if not self._learned or not len(self._ids):
                return []
            history, _, said = self._said(steps)
            if not len(history):
                said = {"popular": said["recent_popular"]}
            found = candidates(said, 0, history, repeats=True, per_source=n)
            return [self._ids[item] for item in found]

    def score(self, steps: Sequence[Interaction], product_ids: Sequence[str]) -> Suggested:
        """What behaviour says of these products, beside each other."""
        with self._lock:
            if not self._learned:
                nothing = np.zeros(len(product_ids), dtype=np.float32)
                return Suggested(nothing, np.zeros((len(nothing), len(FEATURES)), dtype=np.float32))
            items = self._all_numbered(product_ids)
            if not steps:
                return self._of_nobody(items)
            history, weighed, said = self._said(steps)
            liked = float(np.clip(history.weight, 0, 1).sum())
            if not liked:
                return self._of_nobody(items)
            features = features_of(self._models, history, items, weighed, said, 0)
            scores = self._scored(features, history, items)
            low, high = scores.min(initial=0.0), scores.max(initial=0.0)
            if self._ranker is not None and len(scores):
                low, high = scores.min(), scores.max()
            spread = (scores - low) / max(high - low, 1e-9)
            return Suggested((spread * liked / (liked + BELIEVED)).astype(np.float32), features)

    def why(self, features: NDArray[np.float32]) -> list[dict[str, float]]:
        """Of each product the signals that moved it most: contributions of the ranker, else values."""
        with self._lock:
            ranker = self._ranker
        learned = ranker is not None and features[:, FEATURES.index("history_length")].any()
        told = ranker.contributions(features)[:, :-1] if learned and ranker is not None else features
        out = []
        for row in told:
            order = np.argsort(-np.abs(row), kind="stable")[:TOLD]
            out.append({FEATURES[at]: round(float(row[at]), 4) for at in order if row[at]})
        return out

    def goes_with(self, product_id: str, n: int = 10) -> list[tuple[str, float]]:
        """What is bought at the same moment more often than chance has it, best first."""
        with self._lock:
            item = self._number.get(product_id)
            if item is None:
                return []
            return [(self._ids[at], score) for at, score in self._baskets.goes_with(item, n)]

    def _of_nobody(self, items: NDArray[np.int64]) -> Suggested:
        """Of somebody who did nothing yet: what is popular lately."""
        general = self._models.popularity.log_recent()[items]
        features = np.zeros((len(items), len(FEATURES)), dtype=np.float32)
        features[:, FEATURES.index("recent_popular")] = general
        return Suggested(np.float32(UNKNOWN_SHOPPER) * general, features)

    def _said(self, steps: Sequence[Interaction]) -> tuple[History, Weighed, dict[str, Dense]]:
        """What the models say of every product after these steps; asked twice in a row for one list."""
        held = self._last
        if held is not None and held[0] is steps and held[4] == (self._sequence, self._models.n):
            return held[1], held[2], held[3]
        history = self._history(steps)
        weighed = Weighed.of([history], self._models.n)
        said = dense_signals(self._models, weighed)
        self._last = (steps, history, weighed, said, (self._sequence, self._models.n))
        return history, weighed, said

    def _scored(
        self, features: NDArray[np.float32], history: History, items: NDArray[np.int64]
    ) -> NDArray[np.float64]:
        if self._ranker is not None:
            return self._ranker.scores(features)
        if self._factors is not None:
            return with_als(features, self._by_factors(history, items))
        return np.maximum(blend(features), item_to_item(features) / 2)

    def _by_factors(self, history: History, items: NDArray[np.int64]) -> NDArray[np.float64]:
        """As :meth:`Als.beside`; 0 for products that came after the training."""
        assert self._factors is not None
        at = np.asarray([self._factor_of.get(self._ids[item], -1) for item in items], dtype=np.int64)
        own = np.asarray([self._factor_of.get(self._ids[item], -1) for item in history.item], dtype=np.int32)
        known = own >= 0
        before = History(own[known], history.time[known], history.weight[known], history.group[known])
        out = np.zeros(len(items))
        out[at >= 0] = self._factors.beside(before, at[at >= 0])
        return out

    def _all(self) -> Iterable[Happened]:
        at = max(0, self._events.last() - MOST)
        while page := self._events.after(at, PAGE):
            yield from page
            at = page[-1].sequence

    def _take(self, event: Happened) -> None:
        weight = engagement(event.type, event.value)
        if weight <= 0 or event.product_id is None or event.shopper is None:
            return
        item = self._numbered(event.product_id)
        if event.type == "purchase":
            self._baskets.add(event.shopper, item, event.occurred_at)
        before = self._histories.pop(event.shopper, None) or _EMPTY
        again = same_step(before, item, event.occurred_at)
        if again is None:
            self._models.items.add(before, item, event.occurred_at, weight)
            self._models.popularity.add(item, event.occurred_at, weight)
            before = tail(after(before, item, event.occurred_at, weight))
        elif weight > before.weight[again]:
            # Looked at, then bought: one step, and worth more than it seemed. What it is paired with stays.
            more = weight - float(before.weight[again])
            self._models.items.count[item] += more
            self._models.popularity.add(item, event.occurred_at, more)
            before.weight[again] = weight
        self._histories[event.shopper] = before
        while len(self._histories) > SHOPPERS:
            self._histories.popitem(last=False)

    def _numbered(self, product_id: str) -> int:
        return int(self._all_numbered((product_id,))[0])

    def _all_numbered(self, product_ids: Sequence[str]) -> NDArray[np.int64]:
        """Numbers of these products, shape (n,); the models grow once for all that are new."""
        before = len(self._ids)
        for product_id in product_ids:
            if product_id not in self._number:
                self._number[product_id] = len(self._ids)
                self._ids.append(product_id)
        if (n := len(self._ids)) > before:
            self._models.items.grow(n)
            self._models.popularity.grow(n)
            self._baskets.grow(n)
        return np.asarray([self._number[product_id] for product_id in product_ids], dtype=np.int64)

    def _history(self, steps: Sequence[Interaction]) -> History:
        told = [(step, engagement(step.type, step.value)) for step in steps[-4 * REACH :]]
        rows = one_per_visit(
            (self._numbered(step.product_id), step.occurred_at.timestamp(), weight)
            for step, weight in told
            if weight > 0
        )[-REACH:]
        return History.of([row[0] for row in rows], [row[1] for row in rows], [row[2] for row in rows])


_EMPTY = History.of([], [])
