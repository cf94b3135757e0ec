"""For everybody: by keyboard alone, to a screen reader, dark, right to left, large, on a phone."""

from __future__ import annotations

import threading

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.widget.acts import order, say, settled, turn
from tests.browser.widget.conftest import Embed
from tests.scripted_model import Script, ScriptedModel

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
PANEL = "<aisle-assistant></aisle-assistant>"
FOCUSED = """() => {
  let found = document.activeElement;
  while (found?.shadowRoot?.activeElement) found = found.shadowRoot.activeElement;
  return [document.activeElement.localName, found.id || found.className, found.getAttribute("aria-label")];
}"""
SMALL = """() => {
  const root = document.querySelector("aisle-assistant").shadowRoot;
  return [...root.querySelectorAll("button, input, textarea, label.choice")]
    .filter((node) => node.checkVisibility())
    .map((node) => [node.className, node.closest("label.choice") ?? node])
    .map(([name, node]) => [name, node.getBoundingClientRect()])
    .filter(([, box]) => box.width < 24 || box.height < 24)
    .map(([name, box]) => `${name} ${box.width}x${box.height}`);
}"""


def findings(page: Page) -> list[tuple[str, list[str]]]:
    """Of axe, in the assistant."""
    found = Axe().run(page, "aisle-assistant").response["violations"]
    return [(each["id"], [node["html"] for node in each["nodes"]]) for each in found]


def opened(page: Page) -> Page:
    page.get_by_role("button", name="Ask the assistant").click()
    expect(page.get_by_role("dialog")).to_be_visible()
    return page


@pytest.mark.parametrize(
    ("scheme", "lang", "dir"),
    [("light", "en", "ltr"), ("dark", "en", "ltr"), ("light", "ar", "rtl")],
    ids=["light", "dark", "right to left"],
)
@pytest.mark.usefixtures("lamps")
def test_axe_finds_nothing(embed: Embed, scheme: str, lang: str, dir: str) -> None:  # noqa: A002
    page = embed(f'<aisle-assistant theme="{scheme}"></aisle-assistant>', lang=lang, dir=dir)
    page.locator(".launcher").click()
    expect(page.get_by_role("dialog")).to_be_visible()
    assert findings(page) == []
    say(page, "a blue kettle under $60")
    settled(page)
    turn(page).get_by_role("checkbox").nth(0).check()
    turn(page).get_by_role("checkbox").nth(1).check()
    turn(page).locator(".thumbs .tool").last.click()
    expect(turn(page).locator(".thumbs .pill").first).to_be_focused()
    page.locator(".comparing .add").click()
    expect(page.locator(".turn")).to_have_count(2)
    settled(page)
    say(page, "desk lamp")
    settled(page)
    turn(page).get_by_role("checkbox").nth(0).check()
    turn(page).get_by_role("checkbox").nth(1).check()
    # All at once: a judgement's reasons, two side by side, a question, and two more picked.
    for part in (".thumbs .pill", ".compared table", ".clarify .pill", ".comparing .add"):
        expect(page.locator(part).first).to_be_visible()
    assert findings(page) == []
    background = page.locator(".panel").evaluate("panel => getComputedStyle(panel).backgroundColor")
    assert background == {"light": "rgb(250, 248, 244)", "dark": "rgb(24, 23, 21)"}[scheme]
    box = page.locator(".panel").bounding_box()
    assert box is not None
    assert (box["x"] < 100) == (dir == "rtl"), "it opens where reading ends"


def test_by_keyboard_alone(embed: Embed) -> None:
    page = embed(PANEL)
    page.locator("#before").focus()
    page.keyboard.press("Tab")
    assert page.evaluate(FOCUSED)[1] == "launcher"
    page.keyboard.press("Enter")
    assert page.evaluate(FOCUSED)[1] == "message"
    page.keyboard.type("a kettle under $60")
    page.keyboard.press("Enter")
    settled(page)
    assert page.evaluate(FOCUSED)[1] == "message", "an answer takes the focus from nobody"
    page.keyboard.press("Shift+Tab")
    stops = []
    for _ in range(80):
        host, name, label = page.evaluate(FOCUSED)
        assert host == "aisle-assistant", "the focus stays in the dialog"
        stops.append((name, label))
        page.keyboard.press("Tab")
    assert {"log", "message", "tool", "add"} <= {name for name, _ in stops}
    assert ("", None) not in stops
    title = turn(page).locator(".card h3").first.text_content()
    while page.evaluate(FOCUSED)[2] != f"Add to cart: {title}":
        page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")
    expect(turn(page).locator(".add").first).to_have_text("In cart")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    assert page.evaluate(FOCUSED)[1] == "launcher", "the focus goes back to where it came from"


