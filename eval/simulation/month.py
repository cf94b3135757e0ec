"""One month, visit by visit, on a clock of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from eval.errors import SimulationFailed
from eval.progress import counted
from eval.simulation.shoppers import SLOTS, Looked, Shopper, Visit, attraction, look, shoppers, visits
from retrieval.compose import Retrieval, open_retrieval
from retrieval.feedback.log import Appended
from retrieval.settings import RetrievalSettings
from retrieval.types import Event, EventType, Outcome, Product, Query, Ranking, Vectors

START = datetime(2026, 1, 5, tzinfo=UTC)
"""A Monday; any would do."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What is simulated."""

    shoppers: int = 10_000
    days: int = 28
    visits_per_shopper: float = 2.0
    seed: int = 1
    tasteless: bool = False
    """Every product attracts everybody alike: nothing can be learned."""
    trained: bool = False
    """The scheduled training runs every night."""
    frozen: bool = False
    """Nobody is recognised: the recommender learns nothing of them."""


@dataclass(slots=True)
class Truth:
    """What really was likely, by slot; arrays have shape (SLOTS,)."""

    looks: NDArray[np.int64] = field(default_factory=lambda: np.zeros(SLOTS, dtype=np.int64))
    chance: NDArray[np.float64] = field(default_factory=lambda: np.zeros(SLOTS))
    """Sum of the chances of a click."""
    clicks_by_day: dict[int, int] = field(default_factory=dict)
    looks_by_day: dict[int, int] = field(default_factory=dict)

    def take(self, day: int, looked: Looked) -> None:
        """One list."""
        depth = len(looked.chance)
        self.looks[:depth] += 1
        self.chance[:depth] += looked.chance
        self.looks_by_day[day] = self.looks_by_day.get(day, 0) + depth
        self.clicks_by_day[day] = self.clicks_by_day.get(day, 0) + int(looked.clicked.sum())

    @property
    def ctr(self) -> NDArray[np.float64]:
        """Expected click-through by slot, shape (SLOTS,)."""
        return self.chance / np.maximum(self.looks, 1)


@dataclass(slots=True)
class _Clock:
    now: datetime = START

    def __call__(self) -> datetime:
        return self.now


def live(
    plan: Plan,
    products: Sequence[Product],
    data_dir: Path,
    rules: Path | None = None,
    nightly: Callable[[Retrieval], None] = lambda room: None,
) -> Truth:
    """The month in an empty data directory: every list and event is there afterwards.

    ``nightly`` is called at the end of every day, as a scheduled job would be.

    Raises:
        SimulationFailed: an event was not acknowledged.
    """
    clock, truth = _Clock(), Truth()
    settings = RetrievalSettings(data_dir=data_dir, rules=rules)
    with open_retrieval(settings, "aisle-eval simulate", clock) as room:
        room.writer.put(products)
        if not room.behaviour.learned.wait(60):
            raise SimulationFailed("the recommender was not ready after a minute")
        ids = [product.product_id for product in products]
        vectors = _vectors(room, ids)
        people = shoppers(products, vectors, plan.shoppers, plan.seed)
        calendar = visits(people, START.timestamp(), plan.days, plan.seed, plan.visits_per_shopper)
        row_of = {product_id: row for row, product_id in enumerate(ids)}
        random = np.random.default_rng([plan.seed, 3])
        today = 0
        for done, visit in enumerate(counted(calendar, "visits")):
            clock.now = datetime.fromtimestamp(visit.at, UTC)
            day = (clock.now - START).days
            if day > today:
                if not plan.frozen:
                    nightly(room)
                today = day
            shopper = people[visit.shopper]
            ranking = _listed(room, plan, shopper, visit)
            if not ranking.items:
                continue
            rows = [row_of[item.product.product_id] for item in ranking.items]
            chances = attraction(shopper, vectors[rows], tasteless=plan.tasteless)
            looked = look(chances, random)
            truth.take(day, looked)
            events = list(_events(f"{plan.seed}-{done}", visit.at, shopper.user_id, ranking, looked))
            # Waited for, so that what the next one is shown never hangs on which was quicker.
            _accepted(room.events.append(events))
    return truth


def _listed(room: Retrieval, plan: Plan, shopper: Shopper, visit: Visit) -> Ranking:
    """Who is not recognised is nobody to the recommender, and still themselves to the record."""
    query = Query(
        text=visit.words or "",
        user_id=None if plan.frozen else shopper.user_id,
        surface="search" if visit.words else "home",
        limit=SLOTS,
    )
    ranking = room.recommender.recommend(query)
    named = ranking.model_copy(update={"query": query.model_copy(update={"user_id": shopper.user_id})})
    room.recommender.record(named)
    order = tuple(item.product.product_id for item in ranking.items)
    first_card = sum(ranking.timings_ms.values())
    room.recommender.finish(ranking.ranking_id, Outcome(order=order, first_card_ms=first_card))
    return named


def _events(name: str, at: float, user_id: str, ranking: Ranking, looked: Looked) -> Iterator[Event]:
    """A second per look, and whatever follows from it."""

    def event(kind: EventType, slot: int, after: float) -> Event:
        return Event(
            event_id=f"{name}-{slot}-{kind}",
            type=kind,
            product_id=ranking.items[slot].product.product_id,
            user_id=user_id,
            # A purchase is made in the cart, where nobody knows any more which list it came from.
            ranking_id=ranking.ranking_id if kind in ("impression", "click") else None,
            position=slot + 1 if kind in ("impression", "click") else None,
            surface=ranking.query.surface,
            occurred_at=datetime.fromtimestamp(at + after, UTC),
            value=1.0 if kind == "purchase" else None,
        )

    for slot in range(len(looked.chance)):
        yield event("impression", slot, slot)
        if looked.clicked[slot]:
            yield event("click", slot, slot + 0.5)
        if looked.carted[slot]:
            yield event("add_to_cart", slot, 60)
        if looked.bought[slot]:
            yield event("purchase", slot, 120)


def _vectors(room: Retrieval, ids: Sequence[str]) -> Vectors:
    found = room.products.vectors(ids)
    return np.stack([found[product_id] for product_id in ids])


def _accepted(done: Appended) -> None:
    if done.duplicates or done.waiting:
        raise SimulationFailed("an event was not stored as it should have been")


def end_of(plan: Plan) -> datetime:
    """When the month is over."""
    return START + timedelta(days=plan.days)
