"""Signals to one score per candidate: a weighted sum whose every term is kept."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from retrieval.index.columns import Columns
from retrieval.ranking.rules.compiled import Asked, CompiledRules
from retrieval.types import Candidates, Contribution, PriceRange, Rows

Scores = NDArray[np.float32]

RELEVANCE = ("similarity", "lexical")
"""Scores that the words of the query give."""


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


def score(candidates: Candidates, columns: Columns, rules: CompiledRules, asked: Asked) -> Scored:
    """Every candidate's score: what its signals and columns say, and what the boosts add."""
    weights = dict(rules.weights(asked.query.surface, asked.arms))
    rows = candidates.rows
    values = {name: np.nan_to_num(signal) for name, signal in candidates.signals.items()}
    for name, of in _FROM_COLUMNS.items():
        if weights.get(name):
            values[name] = of(columns, rows, rules, asked)
    for name, fits, points in rules.lifts(columns, rows, asked):
        # Two rules may go by one name, or by that of a score.
        label = name if name not in values else f"{name} ({len(values)})"
        values[label], weights[label] = fits, points
    total = np.zeros(len(rows), dtype=np.float32)
    for name, signal in values.items():
        total += weights.setdefault(name, 0.0) * signal
    return Scored(total, values, weights)


def freshness(columns: Columns, rows: Rows, rules: CompiledRules, asked: Asked) -> Scores:
    """1 on the day of publication, half of it every half-life; 0 where the date is unknown or to come."""
    age = asked.today - columns.published[rows]
    known = ~np.isnan(age) & (age >= 0)
    out = np.zeros(len(age), dtype=np.float32)
    out[known] = np.exp2(-age[known] / rules.rules.freshness_half_life_days)
    return out


def rating(columns: Columns, rows: Rows, rules: CompiledRules, asked: Asked) -> Scores:
    """The Bayesian mean's distance to the catalog's own mean, in [-1, 1] (2 stars are 1); 0 where unknown."""
    stars, count = columns.rating[rows], columns.rating_count[rows]
    prior, strength = columns.mean_rating(), np.float32(rules.rules.rating_prior_strength)
    mean = (prior * strength + np.nan_to_num(stars) * count) / (strength + count)
    out: Scores = np.where(np.isnan(stars), 0.0, np.clip((mean - prior) / 2, -1, 1)).astype(np.float32)
    return out


def price_fit(columns: Columns, rows: Rows, rules: CompiledRules, asked: Asked) -> Scores:
    """1 from half of the budget to all of it, less the further a price is below; 0 without a budget."""
    bounds = asked.query.constraints.price or PriceRange()
    price = columns.price[rows]
    if bounds.max is None or bounds.max <= 0:
        return np.zeros(len(rows), dtype=np.float32)
    share = price / np.float32(bounds.max)
    fits = np.where(share <= 1, np.clip(2 * share, 0.05, 1), 0.0)
    out: Scores = np.nan_to_num(np.where(np.isnan(share), 0.0, fits)).astype(np.float32)
    return out


def saving(columns: Columns, rows: Rows, rules: CompiledRules, asked: Asked) -> Scores:
    """The share taken off the price, in [0, 1]."""
    return columns.discount[rows]


def margin(columns: Columns, rows: Rows, rules: CompiledRules, asked: Asked) -> Scores:
    """The share of the price that is profit; 0 where unknown. Private."""
    out: Scores = np.clip(np.nan_to_num(columns.margin[rows]), -1, 1)
    return out


_FROM_COLUMNS: Mapping[str, Callable[[Columns, Rows, CompiledRules, Asked], Scores]] = {
    "freshness": freshness,
    "rating": rating,
    "price_fit": price_fit,
    "saving": saving,
    "margin": margin,
}
