"""The page in a real browser: whatever a shopper, a seller or a model wrote is text and stays text."""

from __future__ import annotations

import os
import shutil
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from eval.html import page_of
from eval.runs.command import Ran
from eval.runs.comparison import compare
from eval.runs.junit import junit_of
from eval.runs.performance import Explained, Performance
from eval.runs.results import Picked, results_of
from eval.runs.scored import score_all
from eval.scorers import chosen
from eval.suites.load import LoadedSuite
from eval.suites.schema import Case, Suite, System
from retrieval.types import Product

HOSTILE = (
    "</p><script>document.title='owned'</script><img src=x onerror=\"document.title='owned'\">"
    "{{ 7 * 7 }} {% raw %} <style>main{display:none}</style> ]]> &lt;b&gt; \u202eevil\u200b \x00 $x^2$"
)
PICTURE = "data:image/svg+xml;base64,"
PRODUCTS = {
    key: Product.model_validate(
        {"product_id": key, "title": f"Lamp {key} {HOSTILE}", "price": 10, "brand": HOSTILE[:200]}
    )
    for key in ("lamp-a", "lamp-b")
}


def performance(system: str, case: str, text: str) -> Performance:
    return Performance(
        system=system,
        case=case,
        listed=tuple(PRODUCTS),
        shown=tuple(PRODUCTS),
        order=tuple(PRODUCTS),
        narrated=2,
        narration=f"{HOSTILE}\n[A] {text}\n[B] {HOSTILE}",
        explained=(Explained(product_id="lamp-a", text=HOSTILE, source="model"),),
        degraded=("narrate:ungrounded",),
        model="m",
    )


@pytest.fixture(scope="module")
def ran() -> Ran:
    cases = tuple(Case(id=f"case-{i}", family="hostile", message=f"{HOSTILE} {i}") for i in range(6))
    systems = {"old": System(plain=True), "new": System(plain=True)}
    suite = Suite(name="small", about=HOSTILE, cases=("x",), systems=systems, gates={"new": {"tone": 2.0}})
    performances = [performance(s, c.id, f"{HOSTILE} {s}") for s in systems for c in cases]
    scorers = chosen((), ())
    scored = score_all(performances, cases, systems, PRODUCTS, scorers, suite, Path())
    results = results_of(scored, scorers, suite, {"prompts": {}})
    loaded = LoadedSuite(suite, cases, Path())
    return Ran(loaded, cases, systems, PRODUCTS, tuple(performances), scored, results)


class Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.seen: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, dict(attrs)))


def test_nothing_that_was_said_becomes_markup(ran: Ran) -> None:
    page = page_of(ran, compare(Picked(ran.results, "old"), Picked(ran.results, "new")))
    tags = Tags()
    tags.feed(page)
    names = [name for name, _ in tags.seen]
    assert "script" not in names
    assert names.count("style") == 1
    for name, attributes in tags.seen:
        assert not any(each.startswith("on") for each in attributes)
        for link in ("src", "href"):
            assert (attributes.get(link) or PICTURE).startswith(PICTURE)
        assert name != "a"
    assert "{{ 7 * 7 }}" in page, "a template in the text is text"
    assert "\u202e" not in page
    assert "⟨U+202E⟩" in page, "what would turn the text around is told by its code"
    assert "\x00" not in page


@pytest.fixture(scope="module")
def chromium() -> str:
    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if path is None:
        if os.environ.get("CI") == "true":
            pytest.fail("Chromium must be installed in CI")
        pytest.skip("Chromium is not installed; apt-get install chromium")
    return path


@pytest.mark.browser
def test_in_chromium_nothing_runs_and_nothing_is_fetched(ran: Ran, tmp_path: Path, chromium: str) -> None:
    from playwright.sync_api import sync_playwright

    (tmp_path / "page.html").write_text(page_of(ran), encoding="utf-8")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 390, "height": 800})
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.goto((tmp_path / "page.html").as_uri())
        assert page.title() == "Prompt suite small"
        assert page.locator("details").first.is_visible()
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), "it fits a phone"
        assert page.locator("main img").count() == 2
        assert page.evaluate("[...document.images].every(each => each.naturalWidth > 0)")
        assert [url for url in asked if not url.startswith(("file:", "data:"))] == []
        browser.close()


def test_junit_is_xml_whatever_was_said(ran: Ran) -> None:
    content = junit_of(ran, compare(Picked(ran.results, "old"), Picked(ran.results, "new")))
    root = ET.fromstring(content)
    suites = {suite.get("name"): suite for suite in root}
    assert suites["old"].get("tests") == suites["new"].get("tests") == "6"
    assert suites["verdicts"].get("failures") == "1", "the gate that cannot hold"
    assert "tone" in (suites["verdicts"].find("testcase/failure").get("message") or "")  # type: ignore[union-attr]
