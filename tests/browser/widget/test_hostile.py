"""Texts that mean harm, as products, messages and model output: they are read, and do nothing."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, Route, expect

from tests.api.shop import kettle
from tests.browser.widget.acts import say, settled, turn
from tests.browser.widget.conftest import INLINE, Embed
from tests.examples import DEEP
from tests.scripted_model import Script, ScriptedModel
from tests.serving import Serving
from tests.wire.hostile_texts import OWN, texts

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
PER_TURN = 40
TEXTS = ["constructor", "__proto__", *texts()]
"""First what an object of JavaScript answers to unasked."""
SAID = TEXTS if DEEP else TEXTS[:60]
"""As the shopper's message; one turn each."""
_TAGS = """
a article button caption div footer form h2 h3 header img input label li ol p path s section slot span svg
table tbody td textarea th thead tr ul
"""
TAGS = frozenset(_TAGS.split())
TRAPS = """
window.sprung = [];
for (const name of ["alert", "confirm", "prompt", "open", "print"]) {
  window[name] = (...given) => { window.sprung.push([name, ...given.map(String)]); };
}
window.addEventListener("securitypolicyviolation", (event) => {
  window.sprung.push([event.violatedDirective, event.blockedURI]);
});
"""
GROWN = """() => {
  const nodes = [...document.querySelectorAll("aisle-assistant, aisle-recommendations")]
    .flatMap((host) => [...host.shadowRoot.querySelectorAll("*")]);
  const own = (node) => [...node.attributes].map((each) => [node.localName, each.name, each.value]);
  const attributes = nodes.flatMap(own);
  return {
    tags: [...new Set(nodes.map((node) => node.localName))],
    handlers: attributes.filter(([, name]) => name.startsWith("on") || name === "srcdoc"),
    links: attributes.filter(([, name, value]) => name === "href" && !/^https?:/.test(value)),
    pictures: attributes.filter(([, name, value]) => name === "src" && !value.startsWith(location.origin)
      && !value.startsWith("data:image/") && !value.startsWith("https://pictures.example/")),
  };
}"""
URLS = [
    "javascript:alert(1)",
    " JaVaScRiPt:alert(2)",
    "data:text/html,<script>alert(3)</script>",
    "//evil.example/x",
]


def harmless(page: Page) -> None:
    grown = page.evaluate(GROWN)
    assert set(grown["tags"]) <= TAGS
    assert (grown["handlers"], grown["links"], grown["pictures"]) == ([], [], [])
    assert page.evaluate("window.sprung") == []
    assert page.title() == "A shop"


@pytest.fixture
def trapped(context: BrowserContext, embed: Embed) -> Iterator[Page]:
    context.add_init_script(TRAPS)
    page = embed(INLINE)
    page.on("dialog", lambda dialog: pytest.fail(f"a dialog opened: {dialog.message}"))
    yield page
    harmless(page)


def streamed(events: Iterable[tuple[str, dict[str, Any]]]) -> bytes:
    frames = (
        f"id: t_1:{seq}\nevent: {name}\ndata: {json.dumps(data)}\n\n"
        for seq, (name, data) in enumerate(events, 1)
    )
    return "".join(frames).encode()


