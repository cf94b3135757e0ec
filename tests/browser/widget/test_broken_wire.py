"""The connection goes, or the server does: nothing lost, nothing doubled, and a way on."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.api.shop import shop
from tests.browser.patience import PATIENCE
from tests.browser.widget.acts import explained, order, say, settled, turn
from tests.browser.widget.conftest import Embed
from tests.browser.widget.cutting import Wire
from tests.chroma_server import closed_port
from tests.scripted_model import Script, ScriptedModel
from tests.serving import PATIENT, Serving

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

HEARD = """
window.heard = [];
const parse = JSON.parse;
JSON.parse = (text, ...more) => {
  const value = parse(text, ...more);
  if (value && (value.delta || value.final || value.order || value.items)) window.heard.push(text);
  return value;
};
"""


@pytest.fixture
def wire(serving: Serving) -> Iterator[Wire]:
    with Wire(serving.url) as between:
        yield between


@pytest.fixture
def timed(context: BrowserContext) -> BrowserContext:
    """Its pages' clocks can be made to stand: the widget does not try for ever."""
    context.clock.install()
    return context


def stand_still(page: Page) -> None:
    page.clock.pause_at(datetime.now(UTC) + timedelta(minutes=1))


def until_it_is_back(page: Page, wire: Wire) -> None:
    give_up = time.monotonic() + PATIENCE
    while not wire.carries:
        assert time.monotonic() < give_up, "the widget does not come back"
        page.wait_for_timeout(20)


def words(page: Page) -> list[str]:
    return turn(page).locator(".card .words").all_text_contents()


def test_a_connection_cut_in_the_middle_is_picked_up(
    embed: Embed,
    context: BrowserContext,
    wire: Wire,
    serving: Serving,
    model: ScriptedModel,
    go_on: threading.Event,
) -> None:
    model.default("narrate", Script(token_delay=0.03, held=go_on, after=30))
    context.add_init_script(HEARD)
    page = embed(origin=wire.url, api=wire.url, trouble=True)
    say(page, "kettle")
    expect(turn(page).locator('.why[data-source="model"]').first).to_be_visible()
    for _ in range(3):
        until_it_is_back(page, wire)
        assert wire.cut() >= 1
    go_on.set()
    settled(page)
    expect(page.locator(".note.bad")).to_have_count(0)
    session = page.evaluate("JSON.parse(Object.values(localStorage)[0]).session")
    with serving.client() as client:
        told = client.get(f"/v1/sessions/{session}").json()["turns"]
    assert len(told) == 1
    assert words(page) == [item["explanation"]["text"] for item in told[0]["items"]]
    assert order(page) == [item["product"]["product_id"] for item in told[0]["items"]]
    expect(page.locator(".prose")).to_have_text(told[0]["text"])
    heard: list[str] = page.evaluate("window.heard")
    finals = [text for text in heard if '"final":true' in text]
    assert len(finals) == len(set(finals)) == len(told[0]["items"]), "each event came through once"


def test_a_message_that_was_not_heard_is_sent_again_and_answered_once(
    embed: Embed, timed: BrowserContext, wire: Wire, model: ScriptedModel
) -> None:
    page = embed(context=timed, origin=wire.url, api=wire.url, trouble=True)
    stand_still(page)
    wire.cut(down=True)
    say(page, "kettle")
    expect(page.locator(".status")).to_contain_text("picking it up")
    wire.mend()
    page.clock.resume()
    expect(turn(page).locator(".card").first).to_be_visible()
    settled(page)
    expect(page.locator(".status")).to_be_hidden()
    assert len(model.requests_for("narrate")) == 1


