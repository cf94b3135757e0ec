"""Buying something, with and without scripts, by mouse, by keyboard and on a phone."""

from __future__ import annotations

import json
import re
import time
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from retrieval.types import Happened
from tests.browser.patience import PATIENCE
from tests.browser.visits import Opens, violations
from tests.serving import Serving

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("storefront")]

TENT = "/p/ridgeline-2-person-tent-green"
PAGES = {
    "home": "/",
    "category": "/c/outdoor-camping",
    "search": "/search?q=a+kettle+under+%2480",
    "nothing": "/search?q=a+kettle+under+%241",
    "product": TENT,
    "cart": "/cart",
}
PHONE = {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True}


def titles(page: Page) -> list[str]:
    return page.locator(".results > .cards .name").all_text_contents()


def happened(server: Serving, page: Page, kind: str, least: int = 1) -> list[Happened]:
    """This visitor's events of a kind, once the page has sent them."""
    session = page.locator('meta[name="aisle-session"]').get_attribute("content")
    give_up = time.monotonic() + PATIENCE
    while time.monotonic() < give_up:
        events = server.house.retrieval.event_store.of_shopper(None, session)
        found = [event for event in events if event.type == kind]
        if len(found) >= least:
            return found
        page.evaluate("import('/static/shop/happened.js').then((module) => module.send())")
        time.sleep(0.1)
    raise AssertionError(f"no {kind} came")


def test_everything_is_found_without_a_script(opens: Opens) -> None:
    page = opens(java_script_enabled=False)
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert page.locator(".cards .card").count() >= 12
    page.locator(".tiles").get_by_role("link", name="Outdoor & Camping").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Outdoor & Camping")
    page.get_by_label("Fellhorn").check()
    with page.expect_navigation():
        page.get_by_role("button", name="Show").click()
    assert set(page.locator(".results .maker").all_text_contents()) == {"Fellhorn"}
    page.get_by_role("link", name="Remove: Fellhorn").click()
    page.locator(".pager").get_by_role("link", name="2").click()
    expect(page.locator(".pager [aria-current]")).to_have_text(re.compile("2"))
    page.get_by_label("Search the shop").fill("two-person tent under $400")
    with page.expect_navigation():
        page.get_by_label("Search the shop").press("Enter")
    with page.expect_navigation():
        page.locator(".results .name a").first.click()
    expect(page.locator("#product h1")).to_contain_text("Tent")
    expect(page.locator("#product .price")).to_contain_text("$")
    for surface in ("goes_with", "similar"):
        section = page.locator(f".carousel:has(#{surface})")
        assert section.locator(".card").count() >= 6
        assert section.locator(".because, .reason").count() >= 1
    expect(page.get_by_role("button", name="Add to cart")).to_be_hidden()


def test_what_words_mean_is_shown_and_can_be_taken_away(opens: Opens) -> None:
    page = opens("/search?q=a+kettle+under+%2460")
    chips = page.locator(".chips a")
    expect(chips.filter(has_text="up to $60")).to_be_visible()
    before = titles(page)
    assert all("Kettle" in title for title in before)
    with page.expect_navigation():
        chips.filter(has_text="up to $60").click()
    assert len(titles(page)) > len(before)
    expect(page.locator(".chips a").filter(has_text="up to")).to_have_count(0)


def test_nothing_that_fits_is_said_and_the_nearest_shown(opens: Opens) -> None:
    page = opens(PAGES["nothing"])
    expect(page.locator(".notice")).to_contain_text("Nothing fits all of that. The nearest:")
    assert titles(page)


