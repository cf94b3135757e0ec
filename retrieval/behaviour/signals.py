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


def dense_signals(models: Models, histories: Sequence[History]) -> dict[str, Dense]:
    """Of every product, by name."""
    n, items = models.n, models.items
    all_, slow = weights_of(histories, n), weights_of(histories, n, recent=SLOW)
    last_shares, shares = rows_to_one(weights_of(histories, n, last=True)), rows_to_one(all_)
    # Between counts as they are, which favour what is popular, and cosines, which favour what is rare.
    root = 1 / np.sqrt(items.count + 1)
    half = np.sqrt(root).astype(np.float32)
    likely = {each: 1 / (each.total + SHRINK) for each in (items.follows, items.precedes, items.at_once)}

    def between(pairs: Pairs, weights: Sparse) -> Dense:
        return pairs.spread(scaled_columns(weights, root)) * half

    def shares_of(pairs: Pairs, weights: Sparse) -> Dense:
        return pairs.spread(scaled_columns(weights, likely[pairs]))

    content, words = models.content.spread(shares)
    last_content, last_words = models.content.spread(last_shares)
    together = between(items.together, all_)
    shape = (len(histories), n)
    return {
        "follows": between(items.follows, all_),
        "follows_likely": shares_of(items.follows, all_),
        "precedes": between(items.precedes, all_),
        "together": together,
        "last_follows": between(items.follows, last_shares),
        "last_together": between(items.together, last_shares),
        "content": content,
        "words": words,
        "popular": np.broadcast_to(models.popularity.log_share(), shape),
        "follows_slow": between(items.follows, slow),
        "precedes_slow": between(items.precedes, slow),
        "together_slow": between(items.together, slow),
        "together_cosine": together * half,
        "last_follows_likely": shares_of(items.follows, last_shares),
        "last_precedes": between(items.precedes, last_shares),
        "last_content": last_content,
        "last_words": last_words,
        "at_once": shares_of(items.at_once, all_),
        "recent_popular": np.broadcast_to(models.popularity.log_recent(), shape),
    }


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