def test_offline_is_said_and_the_answer_comes_when_the_network_does(
    embed: Embed, context: BrowserContext, wire: Wire, model: ScriptedModel, go_on: threading.Event
) -> None:
    model.default("narrate", Script(token_delay=0.03, held=go_on, after=30))
    page = embed(origin=wire.url, api=wire.url, trouble=True)
    say(page, "kettle")
    expect(turn(page).locator(".card").first).to_be_visible()
    context.set_offline(True)
    wire.cut()
    expect(page.locator(".status")).to_contain_text("offline")
    cards = order(page)
    context.set_offline(False)
    go_on.set()
    settled(page)
    assert sorted(order(page)) == sorted(cards)
    assert explained(page)


_LOADED = """
import sys
from api import app, cli
from api.commands import serving
sys.stdin.readline()
cli.main()
"""


class Process:
    """A server that can be killed. It loads at once, and begins when it is told to."""

    def __init__(self, data_dir: Path, port: int, model: ScriptedModel) -> None:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("AISLE_")}
        aisle = {"AISLE_DATA_DIR": str(data_dir), "AISLE_LLM": "openai:gpt-4.1-mini"}
        there = {"OPENAI_API_KEY": "sk-test", "OPENAI_BASE_URL": model.base_url}
        patient = {f"AISLE_{name.upper()}": str(value) for name, value in PATIENT.items()}
        self.url = f"http://127.0.0.1:{port}"
        self._process = subprocess.Popen(
            [sys.executable, "-c", _LOADED, "serve", "--port", str(port)],
            env={**kept, **aisle, **there, **patient},
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def begin(self) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(b"\n")
        self._process.stdin.flush()
        while self._process.poll() is None:
            with suppress(httpx.TransportError):
                if httpx.get(f"{self.url}/healthz", timeout=30).status_code == 200:
                    return
            time.sleep(0.1)
        raise RuntimeError("the server ended before it was ready")

    def kill(self) -> None:
        """Without a word."""
        self._process.kill()
        self._process.communicate()


@pytest.fixture
def processes(tmp_path: Path, model: ScriptedModel) -> Iterator[tuple[Process, Process]]:
    """Two servers of one port and one folder, one after the other."""
    port = closed_port()
    first, second = (Process(tmp_path, port, model) for _ in range(2))
    yield first, second
    first.kill()
    second.kill()


def test_a_server_killed_and_started_again_keeps_the_cards_and_offers_one_retry(
    embed: Embed,
    timed: BrowserContext,
    processes: tuple[Process, Process],
    model: ScriptedModel,
    go_on: threading.Event,
) -> None:
    first, second = processes
    first.begin()
    rows = [product.model_dump(mode="json") for product in shop()]
    assert httpx.put(f"{first.url}/v1/products", json=rows, timeout=60).json()["added"] == len(rows)
    model.default("narrate", Script(held=go_on, after=20))
    page = embed(context=timed, origin=first.url, api=first.url, trouble=True)
    say(page, "a kettle")
    expect(turn(page).locator('.why[data-source="model"]').first).to_be_visible()
    shown = order(page)
    stand_still(page)
    first.kill()
    expect(page.locator(".status")).to_contain_text("picking it up")
    second.begin()
    page.clock.resume()
    settled(page)
    assert order(page) == shown
    expect(page.locator(".note.bad")).to_have_count(1)
    retry = page.get_by_role("button", name="Try again")
    expect(retry).to_have_count(1)
    model.reset()
    page.route("**/v1/chat", lambda route: route.abort())
    retry.click()
    settled(page)
    assert order(page) == shown, "an attempt in vain costs nothing that is there"
    expect(page.locator(".turn")).to_have_count(1)
    expect(retry).to_have_count(1)
    page.unroute("**/v1/chat")
    retry.click()
    expect(retry).to_have_count(0)
    settled(page)
    assert len(order(page)) == 8
    expect(page.locator(".said p").locator("visible=true")).to_have_text("You: a kettle")
    expect(page.locator(".note.bad")).to_have_count(0)
    page.reload()
    # The history is what was answered.
    expect(page.locator(".turn")).to_have_count(1)
