"""Made-up orders for the bundled shop, so that its pages know what goes together before anybody bought.

Always the same for the same catalog and day: every product is bought twice, each time with a few from the
shelves that ``companions.toml`` puts beside its own.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from random import Random

from retrieval.types import Event, Product

MADE_UP = "made_up_orders"
"""The installation's fact that says how many of these orders it holds."""
ORDERS_EACH = 2
COMPANIONS = 3
DAYS_AGO = (35, 120)
"""Before any report's month: made-up sales must not stand among the shop's own."""


def orders(products: Sequence[Product], now: datetime) -> Iterator[Event]:
    """Purchases, oldest first within an order; products on a shelf that stands beside no other have none."""
    with Path(__file__).with_name("companions.toml").open("rb") as file:
        groups: dict[str, list[str]] = tomllib.load(file)["together"]
    shelves: dict[str, list[Product]] = {}
    for product in products:
        if product.availability != "out_of_stock":
            shelves.setdefault(_shelf(product), []).append(product)
    chance = Random(7)
    number = 0
    for product in products:
        beside = [names for names in groups.values() if _shelf(product) in names]
        for turn in range(ORDERS_EACH if beside else 0):
            number += 1
            others = [name for name in beside[turn % len(beside)] if name != _shelf(product)]
            chosen = chance.sample(others, min(COMPANIONS, len(others)))
            basket = [product, *(chance.choice(shelves[name]) for name in chosen if name in shelves)]
            at = now - timedelta(days=chance.uniform(*DAYS_AGO))
            for line, each in enumerate(basket):
                yield Event(
                    event_id=f"bundled-{number}-{line}",
                    type="purchase",
                    product_id=each.product_id,
                    user_id=f"bundled-{number}",
                    occurred_at=at,
                    value=1.0,
                )


def _shelf(product: Product) -> str:
    return product.categories[0].rsplit(" > ", 1)[-1] if product.categories else ""
