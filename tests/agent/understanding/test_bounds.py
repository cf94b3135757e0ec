"""Bounds on what is measured become all values of the catalog that lie within them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.understanding.building import build_lexicon
from agent.understanding.carried import Count
from agent.understanding.rules import understand
from agent.understanding.scales import labels, scales
from agent.understanding.units import measured
from retrieval.types import Constraints, Vocabulary
from tests.agent.understanding.catalogs import after

SHOP = Vocabulary(
    values={
        "category": {"Backpacks": 9, "Tents": 6, "Speakers": 8, "Chairs": 4, "Toys": 5},
        "brand": {"Fellhorn": 9},
        "capacity": {"500 ml": 2, "20 L": 3, "28 L": 2, "40 L": 4},
        "weight": {"900 g": 3, "1.5 kg": 8, "2 kg": 8, "12 kg": 4},
        "max_load": {"100 kg": 2, "150 kg": 2},
        "battery_life": {"8 h": 2, "14 h": 3, "2 days": 3},
        "people": {"2": 2, "4": 2, "6": 2},
        "width": {"40 cm": 4, "80 cm": 3},
        "height": {"45 cm": 4, "1 m": 3},
        "material": {"18 mm oak": 3, "steel": 4},
    },
    revision=1,
    currency="USD",
)
LEXICON = build_lexicon(SHOP)


def read(message: str) -> dict[str, tuple[str, ...]]:
    return {name: v for name, v in after([message], LEXICON).include.items() if name != "category"}


@pytest.mark.parametrize(
    ("message", "wanted"),
    [
        ("a backpack with at least 25 liters", {"capacity": ("28 L", "40 L")}),
        ("a backpack of 28 l or more", {"capacity": ("28 L", "40 L")}),
        ("backpack between 20 and 30 litres", {"capacity": ("20 L", "28 L")}),
        ("a 20-30 l backpack", {"capacity": ("20 L", "28 L")}),
        ("backpack, around 30 l", {"capacity": ("28 L",)}),
        ("a tent no heavier than 1500 g", {"weight": ("900 g", "1.5 kg")}),
        ("a tent under 2 kg", {"weight": ("900 g", "1.5 kg", "2 kg")}),
        ("a tent for at least 4 people", {"people": ("4", "6")}),
        ("a tent for 4 people", {"people": ("4",)}),
        ("a tent for 4, less than 1,600 g", {"people": ("4",), "weight": ("900 g", "1.5 kg")}),
        ("speaker with over 12 hours of battery", {"battery_life": ("14 h", "2 days")}),
        ("a speaker that lasts twelve hours", {"battery_life": ("14 h", "2 days")}),
        ("a chair at most 60 cm wide", {"width": ("40 cm",)}),
        ("a chair taller than 60 cm", {"height": ("1 m",)}),
        ("chairs under 50", {}),
        ("a tent that doesn't weigh more than 2 kg", {"weight": ("900 g", "1.5 kg", "2 kg")}),
        ("a tent that should not be under 2 kg", {"weight": ("2 kg", "12 kg")}),
        ("a tent, nothing over 2 kg", {"weight": ("900 g", "1.5 kg", "2 kg")}),
        ("a tent not exceeding 1500 g", {"weight": ("900 g", "1.5 kg")}),
        ("a tent lesser than 1.6 kg", {"weight": ("900 g", "1.5 kg")}),
        ("a tent, not steel, at least 2 kg", {"weight": ("2 kg", "12 kg")}),
        ("a speaker with 10+ hours of battery", {"battery_life": ("14 h", "2 days")}),
        ("a tent for 3+ people", {"people": ("4", "6")}),
        ("a tent for more than two people", {"people": ("4", "6")}),
        ("a tent for under 6 people", {"people": ("2", "4")}),
        ("a tent for no more than 4 people", {"people": ("2", "4")}),
        ("a radio with 2g+32g", {}),
        ("a tent under 2 kg and 4 people", {"weight": ("900 g", "1.5 kg", "2 kg"), "people": ("4",)}),
        ("a backpack under 25 l and 1 kg max", {"capacity": ("500 ml", "20 L"), "weight": ("900 g",)}),
        ("a tent, max 1 kg", {"weight": ("900 g",)}),
        ("a tent from 1 kg to 2 kg", {"weight": ("1.5 kg", "2 kg")}),
        ("a tent, 800g-1.5kg", {"weight": ("900 g", "1.5 kg")}),
        ("a tent between 800 g and 1.5 kg", {"weight": ("900 g", "1.5 kg")}),
        ("a backpack min 25l max 30l", {"capacity": ("28 L",)}),
        ("a tent for 2 to 4 people", {"people": ("2", "4")}),
        ("a toy for a baby, 2 days old", {}),
        ("speaker, 14 h", {"battery_life": ("14 h",)}),
        ("toys for kids over 3 years", {}),
        ("a chair, my husband weighs over 100 kg", {"max_load": ("100 kg",)}),
    ],
)
def test_a_bound_becomes_the_values_within_it(message: str, wanted: dict[str, tuple[str, ...]]) -> None:
    assert read(message) == wanted


def test_what_is_meant_of_several_measures_is_what_the_kind_has() -> None:
    def count(constraints: Constraints) -> int:
        return 4 if set(constraints.include) == {"category", "max_load"} else 0

    read = understand("a chair for more than 120 kg", Constraints(), LEXICON, count).constraints
    assert "weight" not in read.include


def test_how_it_is_measured_is_no_wish_of_its_own() -> None:
    values = {"category": {"Desks": 9}, "width": {"80 cm": 3, "1.2 m": 4}, "fit": {"wide": 3}}
    read = after(["a desk at least 100 cm wide"], build_lexicon(Vocabulary(values=values, revision=1)))
    assert read.include == {"category": ("Desks",), "width": ("1.2 m",)}


def test_one_amount_in_two_units_is_one() -> None:
    scale = scales({"weight": {"1 kg": 2, "2.2 kg": 3}})["weight"]
    assert scale.within(0, 2200) == ("1 kg", "2.2 kg")


def test_a_message_made_of_bounds_costs_few_counts() -> None:
    asked = []

    def count(constraints: Constraints) -> int:
        asked.append(constraints)
        return 4

    understand("a chair " + "at least 2 kg, " * 130, Constraints(), LEXICON, count)
    assert len(asked) < 60


def test_a_bound_on_a_price_stays_one() -> None:
    held = after(["a tent under 2 kg, under $300"], LEXICON)
    assert held.price is not None
    assert held.price.max == 300
    assert held.include["weight"] == ("900 g", "1.5 kg", "2 kg")


def test_a_later_bound_takes_the_place_of_an_earlier_one() -> None:
    held = after(["a tent under 2 kg", "rather under 1 kg"], LEXICON)
    assert held.include["weight"] == ("900 g",)
    assert "weight" not in after(["a tent under 2 kg", "the weight doesn't matter"], LEXICON).include


def test_the_words_of_a_bound_are_not_searched_for() -> None:
    assert "14" not in understand("speaker with over 14 hours of battery", Constraints(), LEXICON).text


@pytest.mark.parametrize(
    ("values", "label"),
    [
        (("900 g", "1.5 kg", "2 kg"), "weight: up to 2 kg"),
        (("1.5 kg", "2 kg", "12 kg"), "weight: at least 1.5 kg"),
        (("12 kg", "2 kg", "900 g"), None),
        (("900 g", "1.5 kg"), None),
    ],
)
def test_many_values_are_one_label(values: tuple[str, ...], label: str | None) -> None:
    found = labels(Constraints(include={"weight": values}), SHOP)
    assert found == ({"weight": label} if label else {})


def test_only_what_is_measured_is_a_scale() -> None:
    assert set(scales(SHOP.values)) == {
        "capacity", "weight", "max_load", "battery_life", "people", "width", "height",
    }  # fmt: skip


@given(st.integers(1, 5000), st.sampled_from(("g", "kg", "ml", "cl", "l", "mm", "cm", "m", "h")))
def test_a_value_is_read_with_its_unit(amount: int, unit: str) -> None:
    spaced, joined = measured(f"{amount} {unit}"), measured(f"{amount}{unit.upper()}")
    assert spaced == joined
    assert spaced is not None
    assert spaced[0] >= 0


@given(st.text(max_size=60))
def test_no_text_is_too_odd(text: str) -> None:
    measured(text)
    understand(text, Constraints(), LEXICON)


def counting(told: dict[str, tuple[str, ...]]) -> Count:
    """Counts nothing but products of these kinds that have these attributes."""

    def count(constraints: Constraints) -> int:
        kinds = constraints.include.get("category", ())
        names = constraints.include.keys() - {"category"}
        return 2 * sum(names <= set(told.get(kind, ())) for kind in kinds)

    return count


@pytest.mark.parametrize(
    ("message", "wanted"),
    [
        ("a speaker that lasts at least 90 hours", {"battery_life": ("at least 90 hours",)}),
        ("a speaker that lasts more than 90 hours", {"battery_life": ("more than 90 hours",)}),
        ("a tent for 9+ people", {"people": ("9+ people",)}),
        ("a tent under 100 g", {"weight": ("under 100 g",)}),
        ("a tent under 2 kg", {"weight": ("900 g", "1.5 kg", "2 kg")}),
        ("a chair under 100 g", {}),
        ("something under 100 g", {}),
    ],
)
def test_a_bound_that_nothing_meets_stands_in_words_where_the_kind_tells_it(
    message: str, wanted: dict[str, tuple[str, ...]]
) -> None:
    count = counting({"Speakers": ("battery_life",), "Tents": ("people", "weight"), "Chairs": ("width",)})
    found = understand(message, Constraints(), LEXICON, count).constraints.include
    assert {name: values for name, values in found.items() if name != "category"} == wanted


def test_hours_after_a_battery_are_the_battery_s() -> None:
    asked = ["a speaker that lasts 14 hours", "at least 10 hours then"]
    assert after(asked, LEXICON).include["battery_life"] == ("14 h", "2 days")
    assert "battery_life" not in after(["a speaker", "at least 10 hours then"], LEXICON).include


@pytest.mark.parametrize("let_go", ["forget the battery", "battery doesn't matter", "any battery"])
def test_what_is_in_force_is_let_go_by_a_part_of_its_name(let_go: str) -> None:
    asked = ["a speaker that lasts 14 hours", let_go]
    assert "battery_life" not in after(asked, LEXICON).include
