"""Signals to one score per candidate: a weighted sum whose every term is kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from retrieval.index.columns import Columns
from retrieval.types import Candidates, Contribution

Scores = NDArray[np.float32]

RELEVANCE = ("similarity", "lexical")
"""Scores that the words of the query give."""
FRESH_HALF_LIFE_DAYS = 60.0
WEIGHTS: Mapping[str, float] = {
    "similarity": 1.0,
    "lexical": 1.0,
    "anchor": 0.5,
    "kind": 0.25,
    "profile": 0.25,
    "popularity": 0.08,
    "freshness": 0.03,
}
"""Words first; what is known besides them decides between products that fit alike.

Meaning and words weigh the same: both are shares of the most that any product could get for the query
(1: the very text), and nothing is known of a catalog before it is used that would favour one of them.
"""


@dataclass(frozen=True, slots=True)
class Scored:
    """Values and weights behind each candidate's score; every array has shape (n,)."""

    score: Scores
    values: Mapping[str, Scores]
    weights: Mapping[str, float]

    @property
    def relevance(self) -> Scores | None:
        """What the words of the query alone say of each candidate; None where there are no words."""
        said = [self.values[name] * self.weights[name] for name in RELEVANCE if name in self.values]
        return np.asarray(np.sum(said, axis=0), dtype=np.float32) if said else None

    def contributions(self, position: int) -> tuple[Contribution, ...]:
        """What moved one candidate, strongest first."""
        found = []
        for name, values in self.values.items():
            value = float(values[position])
            points = value * self.weights[name]
            if points:
                found.append(
                    Contribution(
                        name=name, value=round(value, 6), weight=self.weights[name], points=round(points, 6)
                    )
                )
        return tuple(sorted(found, key=lambda c: (-abs(c.points), c.name)))


def score(candidates: Candidates, columns: Columns, today: float) -> Scored:
    """Every candidate's score. ``today``: days since 1970."""
    values = {name: np.nan_to_num(signal) for name, signal in candidates.signals.items()}
    values["freshness"] = freshness(columns, candidates, today)
    total = np.zeros(len(candidates.rows), dtype=np.float32)
    for name, signal in values.items():
        total += WEIGHTS[name] * signal
    return Scored(total, values, WEIGHTS)


def freshness(columns: Columns, candidates: Candidates, today: float) -> Scores:
    """1 on the day of publication, half of it every sixty days; 0 where the date is unknown or to come."""
    age = today - columns.published[candidates.rows]
    known = ~np.isnan(age) & (age >= 0)
    out = np.zeros(len(age), dtype=np.float32)
    out[known] = np.exp2(-age[known] / FRESH_HALF_LIFE_DAYS)
    return out
