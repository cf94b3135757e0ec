"""Shown products side by side: what differs, and which to take, each from the products' own facts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from retrieval.money import money
from retrieval.types import PublicProduct

MOST = 4
"""So many stand side by side."""
_ROWS = 5
_LONG = 60


def differences(products: Sequence[PublicProduct]) -> list[tuple[str, tuple[str, ...]]]:
    """What is not the same of all: its name, and what each product has, in their order."""
    return [
        (name, tuple(texts))
        for name, texts in _facts(products)
        if len({text.casefold() for text in texts}) > 1
    ]


def comparison(products: Sequence[PublicProduct]) -> str:
    """Plain prose about two products or more, in their order, and which to take."""
    facts = side_by_side(products)
    return f"{facts} {advice(products)}" if facts else _alike(products)


def _alike(products: Sequence[PublicProduct]) -> str:
    names = ", ".join(f"{number} {product.title}" for number, product in enumerate(products, 1))
    return f"{names}. The catalog knows of no difference between them."


def side_by_side(products: Sequence[PublicProduct]) -> str | None:
    """What differs between them; None where nothing does."""
    differing = [
        f"{name}: {'; '.join(f'{number} {text}' for number, text in enumerate(texts, 1))}"
        for name, texts in differences(products)
    ]
    names = ", ".join(f"{number} {product.title}" for number, product in enumerate(products, 1))
    if not differing:
        return None
    return " ".join(f"{line}." for line in (names, *differing[: _ROWS + 2]))


def _facts(products: Sequence[PublicProduct]) -> Iterator[tuple[str, list[str]]]:
    """Name and texts, one a product; what all but one lack still differs."""
    yield "Price", [_price(product) for product in products]
    yield "Rating", [f"{p.rating:g} of 5" if p.rating is not None else "not rated" for p in products]
    yield "Brand", [product.brand or "not stated" for product in products]
    names = dict.fromkeys(name for product in products for name in product.attributes)
    # What more of them state tells more.
    for name in sorted(names, key=lambda name: -sum(name in product.attributes for product in products)):
        texts = [", ".join(product.values(name)) or "not stated" for product in products]
        if max(map(len, texts)) <= _LONG:
            yield name.replace("_", " ").capitalize(), texts


def _price(product: PublicProduct) -> str:
    now = product.current_price
    return "not stated" if now is None else money(now, product.currency)


def advice(products: Sequence[PublicProduct]) -> str:
    """The better rated, and the cheaper where that is another; prices only within one currency."""
    rated = [product for product in products if product.rating is not None]
    prices = [(now, product) for product in products if (now := product.current_price) is not None]
    one_currency = len({product.currency for product in products}) == 1
    cheapest = None
    if one_currency and len(prices) == len(products):
        lowest = min(price for price, _ in prices)
        at_lowest = [product for price, product in prices if price == lowest]
        cheapest = at_lowest[0] if len(at_lowest) == 1 else None
    best = None
    if len(rated) == len(products):
        highest = max(product.rating or 0.0 for product in rated)
        at_highest = [product for product in rated if product.rating == highest]
        best = at_highest[0] if len(at_highest) == 1 else None
    if best is not None and cheapest is best:
        return f"I would take {best.title}: it is rated highest and costs the least."
    if best is not None and cheapest is not None:
        return f"I would take {best.title}, which is rated highest; to spend less, {cheapest.title}."
    if best is not None:
        return f"I would take {best.title}: it is rated highest."
    if cheapest is not None:
        return f"I would take {cheapest.title}: it costs the least."
    return "Neither price nor rating decides between them; go by what you like."
