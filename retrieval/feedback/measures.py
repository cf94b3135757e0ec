"""What a shop learns from its events: counts per list first, rates at the end.

A product of a list is *served* when the list went out, *seen* when the browser showed it (an impression, or
anything done with it), and *clicked*, *put into a cart* and *bought* at most once per list. Lists whose model
failed are told apart from those of that model.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

from retrieval.feedback.attribution import WINDOW_SECONDS, Attributed, attributed
from retrieval.feedback.proportions import Rate, rate
from retrieval.types import Frozen, Happened, Serving

_SEEN, _CLICKED, _CARTED, _BOUGHT = 1, 2, 4, 8
_FLAGS: Mapping[str, int] = {
    "impression": _SEEN,
    "view": _SEEN,
    "click": _SEEN | _CLICKED,
    "add_to_cart": _SEEN | _CARTED,
    "purchase": _SEEN | _BOUGHT,
}
NO_MODEL = "plain"


class Slice(Frozen):
    """One row of a table: a surface, a slot, a day …"""

    name: str
    lists: int = 0
    served: int = 0
    """Products on these lists."""
    seen: int = 0
    clicked: int = 0
    carted: int = 0
    bought: int = 0
    revenue: float = 0.0
    """Of what was bought from these lists, in the catalog's own currency."""
    ctr: Rate
    """Clicked of seen."""
    conversion: Rate
    """Bought of clicked."""


@dataclass(slots=True)
class Tally:
    """Counts behind one slice."""

    lists: int = 0
    served: int = 0
    seen: int = 0
    clicked: int = 0
    clicked_and_bought: int = 0
    carted: int = 0
    bought: int = 0
    revenue: float = 0.0

    def add(self, flags: int, revenue: float) -> None:
        """One product of one list."""
        self.seen += bool(flags & _SEEN)
        self.clicked += bool(flags & _CLICKED)
        self.carted += bool(flags & _CARTED)
        self.bought += bool(flags & _BOUGHT)
        self.clicked_and_bought += (flags & (_CLICKED | _BOUGHT)) == (_CLICKED | _BOUGHT)
        self.revenue += revenue

    def slice(self, name: str) -> Slice:
        """With its rates."""
        return Slice(
            name=name,
            lists=self.lists,
            served=self.served,
            seen=self.seen,
            clicked=self.clicked,
            carted=self.carted,
            bought=self.bought,
            revenue=round(self.revenue, 2),
            ctr=rate(self.clicked, self.seen),
            conversion=rate(self.clicked_and_bought, self.clicked),
        )


@dataclass(slots=True)
class _Done:
    """What was done with the products of one list."""

    serving: Serving
    flags: dict[str, int] = field(default_factory=dict)
    position: dict[str, int] = field(default_factory=dict)
    revenue: dict[str, float] = field(default_factory=dict)


@dataclass(slots=True)
class Day:
    """One day's lists, for what changes over time."""

    tally: Tally = field(default_factory=Tally)
    degraded: int = 0
    diversity: list[float] = field(default_factory=list)
    first_card_ms: list[float] = field(default_factory=list)
    seen_of: dict[str, int] = field(default_factory=dict)
    """Product → lists on which it was seen."""


@dataclass(slots=True)
class Measured:
    """Every count of a period."""

    total: Tally = field(default_factory=Tally)
    by: dict[str, dict[str, Tally]] = field(default_factory=dict)
    """Kind of slice (``surface``, ``slot``, ``category``, ``model`` …) → name → counts."""
    days: dict[str, Day] = field(default_factory=dict)
    """ISO date, UTC → that day."""
    events: dict[str, int] = field(default_factory=dict)
    marks: dict[str, int] = field(default_factory=dict)
    causes: dict[str, int] = field(default_factory=dict)
    """How clicks, carts and purchases found their list: cited, clicked, shown, none."""
    stray: int = 0
    """Cited a list that the product was not on."""
    revenue: float = 0.0
    """Of every purchase, recommended or not."""
    degraded: dict[str, int] = field(default_factory=dict)
    """``part:reason`` → lists."""
    relaxed: int = 0
    empty: int = 0
    """Lists without a product."""


CategoriesOf = Callable[[Collection[str]], Mapping[str, str]]
"""Product ids → the first level of the category of those that have one."""


def measured(
    servings: Iterable[Serving],
    events: Iterable[Happened],
    categories_of: CategoriesOf,
    *,
    since: float,
    window: float = WINDOW_SECONDS,
) -> Measured:
    """Both streams oldest first; lists may begin earlier than ``since`` (seconds since 1970), so that events
    find their cause, but only lists from ``since`` on are counted."""
    out = Measured()
    done: dict[str, _Done] = {}

    def noted() -> Iterator[Serving]:
        for serving in servings:
            if serving.served_at.timestamp() >= since:
                done[serving.ranking_id] = _Done(serving)
            yield serving

    lists = noted()
    for joined in attributed(lists, events, window):
        _count_event(out, joined, done)
    for _ in lists:
        # Lists that went out after the last event.
        continue
    categories = categories_of({key for each in done.values() for key in (*each.serving.listed, *each.flags)})
    for each in done.values():
        _count_list(out, each, categories)
    return out


