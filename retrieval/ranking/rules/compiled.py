"""Rules ready to be applied to candidates, column by column."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from retrieval.index.columns import AVAILABILITIES, DAY, Columns, Mask
from retrieval.index.terms import fold
from retrieval.ranking.rules.deal import dealt
from retrieval.ranking.rules.expression import ProductTest, ShopperTest, facts_of, product_test, shopper_test
from retrieval.ranking.rules.schema import Boost, Diversity, History, Pin, Rules, Scope, Score
from retrieval.types import Query, Rows, UserProfile

DEFAULT_WEIGHTS: Mapping[str, float] = {
    "similarity": 1.0,
    "lexical": 1.0,
    "anchor": 0.5,
    "kind": 0.25,
    "profile": 0.25,
    "collaborative": 0.5,
    "popularity": 0.08,
    "freshness": 0.03,
    "rating": 0.02,
    "price_fit": 0.01,
    "saving": 0.01,
    "margin": 0.0,
}
"""Words first; what is known besides them decides between products that fit alike.

Meaning and words weigh the same: both are shares of the most that any product could get for the query
(1: the very text), and nothing is known of a catalog before it is used that would favour one of them.
"""


@dataclass(frozen=True, slots=True)
class Asked:
    """What the rules look at of one request."""

    query: Query
    profile: UserProfile | None
    now: datetime
    arms: Mapping[str, str] = field(default_factory=dict)
    """Experiment → the arm that the shopper was dealt."""
    words: frozenset[str] = field(init=False)
    facts: Mapping[str, Any] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "words", frozenset(_words(self.query.text)))
        facts = facts_of(self.profile, self.query.region, self.query.age_verified, self.today)
        object.__setattr__(self, "facts", facts)

    @property
    def today(self) -> float:
        """Days since 1970."""
        return self.now.timestamp() / DAY


class Overlay(NamedTuple):
    """What an experiment wants of the model."""

    prompt: str | None
    model: str | None


@dataclass(frozen=True, slots=True)
class _Rule:
    name: str
    scope: Scope
    test: ProductTest
    points: float = 0.0


class CompiledRules:
    """One version of the rules. Immutable, safe to share."""

    def __init__(self, rules: Rules, version: str) -> None:
        self.rules = rules
        self.version = version
        self._segments: dict[str, ShopperTest] = {n: shopper_test(t) for n, t in rules.segments.items()}
        self._drops = [_Rule(r.name, r, product_test(r.drop)) for r in rules.filters.rules]
        self._lifts = [
            *(_lift(rule, 1) for rule in (*rules.boosts, *rules.promotions)),
            *(_lift(rule, -1) for rule in rules.buries),
        ]
        self._weights: dict[str, float] = {**DEFAULT_WEIGHTS, **_named(rules.scores)}
        self._arms = {(each.name, arm.name): arm for each in rules.experiments for arm in each.arms}
        allowed = rules.filters.availability
        self._available = np.asarray([not allowed or name in allowed for name in AVAILABILITIES])

    @property
    def diversity(self) -> Diversity:
        """How much a list may repeat itself."""
        return self.rules.diversity

    def arms(self, query: Query, now: datetime) -> dict[str, str]:
        """Experiment → the arm that this shopper gets, for the experiments that run."""
        shopper = query.user_id or query.session_id
        return {name: arm.name for name, arm in dealt(self.rules.experiments, shopper, now).items()}

    def overlay(self, arms: Mapping[str, str]) -> Overlay:
        """The prompt and the model that these arms ask for; of several, the first experiment's."""
        found = [self._arms[pair] for pair in arms.items() if pair in self._arms]
        return Overlay(
            prompt=next((arm.prompt for arm in found if arm.prompt), None),
            model=next((arm.model for arm in found if arm.model), None),
        )

    def weights(self, surface: str, arms: Mapping[str, str] | None = None) -> Mapping[str, float]:
        """Score → weight on this surface, for shoppers with these arms."""
        own = self.rules.surfaces.get(surface)
        out = {**self._weights, **_named(own.scores)} if own else dict(self._weights)
        for pair in (arms or {}).items():
            if pair in self._arms:
                out.update(_named(self._arms[pair].scores))
        return out

    def available(self, columns: Columns, n: int) -> Mask:
        """Of the first ``n`` rows those whose availability may be shown, shape (n,)."""
        out: Mask = self._available[columns.availability[:n]]
        return out

    def permitted(self, columns: Columns, n: int, asked: Asked) -> Mask | None:
        """Of the first ``n`` rows those that region and age let this shopper see, shape (n,); None: all."""
        rows = np.arange(n)
        taken = [mask for _, mask in self._region_and_age(columns, rows, asked)]
        return ~np.logical_or.reduce(taken) if taken else None

    def dropped(self, columns: Columns, rows: Rows, asked: Asked) -> Iterator[tuple[str, Mask]]:
        """Each filter that holds, in words, and which rows (shape (n,)) it takes away."""
        if asked.query.constraints.in_stock is None:
            yield "not available", ~self._available[columns.availability[rows]]
        yield from self._region_and_age(columns, rows, asked)
        yield from self._history(columns, rows, asked)
        for rule in self._drops:
            if self._holds(rule.scope, asked):
                yield rule.name, rule.test(columns, rows, asked.today)

    def lifts(
        self, columns: Columns, rows: Rows, asked: Asked
    ) -> Iterator[tuple[str, NDArray[np.float32], float]]:
        """Each boost or bury that holds: its name, 1 or 0 per row, and its points."""
        for rule in self._lifts:
            if self._holds(rule.scope, asked):
                yield rule.name, rule.test(columns, rows, asked.today).astype(np.float32), rule.points

    def pins(self, asked: Asked) -> list[Pin]:
        """Pins that hold, by slot; of several for one slot or one product the first in the file."""
        found: dict[int, Pin] = {}
        products: set[str] = set()
        for pin in self.rules.pins:
            if pin.slot not in found and pin.product not in products and self._holds(pin, asked):
                found[pin.slot] = pin
                products.add(pin.product)
        return [found[slot] for slot in sorted(found)]

    def _holds(self, scope: Scope, asked: Asked) -> bool:
        return (
            (not scope.surfaces or asked.query.surface in scope.surfaces)
            and (scope.starts is None or asked.now >= scope.starts)
            and (scope.ends is None or asked.now < scope.ends)
            and (scope.arm is None or _in_arm(scope.arm, asked.arms))
            and (not scope.query or any(asked.words >= frozenset(_words(said)) for said in scope.query))
            and (scope.segment is None or self._segments[scope.segment](asked.facts))
        )

    def _region_and_age(self, columns: Columns, rows: Rows, asked: Asked) -> Iterator[tuple[str, Mask]]:
        filters, region = self.rules.filters, str(asked.facts["region"])
        sold_in = columns.terms.get(filters.region_attribute or "")
        if sold_in is not None and region:
            yield "not sold in the shopper's region", sold_in.filled(rows) & ~sold_in.among([region], rows)
        restricted = columns.terms.get(filters.age_attribute or "")
        if restricted is not None and asked.facts["age_verified"] != "yes":
            yield "for adults, and the age was not checked", restricted.among(["yes", "true", "18+"], rows)

    def _history(self, columns: Columns, rows: Rows, asked: Asked) -> Iterator[tuple[str, Mask]]:
        profile, filters = asked.profile, self.rules.filters
        if profile is None:
            return
        if profile.purchased and filters.purchased.repeat_after_days and _on(filters.purchased, asked):
            yield "bought before", columns.named(self._too_soon(columns, asked, profile), rows)
        if profile.seen and filters.seen.times and _on(filters.seen, asked):
            tired = [key for key, times in profile.seen.items() if times >= filters.seen.times]
            yield f"seen {filters.seen.times} times without a click", columns.named(tired, rows)
        if profile.dismissed and filters.dismissed.drop and _on(filters.dismissed, asked):
            yield "waved away by the shopper", columns.named(profile.dismissed, rows)

    def _too_soon(self, columns: Columns, asked: Asked, profile: UserProfile) -> list[str]:
        given = self.rules.filters.purchased
        windows = {fold(name): days for name, days in given.categories.items()}
        out = []
        for product_id, bought in profile.purchased.items():
            days = given.repeat_after_days
            if windows and (row := columns.row_of(product_id)) is not None:
                held = (fold(value) for value in columns.terms["category"].held(row))
                days = min((windows[name] for name in held if name in windows), default=days)
            if (asked.now - bought).total_seconds() / DAY < days:
                out.append(product_id)
        return out


def _named(weights: Mapping[Score, float]) -> dict[str, float]:
    return {str(name): weight for name, weight in weights.items()}


def _in_arm(arm: str, dealt_to: Mapping[str, str]) -> bool:
    experiment, _, name = arm.partition("/")
    return dealt_to.get(experiment) == name


def _lift(rule: Boost, sign: int) -> _Rule:
    return _Rule(rule.name, rule, product_test(rule.when), sign * rule.points)


def _on(filter_: History, asked: Asked) -> bool:
    return not filter_.surfaces or asked.query.surface in filter_.surfaces


def _words(text: str) -> Sequence[str]:
    return "".join(c if c.isalnum() else " " for c in text.casefold()).split()
