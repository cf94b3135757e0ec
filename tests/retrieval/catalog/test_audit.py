"""What an audit finds, and what it leaves alone."""

from __future__ import annotations

import random
from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from retrieval.catalog.audit import Interactions, audit, count_interactions
from retrieval.catalog.auditing.duplicates import NEIGHBOURS, OVERLAP, Titles
from retrieval.catalog.auditing.gaps import CONSEQUENCES, percent
from retrieval.types import Product
from tests.api.shop import shop
from tests.examples import examples
from tests.retrieval.products import catalogs


def thing(product_id: object, title: str = "A thing", **fields: object) -> Product:
    return Product.model_validate({"product_id": str(product_id), "title": title, **fields})


def full(number: int, **fields: object) -> Product:
    """A product with nothing missing."""
    base: dict[str, object] = {
        "title": f"Thing number {number}",
        "description": "What it is.",
        "brand": "Acme",
        "categories": ["Home > Things"],
        "price": 20.0,
        "sale_price": 15.0,
        "currency": "EUR",
        "availability": "in_stock",
        "attributes": {"color": "red"},
        "rating": 4.0,
        "rating_count": 9,
        "published_at": "2026-01-01T00:00:00Z",
        "variant_of": "p0",
        "tags": ["new"],
        "image": "https://x/1.jpg",
        "url": "https://x/1",
        "margin": 0.3,
    }
    return Product.model_validate({"product_id": f"p{number}", **base, **fields})


def test_a_full_catalog_with_events_has_no_gaps() -> None:
    found = audit([full(n) for n in range(30)], [("u1", "p1")])
    assert found.gaps == ()
    assert {field.share for field in found.fields} == {1.0}


@pytest.mark.parametrize("name", list(CONSEQUENCES))
def test_each_missing_field_is_a_gap_of_its_own(name: str) -> None:
    without: dict[str, object] = {name: {} if name == "attributes" else () if name == "categories" else None}
    found = audit([full(n, **without) for n in range(30)], [("u1", "p1")])
    assert [(gap.name, gap.share) for gap in found.gaps] == [(name, 1.0)]
    assert found.gaps[0].text == CONSEQUENCES[name].none
    some = audit([full(n, **(without if n else {})) for n in range(30)], [("u1", "p1")])
    if CONSEQUENCES[name].enough:
        assert some.gaps[0].text.startswith("97% have no ")
        assert some.gaps[0].text.endswith(CONSEQUENCES[name].some)
    else:
        assert some.gaps == ()


def test_no_events_yet_is_said() -> None:
    found = audit([full(1)])
    assert found.interactions == Interactions()
    assert [gap.name for gap in found.gaps] == ["events"]
    assert found.gaps[0].text.startswith("no events yet")
    counted = count_interactions([("u", "a"), ("u", "b"), ("v", "a")], products=12)
    assert counted == Interactions(total=3, products=2, shoppers=2, per_shopper=1.5, per_product=0.25)


@given(catalogs(), st.randoms(use_true_random=False))
def test_the_counts_are_those_of_counting(products: list[Product], chance: random.Random) -> None:
    found = audit(products)
    assert found.products == len(products)
    for field in found.fields:
        having = [p for p in products if getattr(p, field.name) not in (None, (), {}, "")]
        assert field.filled == len(having)
    for attribute in found.attributes:
        having = [p for p in products if attribute.name in p.attributes]
        assert attribute.filled == len(having)
        assert attribute.values == len({v.casefold() for p in having for v in p.values(attribute.name)})
    assert sum(found.stock.model_dump().values()) == len(products)
    ids = {p.product_id for p in products}
    assert found.variants.without_head == sum(
        p.variant_of is not None and p.variant_of not in ids for p in products
    )
    assert found.vocabulary.brands == len({p.brand.casefold() for p in products if p.brand})
    # The order in which products come changes no count.
    shuffled = chance.sample(products, len(products))
    again = audit(shuffled)
    assert again.same_title.groups == found.same_title.groups
    assert again.model_dump(include={"stock", "variants", "vocabulary", "gaps"}) == found.model_dump(
        include={"stock", "variants", "vocabulary", "gaps"}
    )


def test_an_attribute_of_numbers_is_nothing_to_filter_by() -> None:
    products = [
        thing(n, attributes={"gtin": str(n * 7919), "color": ("red", "Red", "blue")[n % 3]})
        for n in range(40)
    ]
    found = {each.name: each for each in audit(products).attributes}
    assert found["gtin"].names_one_product
    assert (found["color"].values, found["color"].names_one_product) == (2, False)


def titles(*given: str, families: Sequence[str] | None = None) -> Titles:
    out = Titles()
    for n, title in enumerate(given):
        out.add(f"p{n}", title, None, families[n] if families else f"p{n}")
    return out


def test_the_same_title_is_found_whatever_its_case_and_spaces() -> None:
    found = titles("Blue  Mug", "blue mug ", "Red mug", "BLUE MUG").same()
    assert (found.groups, found.products) == (1, 3)
    assert found.examples[0].product_ids == ("p0", "p1", "p3")
    assert titles("Blue Mug", "blue mug", families=["f", "f"]).same().groups == 0


TONER = "Brother {} genuine high yield black laser toner cartridge for many home and office printers"
NEARLY = [
    ("Stoneware mug Harbour, blue, with handle", "Blue stoneware mug “Harbour” with handle", True),
    (
        "Fieldhouse washed linen shirt for men with chest pocket",
        "Fieldhouse washed linen shirt for men with a chest pocket",
        True,
    ),
    (TONER.format("original"), TONER.format("new"), True),
    (TONER.format("TN-450"), TONER.format("TN-420"), False),
    ("Blue mug", "Red mug", False),
    ("A long title about a garden hose reel", "Another title about something else entirely", False),
]


