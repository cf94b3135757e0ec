"""Prices as a shopper reads them."""

from __future__ import annotations

import pytest

from retrieval.money import money


@pytest.mark.parametrize(
    ("amount", "currency", "text"),
    [
        (1299.5, "USD", "$1,299.50"),
        (20.0, "GBP", "£20"),
        (20.0, "CHF", "20 CHF"),
        (20.0, None, "20"),
        (19.999, "EUR", "€20"),
    ],
)
def test_money(amount: float, currency: str | None, text: str) -> None:
    assert money(amount, currency) == text
