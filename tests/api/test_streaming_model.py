"""A turn that speaks with a model, seen from outside: stop, resume while it runs, readers that leave."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from agent.settings import AgentSettings
from tests.api.shop import shop
from tests.api.sse import Seen, events, resume
from tests.scripted_model import Script, ScriptedModel
from tests.serving import PATIENT, Serving

SLOW = Script(token_delay=0.05)


@pytest.fixture
def model() -> Iterator[ScriptedModel]:
    with ScriptedModel() as scripted:
        yield scripted


@pytest.fixture
def client(model: ScriptedModel, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[httpx.Client]:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-test")
    monkeypatch.setenv("OPENAI_BASE_URL", model.base_url)
    settings = AgentSettings.load(llm="openai:gpt-4.1-mini", **PATIENT)
    with Serving(tmp_path, shop(), agent=settings) as server, server.client() as plain:
        yield plain


def start(client: httpx.Client, until: str) -> list[Seen]:
    """The events of a new turn up to the first ``until``; then the reader goes away."""
    seen: list[Seen] = []
    with client.stream("POST", "/v1/chat", json={"message": "a kettle"}) as response:
        for event in events(response):
            seen.append(event)
            if event.event == until:
                break
    return seen


def test_cards_come_first_and_the_model_speaks_after(client: httpx.Client) -> None:
    with client.stream("POST", "/v1/chat", json={"message": "a kettle"}) as response:
        seen = list(events(response))
    names = [event.event for event in seen]
    assert names.index("ranking") < names.index("reorder")
    assert any(e.data.get("source") == "model" for e in seen if e.event == "explanation")
    assert seen[-1].data["status"] == "complete"
    assert {prompt["name"] for prompt in seen[-1].data["prompts"]} == {"rerank", "narrate"}


def test_the_json_answer_stands_in_the_models_order(client: httpx.Client) -> None:
    request = {"query": "a kettle", "explain": "llm", "limit": 6}
    body = client.post("/v1/recommendations", json=request).json()
    assert [item["rank"] for item in body["items"]] == [1, 2, 3, 4, 5, 6]
    scores = [item["score"] for item in body["items"]]
    assert scores != sorted(scores, reverse=True)
    assert body["items"][0]["explanation"]["source"] == "model"
    assert body["prompt"]["name"] == "narrate"


def test_a_reader_that_left_comes_back_and_missed_nothing(client: httpx.Client, model: ScriptedModel) -> None:
    model.default("narrate", SLOW)
    seen = start(client, until="ranking")
    turn_id = seen[0].data["turn_id"]
    rest = resume(client, turn_id, seen[-1].id)
    assert rest[-1].event == "done"
    assert rest[-1].data["status"] == "complete"
    assert seen + rest == resume(client, turn_id)


def test_two_readers_see_the_same(client: httpx.Client, model: ScriptedModel) -> None:
    model.default("narrate", SLOW)
    turn_id = start(client, until="ranking")[0].data["turn_id"]
    read: list[list[Seen]] = []
    readers = [threading.Thread(target=lambda: read.append(resume(client, turn_id))) for _ in range(2)]
    for reader in readers:
        reader.start()
    for reader in readers:
        reader.join()
    assert read[0] == read[1]


def test_stop_ends_the_turn_and_completes_the_cards(client: httpx.Client, model: ScriptedModel) -> None:
    model.default("narrate", Script(token_delay=0.5))
    seen = start(client, until="ranking")
    turn_id = seen[0].data["turn_id"]
    assert client.post(f"/v1/turns/{turn_id}/stop").status_code == 204
    whole = resume(client, turn_id)
    assert whole[-1].data["status"] == "stopped"
    cards = {item["product"]["product_id"] for item in seen[-1].data["items"]}
    finals = {e.data["product_id"] for e in whole if e.event == "explanation" and e.data.get("final")}
    assert finals == cards
