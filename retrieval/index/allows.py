"""What a filter means, said of one product."""

from __future__ import annotations

from retrieval.index.columns import category_segments
from retrieval.index.terms import fold
from retrieval.types import Constraints, Product


def allows(constraints: Constraints, product: Product) -> bool:
    """Whether one product passes, by its own fields: the law that columns and index only make fast."""
    price = product.current_price
    if constraints.price is not None:
        low, high = constraints.price.min, constraints.price.max
        if (low is not None or high is not None) and price is None:
            return False
        if price is not None and ((low is not None and price < low) or (high is not None and price > high)):
            return False
    if constraints.in_stock is not None and (product.availability == "in_stock") != constraints.in_stock:
        return False
    held = {name: product.values(name) for name in product.attributes}
    held.setdefault("tags", product.tags)
    held["brand"] = (product.brand,) if product.brand else ()
    held["category"] = tuple(category_segments(product.categories))

    def has(name: str, values: tuple[str, ...]) -> bool:
        return not {fold(value) for value in values}.isdisjoint(fold(value) for value in held.get(name, ()))

    return all(has(*wanted) for wanted in constraints.include.items()) and not any(
        has(*unwanted) for unwanted in constraints.exclude.items()
    )
