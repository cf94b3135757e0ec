"""Histories as columns: who did what with which product, in the order of time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from retrieval.types import EventType

ENGAGEMENT: Mapping[EventType, float] = {
    "view": 0.3,
    "click": 0.4,
    "add_to_cart": 0.7,
    "purchase": 1.0,
    "review": 1.0,
    "dismiss": -0.5,
    "remove_from_cart": -0.3,
}
"""How much a step says of a liking; an impression says nothing of it."""
LIKED_STARS = 3.0
"""A review below says the opposite."""


def engagement(kind: EventType, value: float | None) -> float:
    """What one step says of a liking, in [-1, 1.25]; a review by its stars, where it has any."""
    if kind == "review" and value is not None:
        return 1.0 + (value - 4) / 4 if value >= LIKED_STARS else -(LIKED_STARS - value) / LIKED_STARS
    return ENGAGEMENT.get(kind, 0.0)


@dataclass(frozen=True, slots=True)
class Steps:
    """Every step that says a liking, by shopper and then by time; all arrays have shape (m,).

    ``shopper`` and ``item`` count from 0; ``group`` counts the moments of one shopper from 0, so that what
    was bought at once has one group.
    """

    shopper: NDArray[np.int32]
    item: NDArray[np.int32]
    time: NDArray[np.float64]
    """Seconds; any beginning."""
    weight: NDArray[np.float32]
    group: NDArray[np.int32]

    @classmethod
    def of(
        cls,
        shopper: NDArray[np.int32],
        item: NDArray[np.int32],
        time: NDArray[np.float64],
        weight: NDArray[np.float32] | None = None,
    ) -> Steps:
        """From columns in any order; steps of one time stay in the order given."""
        order = np.lexsort((np.arange(len(time)), time, shopper))
        who, when = shopper[order], time[order]
        weights = np.ones(len(who), dtype=np.float32) if weight is None else weight[order]
        starts = np.r_[True, who[1:] != who[:-1]] if len(who) else np.zeros(0, dtype=np.bool_)
        fresh = starts | np.r_[True, when[1:] != when[:-1]] if len(who) else starts
        count = np.cumsum(fresh)
        first = np.maximum.accumulate(np.where(starts, count, 0))
        return cls(who, item[order], when, weights, (count - first).astype(np.int32))

    def __len__(self) -> int:
        return len(self.item)

    @property
    def bounds(self) -> NDArray[np.int64]:
        """Where each shopper's steps begin, and the end of the last: shape (shoppers + 1,)."""
        if not len(self):
            return np.zeros(1, dtype=np.int64)
        starts = np.flatnonzero(np.r_[True, self.shopper[1:] != self.shopper[:-1]])
        return np.append(starts, len(self)).astype(np.int64)

    def only(self, keep: NDArray[np.bool_]) -> Steps:
        """Some of them; their moments are counted anew, as if the others had never been."""
        return Steps.of(self.shopper[keep], self.item[keep], self.time[keep], self.weight[keep])

    def histories(self) -> list[History]:
        """One per shopper, in the order of their numbers."""
        bounds = self.bounds
        return [
            History(self.item[a:b], self.time[a:b], self.weight[a:b], self.group[a:b])
            for a, b in pairwise(bounds.tolist())
        ]


@dataclass(frozen=True, slots=True)
class History:
    """One shopper's steps, oldest first; all arrays have shape (k,)."""

    item: NDArray[np.int32]
    time: NDArray[np.float64]
    weight: NDArray[np.float32]
    group: NDArray[np.int32]

    @classmethod
    def of(
        cls, items: Sequence[int], times: Sequence[float], weights: Sequence[float] | None = None
    ) -> History:
        """From columns, oldest first."""
        time = np.asarray(times, dtype=np.float64)
        fresh = np.r_[False, time[1:] != time[:-1]] if len(time) else np.zeros(0, dtype=np.bool_)
        weight = np.ones(len(time)) if weights is None else weights
        return cls(
            np.asarray(items, dtype=np.int32),
            time,
            np.asarray(weight, dtype=np.float32),
            np.cumsum(fresh).astype(np.int32),
        )

    def __len__(self) -> int:
        return len(self.item)


def numbered(ids: Iterable[str]) -> dict[str, int]:
    """Id → number, in the order they first come."""
    out: dict[str, int] = {}
    for key in ids:
        out.setdefault(key, len(out))
    return out