def test_opened_by_the_page_the_focus_goes_back_to_the_page(embed: Embed) -> None:
    page = embed(PANEL)
    page.locator("#after").focus()
    page.evaluate("document.querySelector('aisle-assistant').ask('a kettle')")
    expect(turn(page).locator(".card").first).to_be_visible()
    assert page.evaluate(FOCUSED)[1] == "message"
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.id") == "after"


def test_a_screen_reader_hears_sentences_and_each_once(
    page: Page, model: ScriptedModel, go_on: threading.Event
) -> None:
    opening = "Two of these hold heat well. The others are lighter! Which matters more to you?"
    said_by_the_model = f"{opening}\n[A] It is a kettle.\n[B] A kettle too."
    model.default("narrate", Script(text=said_by_the_model, token_delay=0.02, held=go_on))
    page.evaluate(
        """() => {
          window.said = [];
          const log = document.querySelector("aisle-assistant").shadowRoot.querySelector("[role=log]");
          new MutationObserver((changes) => {
            const added = changes.flatMap((change) => [...change.addedNodes]);
            window.said.push(...added.map((node) => node.textContent));
          }).observe(log, { childList: true, subtree: true, characterData: true });
        }"""
    )
    say(page, "kettle")
    expect(page.locator("#log")).to_have_attribute("aria-busy", "true")
    go_on.set()
    settled(page)
    said: list[str] = page.evaluate("window.said")
    assert said[0].endswith("products found.")
    assert len(said) == len(set(said))
    assert all(sentence[-1] in ".!?…" for sentence in said), said
    prose = turn(page).locator(".prose").text_content() or ""
    for sentence in said[1:]:
        assert sentence in prose or sentence in turn(page).inner_text()
    assert len(page.get_by_role("log").all()) == 1


def test_nothing_moves_for_whoever_wants_no_motion(
    page: Page, model: ScriptedModel, go_on: threading.Event
) -> None:
    model.default("narrate", Script(held=go_on, after=5))
    say(page, "kettle")
    expect(turn(page).locator(".card").first).to_be_visible()
    running = "() => document.querySelector('aisle-assistant').shadowRoot.getAnimations().length"
    assert page.evaluate(running) == 0
    go_on.set()
    settled(page)
    assert page.evaluate(running) == 0


@pytest.mark.parametrize(("width", "height"), [(640, 450), (320, 256)], ids=["200 percent", "400 percent"])
def test_zoomed_in_everything_is_reachable(browser: Browser, embed: Embed, width: int, height: int) -> None:
    """A zoomed browser is a smaller one; 1280 by 1024 at 400 percent is 320 by 256."""
    context: BrowserContext = browser.new_context(viewport={"width": width, "height": height})
    page = opened(embed(PANEL, context=context))
    say(page, "a green kettle under $60")
    settled(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    log = page.locator("#log")
    assert log.evaluate("log => log.scrollWidth <= log.clientWidth")
    turn(page).locator(".add").first.scroll_into_view_if_needed()
    expect(turn(page).locator(".add").first).to_be_in_viewport()
    for name in ("#message", ".send"):
        expect(page.locator(name).first).to_be_in_viewport(ratio=0.9)
    expect(page.get_by_role("button", name="Close")).to_be_in_viewport()
    context.close()


def test_on_a_phone_every_target_is_large_enough(browser: Browser, embed: Embed) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844}, is_mobile=True, has_touch=True)
    page = embed(PANEL, context=context)
    page.locator(".launcher").tap()
    expect(page.get_by_role("dialog")).to_be_visible()
    assert page.evaluate(SMALL) == []
    say(page, "a green kettle under $60")
    settled(page)
    page.get_by_role("button", name="Not helpful").tap()
    expect(page.get_by_role("button", name="Too expensive")).to_be_visible()
    assert page.evaluate(SMALL) == []
    assert len(order(page)) > 1
    context.close()
