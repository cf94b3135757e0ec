from __future__ import annotations

from typing import Any

import pytest

from eval.metrics import slot_counts
from retrieval.types import Constraints


def counts(understood: dict[str, Any], right: dict[str, Any]) -> tuple[int, int, int]:
    compared = slot_counts(Constraints.model_validate(understood), Constraints.model_validate(right))
    return compared.agreed, compared.invented, compared.missed


def test_case_and_order_do_not_matter() -> None:
    understood = {"include": {"Color": ["RED", "blue"]}, "exclude": {"brand": ["Acme"]}}
    right = {"include": {"color": ["Blue", "Red"]}, "exclude": {"brand": ["acme"]}}
    assert counts(understood, right) == (3, 0, 0)


def test_price_bounds_have_a_tolerance() -> None:
    assert counts({"price": {"max": 80.0000001}}, {"price": {"max": 80}}) == (1, 0, 0)
    assert counts({"price": {"max": 80.01}}, {"price": {"max": 80}}) == (0, 1, 1)
    assert counts({"price": {"min": 80}}, {"price": {"max": 80}}) == (0, 1, 1)


def test_include_is_not_exclude() -> None:
    assert counts({"include": {"color": ["red"]}}, {"exclude": {"color": ["red"]}}) == (0, 1, 1)


@pytest.mark.parametrize(
    ("understood", "right", "expected"),
    [
        ({"in_stock": True, "sort": "rating"}, {"in_stock": True}, (1, 1, 0)),
        ({"sort": "relevance"}, {}, (0, 0, 0)),
        ({}, {"in_stock": True, "price": {"min": 1, "max": 2}}, (0, 0, 3)),
    ],
)
def test_stock_and_order_are_slots(
    understood: dict[str, Any], right: dict[str, Any], expected: tuple[int, int, int]
) -> None:
    assert counts(understood, right) == expected
