"""Everything for an occasion, an outfit, ideas for a gift: whole turns over the bundled catalog."""

from __future__ import annotations

import pytest

from agent.events import Clarify, Done, ExplanationFinal, RankingServed
from retrieval.compose import Retrieval
from retrieval.index.allows import allows
from retrieval.money import money
from retrieval.types import Constraints, PriceRange, Product
from tests.agent.bundled_shop import Said, converse

OCCASIONS = (
    "everything for a first camping trip",
    "everything for a new baby",
    "everything I need for a new puppy",
    "home office essentials",
    "everything I need for baking bread",
    "outfit for a summer wedding",
    "outfit for a job interview for men",
)
BUDGETS = (60, 120, 300, 800)


def one(shop: Retrieval, message: str) -> Said:
    return converse(shop, [message])[0][0]


def kinds(said: Said) -> list[str]:
    return [item.product.categories[0] for item in said.items]


def whole(said: Said) -> None:
    """The laws of a list of several kinds."""
    assert len(set(kinds(said))) == len(said.items), "one of each kind"
    assert len({item.product.product_id for item in said.items}) == len(said.items)
    assert [item.rank for item in said.items] == list(range(1, len(said.items) + 1))
    for item in said.items:
        assert item.reasons[0].code in ("part", "idea"), "each card says which part it serves"
        assert item.product.availability != "out_of_stock"
        product = Product.model_validate(item.product.model_dump())
        rest = said.constraints.model_copy(update={"price": None})
        assert allows(rest, product), "what was asked for holds of each"
    names = [event.name for event in said.events]
    assert names[:3] == ["turn", "understood", "ranking"]
    assert isinstance(said.events[-1], Done)
    assert not any(isinstance(event, Clarify) for event in said.events), "no attribute divides several kinds"
    explained = [event.product_id for event in said.events if isinstance(event, ExplanationFinal)]
    assert explained == [item.product.product_id for item in said.items]


@pytest.mark.parametrize("budget", BUDGETS)
@pytest.mark.parametrize("occasion", OCCASIONS)
def test_together_within_the_budget_and_the_sum_is_said(shop: Retrieval, occasion: str, budget: int) -> None:
    said = one(shop, f"{occasion} under ${budget}")
    whole(said)
    assert 0 < said.total <= budget
    assert said.constraints.price == PriceRange(max=budget)
    assert money(said.total, "USD") in said.text
    assert f"within your ${budget}" in said.text


@pytest.mark.parametrize("occasion", OCCASIONS)
def test_without_a_budget_the_sum_is_said_all_the_same(shop: Retrieval, occasion: str) -> None:
    said = one(shop, occasion)
    whole(said)
    assert len(said.items) >= 3
    assert money(said.total, "USD") in said.text


def test_a_camping_trip_has_a_roof_and_a_bed(shop: Retrieval) -> None:
    said = one(shop, "everything for a first camping trip under $300")
    shelves = {path.split(" > ")[1] for path in kinds(said)}
    assert {"Tents & Shelter", "Sleeping Gear", "Camp Kitchen"} <= shelves
    assert not any("Kids" in item.product.title for item in said.items), "nobody spoke of a child"


def test_a_budget_is_spent_on_more_and_better_things(shop: Retrieval) -> None:
    small, large = (one(shop, f"everything for camping under ${budget}") for budget in (80, 700))
    assert small.total < large.total
    assert len(small.items) <= len(large.items)


def test_an_outfit_is_worn_by_one_person(shop: Retrieval) -> None:
    people = {
        gender for item in one(shop, "outfit for a wedding").items for gender in item.product.values("gender")
    }
    assert len(people - {"unisex"}) == 1


def test_kinds_that_were_named_are_among_the_parts(shop: Retrieval) -> None:
    said = one(shop, "everything for camping: tents, sleeping bags, headlamps and camp stoves, under 500")
    whole(said)
    leaves = " ".join(kinds(said))
    assert all(kind in leaves for kind in ("Tents", "Sleeping Bags", "Headlamps", "Camp Stoves"))
    assert said.total <= 500


def test_ideas_for_a_gift_are_of_different_kinds_and_each_keeps_to_the_price(shop: Retrieval) -> None:
    said = one(shop, "a gift for my dad who likes fishing, about 50")
    whole(said)
    assert said.constraints.price == PriceRange(min=40, max=60)
    assert len(said.items) >= 4
    assert all(40 <= (item.product.current_price or 0) <= 60 for item in said.items)
    assert not any("women" in item.product.values("gender") for item in said.items)


def test_cheaper_is_cheaper_all_together(shop: Retrieval) -> None:
    turns, _ = converse(
        shop, ["everything for a first camping trip under $300", "cheaper please", "too expensive"]
    )
    for said in turns:
        whole(said)
    totals = [said.total for said in turns]
    assert totals == sorted(totals, reverse=True)
    assert len(set(totals)) == 3


