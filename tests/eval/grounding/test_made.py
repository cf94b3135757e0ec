from __future__ import annotations

from collections import Counter
from pathlib import Path
from random import Random

import pytest

from eval.catalog import read_products
from eval.errors import DatasetError
from eval.grounding.made.every import MAKERS, lists, sentences
from eval.grounding.run import evaluate_made
from retrieval.types import Product
from tests.examples import DEEP

BUNDLED = Path(__file__).parents[3] / "retrieval" / "catalog" / "bundled" / "products.jsonl"
LISTS = 100 if DEEP else 8
SELDOM = {
    "care", "feature told of nowhere", "in the box", "ingredient", "kind of product", "listed feature",
    "material of a part", "phrases of the description",
}  # fmt: skip
"""Of what the bundled shop tells little, and what is false wherever it is said."""


def test_of_every_kind_there_are_true_and_false_ones() -> None:
    random = Random(1)
    made = [each for of in lists(read_products(BUNDLED), random, 60) for each in sentences(of, random)]
    said = Counter((kind, case.grounded) for kind, case in made)
    assert [
        key
        for key in ((k, g) for k in MAKERS for g in (True, False))
        if said[key] < 10 and key[0] not in SELDOM
    ] == []
    assert said["feature told of nowhere", False] > 100


def test_one_seed_makes_the_same_sentences() -> None:
    products = read_products(BUNDLED)
    (once, again, other) = (
        [case.sentence for of in lists(products, Random(seed), 3) for _, case in sentences(of, Random(seed))]
        for seed in (5, 5, 6)
    )
    assert once == again != other


def test_the_lists_are_of_one_category_each() -> None:
    made = lists(read_products(BUNDLED), Random(0), 30)
    assert len(made) == 30
    for products in made:
        assert 3 <= len(products) <= 6
        assert len({product.categories[0] for product in products}) == 1
        assert len({product.product_id for product in products}) == len(products)


def test_what_is_plainly_said_of_the_bundled_shop_is_judged_right() -> None:
    report, wrong, _ = evaluate_made(BUNDLED, LISTS, seed=3)
    measured = report.systems["aisle"]
    assert measured["precision"].mean >= 0.985, wrong
    assert measured["recall"].mean >= 0.985, wrong


def test_a_catalog_without_categories_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "products.jsonl"
    file.write_text('{"product_id": "a", "title": "Lamp", "price": 3}\n', encoding="utf-8")
    with pytest.raises(DatasetError, match="no category of three"):
        evaluate_made(file, 5, seed=0)


def test_the_price_of_a_false_sentence_is_another() -> None:
    products = [
        Product(product_id=str(i), title=f"Lamp {i}", price=20.0 + i, currency="EUR", categories=("Lamps",))
        for i in range(3)
    ]
    said = [case for kind, case in sentences(products, Random(2)) if kind == "price"]
    assert {case.grounded for case in said} == {True, False}
    for case in said:
        if case.sentence.startswith("It costs €"):
            assert case.grounded == (f"€{case.product.current_price:.0f}" in case.sentence)
