"""The storefront over two departments of the bundled shop, in real Chromium."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Browser

from retrieval.catalog.bundled import catalog_path
from retrieval.catalog.bundled.orders import orders
from retrieval.types import Event, Product
from tests.browser.visits import Opens, visits
from tests.serving import Serving

DEPARTMENTS = ("Kitchen & Dining", "Outdoor & Camping")


def stocked() -> list[Product]:
    """Some 160 products that know each other."""
    with catalog_path().open(encoding="utf-8") as lines:
        products = [Product.model_validate_json(line) for line in lines]
    return [product for product in products if product.categories[0].startswith(DEPARTMENTS)]


@pytest.fixture(scope="package")
def shopfront(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    """Without keys and without a model."""
    products = stocked()
    with Serving(tmp_path_factory.mktemp("storefront"), products) as server:
        made: list[Event] = list(orders(products, datetime.now(UTC)))
        server.house.retrieval.events.append(made, imported=True)
        yield server


@pytest.fixture
def opens(browser: Browser, shopfront: Serving) -> Iterator[Opens]:
    """See :func:`tests.browser.visits.visits`."""
    with visits(browser, shopfront.url) as opened:
        yield opened