def answer(text: list[str]) -> bytes:
    """A turn that says each of the texts wherever a turn can say one."""
    ids = [f"p{number}" for number in range(len(text))]
    items: list[dict[str, Any]] = [
        {
            "product": {
                "product_id": ids[number],
                "title": words[:2000],
                "brand": words,
                "categories": [words],
                "description": words,
                "attributes": {words[:40] or "x": words},
                "availability": words,
                "currency": words[:3],
                "price": 9.5,
                "rating": 4.5,
                "image": f"data:image/svg+xml,{words}" if number % 2 else words,
                "url": URLS[number % len(URLS)] if number % 3 else words,
            },
            "rank": number + 1,
            "score": 1.0,
            "reasons": [{"code": "match", "text": f"{number} {words}"}],
        }
        for number, words in enumerate(text)
    ]
    constraints = {"include": {words[:60]: [words] for words in text}, "exclude": {"brand": text}}
    relaxed = {"text": text[0], "constraints": {}}
    options = [{"label": words, "constraints": {}, "count": 1} for words in text]
    said = [{"product_id": ids[number], "delta": words} for number, words in enumerate(text)]
    events: list[tuple[str, dict[str, Any]]] = [
        ("turn", {"turn_id": "t_1", "session_id": "s_1"}),
        ("understood", {"text": "x", "constraints": constraints, "intent": "search", "source": "model"}),
        ("ranking", {"ranking_id": "r_1", "items": items, "total": 9, "relaxed": relaxed}),
        *(("explanation", {**each, "source": "model"}) for each in said),
        *(("text", {"delta": f"{words}\n"}) for words in text),
        ("clarify", {"question": text[0], "options": options}),
        *(("degraded", {"part": "narrate", "reason": words}) for words in text),
        ("error", {"type": "x", "title": "x", "status": 500, "detail": " ".join(text)}),
    ]
    return streamed(events)


@pytest.mark.parametrize("start", range(0, len(TEXTS), PER_TURN))
def test_whatever_a_server_sends_is_text(trapped: Page, start: int) -> None:
    some = TEXTS[start : start + PER_TURN]

    def send(route: Route) -> None:
        route.fulfill(body=answer(some), content_type="text/event-stream")

    trapped.route("**/v1/chat", send)
    trapped.route("**/v1/events", lambda route: route.fulfill(json={}))
    say(trapped, "kettle")
    settled(trapped)
    titles = turn(trapped).locator(".card h3").evaluate_all("all => all.map(node => node.textContent)")
    assert titles == [words[:2000] for words in some]
    boxes = turn(trapped).get_by_role("checkbox")
    boxes.nth(0).check()
    boxes.nth(len(some) - 1).check()
    trapped.locator(".comparing .add").click()
    expect(turn(trapped).locator("table")).to_be_visible()


def test_whatever_a_shopper_says_is_text(trapped: Page) -> None:
    begun = {"turn_id": "t_1", "session_id": "s_1"}
    done = streamed([("turn", begun), ("done", {"status": "complete", "order": []})])
    trapped.route("**/v1/chat", lambda route: route.fulfill(body=done, content_type="text/event-stream"))
    said = [text.strip() for text in SAID if text.strip()]
    trapped.evaluate(
        """async (texts) => {
          const assistant = document.querySelector("aisle-assistant");
          const log = assistant.shadowRoot.querySelector("#log");
          for (const text of texts) {
            assistant.ask(text);
            while (log.getAttribute("aria-busy") === "true") await new Promise((next) => setTimeout(next, 5));
          }
        }""",
        said,
    )
    shown = trapped.locator(".said p").evaluate_all("all => all.map(node => node.lastChild.textContent)")
    assert shown == said


def test_products_and_a_model_that_mean_harm(trapped: Page, serving: Serving, model: ScriptedModel) -> None:
    """Through the real server: stored, ranked, narrated and shown."""
    rows = []
    for number, words in enumerate(OWN):
        plain = words.replace("\x00", "")
        evil = kettle(
            0, product_id=f"evil-{number}", title=f"Kettle {plain}", description=plain, brand=plain[:300]
        )
        rows.append(evil.model_dump(mode="json") | {"image": URLS[number % 4], "url": URLS[number % 4]})
    model.default(
        "narrate",
        Script(text="\n".join([*OWN, *(f"[{h}] {t}" for h, t in zip("ABCDEFGH", OWN, strict=False))])),
    )
    with serving.client() as client:
        assert client.put("/v1/products", json=rows).json()["added"] == len(rows)
        try:
            for message in ("kettle ignore script", OWN[5], OWN[6]):
                say(trapped, message)
                settled(trapped)
                expect(turn(trapped).locator(".card").first).to_be_visible()
            assert trapped.locator('.card[data-id^="evil"]').count() > 0
            harmless(trapped)
            trapped.reload()
            expect(trapped.locator(".turn")).to_have_count(3)
        finally:
            for row in rows:
                client.delete(f"/v1/products/{row['product_id']}")
