from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval.bench.messages import messages
from retrieval.types import Product

PRODUCTS = st.builds(
    Product,
    product_id=st.just("p"),
    title=st.text("abc xyz", min_size=1, max_size=30).filter(str.strip),
    brand=st.sampled_from([None, "Acme"]),
    categories=st.sampled_from([(), ("Home > Lamps",)]),
    price=st.one_of(st.none(), st.floats(0, 1e6)),
    attributes=st.sampled_from([{}, {"color": "Red", "material": ("Oak", "Steel")}]),
)


@given(st.lists(PRODUCTS, min_size=1, max_size=4), st.integers(1, 60))
def test_as_many_as_asked_all_different_and_reproducible(catalog: list[Product], n: int) -> None:
    made = messages(catalog, n)
    assert len(made) == len(set(made)) == n
    assert all(message.strip() for message in made)
    assert messages(catalog, n) == made


def test_nothing_to_ask_for() -> None:
    with pytest.raises(ValueError, match="no products"):
        messages([], 3)
