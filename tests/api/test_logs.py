"""What the server logs: ids to find things by, and nothing that a shopper said."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal

import pytest

from agent.settings import AgentSettings
from api.logs import TALKATIVE, handler, quiet_libraries
from retrieval.errors import StorageUnavailable
from tests.api.shop import shop
from tests.api.sse import chat
from tests.scripted_model import ScriptedModel, faults
from tests.serving import PATIENT, Serving

MESSAGE = "a kettle for aunt Ermintrude"


class Lines:
    """What was written."""

    def __init__(self) -> None:
        self.to = io.StringIO()

    def text(self) -> str:
        return self.to.getvalue()

    def objects(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.text().splitlines()]


@pytest.fixture
def written(form: Literal["text", "json"]) -> Iterator[Lines]:
    lines = Lines()
    writing = handler(form, lines.to)
    root = logging.getLogger()
    root.addHandler(writing)
    try:
        yield lines
    finally:
        root.removeHandler(writing)


@pytest.mark.parametrize("form", ["json"])
def test_a_line_is_an_object(written: Lines) -> None:
    log = logging.getLogger("aisle.test")
    log.warning("two\nlines of %s", "“quotes”")
    try:
        try:
            raise KeyError(MESSAGE)
        except KeyError as error:
            raise StorageUnavailable("The database is gone.") from error
    except StorageUnavailable:
        log.exception("it broke")
    # Servers of other tests may still say something.
    plain, broken = (line for line in written.objects() if line["logger"] == log.name)
    assert (plain["level"], plain["logger"]) == ("warning", "aisle.test")
    assert plain["message"] == "two\nlines of “quotes”"
    assert plain["time"].endswith("+00:00")
    assert not {"error", "turn_id", "trace_id"} & set(plain)
    assert "The database is gone." in broken["error"]
    assert "KeyError" in broken["error"]
    assert MESSAGE not in written.text()


@pytest.fixture
def everything() -> Iterator[None]:
    """The root logs all there is, as somebody who looks for a fault sets it; the libraries are as a server
    has them."""
    root = logging.getLogger()
    loggers = [root, *map(logging.getLogger, TALKATIVE)]
    levels = [each.level for each in loggers]
    root.setLevel(logging.DEBUG)
    quiet_libraries()
    yield
    for each, level in zip(loggers, levels, strict=True):
        each.setLevel(level)


@pytest.mark.parametrize("form", ["text"])
@pytest.mark.usefixtures("everything")
def test_no_library_tells_what_was_said(
    written: Lines, form: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also where it stands in an address, and what a model answered."""
    monkeypatch.setenv("OPENAI_API_KEY", "sk-test")
    with ScriptedModel() as model:
        monkeypatch.setenv("OPENAI_BASE_URL", model.base_url)
        agent = AgentSettings.load(llm="openai:gpt-4.1-mini", **PATIENT)
        with Serving(tmp_path, shop(), agent=agent) as server, server.client() as client:
            seen = chat(client, MESSAGE, user_id="mary-1984")
            client.get("/search", params={"q": MESSAGE})
            client.get("/v1/users/mary-1984")
            client.post("/v1/recommendations", json={"query": MESSAGE, "explain": "llm"})
        assert len(model.requests) >= 2
    told = [event.data for event in seen if event.data.get("source") == "model"]
    said = [data["text"] for data in told if "text" in data]
    assert said, "the model spoke"
    for words in ("Ermintrude", "mary-1984", "sk-test", *said):
        assert words not in written.text()


@pytest.mark.parametrize("form", ["text", "json"])
def test_a_turn_in_trouble_is_found_by_its_ids_and_quotes_nobody(
    written: Lines, form: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-test")
    with ScriptedModel() as model:
        monkeypatch.setenv("OPENAI_BASE_URL", model.base_url)
        model.default("rerank", faults.status(500))
        model.default("narrate", faults.status(500))
        agent = AgentSettings.load(llm="openai:gpt-4.1-mini", **PATIENT)
        with Serving(tmp_path, shop(), agent=agent) as server, server.client() as client:
            client.headers["X-Request-ID"] = "req_mine"
            seen = chat(client, MESSAGE, user_id="mary-1984")
    assert "provider failed (500)" in written.text()
    for word in ("Ermintrude", "mary-1984", "Kettle No.", "sk-test"):
        assert word not in written.text()
    if form == "json":
        failed = [line for line in written.objects() if "provider failed" in line["message"]]
        assert {line["turn_id"] for line in failed} == {seen[0].data["turn_id"]}
        assert {line["request_id"] for line in failed} == {"req_mine"}
    else:
        assert "[req_mine]" in written.text()