def test_a_chip_taken_away_leaves_the_rest_in_force(shop: Retrieval) -> None:
    first = one(shop, "everything for a first camping trip under $300")
    rest = first.constraints.model_copy(update={"price": None})
    turns, state = converse(shop, [first.message, (first.understood.text, rest)])
    whole(turns[1])
    assert turns[1].total > 300
    assert "within your" not in turns[1].text
    assert state.constraints == rest


def test_a_kind_ruled_out_is_no_part_and_another_may_be_added(shop: Retrieval) -> None:
    turns, _ = converse(
        shop,
        ["everything for camping under 500", "without the lanterns", "in blue", "start over, red mugs"],
    )
    assert any("Lanterns" in path for path in kinds(turns[0]))
    assert not any("Lanterns" in path for path in kinds(turns[1]))
    whole(turns[1])
    for item in turns[2].items:
        assert "blue" in item.product.values("color")
    assert turns[3].constraints.include == {"color": ("red",), "category": ("Mugs & Cups",)}
    assert not any(reason.code == "part" for item in turns[3].items for reason in item.reasons)


def test_one_more_kind_is_added_to_the_list(shop: Retrieval) -> None:
    turns, _ = converse(shop, ["everything for camping under 300", "also binoculars"])
    whole(turns[1])
    assert kinds(turns[1])[0].endswith("Binoculars")
    assert turns[1].total <= 300


def test_what_the_shop_has_nothing_for_is_an_ordinary_search(shop: Retrieval) -> None:
    said = one(shop, "everything for fishing")
    assert not any(reason.code == "part" for item in said.items for reason in item.reasons)
    assert any(isinstance(event, RankingServed) for event in said.events)


def test_a_budget_too_small_for_anything_is_told(shop: Retrieval) -> None:
    said = one(shop, "everything for camping under $2")
    assert said.total <= 2 or "Nothing fits" in said.text


def test_what_is_listed_is_recorded_and_can_be_explained(shop: Retrieval) -> None:
    said = one(shop, "everything for camping under 300")
    served = next(event for event in said.events if isinstance(event, RankingServed))
    kept = shop.rankings.get(served.ranking_id)
    assert kept is not None
    assert kept.query.constraints == Constraints(
        price=PriceRange(max=300), include={"category": ("Outdoor & Camping",)}
    )
    assert [item.product.product_id for item in kept.items] == [i.product.product_id for i in said.items]


@pytest.mark.parametrize(
    ("doing", "told"), [("fishing", True), ("baking", False), ("gardening", False), ("skydiving", True)]
)
def test_it_is_told_where_no_idea_is_about_what_somebody_loves(
    shop: Retrieval, doing: str, told: bool
) -> None:
    said = one(shop, f"a gift for a friend who loves {doing}")
    assert (f"None of what fits says that it is for {doing}." in said.text) is told


def test_an_outfit_for_summer_has_nothing_made_for_winter(shop: Retrieval) -> None:
    for message in ("an outfit for a summer wedding", "an outfit for a summer party"):
        seasons = [set(item.product.values("season")) for item in one(shop, message).items]
        assert all(not made_for or "winter" not in made_for for made_for in seasons)


def test_another_wish_lets_go_of_the_thing_before(shop: Retrieval) -> None:
    turns, _ = converse(shop, ["black mugs under $30", "show me a gift for my dad who loves baking"])
    held = turns[-1].constraints
    assert {"category", "color"}.isdisjoint(held.include)
    assert held.price == PriceRange(max=30), "the shopper's price goes along to another gift"
    turns, _ = converse(shop, ["black mugs under $30", "I need an outfit for a wedding"])
    assert turns[-1].constraints == Constraints(), "what a mug may cost is no budget for an outfit"


def test_a_gift_of_a_kind_that_is_nobodys_is_not_asked_to_be_hers(shop: Retrieval) -> None:
    turns, _ = converse(shop, ["coffee mugs", "a gift for my wife"])
    assert "gender" not in turns[-1].constraints.include
    assert turns[-1].constraints.include["category"] == ("Mugs & Cups",), "the mug is the gift"


def test_where_the_near_kinds_are_few_others_that_fit_are_ideas_too(shop: Retrieval) -> None:
    said = one(shop, "a gift for my wife who loves gardening, under 40")
    assert len(said.items) >= 4
    assert len(set(kinds(said))) == len(said.items)
    assert all((item.product.current_price or 0) <= 40 for item in said.items)
    assert all(item.reasons[0].text.startswith("an idea from") for item in said.items)


def test_a_gift_for_someone_who_camps_is_no_childs(shop: Retrieval) -> None:
    titles = [item.product.title for item in one(shop, "a gift for someone who camps, under $60").items]
    assert titles
    assert not any("Kids" in title for title in titles)
    assert any(
        "Kids" in item.product.title for item in one(shop, "a gift for a kid who camps, under $60").items
    )
