"""What a shopper does with the assistant, and what can be read off it."""

from __future__ import annotations

import time

from playwright.sync_api import Locator, Page, expect

from retrieval.types import Happened
from tests.browser.patience import PATIENCE
from tests.serving import Serving


def say(page: Page, message: str) -> None:
    page.fill("#message", message)
    page.press("#message", "Enter")


def settled(page: Page) -> None:
    expect(page.locator("#log")).to_have_attribute("aria-busy", "false")


def turn(page: Page) -> Locator:
    """The last one."""
    return page.locator(".turn").last


def order(page: Page) -> list[str]:
    """Product ids as the last turn shows them."""
    found: list[str] = turn(page).locator(".card").evaluate_all("cards => cards.map(card => card.dataset.id)")
    return found


def explained(page: Page) -> bool:
    """Whether there are cards on the page, and every one has its words."""
    words = page.locator(".card .words").all_text_contents()
    return bool(words) and all(words)


def told(serving: Serving, page: Page, kind: str, count: int = 1, user: str | None = None) -> list[Happened]:
    """The events of this page's conversation (or of ``user``), once the server holds ``count`` of a kind."""
    session = None if user else page.evaluate("JSON.parse(Object.values(localStorage)[0]).session")
    give_up = time.monotonic() + PATIENCE
    while time.monotonic() < give_up:
        kept = serving.house.retrieval.event_store.of_shopper(user, session)
        found = [event for event in kept if event.type == kind]
        if len(found) >= count:
            return found
        page.wait_for_timeout(100)
    raise AssertionError(f"no {count} {kind} of {user or session}")
