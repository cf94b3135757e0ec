"""What there is to choose from, counted once more by hand."""

from __future__ import annotations

from collections import Counter

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from retrieval.index.columns import category_segments
from retrieval.index.facets import facets
from retrieval.index.terms import fold
from retrieval.types import Product
from tests.examples import examples
from tests.retrieval.products import catalogs
from tests.retrieval.ranking.rules.shelf import Shelf


@given(catalogs(), st.sets(st.integers(0, 60)))
@settings(max_examples=examples(60))
def test_every_value_is_counted_among_the_kept_alone(catalog: list[Product], kept: set[int]) -> None:
    shelf = Shelf(catalog)
    columns = shelf.live.columns
    ids = [shelf.live.product_id(row) for row in range(columns.n)]
    mask = np.asarray([int(key[1:]) in kept for key in ids], dtype=np.bool_)
    expected: dict[str, Counter[str]] = {}
    for product in (p for p in catalog if int(p.product_id[1:]) in kept):
        held = {name: product.values(name) for name in product.attributes}
        held["brand"] = (product.brand,) if product.brand else ()
        held["category"] = tuple(category_segments(product.categories))
        for name, values in held.items():
            expected.setdefault(name, Counter()).update({fold(value) for value in values})
    found = facets(columns, mask)
    counted = {name: {fold(value): n for value, n in values.items()} for name, values in found.items()}
    assert counted == {name: dict(values) for name, values in expected.items() if values}
    assert all(list(v.values()) == sorted(v.values(), reverse=True) for v in found.values())
