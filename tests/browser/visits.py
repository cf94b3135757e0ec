"""Pages opened in fresh profiles, that must keep quiet and ask nobody else for anything."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from typing import Any, TypeAlias

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Dialog, Page

from tests.browser.patience import MILLISECONDS

Opens: TypeAlias = Callable[..., Page]


@contextmanager
def visits(browser: Browser, url: str) -> Iterator[Opens]:
    """``opens("/cart", viewport=…)``; ``expected``: its status, where that is not 200; ``refusing``:
    those of requests that the page may make in vain.

    A message on the console of a page, a dialog, or a request to elsewhere, fails at the end.
    """
    contexts: list[BrowserContext] = []
    statuses: set[int] = set()
    heard: list[str] = []

    def refused(dialog: Dialog) -> None:
        heard.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    def opened(
        path: str = "/", *, expected: int = 200, refusing: Collection[int] = (), **profile: Any
    ) -> Page:
        context = browser.new_context(
            **{"viewport": {"width": 1280, "height": 900}, "reduced_motion": "reduce", **profile}
        )
        context.set_default_timeout(MILLISECONDS)
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
            lambda sent: None if sent.url.startswith((url, "data:")) else heard.append(sent.url),
        )
        answer = page.goto(f"{url}{path}")
        assert answer is not None
        assert answer.status == expected
        statuses.update((expected, *refusing))
        return page

    try:
        yield opened
    finally:
        for context in contexts:
            context.close()
    # What the browser itself says of such an answer is no trouble of the page.
    own = [f"responded with a status of {status}" for status in statuses if status >= 400]
    left = [said for said in heard if not any(each in said for each in own)]
    assert not left, left


def violations(page: Page) -> list[str]:
    """What axe finds, one line each."""
    found = Axe().run(page).response["violations"]
    return [
        f"{each['id']}: {node['html'][:160]} {node['failureSummary'][:200]}"
        for each in found
        for node in each["nodes"]
    ]
