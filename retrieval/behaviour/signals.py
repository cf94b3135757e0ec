"""What every model says of every product for a history, and of the few that are worth ranking."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from retrieval.behaviour.content import Content
from retrieval.behaviour.pairs import ItemToItem, Pairs
from retrieval.behaviour.popularity import Popularity
from retrieval.behaviour.steps import History
from retrieval.behaviour.weights import Weights

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


def weights_of(histories: Sequence[History], n: int) -> Weights:
    """Recency and engagement of each product in each history, (b, n)."""
    return _weighings(histories, n, (_recent,))[0]


_Weighing = Callable[[NDArray[np.float64]], NDArray[np.float64]]
"""From moments back to what a step counts, shape (k,) both."""


def _recent(back: NDArray[np.float64]) -> NDArray[np.float64]:
    out: NDArray[np.float64] = RECENT**back
    return out


def _slow(back: NDArray[np.float64]) -> NDArray[np.float64]:
    out: NDArray[np.float64] = SLOW**back
    return out


def _last(back: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.where(back == 0, 1.0, 0.0)


def _weighings(histories: Sequence[History], n: int, ways: Sequence[_Weighing]) -> list[Weights]:
    """One matrix (b, n) per way. They are made as one, which is quicker for a single history."""
    if not histories:
        none = np.zeros(0, dtype=np.int64)
        return [Weights.of(none, none, none, (0, n)) for _ in ways]
    items = [history.item[-LONGEST:] for history in histories]
    weight = np.concatenate([history.weight[-LONGEST:] for history in histories])
    back = np.concatenate([_moments_back(history.group[-LONGEST:]) for history in histories])
    row = np.repeat(np.arange(len(histories)), [len(each) for each in items])
    values = np.concatenate([weight * way(back) for way in ways])
    below = np.concatenate([row + at * len(histories) for at in range(len(ways))])
    shape = (len(ways) * len(histories), n)
    whole = Weights.of(values, below, np.tile(np.concatenate(items), len(ways)), shape)
    return [whole.rows(at * len(histories), (at + 1) * len(histories)) for at in range(len(ways))]


def _moments_back(group: NDArray[np.integer]) -> NDArray[np.float64]:
    return (group[-1] - group if len(group) else group).astype(np.float64)


@dataclass(frozen=True, slots=True)
class Weighed:
    """A batch of histories as weights over products, in the ways that the signals ask for; each (b, n)."""

    recent: Weights
    slow: Weights
    recent_shares: Weights
    last_shares: Weights

    @classmethod
    def of(cls, histories: Sequence[History], n: int) -> Weighed:
        """``n``: products."""
        recent, slow, last = _weighings(histories, n, (_recent, _slow, _last))
        return cls(recent, slow, recent.rows_to_one(), last.rows_to_one())


def dense_signals(models: Models, weighed: Weighed) -> dict[str, Dense]:
    """What the models of pairs and popularity say of every product, by name; (b, n) each."""
    items = models.items
    # Between counts as they are, which favour what is popular, and cosines, which favour what is rare.
    root = 1 / np.sqrt(items.count + 1)
    half = np.sqrt(root).astype(np.float32)
    recent, slow, last = (
        each.times_columns(root) for each in (weighed.recent, weighed.slow, weighed.last_shares)
    )

    def shares(pairs: Pairs, weights: Weights) -> Weights:
        return weights.times_columns(1 / (pairs.total + SHRINK))

    follows, follows_slow, last_follows, follows_likely, last_follows_likely = _spread(
        items.follows,
        recent,
        slow,
        last,
        shares(items.follows, weighed.recent),
        shares(items.follows, weighed.last_shares),
    )
    precedes, precedes_slow, last_precedes = _spread(items.precedes, recent, slow, last)
    together, together_slow, last_together = _spread(items.together, recent, slow, last)
    (at_once,) = _spread(items.at_once, shares(items.at_once, weighed.recent))
    shape = weighed.recent.shape
    return {
        "follows": follows * half,
        "follows_likely": follows_likely,
        "precedes": precedes * half,
        "together": together * half,
        "last_follows": last_follows * half,
        "last_together": last_together * half,
        "popular": np.broadcast_to(models.popularity.log_share(), shape),
        "follows_slow": follows_slow * half,
        "precedes_slow": precedes_slow * half,
        "together_slow": together_slow * half,
        "together_cosine": together * half * half,
        "last_follows_likely": last_follows_likely,
        "last_precedes": last_precedes * half,
        "at_once": at_once,
        "recent_popular": np.broadcast_to(models.popularity.log_recent(), shape),
    }


def _spread(pairs: Pairs, *weights: Weights) -> list[Dense]:
    """Each of the weightings, (b, n), over the pairs; all in one go."""
    return np.split(pairs.spread(Weights.stacked(weights)), len(weights))


def content_signals(
    content: Content, weighed: Weighed, row: int, items: NDArray[np.int64]
) -> dict[str, Column]:
    """Likeness of some products to one history of the batch, by name; (k,) each."""
    both = Weights.stacked([each.rows(row, row + 1) for each in (weighed.recent_shares, weighed.last_shares)])
    (recent, last), (words, last_words) = content.likeness(both, items)
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
            place = {item: at for at, item in enumerate(chosen.tolist())}
            moments = int(history.group[-1]) + 1
            gaps: dict[int, list[int]] = {}
            steps = (history.item.tolist(), history.weight.tolist(), history.group.tolist())
            for item, weight, group in zip(*steps, strict=True):
                at = place.get(item)
                if at is not None:
                    found[at, 0] += weight
                    found[at, 1] = 1.0 / (moments - group)
                    gaps.setdefault(at, []).append(group)
            for at, groups in gaps.items():
                # How overdue: moments since, in units of how often it usually comes.
                usual = (groups[-1] - groups[0]) / (len(groups) - 1) if len(groups) > 1 else moments
                found[at, 2] = (moments - groups[-1]) / max(usual, 1.0)
        out.append(found)
    return out
