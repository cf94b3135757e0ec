"""A page of the shop's own that holds the widget."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TypeAlias

import pytest
from playwright.sync_api import BrowserContext, Page, Route

from tests.api.shop import kettle
from tests.browser.patience import MILLISECONDS
from tests.browser.widget.elsewhere import Elsewhere
from tests.serving import Serving

STRICT = (
    "default-src 'none'; script-src {api}; connect-src {api}; img-src {api} data:; base-uri 'none'; "
    "form-action 'none'; require-trusted-types-for 'script'; trusted-types 'none'"
)
INLINE = "<aisle-assistant inline></aisle-assistant>"
_PAGE = """\
<!doctype html><html lang="{lang}" dir="{dir}"><head><meta charset="utf-8"><title>A shop</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<script type="module" src="{api}/widget.js" {script}></script></head>
<body><h1>A shop</h1><button id="before">Before</button>{body}<button id="after">After</button></body></html>
"""
Embed: TypeAlias = Callable[..., Page]


@pytest.fixture
def embed(context: BrowserContext, serving: Serving) -> Iterator[Embed]:
    """``embed(body)`` opens a page with the widget in it, under a policy that allows no inline anything.

    The page is of the server's own origin, or comes from ``elsewhere``. A message on its console, or a
    request to anywhere else, fails the test; ``trouble=True`` expects messages.
    """
    heard: list[str] = []

    def opened(
        body: str = INLINE,
        *,
        context: BrowserContext = context,
        origin: str = serving.url,
        elsewhere: Elsewhere | None = None,
        api: str = serving.url,
        script: str = "",
        lang: str = "en",
        dir: str = "ltr",  # noqa: A002 - the attribute's name
        trouble: bool = False,
    ) -> Page:
        page = context.new_page()
        page.set_default_timeout(MILLISECONDS)
        html = _PAGE.format(lang=lang, dir=dir, api=api, script=script, body=body)
        policy = {"Content-Security-Policy": STRICT.format(api=api)}

        if elsewhere is not None:
            origin = elsewhere.url
            for path in ("/shop/a-page", "/shop/another-page"):
                elsewhere.pages[path] = (html, policy["Content-Security-Policy"])

        def shop(route: Route) -> None:
            route.fulfill(body=html, content_type="text/html; charset=utf-8", headers=policy)

        if elsewhere is None:
            page.route(f"{origin}/shop/**", shop)
        if not trouble:
            page.on("console", lambda said: heard.append(said.text) if said.type != "log" else None)
            page.on("pageerror", lambda error: heard.append(str(error)))
        page.on(
            "request",
            lambda sent: None if sent.url.startswith((origin, api, "data:")) else heard.append(sent.url),
        )
        page.goto(f"{origin}/shop/a-page")
        return page

    yield opened
    assert heard == []


@pytest.fixture
def page(embed: Embed) -> Page:
    """The assistant as a part of a page."""
    return embed()


@pytest.fixture
def lamps(serving: Serving) -> Iterator[None]:
    """So many of one kind that a question pays."""
    rows = [
        kettle(
            number,
            product_id=f"lamp-{number}",
            title=f"Desk Lamp {number}",
            description="A lamp for a desk.",
            categories=["Lighting > Lamps"],
            attributes={"finish": ("brass", "walnut", "chalk")[number % 3]},
        ).model_dump(mode="json")
        for number in range(36)
    ]
    with serving.client() as client:
        assert client.put("/v1/products", json=rows).json()["added"] == len(rows)
        yield
        for row in rows:
            client.delete(f"/v1/products/{row['product_id']}")
