"""What a shopper does with an answer: cart, compare, correct, choose, judge; and what the server hears."""

from __future__ import annotations

import json
import threading

import pytest
from playwright.sync_api import Page, Route, expect

from tests.api.shop import kettle
from tests.browser.widget.acts import order, say, settled, told, turn
from tests.browser.widget.conftest import Embed
from tests.scripted_model import Script, ScriptedModel, answers
from tests.serving import Serving

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

NOTES = """
window.noted = [];
for (const name of ["aisle:add-to-cart", "aisle:open-product"]) {
  document.addEventListener(name, (event) => {
    window.noted.push([name, event.detail, event.composed]);
    if (name === "aisle:open-product") event.preventDefault();
  });
}
"""


def test_what_goes_into_the_cart_is_said_to_the_page_and_to_the_server(page: Page, serving: Serving) -> None:
    page.evaluate(NOTES)
    say(page, "kettle")
    settled(page)
    second = order(page)[1]
    adding = turn(page).locator(".card").nth(1).locator(".add")
    adding.click()
    expect(adding).to_have_text("In cart")
    assert page.evaluate("document.querySelector('aisle-assistant').cart") == [second]
    (name, detail, composed), *more = page.evaluate("window.noted")
    assert (name, composed, more) == ("aisle:add-to-cart", True, [])
    assert (detail["product_id"], detail["position"], detail["surface"]) == (second, 2, "chat")
    assert detail["ranking_id"].startswith("r_")
    (event,) = told(serving, page, "add_to_cart")
    assert (event.product_id, event.ranking_id) == (second, detail["ranking_id"])
    assert (event.position, event.surface) == (2, "chat")
    page.evaluate("document.querySelector('aisle-assistant').cart = []")
    expect(adding).to_have_text("Add to cart")


def test_what_was_in_view_is_told_and_what_was_not_is_not(
    page: Page, serving: Serving, model: ScriptedModel
) -> None:
    # What was seen before another order came stands where it stood then: here none comes.
    model.default("rerank", Script(text=lambda body: json.dumps({"order": list(answers.candidates(body))})))
    say(page, "kettle")
    settled(page)
    seen = told(serving, page, "impression", 4)
    ids = [event.product_id for event in seen]
    assert len(ids) == len(set(ids))
    assert order(page)[-1] not in ids
    assert {event.position for event in seen} >= {1, 2, 3, 4}
    assert all(event.ranking_id and event.surface == "chat" for event in seen)


def test_a_page_that_is_left_still_tells_what_was_clicked(page: Page, serving: Serving) -> None:
    with serving.client() as client:
        row = kettle(0).model_dump(mode="json") | {"url": "/shop/kettle-0"}
        client.put("/v1/products", json=[row])
        try:
            say(page, "kettle no. 0")
            settled(page)
            turn(page).get_by_role("link", name="Blue Kettle No. 0").click()
            page.wait_for_url("**/shop/kettle-0")
            expect(page.locator(".turn")).to_have_count(1)
            (event,) = told(serving, page, "click")
            assert event.product_id == "kettle-0"
        finally:
            client.put("/v1/products", json=[kettle(0).model_dump(mode="json")])


def test_a_judgement_goes_to_its_turn(page: Page, serving: Serving) -> None:
    say(page, "kettle")
    settled(page)
    page.get_by_role("button", name="Not helpful").click()
    with page.expect_request(lambda sent: "feedback" in (sent.post_data or "")) as sent:
        page.get_by_role("button", name="Too expensive").click()
        expect(page.get_by_text("Thank you.").first).to_be_visible()
    event = next(event for event in json.loads(sent.value.post_data or "[]") if event["type"] == "feedback")
    assert event["value"] == "down: too_dear"
    assert event["turn_id"].startswith("t_")
    assert event["ranking_id"] == told(serving, page, "feedback")[0].ranking_id


def test_two_cards_side_by_side(page: Page, model: ScriptedModel) -> None:
    say(page, "a kettle under $80")
    settled(page)
    first, third = order(page)[0], order(page)[2]
    cards = turn(page).locator(".card")
    cards.nth(0).get_by_role("checkbox").check()
    expect(page.locator(".comparing .add")).to_be_disabled()
    cards.nth(2).get_by_role("checkbox").check()
    page.locator(".comparing .add").click()
    expect(page.locator(".turn")).to_have_count(2)
    settled(page)
    names = turn(page).locator("thead .name").all_text_contents()
    titles = [page.locator(f".card[data-id={product}] h3").text_content() for product in (first, third)]
    assert names == titles
    expect(turn(page).get_by_role("row", name="Price")).to_contain_text("$")
    prose = turn(page).locator(".prose")
    for title in titles:
        expect(prose).to_contain_text(title or "?")
    # A turn without a list of its own still knows what money is here.
    expect(turn(page).locator(".chips button").first).to_have_text("Up to $80×")
    expect(page.locator(".comparing")).to_be_hidden()
    expect(page.locator(".turn").first.get_by_role("checkbox", checked=True)).to_have_count(0)


