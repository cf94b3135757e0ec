"""What a shopper does with the assistant, and what can be read off it."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect


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
    """Whether every card of the page has its words."""
    return all(words.text_content() for words in page.locator(".card .words").all())
