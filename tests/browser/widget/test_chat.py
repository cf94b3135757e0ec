"""A conversation in a real browser: cards, words, order, chips, stop, trouble, reload."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.api.shop import kettle
from tests.browser.widget.acts import explained, order, say, settled, turn
from tests.browser.widget.conftest import Embed
from tests.scripted_model import Script, ScriptedModel
from tests.serving import Serving

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


SESSION = "JSON.parse(Object.values(localStorage)[0]).session"


def test_cards_come_at_once_and_explanations_after(
    page: Page, model: ScriptedModel, go_on: threading.Event
) -> None:
    model.default("narrate", Script(held=go_on))
    model.default("rerank", Script(held=go_on))
    say(page, "a blue kettle under $80")
    card = page.locator(".card").first
    expect(card).to_be_visible()
    expect(card.locator(".price")).to_contain_text("$")
    expect(card.locator(".stock")).to_have_text("In stock")
    expect(page.locator("#log")).to_have_attribute("aria-busy", "true")
    height = page.locator(".cards").evaluate("list => list.offsetHeight")
    go_on.set()
    settled(page)
    assert explained(page)
    assert page.locator(".cards").evaluate("list => list.offsetHeight") == height
    expect(page.locator('.why[data-source="model"]').first).to_be_visible()


def test_the_models_order_moves_the_cards(page: Page, model: ScriptedModel, go_on: threading.Event) -> None:
    model.default("rerank", Script(held=go_on))
    model.default("narrate", Script(held=go_on))
    say(page, "kettle")
    expect(page.locator(".card").first).to_be_visible()
    before = order(page)
    go_on.set()
    settled(page)
    after = order(page)
    assert after != before
    assert sorted(after) == sorted(before)


def test_stop(page: Page, model: ScriptedModel, go_on: threading.Event) -> None:
    model.default("narrate", Script(held=go_on, after=5))
    say(page, "kettle")
    expect(page.locator(".card").first).to_be_visible()
    page.get_by_role("button", name="Stop answering").click()
    settled(page)
    expect(page.locator(".note", has_text="Stopped.")).to_be_visible()
    expect(page.get_by_role("button", name="Send")).to_be_visible()
    assert explained(page)


def test_a_chip_is_taken_away(page: Page) -> None:
    say(page, "a blue kettle under $60")
    settled(page)
    chips = turn(page).locator(".chips button")
    expect(chips.filter(has_text="Up to $60")).to_be_visible()
    page.get_by_role("button", name="Remove: blue").click()
    expect(page.locator(".turn")).to_have_count(2)
    settled(page)
    chips = turn(page).locator(".chips button")
    expect(chips.filter(has_text="blue")).to_have_count(0)
    expect(chips.filter(has_text="Up to $60")).to_have_count(1)
    titles = turn(page).locator(".card h3").all_text_contents()
    assert any("Blue" not in title for title in titles)
    say(page, "only in red")
    expect(page.locator(".turn")).to_have_count(3)
    settled(page)
    chips = turn(page).locator(".chips button")
    expect(chips.filter(has_text="Up to $60")).to_have_count(1)
    expect(chips.filter(has_text="blue")).to_have_count(0)


def test_a_bound_on_a_measure_is_one_chip(page: Page, serving: Serving) -> None:
    sizes = ("0.5 L", "1 L", "1.5 L", "1.7 L", "2 L", "3 L")
    of_size = [kettle(60 + n, attributes={"color": "blue", "capacity": s}) for n, s in enumerate(sizes)]
    with serving.client() as client:
        client.put("/v1/products", json=[each.model_dump(mode="json") for each in of_size])
        try:
            say(page, "a blue kettle with at least 1.5 liters")
            settled(page)
            chips = turn(page).locator(".chips button")
            expect(chips.filter(has_text="capacity: at least 1.5 L")).to_be_visible()
            expect(chips.filter(has_text="1.7")).to_have_count(0)
            expect(turn(page).locator(".card")).to_have_count(4)
            page.get_by_role("button", name="Remove: capacity: at least 1.5 L").click()
            expect(page.locator(".turn")).to_have_count(2)
            settled(page)
            chips = turn(page).locator(".chips button")
            expect(chips.filter(has_text="blue")).to_have_count(1)
            expect(chips.filter(has_text="capacity")).to_have_count(0)
        finally:
            for each in of_size:
                client.delete(f"/v1/products/{each.product_id}")


def test_a_stopped_list_by_chips_is_tried_again_in_its_place(
    page: Page, model: ScriptedModel, go_on: threading.Event
) -> None:
    say(page, "a blue kettle under $60")
    settled(page)
    model.default("narrate", Script(held=go_on, after=5))
    turn(page).locator(".chips button").filter(has_text="blue").click()
    expect(page.locator(".turn")).to_have_count(2)
    expect(turn(page).locator(".card").first).to_be_visible()
    page.get_by_role("button", name="Stop answering").click()
    settled(page)
    model.default("narrate", Script())
    page.get_by_role("button", name="Try again").click()
    expect(page.locator(".ended")).to_have_count(0)
    settled(page)
    expect(page.locator(".turn")).to_have_count(2)
    said = page.locator(".said p").all_text_contents()
    page.reload()
    expect(page.locator(".turn")).to_have_count(2)
    expect(page.locator(".said p")).to_have_text(said)
    expect(page.locator(".ended")).to_have_count(0)


def test_trouble_with_the_model_is_said(page: Page, model: ScriptedModel) -> None:
    model.default("narrate", Script(status=500))
    model.default("rerank", Script(status=500))
    say(page, "kettle")
    settled(page)
    expect(page.locator(".note")).to_contain_text("could not answer")
    assert explained(page)


def test_the_conversation_survives_a_reload(page: Page, model: ScriptedModel, go_on: threading.Event) -> None:
    model.default("narrate", Script(held=go_on, after=12))
    say(page, "a kettle")
    expect(page.locator(".card").first).to_be_visible()
    page.reload()
    expect(page.locator(".card").first).to_be_visible()
    expect(page.locator("#log")).to_have_attribute("aria-busy", "true")
    go_on.set()
    settled(page)
    expect(page.locator(".turn")).to_have_count(1)
    assert explained(page)
    page.get_by_role("button", name="New conversation").click()
    expect(page.get_by_text("What are you looking for?")).to_be_visible()
    expect(page.locator(".turn")).to_have_count(0)
    session = page.evaluate(SESSION)
    page.reload()
    say(page, "a tent under $90")
    settled(page)
    chips = turn(page).locator(".chips button")
    expect(chips).to_have_text(["Up to $90×", "Tents×"])
    page.reload()
    expect(page.locator(".said p")).to_have_text(["You: a tent under $90"])
    assert page.evaluate(SESSION) == session, "it is the same shopper"


def test_a_page_may_name_the_visit_and_the_conversation_goes_on(embed: Embed) -> None:
    """By an id of the shop's own; the conversation has one that the server made."""
    page = embed('<aisle-assistant inline session-id="visit-1"></aisle-assistant>')
    say(page, "a kettle under $60")
    settled(page)
    session = page.evaluate(SESSION)
    assert session.startswith("s_")
    page.reload()
    say(page, "in blue")
    expect(page.locator(".said p")).to_have_text(["You: a kettle under $60", "You: in blue"])
    settled(page)
    chips = turn(page).locator(".chips button")
    expect(chips.filter(has_text="Up to $60")).to_have_count(1)
    expect(chips.filter(has_text="blue")).to_have_count(1)
    assert page.evaluate(SESSION) == session


