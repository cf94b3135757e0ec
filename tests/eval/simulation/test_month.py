"""A small month: the report finds what the simulation knows."""

from __future__ import annotations

from pathlib import Path

import pytest

from eval.catalog import read_products
from eval.simulation.month import Plan
from eval.simulation.run import Month, month
from retrieval.catalog.bundled import catalog_path
from tests.examples import DEEP

# The month is lived once, for all that is asked of it.
pytestmark = pytest.mark.xdist_group("month")
PLAN = Plan(shoppers=10_000 if DEEP else 400, days=28 if DEEP else 7, seed=7)


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory) -> Month:
    return month(PLAN, read_products(catalog_path()), tmp_path_factory.mktemp("month"))


@pytest.mark.timeout(1800)
def test_click_through_by_slot_recovers_the_chances_of_the_shoppers(lived: Month) -> None:
    assert len(lived.recovered) == 10
    # Each interval misses one time in twenty.
    assert sum(lived.recovered) >= 9


def test_nothing_was_lost_and_purchases_found_their_lists(lived: Month) -> None:
    found, truth = lived.report, lived.truth
    assert found.all.seen == truth.looks.sum()
    assert found.all.clicked == sum(truth.clicks_by_day.values())
    assert found.marks == {}
    assert found.stray == 0
    assert found.causes.get("none", 0) == 0
    assert found.causes["clicked"] == found.events["add_to_cart"] + found.events["purchase"]
    assert found.all.revenue == pytest.approx(found.revenue)


def test_the_same_seed_is_the_same_month(tmp_path: Path) -> None:
    plan = Plan(shoppers=25, days=3, seed=3)
    products = read_products(catalog_path())
    first, second = (month(plan, products, tmp_path / name) for name in ("a", "b"))
    assert first.truth.clicks_by_day == second.truth.clicks_by_day
    assert first.report.all == second.report.all
