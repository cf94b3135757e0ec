"""What every model says of every product for a history, and of the few that are worth ranking."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from retrieval.behaviour.content import Content
from retrieval.behaviour.pairs import ItemToItem, Pairs
from retrieval.behaviour.popularity import Popularity
from retrieval.behaviour.sparse import Sparse, matrix, rows_to_one, scaled_columns, zeros
from retrieval.behaviour.steps import History

Dense = NDArray[np.float32]
"""Shape (b, n): histories by products."""
Column = NDArray[np.float32]
"""Shape (k,): of some products."""

RECENT = 0.75
SLOW = 0.95
"""What a step a moment further back counts less, where the last ones matter and where all do."""
LONGEST = 60
"""Steps of a history that are looked at, the latest."""
SHRINK = 3.0
"""Pairs that a product must have before its shares are believed."""
SOURCES = (
    "follows",
    "follows_likely",
    "precedes",
    "together",
    "last_follows",
    "last_together",
    "content",
    "words",
    "popular",
)
"""Signals whose best products are candidates; what the shopper had before is one besides."""
SIGNALS = (
    *SOURCES,
    "follows_slow",
    "precedes_slow",
    "together_slow",
    "together_cosine",
    "last_follows_likely",
    "last_precedes",
    "last_content",
    "last_words",
    "at_once",
    "recent_popular",
    "own_count",
    "own_recency",
    "own_gap",
    "history_length",
    "history_kinds",
)


@dataclass(frozen=True, slots=True)
class Models:
    """Everything that is known of behaviour; each part changes with the next event."""

    items: ItemToItem
    popularity: Popularity
    content: Content

    @property
    def n(self) -> int:
        """Products."""
        return len(self.items.count)


def weights_of(histories: Sequence[History], n: int, *, recent: float = RECENT, last: bool = False) -> Sparse:
    """Recency and engagement of each product in each history, (b, n). ``last``: of the last moment alone."""
    rows: list[NDArray[np.int64]] = []
    columns: list[NDArray[np.int32]] = []
    values: list[NDArray[np.float64]] = []
    for row, history in enumerate(histories):
        item, weight, group = history.item[-LONGEST:], history.weight[-LONGEST:], history.group[-LONGEST:]
        if last and len(item):
            at = group == group[-1]
            item, weight, group = item[at], weight[at], group[at]
        back = group[-1] - group if len(item) else group
        value = weight * recent ** back.astype(np.float64)
        rows.append(np.full(len(item), row))
        columns.append(item)
        values.append(value)
    if not rows:
        return zeros((0, n))
    shape = (len(histories), n)
    return matrix(np.concatenate(values), np.concatenate(rows), np.concatenate(columns), shape)


@dataclass(frozen=True, slots=True)
class Weighed:
    """A batch of histories as weights over products, in the ways that the signals ask for; each (b, n)."""

    recent: Sparse
    slow: Sparse
    recent_shares: Sparse
    last_shares: Sparse

    @classmethod
    def of(cls, histories: Sequence[History], n: int) -> Weighed:
        """``n``: products."""
        recent, last = weights_of(histories, n), weights_of(histories, n, last=True)
        slow = weights_of(histories, n, recent=SLOW)
        return cls(recent, slow, rows_to_one(recent), rows_to_one(last))


def dense_signals(models: Models, weighed: Weighed) -> dict[str, Dense]:
    """What the models of pairs and popularity say of every product, by name; (b, n) each."""
    items = models.items
    # Between counts as they are, which favour what is popular, and cosines, which favour what is rare.
    root = 1 / np.sqrt(items.count + 1)
    half = np.sqrt(root).astype(np.float32)

    def between(pairs: Pairs, weights: Sparse) -> Dense:
        return pairs.spread(scaled_columns(weights, root)) * half

    def shares_of(pairs: Pairs, weights: Sparse) -> Dense:
        return pairs.spread(scaled_columns(weights, 1 / (pairs.total + SHRINK)))

    shape = weighed.recent.shape
    together = between(items.together, weighed.recent)
    return {
        "follows": between(items.follows, weighed.recent),
        "follows_likely": shares_of(items.follows, weighed.recent),
        "precedes": between(items.precedes, weighed.recent),
        "together": together,
        "last_follows": between(items.follows, weighed.last_shares),
        "last_together": between(items.together, weighed.last_shares),
        "popular": np.broadcast_to(models.popularity.log_share(), shape),
        "follows_slow": between(items.follows, weighed.slow),
        "precedes_slow": between(items.precedes, weighed.slow),
        "together_slow": between(items.together, weighed.slow),
        "together_cosine": together * half,
        "last_follows_likely": shares_of(items.follows, weighed.last_shares),
        "last_precedes": between(items.precedes, weighed.last_shares),
        "at_once": shares_of(items.at_once, weighed.recent),
        "recent_popular": np.broadcast_to(models.popularity.log_recent(), shape),
    }


def content_signals(
    content: Content, weighed: Weighed, row: int, items: NDArray[np.int64]
) -> dict[str, Column]:
    """Likeness of some products to one history of the batch, by name; (k,) each."""
    recent, words = content.likeness(weighed.recent_shares[row], items)
    last, last_words = content.likeness(weighed.last_shares[row], items)
    return {"content": recent, "words": words, "last_content": last, "last_words": last_words}


def own_signals(histories: Sequence[History], candidates: Sequence[NDArray[np.int64]]) -> list[Dense]:
    """Of each candidate what its shopper did with it before; per history shape (k, 5)."""
    out = []
    for history, chosen in zip(histories, candidates, strict=True):
        found = np.zeros((len(chosen), 5), dtype=np.float32)
        found[:, 3] = np.log1p(len(history))
        found[:, 4] = np.log1p(len(np.unique(history.item)))
        found[:, 2] = -1.0
        if len(history):
            place = {int(item): at for at, item in enumerate(chosen)}
            moments = history.group[-1] + 1
            gaps: dict[int, list[int]] = {}
            for item, weight, group in zip(history.item, history.weight, history.group, strict=True):
                at = place.get(int(item))
                if at is not None:
                    found[at, 0] += weight
                    found[at, 1] = 1.0 / (1 + moments - 1 - group)
                    gaps.setdefault(at, []).append(int(group))
            for at, groups in gaps.items():
                # How overdue: moments since, in units of how often it usually comes.
                usual = (groups[-1] - groups[0]) / (len(groups) - 1) if len(groups) > 1 else moments
                found[at, 2] = (moments - groups[-1]) / max(usual, 1.0)
        out.append(found)
    return out
