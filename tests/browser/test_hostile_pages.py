"""Hostile text in every field of a product, in searches and messages: shown as text, and nothing else.

A share of the texts goes through every page of the storefront and the console in each run; all of them
under ``make test-deep``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial
from html import unescape
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, Page, expect

from api.pages.console.talks import SHOWN
from tests.api.shop import kettle, shop
from tests.browser.visits import Opens, visits
from tests.examples import DEEP
from tests.serving import Serving
from tests.wire.hostile_texts import OWN, texts

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("hostile pages")]

MARKUP = [
    '"><script>window.harmed=1</script>',
    "'><img src=x onerror=window.harmed=1>",
    '" onmouseover="window.harmed=1" autofocus onfocus="window.harmed=1',
    "</textarea></title></style><svg onload=window.harmed=1>",
    "javascript:window.harmed=1",
    "{{ 7 * 7 }}{% for x in ().__class__.__base__.__subclasses__() %}x{% endfor %}",
    "</script><iframe srcdoc='<script>top.harmed=1</script>'>",
    '"""\n[[pins]]\nname = \'x\'\n',
]
LONGEST = 1500


def harmful() -> list[str]:
    found = []
    for text in [*MARKUP, *OWN, *texts()]:
        plain = "".join(c for c in text[:LONGEST] if c not in "\x00" and not "\ud800" <= c <= "\udfff")
        if plain.strip():
            found.append(plain)
    return list(dict.fromkeys(found))


TEXTS = harmful()
IN_EACH_PAGE = TEXTS if DEEP else [*MARKUP, *OWN[:6]]
"""Those whose own pages are opened; the others stand on lists."""
PER_PROFILE = 50


@pytest.fixture(scope="module")
def harmed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    """A shop of whose products every text means harm; each was searched for, and said to the assistant."""
    with Serving(tmp_path_factory.mktemp("hostile"), shop()) as server, server.client() as client:
        rows = [_row(number, text) for number, text in enumerate(TEXTS)]
        for start in range(0, len(rows), 200):
            assert client.put("/v1/products", json=rows[start : start + 200]).json()["rejected"] == []
        for text in IN_EACH_PAGE:
            client.get("/search", params={"q": text})
            client.post("/v1/chat", json={"message": text})
            client.post("/v1/recommendations", json={"query": text, "filters": {"price": {"max": 1}}})
        yield server


@pytest.fixture
def opens(browser: Browser, harmed: Serving) -> Iterator[Opens]:
    with visits(browser, harmed.url) as opened:
        # A text that begins with a stroke is the address of a picture that is not there.
        yield partial(opened, refusing=(404, 422))


def _row(number: int, text: str) -> dict[str, object]:
    product = kettle(number, product_id=f"harm-{number}", price=30 + number / 100)
    return {
        **product.model_dump(mode="json", exclude_none=True),
        "title": text,
        "description": text,
        "brand": text[:300],
        "categories": [f"Harm > {text[:200].replace('>', '›')}"],
        "attributes": {"color": text[:200], text[:60]: text[:200]},
        "tags": [text[:100]],
        "image": text,
        "url": text,
    }


def harmless(page: Page) -> None:
    """Nothing ran, nothing came in that the template did not put there."""
    found = page.evaluate(
        """() => ({
          harmed: window.harmed ?? null,
          on: [...document.querySelectorAll('*')].flatMap((e) => [...e.attributes])
            .filter((a) => a.name.startsWith('on') || a.name === 'style' || a.name === 'srcdoc').length,
          scripts: [...document.scripts].map((s) => new URL(s.src || 'x:').pathname)
            .filter((path) => !/^[/](static[/]|widget[.]js$)/.test(path)).length,
          foreign: document.querySelectorAll('iframe, object, embed, base, style, svg[onload], math').length,
          links: [...document.querySelectorAll('[href], [src], [action]')]
            .map((e) => e.getAttribute('href') ?? e.getAttribute('src') ?? e.getAttribute('action'))
            .filter((to) => !/^([/?#]|https?:[/][/]|data:image[/])/.test(to) || to.startsWith('//')),
        })"""
    )
    assert found == {"harmed": None, "on": 0, "scripts": 0, "foreign": 0, "links": []}