def _count_event(out: Measured, joined: Attributed, done: Mapping[str, _Done]) -> None:
    event = joined.event
    out.events[event.type] = out.events.get(event.type, 0) + 1
    for mark in event.marks:
        out.marks[mark] = out.marks.get(mark, 0) + 1
    paid = (event.value or 1.0) * (event.price or 0.0) if event.type == "purchase" else 0.0
    out.revenue += paid
    if event.type in ("click", "add_to_cart", "purchase"):
        out.causes[joined.how] = out.causes.get(joined.how, 0) + 1
    flags = _FLAGS.get(event.type, 0)
    if not flags or joined.serving is None or event.product_id is None:
        return
    if joined.position is None:
        out.stray += 1
        return
    # A look at a product's page after an hour is not a look at the list.
    if event.type in ("impression", "view") and joined.how != "cited":
        return
    held = done.get(joined.serving.ranking_id)
    if held is None:
        return
    held.flags[event.product_id] = held.flags.get(event.product_id, 0) | flags
    held.position[event.product_id] = joined.position
    if paid:
        held.revenue[event.product_id] = held.revenue.get(event.product_id, 0.0) + paid


def _count_list(out: Measured, done: _Done, categories: Mapping[str, str]) -> None:
    serving, outcome = done.serving, done.serving.outcome
    day = out.days.setdefault(_day(serving.served_at), Day())
    missing = outcome.degraded if outcome is not None else ()
    for name in missing:
        out.degraded[name] = out.degraded.get(name, 0) + 1
    day.degraded += bool(missing)
    out.relaxed += serving.relaxed
    out.empty += not serving.listed
    if serving.diversity is not None:
        day.diversity.append(serving.diversity)
    if outcome is not None and outcome.first_card_ms is not None:
        day.first_card_ms.append(outcome.first_card_ms)
    whole = [out.total, day.tally, *(_tally(out, kind, name) for kind, name in _kinds(serving, missing))]
    for tally in whole:
        tally.lists += 1
        tally.served += len(serving.listed)
    for position, product_id in enumerate(serving.order, start=1):
        slot = _tally(out, "slot", str(position))
        slot.lists += 1
        slot.served += 1
        _tally(out, "category", _of(categories, product_id)).served += 1
    for product_id, flags in done.flags.items():
        if flags & _SEEN:
            day.seen_of[product_id] = day.seen_of.get(product_id, 0) + 1
        slot = _tally(out, "slot", str(done.position[product_id]))
        for tally in (*whole, slot, _tally(out, "category", _of(categories, product_id))):
            tally.add(flags, done.revenue.get(product_id, 0.0))


def _of(categories: Mapping[str, str], product_id: str) -> str:
    return categories.get(product_id, "unknown")


def _kinds(serving: Serving, missing: tuple[str, ...]) -> Iterable[tuple[str, str]]:
    """The slices that a whole list belongs to."""
    yield "surface", serving.surface
    yield "rules", serving.rules_version
    outcome = serving.outcome
    model = outcome.model if outcome is not None else None
    prompts = outcome.prompts if outcome is not None else ()
    if missing:
        # The model neither earned nor spoiled what happened here.
        yield "model", f"{model or NO_MODEL} (degraded)"
    else:
        yield "model", model or NO_MODEL
        for prompt in prompts:
            yield "prompt", prompt
    for experiment, arm in serving.arms.items():
        yield "arm", f"{experiment}/{arm}"


def _tally(out: Measured, kind: str, name: str) -> Tally:
    return out.by.setdefault(kind, {}).setdefault(name, Tally())


def _day(at: datetime) -> str:
    return at.astimezone(UTC).date().isoformat()


def distinct_of_sample(counts: Iterable[int], m: int) -> float:
    """Different products expected among ``m`` looks drawn from all (rarefaction, Hurlbert 1971), so that a
    quiet week's coverage compares with a busy one's. ``counts``: looks per product."""
    looks = [count for count in counts if count]
    total = sum(looks)
    if m >= total:
        return float(len(looks))

    def log_choose(n: int, k: int) -> float:
        return math.lgamma(n + 1) - math.lgamma(k + 1) - math.lgamma(n - k + 1)

    all_ways = log_choose(total, m)
    missed = sum(math.exp(log_choose(total - count, m) - all_ways) for count in looks if total - count >= m)
    return len(looks) - missed


def novelty(counts: Iterable[int]) -> float | None:
    """Mean self-information of what was seen, in bits (Vargas & Castells 2011)."""
    looks = [count for count in counts if count]
    total = sum(looks)
    return -sum(count / total * math.log2(count / total) for count in looks) if total else None
