"""What a merchandiser does in the console, and that everybody can."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from api.settings import ApiSettings
from tests.api.shop import shop
from tests.browser.console.conftest import RULES, Steered
from tests.browser.visits import Opens, violations, visits
from tests.serving import Serving

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("console")]

PAGES = {
    "health": "/console",
    "report": "/console/report?days=7",
    "experiments": "/console/experiments",
    "lists": "/console/rankings",
    "why": "/console/rankings/{ranking_id}?why=kettle-2",
    "wishes": "/console/queries",
    "rules": "/console/rules?pin=kettle-9&query=kettle",
    "prompts": "/console/prompts",
    "prompt": "/console/prompts/narrate?version=v1&against=v1",
    "conversations": "/console/conversations",
    "conversation": "/console/conversations/{session_id}",
    "replay": "/console/conversations/{session_id}?turn={turn_id}&at=3",
}


def path_of(name: str, steered: Steered) -> str:
    return PAGES[name].format(
        ranking_id=steered.ranking_id, session_id=steered.session_id, turn_id=steered.turn_id
    )


DARK = ("health", "why", "rules", "prompt", "replay")
"""Pages that have every colour between them."""


@pytest.mark.parametrize(
    ("name", "scheme"), [*((name, "light") for name in PAGES), *((name, "dark") for name in DARK)]
)
def test_axe_finds_nothing(opens: Opens, steered: Steered, name: str, scheme: str) -> None:
    page = opens(path_of(name, steered), color_scheme=scheme)
    assert violations(page) == []


def test_every_plot_is_drawn(opens: Opens) -> None:
    for scheme in ("light", "dark"):
        page = opens(PAGES["report"], color_scheme=scheme)
        plots = page.locator("figure img")
        assert plots.count() >= 6
        for image in plots.all():
            image.scroll_into_view_if_needed()
            expect(image).to_have_js_property("complete", True)
            expect(image).not_to_have_js_property("naturalWidth", 0)
            assert scheme in str(image.evaluate("image => image.currentSrc + ' light'"))


@pytest.mark.parametrize("name", PAGES)
def test_on_a_phone_without_a_script(opens: Opens, steered: Steered, name: str) -> None:
    phone = {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True}
    page = opens(path_of(name, steered), java_script_enabled=False, **phone)
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    content = page.locator("main").bounding_box()
    assert content is not None
    assert round(content["x"] + content["width"]) <= 390


def test_signing_in_and_out(browser: Browser, tmp_path: Path) -> None:
    settings = ApiSettings.model_validate({"secret_keys": "sk_of_the_shop"})
    with (
        Serving(tmp_path, shop(), settings=settings) as server,
        visits(browser, server.url) as opens,
    ):
        page = opens("/console/report?days=7")
        expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")
        assert violations(page) == []
        page.get_by_label("Secret key").press_sequentially("sk_of_the_shop")
        page.keyboard.press("Enter")
        page.wait_for_url("**/console/report?days=7")
        stored = page.evaluate("JSON.stringify([{...localStorage}, {...sessionStorage}, document.cookie])")
        assert "sk_of" not in stored
        assert "aisle_console" not in stored
        assert "sk_of_the_shop" not in page.content()
        page.goto(f"{server.url}/console")
        page.context.clear_cookies()
        expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")
        page.get_by_label("Secret key").fill("sk_of_the_shop")
        page.keyboard.press("Enter")
        page.get_by_role("button", name="Sign out").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")
        page.goto(f"{server.url}/console")
        expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")


def test_health_keeps_itself_up_to_date(opens: Opens, steered: Steered) -> None:
    page = opens("/console")
    products = page.locator("#tiles div").first
    expect(products).to_contain_text("13")
    with steered.serving.client() as client:
        new = shop()[0].model_copy(update={"product_id": "one-more", "title": "One More Kettle"})
        client.put("/v1/products", json=[new.model_dump(mode="json")])
        try:
            expect(products).to_contain_text("14")
        finally:
            client.delete("/v1/products/one-more")
    expect(products).to_contain_text("13")


def test_why_is_this_third_and_another_first(opens: Opens, steered: Steered) -> None:
    page = opens("/console")
    page.get_by_role("link", name="Lists served").click()
    page.get_by_role("link", name=re.compile("“kettle”")).first.click()
    third = page.locator("#place-3")
    expect(third.locator(".against")).to_contain_text("the one above")
    expect(page.locator(".gone")).to_contain_text("No green ones")
    page.get_by_label("Another product").fill("green kettle")
    page.get_by_role("button", name="Why not?").click()
    expect(page.locator(".panel").first).to_contain_text("taken off: No green ones")
    wanted = third.locator("th a").first.text_content() or ""
    third.get_by_role("link", name=re.compile("Pin it")).click()
    expect(page.locator("#preview .moves").first).to_contain_text("held at place 1")
    expect(page.locator("#preview .moves").first).to_contain_text(wanted)
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("status")).to_contain_text("in force")
    try:
        with steered.serving.client() as client:
            answer = client.post("/v1/recommendations", json={"query": "kettle"}).json()
        assert answer["items"][0]["product"]["title"] == wanted
        page.locator(".former a").first.click()
        expect(page.get_by_label("shop.toml")).to_have_value(RULES)
        page.get_by_role("button", name="Save").click()
        expect(page.get_by_role("status")).to_contain_text("in force")
    finally:
        steered.rules.write_text(RULES)


def test_a_mistake_is_told_and_what_was_typed_stays(opens: Opens) -> None:
    page = opens("/console/rules", refusing=(422,))
    page.get_by_label("shop.toml").fill("bosts = 1")
    with page.expect_response(lambda answer: answer.status == 422):
        page.get_by_role("button", name="Before and after").click()
    expect(page.get_by_role("alert")).to_contain_text("did you mean boosts?")
    expect(page.get_by_label("shop.toml")).to_have_value("bosts = 1")


def test_a_turn_is_stepped_through_by_keys(opens: Opens, steered: Steered) -> None:
    page = opens("/console/conversations")
    with page.expect_navigation():
        page.get_by_role("link", name=re.compile("a blue kettle under")).click()
    # Whole pages: the keys are heard from the moment at which their script has run.
    with page.expect_navigation():
        page.get_by_role("link", name=re.compile("Replay its")).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Event 1 of")
    assert page.locator(".shown li").count() == 0
    for number in (2, 3):
        with page.expect_navigation():
            page.keyboard.press("ArrowRight")
        expect(page.get_by_role("heading", level=1)).to_contain_text(f"Event {number} of")
    assert page.locator(".shown li").count() > 0
    with page.expect_navigation():
        page.keyboard.press("ArrowLeft")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Event 2 of")


def test_by_keyboard_alone(opens: Opens) -> None:
    page = opens("/console")

    def focused(page: Page) -> str:
        return str(page.evaluate("document.activeElement.textContent"))

    page.keyboard.press("Tab")
    assert focused(page) == "Skip to the content"
    for _ in range(8):
        page.keyboard.press("Tab")
        if focused(page) == "Rules":
            break
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Rules")
