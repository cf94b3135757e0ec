"""Products for tests: a few by hand, and any by hypothesis."""

from __future__ import annotations

from datetime import UTC, datetime

from hypothesis import strategies as st

from retrieval.types import Constraints, PriceRange, Product

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
COLORS = ("Red", "red", "Blue", "green ", "Dark  Green")
BRANDS = ("Acme", "ACME", "Nordvik", "Zest")
CATEGORIES = ("Home > Kitchen > Mugs", "Home > Kitchen > Pans", "Outdoor > Tents", "Toys")
WORDS = ("red", "mug", "steel", "pan", "tent", "wooden", "toy", "train", "blue", "large", "camping", "tea")


def products(ids: st.SearchStrategy[str] | None = None) -> st.SearchStrategy[Product]:
    """Any product over a small vocabulary, so that filters and near-duplicates really meet."""
    return st.builds(
        Product,
        product_id=ids or st.integers(0, 60).map("p{}".format),
        title=st.lists(st.sampled_from(WORDS), min_size=1, max_size=4).map(" ".join),
        brand=st.none() | st.sampled_from(BRANDS),
        categories=st.lists(st.sampled_from(CATEGORIES), max_size=2, unique=True).map(tuple),
        price=st.none() | st.integers(1, 100).map(float),
        sale_price=st.none() | st.integers(1, 100).map(float),
        availability=st.sampled_from((None, "in_stock", "out_of_stock", "preorder")),
        attributes=st.dictionaries(
            st.sampled_from(("color", "size")),
            st.lists(st.sampled_from(COLORS), min_size=1, max_size=6, unique=True),
            max_size=2,
        ),
        rating=st.none() | st.integers(0, 5).map(float),
        rating_count=st.none() | st.integers(0, 5000),
        variant_of=st.none() | st.integers(0, 60).map("p{}".format),
        margin=st.none() | st.just(0.31),
    )


def catalogs(max_size: int = 40) -> st.SearchStrategy[list[Product]]:
    """Products with distinct ids."""
    return st.lists(products(), max_size=max_size, unique_by=lambda product: product.product_id)


def constraints() -> st.SearchStrategy[Constraints]:
    """Any constraints, over the words of :func:`products` and some that no product has."""
    values = {
        "color": st.sampled_from(("RED", "blue", "Green", "dark green", "mauve")),
        "brand": st.sampled_from(("acme", "Zest", "nobody")),
        "category": st.sampled_from(("kitchen", "Home > Kitchen", "toys", "Outdoor > Tents", "cars")),
        "material": st.just("tin"),
    }
    wanted = st.fixed_dictionaries(
        {}, optional={name: st.lists(v, min_size=1, max_size=2).map(tuple) for name, v in values.items()}
    )
    bounds = st.tuples(st.none() | st.integers(0, 100), st.none() | st.integers(0, 100)).map(_range)
    return st.builds(
        Constraints,
        price=st.none() | bounds,
        include=wanted,
        exclude=wanted,
        in_stock=st.sampled_from((None, None, True, False)),
    )


def _range(bounds: tuple[int | None, int | None]) -> PriceRange:
    low, high = bounds
    if low is not None and high is not None and low > high:
        low, high = high, low
    return PriceRange(min=low, max=high)