def visible(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", html)).split())


def test_lists_of_them_all(opens: Opens) -> None:
    page = opens("/c/harm")
    pages = 1
    while True:
        harmless(page)
        following = page.locator(".pager a").filter(has_text=re.compile(rf"\b{pages + 1}$"))
        if not following.count():
            break
        with page.expect_navigation():
            following.first.click()
        pages += 1
    assert pages >= min(40, len(TEXTS) // 24)
    page.goto(page.url.partition("/c/")[0] + "/")
    harmless(page)


@pytest.mark.parametrize("start", range(0, len(IN_EACH_PAGE), PER_PROFILE))
def test_products_and_searches_for_them(opens: Opens, harmed: Serving, start: int) -> None:
    page = opens(f"/p/harm-{TEXTS.index(IN_EACH_PAGE[start])}")
    expect(page.locator(".shelf .card").first).to_be_visible()
    harmless(page)
    for text in IN_EACH_PAGE[start : start + PER_PROFILE]:
        # Modules have run by then; the shelves, which the widget's own tests fill, need not be waited for.
        page.goto(f"{harmed.url}/p/harm-{TEXTS.index(text)}", wait_until="domcontentloaded")
        harmless(page)
        title = page.locator("#product h1").text_content() or ""
        assert " ".join(title.split()) == " ".join(text.split()), "it is shown as it is"
        given = f"f.brand={quote(text[:200])}&f.color={quote(text[:200])}"
        page.goto(f"{harmed.url}/search?q={quote(text[:400])}&{given}", wait_until="domcontentloaded")
        harmless(page)


def test_the_console(opens: Opens, harmed: Serving) -> None:
    page = opens("/console/conversations")
    harmless(page)
    talks = [link.get_attribute("href") for link in page.locator(".talks a").all()]
    assert len(talks) >= min(SHOWN, len(IN_EACH_PAGE)) - 2
    base = page.url.partition("/console")[0]
    lists = [each.ranking_id for each in harmed.house.retrieval.rankings.latest(3 * len(IN_EACH_PAGE))]
    rankings = [f"/console/rankings/{ranking_id}?why={quote(MARKUP[0])}" for ranking_id in lists]
    few = slice(0, SHOWN if DEEP else 4)
    for path in ("/console/rankings", "/console/queries", "/console/report", *rankings[few], *talks[few]):
        page.goto(f"{base}{path}")
        harmless(page)
        replay = page.get_by_role("link", name=re.compile("^Replay its"))
        if replay.count():
            page.goto(f"{base}{path}{(replay.first.get_attribute('href') or '').replace('at=1', 'at=99')}")
            harmless(page)
    for text in IN_EACH_PAGE:
        pinned = f"/console/rules?pin=harm-{TEXTS.index(text)}&query={quote(text[:300])}"
        page.goto(f"{base}{pinned}", wait_until="domcontentloaded")
        harmless(page)
        assert page.locator("#text").input_value().startswith("# The rules that hold")


def test_every_text_stands_escaped_where_no_browser_looks(harmed: Serving) -> None:
    with harmed.client() as client:
        for number, text in enumerate(TEXTS):
            html = client.get(f"/p/harm-{number}").text
            assert " ".join(text.split()) in visible(html) or "<" in text
            assert "<script>window" not in html
            assert not re.search(r"<img[^>]*\sonerror|<svg[^>]*\sonload|href=\"\s*javascript", html)
            found = client.get("/search", params={"q": text[:400]})
            assert found.status_code == 200
            assert client.get(f"/pictures/harm-{number}.svg").status_code == 200