@pytest.mark.parametrize(("left", "right", "alike"), NEARLY)
def test_nearly_the_same(left: str, right: str, alike: bool) -> None:
    assert titles(left, right, "Something quite different").nearly_same().groups == alike
    assert titles(left, right, families=["f", "f"]).nearly_same().groups == 0


def test_products_of_one_title_are_not_also_nearly_the_same() -> None:
    assert titles("A blue mug", "a blue mug").nearly_same().groups == 0


WORDS = [f"word{chr(97 + n // 26)}{chr(97 + n % 26)}" for n in range(200)]


@settings(deadline=None, max_examples=examples(30))
@given(st.integers(0, 10**6))
def test_what_is_alike_is_found_among_many(seed: int) -> None:
    chance = random.Random(seed)
    held = [" ".join(chance.sample(WORDS, 10)) for _ in range(300)]
    # Nine of ten words: 9 of 11 apart, 0.82, is not alike; one more word, 10 of 11, is.
    planted = [" ".join([*held[n].split(), "more"]) for n in range(20)]
    apart = [" ".join([*held[n].split()[:-1], "other"]) for n in range(100, 120)]
    found = titles(*held, *planted, *apart).nearly_same()
    assert 10 / 11 > OVERLAP > 9 / 11
    # By chance of the hashes: one pair in ten thousand is missed at this overlap, two of twenty never.
    assert 19 <= found.groups <= 20
    assert found.products == 2 * found.groups


def test_a_bucket_of_thousands_takes_no_pairs_of_its_square() -> None:
    held = titles(*(f"The very same long title of a plain blue mug{'!' * n}" for n in range(1500)))
    assert len(held._pairs(range(1500))) <= NEIGHBOURS * 1500
    assert held.nearly_same().products == 1500


def test_prices_are_judged_among_their_own_kind() -> None:
    chance = np.random.default_rng(7)
    cheap = [
        thing(f"c{n}", price=round(float(p), 2), currency="EUR", categories=["Office > Pens"])
        for n, p in enumerate(np.exp(chance.normal(np.log(3), 0.3, 200)))
    ]
    dear = [
        thing(f"d{n}", price=round(float(p), 2), currency="EUR", categories=["Office > Chairs"])
        for n, p in enumerate(np.exp(chance.normal(np.log(300), 0.3, 200)))
    ]
    wrong = thing("wrong", "Pen at a chair's price", price=300, currency="EUR", categories=["Office > Pens"])
    slip = thing("slip", price=3.00, currency="EUR", categories=["Office > Chairs"])
    # In another currency 900 may be usual: too few to tell.
    yen = thing("yen", price=900, currency="JPY", categories=["Office > Pens"])
    found = audit([*cheap, *dear, wrong, slip, yen]).prices
    assert found.judged == 402
    assert {each.product_id for each in found.examples} == {"wrong", "slip"}
    assert found.examples[0].score == max((each.score for each in found.examples), key=abs)
    pen = next(each for each in found.examples if each.product_id == "wrong")
    assert pen.category == "Office > Pens"
    assert 2.7 < pen.usual < 3.3
    assert found.currencies == ("EUR", "JPY")


def test_where_all_prices_are_equal_double_is_no_outlier() -> None:
    same = [thing(n, price=10, categories=["A > B"]) for n in range(50)]
    odd = [thing("double", price=20, categories=["A > B"]), thing("tenfold", price=100, categories=["A > B"])]
    found = audit([*same, *odd]).prices
    assert [each.product_id for each in found.examples] == ["tenfold"]


def test_a_small_category_is_judged_by_the_one_above() -> None:
    chairs = [thing(n, price=100 + n, categories=["Home > Chairs"]) for n in range(30)]
    stools = [thing(f"s{n}", price=90, categories=["Home > Stools"]) for n in range(3)]
    odd = thing("odd", price=0.9, categories=["Home > Stools"])
    found = audit(
        [*chairs, *stools, odd, thing("bare", price=5), thing("alone", price=5, categories=["Toys"])]
    )
    assert found.prices.judged == 34
    assert [(each.product_id, each.category) for each in found.prices.examples] == [("odd", "Home")]


def test_odd_prices_are_counted() -> None:
    found = audit(
        [
            thing(1, price=0),
            thing(2, price=10, sale_price=10),
            thing(3, price=10, sale_price=12),
            thing(4, price=10, sale_price=9),
            thing(5, sale_price=9),
        ]
    ).prices
    assert (found.zero, found.sale_not_below_price) == (1, 2)


def test_a_private_margin_is_counted_and_never_shown() -> None:
    found = audit(shop())
    assert next(each for each in found.fields if each.name == "margin").filled == len(shop())
    assert "0.123457" not in found.model_dump_json()


@pytest.mark.parametrize(
    ("share", "text"),
    [(0, "0%"), (0.004, "less than 1%"), (0.5, "50%"), (0.996, "99%"), (1, "100%")],
)
def test_a_share_is_never_rounded_to_all_or_nothing(share: float, text: str) -> None:
    assert percent(share) == text


def test_an_empty_catalog() -> None:
    found = audit([])
    assert found.products == 0
    assert {gap.share for gap in found.gaps} == {1.0}
