"""The laws of the ranking, for any catalog and any rules."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from retrieval.index.columns import category_segments
from retrieval.ranking.reapply import reapply
from retrieval.ranking.rules.load import bundled, compiled
from retrieval.types import Constraints, Product, Query, RankedProduct, Ranking, UserProfile
from tests.examples import examples
from tests.retrieval.products import NOW, catalogs
from tests.retrieval.ranking.rules.shelf import Shelf

CONDITIONS = (
    'brand == "acme"',
    "price < 40",
    'color in ["red", "blue"]',
    "rating >= 3 and not price > 60",
    'category == "Kitchen" or margin > 0.3',
    'availability != "out_of_stock"',
)
conditions = st.sampled_from(CONDITIONS)
numbers = st.floats(0.01, 5, allow_nan=False).map(lambda n: round(n, 3))


def lift(kind: str) -> st.SearchStrategy[str]:
    return st.builds(
        lambda when, points: f"[[{kind}]]\nname = 'r'\nwhen = '{when}'\npoints = {points}\n",
        conditions,
        numbers,
    )


def shops() -> st.SearchStrategy[str]:
    """Any rules file."""
    filters = st.lists(conditions, max_size=1).map(
        lambda found: "".join(f"[[filters.rules]]\nname = 'f'\ndrop = '{when}'\n" for when in found)
    )
    pins = st.lists(
        st.tuples(st.integers(0, 60), st.integers(1, 6)),
        max_size=3,
        unique_by=(lambda p: p[0], lambda p: p[1]),
    ).map(
        lambda found: "".join(
            f"[[pins]]\nname = 'pin{i}'\nproduct = 'p{i}'\nslot = {slot}\n" for i, slot in found
        )
    )
    diversity = st.builds(
        lambda brand, category, trade, variants: (
            f"[diversity]\nbrand_share = {brand}\ncategory_share = {category}\nlambda = {trade}\n"
            f"collapse_variants = {'true' if variants else 'false'}\n"
        ),
        st.sampled_from((0.2, 0.5, 1.0)),
        st.sampled_from((0.3, 1.0)),
        st.sampled_from((0.5, 0.91, 1.0)),
        st.booleans(),
    )
    stock = st.sampled_from(("", "[filters]\navailability = ['in_stock', 'preorder']\n"))
    lifts = st.lists(lift("boosts") | lift("buries"), max_size=2).map("".join)
    return st.builds(lambda *parts: "".join(parts), stock, filters, lifts, pins, diversity)


def queries() -> st.SearchStrategy[Query]:
    return st.builds(
        Query,
        limit=st.integers(1, 12),
        constraints=st.sampled_from(
            (Constraints(), Constraints(sort="price_asc"), Constraints(include={"brand": ("acme",)}))
        ),
    )


@given(catalogs(), shops(), queries())
@settings(max_examples=examples(400))
def test_no_forbidden_product_no_other_than_the_candidates_and_always_the_same(
    catalog: list[Product], text: str, query: Query
) -> None:
    shelf, rules = Shelf(catalog), compiled(text, "r")
    ranked = shelf.ranked(rules, query)
    ids = shelf.ids_of(ranked)
    assert len(ids) == len(set(ids)) <= query.limit
    for product_id in ids:
        product = shelf.products[product_id]
        if rules.rules.filters.availability:
            assert product.availability in ("in_stock", "preorder")
        assert not any(fits(product, rule.drop) for rule in rules.rules.filters.rules)
    assert not set(ids) & {dropped.product_id for dropped in ranked.dropped}
    assert shelf.ids(rules, query) == ids
    assert sorted(
        Shelf(catalog[::-1], np.linspace(0.1, 1, len(catalog)).tolist()).ids(rules, query)
    ) == sorted(ids)


def fits(product: Product, condition: str) -> bool:
    """The conditions above, once more and without the columns."""
    brand = (product.brand or "").casefold()
    price, rating = product.current_price, product.rating
    colors = {" ".join(value.casefold().split()) for value in product.values("color")}
    segments = {segment.casefold() for segment in category_segments(product.categories)}
    return {
        CONDITIONS[0]: brand == "acme",
        CONDITIONS[1]: price is not None and price < 40,
        CONDITIONS[2]: bool(colors & {"red", "blue"}),
        CONDITIONS[3]: rating is not None and rating >= 3 and not (price is not None and price > 60),
        CONDITIONS[4]: "kitchen" in segments or (product.margin or 0) > 0.3,
        CONDITIONS[5]: product.availability != "out_of_stock",
    }[condition]


@given(catalogs(), shops(), st.integers(1, 12))
@settings(max_examples=examples(400))
def test_a_pin_is_at_its_slot_whenever_it_passes_the_filters(
    catalog: list[Product], text: str, limit: int
) -> None:
    shelf, rules = Shelf(catalog), compiled(text, "r")
    ranked = shelf.ranked(rules, Query(limit=limit))
    ids = shelf.ids_of(ranked)
    gone = {dropped.product_id for dropped in ranked.dropped}
    held = [pin for pin in rules.rules.pins if pin.product in shelf.products and pin.product not in gone]
    for pin in held:
        # A list shorter than the slot ends with it.
        if pin.slot <= len(ids):
            assert ids[pin.slot - 1] == pin.product
        elif pin.slot <= limit:
            assert pin.product in ids


@given(catalogs(), shops(), st.integers(2, 12))
@settings(max_examples=examples(400))
def test_caps_hold_while_there_is_anything_else(catalog: list[Product], text: str, limit: int) -> None:
    shelf, rules = (
        Shelf(catalog),
        compiled(text.split("[[pins]]")[0] + "[diversity]\nbrand_share = 0.5\n", "r")
        if ("[[pins]]" in text)
        else compiled(text, "r"),
    )
    ranked = shelf.ranked(rules, Query(limit=limit))
    ids = shelf.ids_of(ranked)
    share = rules.rules.diversity.brand_share
    if share == 1:
        return
    most = max(1, int(np.ceil(share * limit)))
    brands = Counter((shelf.products[key].brand or key).casefold() for key in ids)
    codes = Counter(shelf.products[key].brand or key for key in ids)
    over = [brand for brand, count in codes.items() if count > most and brand not in shelf.products]
    if over:
        # Then nothing was left out that was not capped itself.
        gone = {dropped.product_id for dropped in ranked.dropped}
        rest = [p for key, p in shelf.products.items() if key not in gone and key not in ids]
        free = [p for p in rest if p.brand is None or codes[p.brand] < most]
        assert not free or rules.rules.diversity.category_share < 1
    assert sum(brands.values()) == len(ids)


@given(catalogs(), shops(), conditions, numbers)
@settings(max_examples=examples(400))
def test_a_boost_never_lowers_what_it_boosts(
    catalog: list[Product], text: str, when: str, points: float
) -> None:
    shelf = Shelf(catalog)
    neutral = text.split("[diversity]")[0]
    boosted = f"{neutral}[[boosts]]\nname = 'more'\nwhen = '{when}'\npoints = {points}\n"
    query = Query(limit=100)
    before, after = shelf.ids(neutral, query), shelf.ids(boosted, query)
    assert sorted(before) == sorted(after)
    pinned = {pin.product for pin in compiled(neutral, "r").rules.pins}
    others = [key for key in before if not fits(shelf.products[key], when)]
    for key in before:
        if fits(shelf.products[key], when) and key not in pinned:
            ahead_before = {other for other in others if before.index(other) < before.index(key)} - pinned
            ahead_after = {other for other in others if after.index(other) < after.index(key)} - pinned
            assert ahead_after <= ahead_before


@given(catalogs(), st.randoms(use_true_random=False))
@settings(max_examples=examples(400))
def test_an_empty_file_is_the_order_of_scores(catalog: list[Product], random: object) -> None:
    shelf = Shelf(catalog)
    ranked = shelf.ranked("", Query(limit=100))
    scores = ranked.scored.score[ranked.order]
    assert len(ranked.order) == min(100, len(catalog))
    assert (np.diff(scores) <= 0).all()
    assert ranked.dropped == ()


@given(st.permutations([f"p{i}" for i in range(6)]), st.sets(st.integers(1, 6)), st.booleans())
@settings(max_examples=examples(400))
def test_whatever_a_model_proposes_the_rules_hold(
    proposed: list[str], slots: set[int], strange: bool
) -> None:
    items = tuple(
        RankedProduct(
            product=Product(product_id=f"p{i}", title="t"),
            rank=i + 1,
            score=1 - i / 10,
            pinned=i + 1 in slots,
        )
        for i in range(6)
    )
    ranking = Ranking(ranking_id="r", query=Query(), items=items, total=6, rules_version="v", created_at=NOW)
    given_order = ["excluded", *proposed[:4], proposed[0]] if strange else proposed
    order = reapply(ranking, given_order)
    assert sorted(order) == sorted(item.product.product_id for item in items)
    assert all(order[slot - 1] == f"p{slot - 1}" for slot in slots)
    free = [key for key in order if int(key[1:]) + 1 not in slots]
    if not strange:
        assert free == [key for key in proposed if int(key[1:]) + 1 not in slots]


def mug(product_id: str, **fields: object) -> Product:
    return Product.model_validate({"product_id": product_id, "title": product_id, **fields})


def test_what_a_shopper_did_decides_what_is_shown() -> None:
    shelf = Shelf([mug("tea", categories=["Tea"]), mug("pot"), mug("dull"), mug("no"), mug("new")])
    profile = UserProfile(
        user_id="u",
        purchased={"tea": NOW - timedelta(days=20), "pot": NOW - timedelta(days=20)},
        seen={"dull": 10, "new": 9},
        dismissed=("no",),
    )
    text = "extends = 'default'\n[filters.purchased]\ncategories = { Tea = 14 }"
    page = Query(surface="home", limit=10)
    ranked = shelf.ranked(text, page, profile)
    assert sorted(shelf.ids_of(ranked)) == ["new", "tea"]
    assert {dropped.product_id: dropped.rule for dropped in ranked.dropped} == {
        "pot": "bought before",
        "dull": "seen 10 times without a click",
        "no": "waved away by the shopper",
    }
    # Who searches finds also what they have.
    assert len(shelf.ids(text, Query(surface="search"), profile=profile)) == 5
    assert len(shelf.ids(text, page)) == 5


@pytest.mark.parametrize(
    ("query", "profile", "shown"),
    [
        (Query(), None, ["any", "de"]),
        (Query(region="DE"), None, ["any", "de"]),
        (Query(region="fr"), None, ["any"]),
        (Query(), UserProfile(user_id="u", region="FR"), ["any"]),
        (Query(region="DE"), UserProfile(user_id="u", region="FR"), ["any", "de"]),
        (Query(age_verified=True), None, ["any", "de", "wine"]),
        (Query(), UserProfile(user_id="u", age_verified=True), ["any", "de", "wine"]),
        (Query(age_verified=False), UserProfile(user_id="u", age_verified=True), ["any", "de"]),
    ],
)
def test_region_and_age(query: Query, profile: UserProfile | None, shown: list[str]) -> None:
    wine = mug("wine", attributes={"age_restricted": "yes"})
    shelf = Shelf([mug("any"), mug("de", attributes={"regions": ["DE", "AT"]}), wine])
    assert sorted(shelf.ids(bundled(), query, profile=profile)) == shown


def test_scopes_say_where_when_for_whom_and_for_which_words() -> None:
    shelf = Shelf([mug("a", price=1), mug("b", price=2)])
    boost = "[[boosts]]\nname = 'x'\nwhen = 'price == 2'\npoints = 5\n"
    cases = [
        ("surfaces = ['home']", Query(surface="home"), True),
        ("surfaces = ['home']", Query(surface="search"), False),
        ("query = ['camping tent', 'stove']", Query(text="a Tent for camping"), True),
        ("query = ['camping tent', 'stove']", Query(text="a tent"), False),
        ("starts = 2026-11-01", Query(), True),
        ("ends = 2026-11-01", Query(), False),
        ("segment = 'here'", Query(region="DE"), True),
        ("segment = 'here'", Query(region="FR"), False),
    ]
    for scope, query, holds in cases:
        text = f"{boost}{scope}\n[segments]\nhere = 'region == \"de\"'\n"
        assert (shelf.ids(text, query) == ["b", "a"]) is holds, (scope, query)


def test_what_was_asked_for_by_name_is_not_capped() -> None:
    shelf = Shelf(
        [mug(f"n{i}", brand="Nordvik") for i in range(4)] + [mug(f"z{i}", brand="Zest") for i in range(4)]
    )
    text = "[diversity]\nbrand_share = 0.5\n"
    assert [key[0] for key in shelf.ids(text, Query(limit=4))] == ["n", "n", "z", "z"]
    named = Query(limit=4, constraints=Constraints(include={"brand": ("nordvik",)}))
    assert [key[0] for key in shelf.ids(text, named)] == ["n"] * 4
    assert [key[0] for key in shelf.ids(text, Query(limit=4, text="nordvik mug"))] == ["n"] * 4


def test_the_rating_is_a_mean_that_has_to_be_earned() -> None:
    shelf = Shelf(
        [mug("one", rating=5, rating_count=1), mug("many", rating=4.6, rating_count=900)]
        + [mug(f"m{i}", rating=3, rating_count=50) for i in range(8)],
        [0.5] * 10,
    )
    assert shelf.ids("[scores]\nrating = 1.0\nfreshness = 0\n", Query(limit=2)) == ["many", "one"]
