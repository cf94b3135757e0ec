"""The plain voice: true by construction, and not the same for every card."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from agent.narration.plain import finals, opening, plain_explanations
from retrieval.types import (
    Constraints,
    PriceRange,
    Product,
    Query,
    RankedProduct,
    Ranking,
    Reason,
    Relaxed,
)
from tests.examples import examples

CODES = ("match", "constraint", "price", "sale", "rating", "new", "profile", "anchor", "popular", "stock")
TEXTS = {
    "match": "matches “linen shirt”",
    "constraint": "Blue, Fjord",
    "price": "under your $50",
    "sale": "20% off",
    "rating": "rated 4.6 by 320",
    "new": "new this week",
    "profile": "close to what you like",
    "anchor": "similar to Oxford Shirt",
    "popular": "popular now",
    "stock": "can be pre-ordered",
}
prices = st.none() | st.integers(100, 20_000).map(lambda cents: cents / 100)


@st.composite
def rankings(draw: st.DrawFn) -> Ranking:
    items = []
    for rank in range(1, draw(st.integers(1, 8)) + 1):
        product = Product(
            product_id=f"p{rank}",
            title="Shirt",
            brand=draw(st.sampled_from(["Fjord", None])),
            categories=draw(st.sampled_from([("Apparel > Shirts",), ()])),
            price=draw(prices),
            sale_price=draw(prices),
            currency="USD",
            attributes={"color": draw(st.sampled_from(["Blue", "Red"]))},
            rating=draw(st.sampled_from([None, 4.6, 3.9])),
            rating_count=draw(st.sampled_from([None, 0, 1, 320])),
            margin=0.4321,
        )
        codes = draw(st.lists(st.sampled_from(CODES), unique=True))
        reasons = tuple(Reason(code=code, text=TEXTS[code]) for code in codes)
        items.append(RankedProduct(product=product, rank=rank, score=1 / rank, reasons=reasons))
    low, high = sorted(draw(st.tuples(st.integers(1, 100), st.integers(1, 100))))
    constraints = draw(
        st.sampled_from(
            [
                Constraints(),
                Constraints(include={"color": ("blue",), "category": ("shirts",)}),
                Constraints(include={"brand": ("fjord",)}, price=PriceRange(min=low, max=high)),
            ]
        )
    )
    query = Query(
        text=draw(st.sampled_from(["linen shirt", "", "blue"])), constraints=constraints, anchors=("x",)
    )
    return Ranking(
        ranking_id="r",
        query=query,
        items=tuple(items),
        total=20,
        rules_version="1",
        created_at=datetime(2026, 1, 1, tzinfo=UTC),
    )


def test_a_measure_that_was_asked_for_is_said_with_its_name_and_unit() -> None:
    bottle = Product(product_id="b", title="Bottle", attributes={"max_capacity": "1.5 L"})
    asked = Constraints(include={"max_capacity": ("1 L", "1.5 L", "2 L")})
    reason = Reason(code="constraint", text="1.5 L")
    item = RankedProduct(product=bottle, rank=1, score=1.0, reasons=(reason,))
    ranking = Ranking(
        ranking_id="r",
        query=Query(constraints=asked),
        items=(item,),
        total=1,
        rules_version="1",
        created_at=datetime(2026, 1, 1, tzinfo=UTC),
    )
    assert "ax capacity 1.5 L" in plain_explanations(ranking)[0]


@settings(max_examples=examples(200), deadline=None)
@given(rankings())
def test_every_claim_is_a_fact_of_the_product_or_the_query(ranking: Ranking) -> None:
    for ranked, text in zip(ranking.items, plain_explanations(ranking), strict=True):
        product, constraints = ranked.product, ranking.query.constraints
        allowed = {product.price, product.sale_price, product.rating, product.rating_count, 5}
        bounds = constraints.price
        if bounds is not None and product.current_price is not None and bounds.max is not None:
            allowed |= {bounds.max, round(bounds.max - product.current_price, 2)}
        numbers = {float(number.replace(",", "")) for number in re.findall(r"\d[\d,]*(?:\.\d+)?", text)}
        assert numbers <= {float(value) for value in allowed if value is not None}, text
        assert ("blue" in text) <= (product.attributes["color"] == "Blue")
        assert not re.search(r"\bred\b", text, re.IGNORECASE), "nobody asked for red"
        assert ("from Fjord" in text) <= (product.brand == "Fjord")
        assert 1 <= len(re.findall(r"[.](?:\s|$)", text)) <= 2, text
        assert text[0].isupper() or not text[0].isalpha()
        assert "0.4321" not in text
        if "lowest price of these" in text:
            known = [item.product.current_price for item in ranking.items]
            assert product.current_price == min(price for price in known if price is not None)
            assert known.count(product.current_price) == 1
        if "best rated of these" in text:
            assert product.rating == max(item.product.rating or 0 for item in ranking.items)
    assert plain_explanations(ranking) == plain_explanations(ranking)


def test_a_list_of_equals_does_not_repeat_itself_from_card_to_card() -> None:
    reasons = (Reason(code="match", text=TEXTS["match"]), Reason(code="rating", text=TEXTS["rating"]))
    items = tuple(
        RankedProduct(
            product=Product(product_id=f"p{rank}", title="Shirt", rating=4.6, rating_count=320),
            rank=rank,
            score=1.0,
            reasons=reasons,
        )
        for rank in range(1, 7)
    )
    texts = plain_explanations(_ranking(items))
    assert all(first != second for first, second in pairwise(texts))


def test_the_opening_line_counts_what_is_there() -> None:
    item = RankedProduct(product=Product(product_id="p", title="Shirt"), rank=1, score=1.0)
    filtered = Query(constraints=Constraints(in_stock=True))
    assert "2 of 1,200" in opening(_ranking((item, item), query=filtered, total=1200))
    assert opening(_ranking((item,), total=1)) == "One product fits."
    relaxed = Relaxed(name="price", text="12 under $120", constraints=Constraints(), total=12)
    assert "12 under $120" in opening(_ranking((), relaxed=relaxed, total=0))
    nearest = opening(_ranking((item, item), query=filtered, relaxed=relaxed, total=12))
    assert nearest == "Nothing fits all of that. The nearest: 12 under $120."
    assert opening(_ranking((), total=0))
    assert [final.product_id for final in finals(_ranking((item, item)), first=1)] == ["p"]


def _ranking(
    items: tuple[RankedProduct, ...],
    query: Query | None = None,
    total: int = 20,
    relaxed: Relaxed | None = None,
) -> Ranking:
    return Ranking(
        ranking_id="r",
        query=query or Query(text="linen shirt"),
        items=items,
        total=total,
        relaxed=relaxed,
        rules_version="1",
        created_at=datetime(2026, 1, 1, tzinfo=UTC),
    )
