"""The numbers of a report, counted by hand on small days."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.feedback.experiments import Trial
from retrieval.feedback.measures import distinct_of_sample, novelty
from retrieval.feedback.report import Report, report
from retrieval.types import EventType, Happened, KeptEvent, Outcome, Ranking, Serving

START = datetime(2026, 3, 2, tzinfo=UTC)
UNTIL = START + timedelta(days=14)


@dataclass
class Shop:
    """Lists and events in memory, as the two stores give them."""

    lists: list[Serving] = field(default_factory=list)
    happened: list[Happened] = field(default_factory=list)

    def serve(self, name: str, day: float, *listed: str, **fields: object) -> None:
        base = {"surface": "home", "rules_version": "v", "session_id": name, "total": 9}
        at = START + timedelta(days=day)
        self.lists.append(
            Serving.model_validate({**base, "ranking_id": name, "served_at": at, "listed": listed, **fields})
        )

    def do(self, kind: EventType, name: str | None, product: str, day: float, **fields: object) -> None:
        base: dict[str, object] = {
            "sequence": len(self.happened) + 1,
            "type": kind,
            "product_id": product,
            "user_id": None,
            "session_id": name,
            "ranking_id": name,
            "position": None,
            "surface": None,
            "occurred_at": (START + timedelta(days=day)).timestamp(),
            "value": None,
            "price": 10.0,
        }
        self.happened.append(Happened(**{**base, **fields}))  # type: ignore[arg-type]

    def served(self, since: float, until: float) -> Iterator[Serving]:
        ordered = sorted(self.lists, key=lambda each: each.served_at)
        return (each for each in ordered if since <= each.served_at.timestamp() < until)

    def between(self, since: float, until: float) -> Iterator[Happened]:
        ordered = sorted(self.happened, key=lambda each: each.occurred_at)
        return (each for each in ordered if since <= each.occurred_at < until)

    def report(self, *trials: Trial, products: int = 10) -> Report:
        return report(
            self,
            self,
            categories,
            products,
            since=START,
            until=UNTIL,
            trials=trials,
        )

    # What a report never asks of the stores.
    def save(self, ranking: Ranking, turn_id: str | None = None) -> None: ...
    def get(self, ranking_id: str) -> Ranking | None: ...
    def finish(self, ranking_id: str, outcome: Outcome) -> None: ...
    def outcome(self, ranking_id: str) -> Outcome | None: ...
    def known(self, ranking_ids: Sequence[str]) -> set[str]:
        return set()

    def append(self, events: Sequence[KeptEvent]) -> set[str]:
        return set()

    def last(self) -> int:
        return 0

    def after(self, sequence: int, limit: int = 10_000) -> list[Happened]:
        return []

    def of_shopper(
        self, user_id: str | None, session_id: str | None, after: int = 0, limit: int = 5000
    ) -> list[Happened]:
        return []


def categories(ids: Collection[str]) -> Mapping[str, str]:
    return {key: "Toys" if key < "p3" else "Tents" for key in ids if key != "gone"}


def test_seen_clicked_and_bought_count_once_per_list() -> None:
    shop = Shop()
    shop.serve("a", 1, "p1", "p2", "p3")
    for _ in range(3):
        shop.do("impression", "a", "p1", 1.01)
        shop.do("click", "a", "p1", 1.02)
    shop.do("impression", "a", "p2", 1.01)
    shop.do("purchase", None, "p1", 1.5, session_id="a", value=2.0)
    shop.do("purchase", None, "elsewhere", 1.5, session_id="a")
    found = shop.report()
    whole = found.all
    assert (whole.lists, whole.served, whole.seen, whole.clicked, whole.bought) == (1, 3, 2, 1, 1)
    assert whole.ctr.value == 0.5
    assert whole.conversion.value == 1.0
    assert (whole.revenue, found.revenue) == (20.0, 30.0)
    assert found.coverage == 0.2
    assert found.causes == {"cited": 3, "clicked": 1, "none": 1}


def test_a_click_without_an_impression_was_seen_all_the_same() -> None:
    shop = Shop()
    shop.serve("a", 1, "p1", "p2")
    shop.do("click", "a", "p2", 1.01)
    assert shop.report().all.ctr.value == 1.0


def test_slices_by_surface_slot_and_category() -> None:
    shop = Shop()
    shop.serve("a", 1, "p1", "p4")
    shop.serve("b", 2, "p4", "gone", surface="chat")
    for name, product in (("a", "p1"), ("a", "p4"), ("b", "p4"), ("b", "gone")):
        shop.do("impression", name, product, 2.5)
    shop.do("click", "b", "p4", 2.6)
    found = shop.report()
    assert {s.name: (s.lists, s.seen, s.clicked) for s in found.surfaces} == {
        "home": (1, 2, 0),
        "chat": (1, 2, 1),
    }
    assert [(s.name, s.served, s.seen, s.clicked) for s in found.slots] == [("1", 2, 2, 1), ("2", 2, 2, 0)]
    assert {s.name: (s.served, s.seen, s.clicked) for s in found.categories} == {
        "Toys": (1, 1, 0),
        "Tents": (2, 2, 1),
        "unknown": (1, 1, 0),
    }


def test_a_degraded_list_neither_flatters_nor_blames_its_model() -> None:
    shop = Shop()
    prompts = ("narrate/v1",)
    shop.serve("good", 1, "p1", outcome=Outcome(order=("p1",), model="m", prompts=prompts, first_card_ms=5))
    broken = Outcome(
        order=("p1",), model="m", prompts=prompts, degraded=("narrate:timeout",), first_card_ms=9
    )
    shop.serve("broken", 1, "p1", outcome=broken)
    shop.serve("plain", 1, "p1")
    for name in ("good", "broken", "plain"):
        shop.do("impression", name, "p1", 1.1)
    shop.do("click", "broken", "p1", 1.2)
    found = shop.report()
    assert {s.name: (s.seen, s.clicked) for s in found.models} == {
        "m": (1, 0),
        "m (degraded)": (1, 1),
        "plain": (1, 0),
    }
    assert [(s.name, s.seen, s.clicked) for s in found.prompts] == [("narrate/v1", 1, 0)]
    assert found.degraded_share == pytest.approx(1 / 3)
    assert found.degraded == {"narrate:timeout": 1}
    assert (found.first_card_ms_p50, found.first_card_ms_p95) == (9, 9)


def test_a_list_from_before_the_period_is_a_cause_and_no_count() -> None:
    shop = Shop()
    shop.serve("before", -1, "p1")
    shop.do("purchase", "before", "p1", 1)
    found = shop.report()
    assert found.all.lists == 0
    assert found.causes == {"cited": 1}
    assert found.revenue == 10.0


def test_a_citation_of_a_list_without_the_product_is_stray() -> None:
    shop = Shop()
    shop.serve("a", 1, "p1")
    shop.do("click", "a", "p2", 1.1)
    found = shop.report()
    assert (found.stray, found.all.clicked) == (1, 0)


def test_marks_and_relaxed_and_empty_lists_are_counted() -> None:
    shop = Shop()
    shop.serve("a", 1, relaxed=True)
    shop.do("click", None, "p1", 1, marks=("late", "unknown_product"))
    found = shop.report()
    assert found.marks == {"late": 1, "unknown_product": 1}
    assert (found.relaxed, found.empty) == (1, 1)


def weeks(first: Sequence[str], second: Sequence[str], spread: tuple[float, float] = (0.5, 0.5)) -> Report:
    """A list a look, some a day: the products of each week in turn."""
    shop = Shop()
    for week, goods in enumerate((first, second)):
        for n in range(280):
            day, product = week * 7 + n / 40, goods[n % len(goods)]
            near = spread[week] + 0.01 * (n % 3)
            shop.serve(f"{week}-{n}", day, product, diversity=near)
            shop.do("impression", f"{week}-{n}", product, day + 0.001)
    return shop.report(products=100)


MANY, FEW = [f"p{n}" for n in range(40)], [f"p{n}" for n in range(10)]


def test_a_fall_of_coverage_or_diversity_is_said() -> None:
    assert weeks(MANY, MANY).warnings == ()
    assert "Coverage fell by 75%" in weeks(MANY, FEW).warnings[0]
    assert weeks(FEW, MANY).warnings == ()
    (alike,) = weeks(MANY, MANY, (0.5, 0.3)).warnings
    assert "from 0.510 to 0.310" in alike


def test_a_quiet_week_is_no_fall() -> None:
    shop = Shop()
    for n in range(4000):
        day = n / 3800 * 7
        shop.serve(f"{n}", day, f"p{n % 90}")
        shop.do("impression", f"{n}", f"p{n % 90}", day + 0.001)
    assert shop.report(products=100).warnings == ()


def test_experiments_count_shoppers_whose_window_is_over() -> None:
    shop = Shop()
    trial = Trial("order", ("now", "new"), (1, 1), window_days=1, starts=START.timestamp())
    for n in range(200):
        arm = ("now", "new")[n % 2]
        shop.serve(f"u{n}", n % 5, "p1", arms={"order": arm})
        shop.serve(f"u{n}", n % 5 + 0.5, "p1", arms={"order": arm})
        if n % 4 == 1:
            shop.do("click", f"u{n}", "p1", n % 5 + 0.6)
        if n % 4 == 0:
            # Too late to count, and on no list.
            shop.do("click", f"u{n}", "p1", n % 5 + 1.2)
    shop.serve("fresh", 13.9, "p1", arms={"order": "new"})
    shop.serve("elsewhere", 1, "p1", arms={"other": "new"})
    (found,) = shop.report(trial).experiments
    assert [(arm.arm, arm.shoppers, arm.rate.n, arm.rate.successes) for arm in found.arms] == [
        ("now", 100, 100, 0),
        ("new", 101, 100, 50),
    ]


@given(st.lists(st.integers(0, 30), min_size=1, max_size=12), st.integers(0, 120))
def test_rarefaction_is_between_nothing_and_all(counts: list[int], m: int) -> None:
    found = distinct_of_sample(counts, m)
    kinds = sum(1 for count in counts if count)
    assert -1e-9 <= found <= kinds + 1e-9
    assert found <= m + 1e-6 or m >= sum(counts)
    assert distinct_of_sample(counts, m + 1) >= found - 1e-6


def test_novelty_of_one_and_of_many() -> None:
    assert novelty([]) is None
    assert novelty([7]) == 0.0
    assert novelty([5, 5, 5, 5]) == pytest.approx(2.0)
