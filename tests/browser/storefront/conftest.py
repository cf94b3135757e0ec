"""The storefront over two departments of the bundled shop, in real Chromium."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any, TypeAlias

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Dialog, Page

from retrieval.catalog.bundled import catalog_path
from retrieval.catalog.bundled.orders import orders
from retrieval.types import Event, Product
from tests.serving import Serving

DEPARTMENTS = ("Kitchen & Dining", "Outdoor & Camping")
Opens: TypeAlias = Callable[..., Page]


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
    """``opens("/cart", viewport=…)`` in a fresh profile.

    A message on its console, or a request to elsewhere, fails the test.
    """
    contexts: list[BrowserContext] = []
    heard: list[str] = []

    def refused(dialog: Dialog) -> None:
        heard.append(dialog.message)
        dialog.dismiss()

    def opened(path: str = "/", *, expected: int = 200, **profile: Any) -> Page:
        context = browser.new_context(
            **{"viewport": {"width": 1280, "height": 900}, "reduced_motion": "reduce", **profile}
        )
        context.set_default_timeout(20_000)
        contexts.append(context)
        page = context.new_page()
        page.on(
            "console",
            lambda said: heard.append(said.text) if said.type in ("error", "warning") else None,
        )
        page.on("pageerror", lambda error: heard.append(str(error)))
        page.on("dialog", refused)
        page.on(
            "request",
            lambda sent: None if sent.url.startswith((shopfront.url, "data:")) else heard.append(sent.url),
        )
        answer = page.goto(f"{shopfront.url}{path}")
        assert answer is not None
        assert answer.status == expected
        if expected == 404:
            # What the browser itself says of a page that is not there is no trouble of the page.
            heard[:] = [said for said in heard if "404" not in said]
        return page

    yield opened
    for context in contexts:
        context.close()
    assert heard == []


def violations(page: Page) -> list[str]:
    """What axe finds, one line each."""
    found = Axe().run(page).response["violations"]
    return [
        f"{each['id']}: {node['html'][:160]} {node['failureSummary'][:200]}"
        for each in found
        for node in each["nodes"]
    ]