def test_pages_of_a_shelf_share_nothing_and_leave_nothing_out(opens: Opens) -> None:
    page = opens("/c/kitchen-dining")
    total = int((page.locator(".total").text_content() or "").split()[0])
    seen = titles(page)
    for number in range(2, -(-total // 24) + 1):
        page.goto(f"{page.url.partition('?')[0]}?page={number}")
        seen += titles(page)
    assert len(set(seen)) == len(seen) == total
    page.get_by_label("Sort").select_option("price_asc")
    page.wait_for_url("**sort=price_asc**")
    prices = page.locator(".results .price").all_text_contents()
    amounts = [float(re.findall(r"\$([\d,.]+)", text)[0].replace(",", "")) for text in prices]
    assert amounts == sorted(amounts)


def test_from_a_list_into_the_cart_and_bought(opens: Opens, shopfront: Serving) -> None:
    page = opens("/search?q=kettle")
    ranking = page.locator(".results > .cards").get_attribute("data-ranking")
    first = page.locator(".results .card").first
    product = first.get_attribute("data-product")
    first.locator(".name a").click()
    page.wait_for_url("**/p/**")
    page.locator("#product").get_by_role("button", name="Add to cart").click()
    expect(page.locator("#said")).to_contain_text("in your cart")
    expect(page.locator("#cart-count")).to_have_text("1")
    page.locator("#to-cart").click()
    line = page.locator("#cart .line")
    expect(line).to_have_count(1)
    line.get_by_role("button", name="One more").click()
    expect(page.locator("#cart-count")).to_have_text("2")
    expect(page.locator("#together .card").first).to_be_visible()
    page.get_by_role("button", name="Place the order").click()
    expect(page.get_by_role("heading", name="Thank you")).to_be_visible()
    expect(page.locator("#cart-count")).to_be_hidden()
    bought = happened(shopfront, page, "purchase")
    assert [(event.product_id, event.ranking_id, event.value) for event in bought] == [
        (product, ranking, 2.0)
    ]
    for kind in ("click", "view", "add_to_cart"):
        assert {event.ranking_id for event in happened(shopfront, page, kind)} == {ranking}
    assert shopfront.house.retrieval.rankings.get(str(ranking)) is not None


def test_what_was_seen_is_told_and_what_was_not_is_not(opens: Opens, shopfront: Serving) -> None:
    page = opens("/c/kitchen-dining")
    ranking = page.locator(".results > .cards").get_attribute("data-ranking")
    seen = happened(shopfront, page, "impression")
    assert {event.ranking_id for event in seen} == {ranking}
    places = sorted(event.position or 0 for event in seen)
    assert places[0] == 1
    assert len(places) < page.locator(".results > .cards .card").count(), "the rest is below"


def test_the_cart_is_kept_and_shared_by_tabs(opens: Opens) -> None:
    page = opens("/c/kitchen-dining")
    other = page.context.new_page()
    other.goto(page.url)
    page.get_by_role("button", name=re.compile("^Add .* to the cart$")).first.click()
    expect(page.locator("#cart-count")).to_have_text("1")
    expect(other.locator("#cart-count")).to_have_text("1")
    page.goto(page.url.replace("/c/kitchen-dining", "/cart"))
    page.get_by_role("button", name=re.compile("^Remove: ")).click()
    expect(page.locator("#cart .empty")).to_contain_text("Nothing in it yet")
    expect(other.locator("#cart-count")).to_be_hidden()


def test_the_next_page_knows_the_last_step(opens: Opens, shopfront: Serving) -> None:
    page = opens(TENT)
    happened(shopfront, page, "view")
    page.get_by_role("link", name="Home", exact=True).click()
    expect(page.get_by_role("heading", name="For you")).to_be_visible()
    # Whoever clicks and whoever talks is one shopper.
    page.get_by_role("button", name="Ask the assistant").click()
    page.locator("#message").fill("a kettle")
    with page.expect_request("**/v1/chat") as sent:
        page.locator("#message").press("Enter")
    session = page.locator('meta[name="aisle-session"]').get_attribute("content")
    assert json.loads(sent.value.post_data or "{}")["session_id"] == session


def test_by_keyboard_alone(opens: Opens) -> None:
    page = opens()
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()
    page.get_by_label("Search the shop").focus()
    page.keyboard.type("camp stove")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?q=**")
    link = page.locator(".results .name a").first
    link.focus()
    page.keyboard.press("Tab")
    assert "to the cart" in str(page.evaluate("document.activeElement.ariaLabel"))
    page.keyboard.press("Enter")
    expect(page.locator("#cart-count")).to_have_text("1")
    link.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/p/**")


@pytest.mark.parametrize(
    ("name", "scheme"),
    [*((name, "light") for name in PAGES), ("category", "dark"), ("product", "dark"), ("cart", "dark")],
)
def test_axe_finds_nothing(opens: Opens, name: str, scheme: str) -> None:
    page = opens(PAGES[name], color_scheme=scheme)
    if name == "cart":
        page.evaluate(
            "import('/static/shop/basket.js').then((cart) => cart.put('ridgeline-2-person-tent-green'))"
        )
        expect(page.locator("#cart .line")).to_be_visible()
    assert violations(page) == []
    if name == "cart":
        page.get_by_role("button", name=re.compile("^Remove: ")).click()
        expect(page.locator("#cart .empty")).to_be_visible()
        assert violations(page) == []


@pytest.mark.parametrize("name", PAGES)
def test_on_a_phone(opens: Opens, name: str, pictures: Path) -> None:
    page = opens(PAGES[name], **PHONE)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    small = page.evaluate(
        """() => [...document.querySelectorAll('button, input, select, .pager a, .chips a, summary')]
          .filter((each) => each.checkVisibility() && !each.closest('.tick'))
          .map((each) => [each.outerHTML.slice(0, 80), each.getBoundingClientRect()])
          .filter(([, box]) => box.width < 24 || box.height < 24).map(([html]) => html)"""
    )
    assert small == []
    assert len(page.screenshot(path=pictures / f"{name}.png")) > 10_000


def test_what_is_not_there_is_said_in_the_shops_own_words(opens: Opens) -> None:
    page = opens("/p/no-such-thing", expected=404)
    expect(page.get_by_role("heading", level=1)).to_have_text("Not here")
    page.get_by_role("link", name="Back to the shop").click()
    expect(page.locator(".cards .card").first).to_be_visible()


def test_right_to_left_nothing_stands_beside_the_page(opens: Opens) -> None:
    page = opens("/search?q=kettle", viewport={"width": 390, "height": 844})
    page.evaluate("document.documentElement.dir = 'rtl'")
    # What is put away to the left of a page that is read from the right makes it that much wider.
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
