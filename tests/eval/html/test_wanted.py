from __future__ import annotations

import pytest

from eval.html.wanted import in_words
from retrieval.types import Constraints


@pytest.mark.parametrize(
    ("wanted", "words"),
    [
        ({}, ""),
        ({"price": {"min": 20, "max": 60.5}, "in_stock": True}, "at least 20 and at most 60.5 · in stock"),
        (
            {"include": {"color": ["red", "maroon"]}, "exclude": {"brand": ["acme"]}, "sort": "price_asc"},
            "color: red or maroon · brand: not acme · sorted by price asc",
        ),
    ],
    ids=["nothing", "price", "values"],
)
def test_what_is_demanded_reads_as_words(wanted: dict[str, object], words: str) -> None:
    assert in_words(Constraints.model_validate(wanted)) == words
