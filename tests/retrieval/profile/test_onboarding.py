"""Questions that split whatever catalog there is, and answers that say what they seem to say."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from retrieval.index.columns import Columns
from retrieval.index.vocabulary import learn
from retrieval.profile.answers import centres, fit, fitting, interests_from, price_level, unknown
from retrieval.profile.interests import MOST_INTERESTS
from retrieval.profile.onboarding import MOST, MOST_OPTIONS, Question, questions
from retrieval.types import Product, Rows, Vectors
from tests.examples import examples
from tests.retrieval.products import catalogs


def columns_of(products: list[Product]) -> tuple[Columns, Rows]:
    columns = Columns()
    for product in products:
        columns.set(columns.add(), product)
    return columns, np.arange(len(products))


def asked(products: list[Product], skip: tuple[str, ...] = ()) -> dict[str, Question]:
    columns, rows = columns_of(products)
    return {each.id: each for each in questions(columns, rows, learn(columns, 1), skip)}


def thing(number: int, **fields: object) -> Product:
    return Product.model_validate({"product_id": f"p{number}", "title": f"Thing {number}", **fields})


def shop(number: int = 240) -> list[Product]:
    """Four departments, prices of all kinds, three brands, colours, and attributes that tell nothing."""
    return [
        thing(
            n,
            categories=[f"{('Home', 'Toys', 'Outdoor', 'Garden')[n % 4]} > Kind {n % 8}"],
            price=float(5 + (n * 37) % 200),
            currency="USD",
            brand=("Acme", "Zest", "Nordvik")[(n // 4) % 3],
            attributes={
                "color": ("red", "blue")[(n // 12) % 2],
                "department": ("home", "toys", "outdoor", "garden")[n % 4],
                "gtin": str(n),
                "shelf": str(n // 3 % 5),
                "material": "wood" if n else "steel",
                "regions": ("DE", "US")[(n // 24) % 2],
                **({"scent": ("rose", "mint")[n % 2]} if n < 60 else {}),
            },
        )
        for n in range(number)
    ]


def test_what_splits_the_catalog_is_asked_and_what_does_not_is_not() -> None:
    found = asked(shop(), skip=("regions",))
    # The department says again what the category says; one value or one per product says nothing.
    assert list(found) == ["category", "price", "brand", "color"]
    assert {option.value: option.count for option in found["category"].options} == dict.fromkeys(
        ("Home", "Toys", "Outdoor", "Garden"), 60
    )
    labels = [option.label for option in found["price"].options]
    assert labels[0].startswith("up to $")
    assert labels[-1].startswith("over $")
    assert sum(option.count for option in found["price"].options) >= 240
    assert found["color"].text == "Any color in particular?"


def test_where_everything_stands_under_one_root_the_next_level_is_asked() -> None:
    same = [thing(n, categories=[f"All > {('Men', 'Women', 'Kids')[n % 3]} > Shirts"]) for n in range(30)]
    found = asked(same)
    assert list(found) == ["category:2"]
    assert [option.label for option in found["category:2"].options] == ["Kids", "Men", "Women"]


def test_shelves_of_one_name_are_told_apart() -> None:
    same = [thing(n, categories=[f"All > {'AB'[n % 2]} > {'XY'[n % 4 // 2]}"]) for n in range(40)]
    (*_, last) = asked(same).values()
    assert [option.label for option in last.options] == [option.value for option in last.options]


@pytest.mark.parametrize("bare", [[], [thing(1)], [thing(n) for n in range(50)]], ids=["none", "one", "bare"])
def test_data_that_does_not_split_gives_no_question(bare: list[Product]) -> None:
    assert asked(bare) == {}


@settings(max_examples=examples(40), deadline=None)
@given(catalogs())
def test_laws_of_questions(products: list[Product]) -> None:
    columns, rows = columns_of(products)
    found = questions(columns, rows, learn(columns, 1))
    assert len(found) <= MOST
    assert len({each.id for each in found}) == len(found)
    for question in found:
        assert 2 <= len(question.options) <= MOST_OPTIONS
        for option in question.options:
            fits = fitting(columns, rows, question.id, [option.value])
            assert option.count == fits.sum() > 0
            assert not unknown(columns, rows, {question.id: [option.value]})
    # The order of import leaves no trace.
    other, _ = columns_of(products[::-1])
    assert questions(other, rows, learn(other, 1)) == found


@pytest.mark.parametrize(
    ("value", "bounds"),
    [
        ("20..80", (20, 80)),
        ("..30", (0, 30)),
        ("80..", (80, np.inf)),
        ("80..20", None),
        ("80", None),
        ("a..b", None),
        ("nan..nan", None),
    ],
)
def test_price_levels(value: str, bounds: tuple[float, float] | None) -> None:
    assert price_level(value) == bounds


def test_answers_are_counted_and_strange_ones_named() -> None:
    columns, rows = columns_of(shop())
    answers = {"category": ["toys"], "color": ["red", "blue"], "price": ["..1"], "size": ["XL"]}
    share = fit(columns, rows, answers)
    assert share[1] == 0.5
    assert share[0] == 0.25
    assert unknown(columns, rows, answers) == [("price", "..1"), ("size", "XL")]


def vectors_of(rows: Rows) -> Vectors:
    """Departments are directions; within each, red and blue lean apart."""
    out = np.zeros((len(rows), 8), dtype=np.float32)
    out[np.arange(len(rows)), rows % 4] = 1.0
    out[np.arange(len(rows)), 4 + (rows // 12) % 2] = 0.5
    unit: Vectors = out / np.linalg.norm(out, axis=1, keepdims=True)
    return unit


def test_interests_lie_where_the_chosen_products_lie() -> None:
    columns, rows = columns_of(shop())
    found = interests_from(columns, rows, vectors_of, {"color": ["red"], "category": ["Toys", "Garden"]})
    assert 2 <= len(found) <= MOST_INTERESTS
    assert np.allclose(np.linalg.norm(found, axis=1), 1, atol=1e-5)
    assert {int(row[:4].argmax()) for row in found} == {1, 3}
    assert (found[:, 4] > 0.3).all(), "red ones alone, for that was said too"
    assert not found[:, 5].any()
    assert len(interests_from(columns, rows, vectors_of, {})) == 0
    assert len(interests_from(columns, rows, vectors_of, {"category": ["Boats"], "price": []})) == 0


def test_a_wish_that_nothing_of_the_kind_fits_gives_way() -> None:
    columns, rows = columns_of(shop())
    found = interests_from(columns, rows, vectors_of, {"category": ["Toys"], "scent": ["nothing"]})
    assert {int(row[:4].argmax()) for row in found} == {1}


@given(st.lists(st.lists(st.floats(-1, 1, width=32), min_size=3, max_size=3), max_size=20), st.integers(1, 4))
def test_centres_are_few_and_of_unit_length(drawn: list[list[float]], most: int) -> None:
    vectors = np.asarray(drawn, dtype=np.float32).reshape(-1, 3)
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    vectors = np.where(lengths > 1e-3, vectors / np.maximum(lengths, 1e-3), 0).astype(np.float32)
    found = centres(vectors, most)
    assert len(found) <= most
    assert bool(len(found)) == bool(vectors.any())
    assert np.isfinite(found).all()
    assert (np.linalg.norm(found, axis=1) < 1 + 1e-4).all()