def test_text_is_only_ever_text(page: Page, serving: Serving) -> None:
    hostile = "<img src=x onerror=alert(1)> kettle"
    evil = kettle(0, product_id="evil", title=hostile, description=hostile, brand="<b>B</b>")
    row = evil.model_dump(mode="json") | {"image": "javascript:alert(1)", "url": "javascript:alert(2)"}
    with serving.client() as client:
        assert client.put("/v1/products", json=[row]).json()["added"] == 1
        try:
            say(page, hostile)
            settled(page)
            expect(page.locator(".said p")).to_contain_text(hostile)
            expect(page.locator(".card h3", has_text=hostile)).to_be_visible()
            assert page.locator("img[onerror]").count() == 0
            assert page.locator('[href^="javascript"], [src^="javascript"]').count() == 0
        finally:
            client.delete("/v1/products/evil")


def test_on_a_phone(browser: Browser, embed: Embed, pictures: Path) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844}, is_mobile=True, has_touch=True)
    phone = embed("<aisle-assistant></aisle-assistant>", context=context)
    phone.get_by_role("button", name="Ask the assistant").tap()
    say(phone, "a green kettle")
    settled(phone)
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390
    panel = phone.get_by_role("dialog")
    panel.evaluate("panel => Promise.all(panel.getAnimations().map((rise) => rise.finished))")
    box = panel.bounding_box()
    assert box is not None
    sides = round(box["x"]), round(box["y"]), round(box["width"]), round(box["height"])
    assert sides == (0, 0, 390, 844)
    assert len(phone.screenshot(path=pictures / "phone.png")) > 20_000
    context.close()


def test_nothing_fits_is_said_once_and_can_be_widened(page: Page) -> None:
    say(page, "a kettle under $1")
    settled(page)
    wide = turn(page)
    expect(wide.get_by_text("Nothing fits all of that.").locator("visible=true")).to_have_count(1)
    expect(wide.locator(".card").first).to_be_visible()
    assert all("under your" not in text for text in wide.locator(".reasons").all_text_contents())
    wide.get_by_role("button", name="Widen my search").click()
    expect(page.locator(".turn")).to_have_count(2)
    settled(page)
    chips = turn(page).locator(".chips button")
    expect(chips.filter(has_text="Up to $1×")).to_have_count(0)
    expect(chips.filter(has_text="Up to $")).to_have_count(1)