def test_the_last_message_is_said_anew(page: Page) -> None:
    say(page, "kettle")
    settled(page)
    say(page, "in red")
    settled(page)
    turn(page).get_by_role("button", name="Edit this message").click()
    expect(page.locator("#message")).to_have_value("in red")
    say(page, "in blue")
    settled(page)
    expect(page.locator(".said p")).to_have_text(["You: kettle", "You: in blue"])
    chips = turn(page).locator(".chips button")
    expect(chips.filter(has_text="blue")).to_have_count(1)
    expect(chips.filter(has_text="red")).to_have_count(0)
    page.reload()
    expect(page.locator(".said p")).to_have_text(["You: kettle", "You: in blue"])
    expect(turn(page).locator(".card").first).to_be_visible()


@pytest.mark.usefixtures("lamps")
def test_a_question_is_answered_with_one_press(page: Page) -> None:
    say(page, "desk lamp")
    settled(page)
    options = turn(page).locator(".clarify .pill")
    expect(options.first).to_be_visible()
    label = (options.first.text_content() or "").rpartition(" (")[0]
    options.first.click()
    expect(page.locator(".turn")).to_have_count(2)
    settled(page)
    expect(turn(page).locator(".said p")).to_have_text(f"You: {label}")
    expect(turn(page).locator(".chips button").filter(has_text=label)).to_have_count(1)


def test_cards_stay_where_they_are_once_one_was_touched(
    page: Page, model: ScriptedModel, go_on: threading.Event
) -> None:
    model.default("rerank", Script(held=go_on))
    model.default("narrate", Script(held=go_on))
    say(page, "kettle")
    expect(turn(page).locator(".card").first).to_be_visible()
    before = order(page)
    turn(page).locator(".card").nth(2).locator(".picture").click()
    go_on.set()
    settled(page)
    assert order(page) == before
    page.get_by_role("button", name="Show it").click()
    assert order(page) != before
    assert sorted(order(page)) == sorted(before)
    expect(page.get_by_role("button", name="Show it")).to_be_hidden()


def test_cards_glide_and_do_not_jump(embed: Embed, model: ScriptedModel, go_on: threading.Event) -> None:
    model.default("rerank", Script(held=go_on))
    model.default("narrate", Script(held=go_on))
    page = embed()
    page.emulate_media(reduced_motion="no-preference")
    say(page, "kettle")
    expect(turn(page).locator(".card").first).to_be_visible()
    before = order(page)
    page.evaluate(
        """() => {
          window.glided = 0;
          const animate = Element.prototype.animate;
          Element.prototype.animate = function (frames, timing) {
            if (frames[0].transform) window.glided += 1;
            return animate.call(this, frames, timing);
          };
        }"""
    )
    go_on.set()
    settled(page)
    moved = [product for product, was in zip(order(page), before, strict=True) if product != was]
    assert page.evaluate("window.glided") == len(moved) > 0


def test_the_assistant_knows_the_page_and_the_cart(embed: Embed) -> None:
    page = embed('<aisle-assistant inline product-id="tent-1" region="US" locale="en-GB"></aisle-assistant>')
    page.evaluate("document.querySelector('aisle-assistant').cart = ['kettle-1', 'kettle-2']")
    with page.expect_request("**/v1/chat") as sent:
        say(page, "what goes with this?")
    settled(page)
    body = json.loads(sent.value.post_data or "{}")
    assert body["context"] == {
        "surface": "chat",
        "product_id": "tent-1",
        "cart": ["kettle-1", "kettle-2"],
        "region": "US",
        "locale": "en-GB",
    }


def test_the_page_may_ask_while_the_history_is_told_and_while_an_answer_is_given(
    page: Page, model: ScriptedModel, go_on: threading.Event
) -> None:
    say(page, "kettle")
    settled(page)
    late: list[Route] = []
    page.route("**/v1/sessions/*", lambda route: late.append(route))
    with page.expect_request("**/v1/sessions/*"):
        page.reload()
    model.default("narrate", Script(held=go_on))
    page.evaluate("customElements.whenDefined('aisle-assistant')")
    page.evaluate("document.querySelector('aisle-assistant').ask('in red')")
    expect(page.locator(".turn")).to_have_count(0)
    late[0].continue_()
    expect(page.locator(".said p")).to_have_text(["You: kettle", "You: in red"])
    page.evaluate("document.querySelector('aisle-assistant').ask('in blue')")
    expect(page.locator("#message")).to_have_value("in blue")
    go_on.set()
    settled(page)
    expect(page.locator(".turn")).to_have_count(2)
