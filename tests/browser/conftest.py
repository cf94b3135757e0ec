"""Real Chromium on the real page, over a server whose model is scripted."""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from agent.settings import AgentSettings
from tests.api.shop import shop
from tests.browser.patience import MILLISECONDS
from tests.scripted_model import ScriptedModel
from tests.serving import PATIENT, Serving

expect.set_options(timeout=MILLISECONDS)

_ARGUMENTS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if found is None:
        reason = "Chromium is not installed; apt-get install chromium"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=found, args=_ARGUMENTS)
        yield launched
        launched.close()


@pytest.fixture(scope="package")
def model() -> Iterator[ScriptedModel]:
    with ScriptedModel() as scripted:
        yield scripted


@pytest.fixture(scope="package")
def serving(model: ScriptedModel, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("OPENAI_API_KEY", "sk-test")
        patch.setenv("OPENAI_BASE_URL", model.base_url)
        settings = AgentSettings.load(llm="openai:gpt-4.1-mini", **PATIENT)
        with Serving(tmp_path_factory.mktemp("browser"), shop(), agent=settings) as server:
            yield server


@pytest.fixture
def context(browser: Browser, model: ScriptedModel) -> Iterator[BrowserContext]:
    """A fresh profile, and a model that has forgotten its script."""
    model.reset()
    fresh = browser.new_context(viewport={"width": 1280, "height": 900}, reduced_motion="reduce")
    fresh.set_default_timeout(MILLISECONDS)
    yield fresh
    fresh.close()


@pytest.fixture
def go_on() -> Iterator[threading.Event]:
    """For scripts of the model that are ``held`` by it; whoever holds nothing on purpose sets it."""
    event = threading.Event()
    yield event
    event.set()


@pytest.fixture
def page(context: BrowserContext, serving: Serving) -> Iterator[Page]:
    """The open page. A message on its console, or a request to elsewhere, fails the test."""
    opened = context.new_page()
    trouble: list[str] = []
    opened.on(
        "console", lambda said: trouble.append(said.text) if said.type in ("error", "warning") else None
    )
    opened.on("pageerror", lambda error: trouble.append(str(error)))
    opened.on("request", lambda sent: None if sent.url.startswith(serving.url) else trouble.append(sent.url))
    opened.goto(serving.url)
    yield opened
    assert trouble == []


@pytest.fixture
def pictures(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where screenshots go."""
    return tmp_path_factory.mktemp("pictures")
