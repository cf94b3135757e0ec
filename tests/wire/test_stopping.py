"""A turn that is stopped, or that nobody reads, asks no more of its model: seen from the model's side."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.api.sse import Seen, events
from tests.scripted_model import Script
from tests.wire.fault_stage import Stage, assert_whole, cards, staged

WORDS = "[A] " + "It fits your kitchen. " * 4000
ENDLESS = Script(text=WORDS, token_delay=0.02, first_token_delay=0.0)
NEVER = Script(first_token_delay=float("inf"))
BODIES: dict[str, dict[str, object]] = {
    "chat": {"message": "a kettle"},
    "recommendations": {"product_id": "kettle-1", "explain": "llm"},
}
ACCEPT = {"Accept": "text/event-stream"}


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("OPENAI_API_KEY", "sk-scripted")
        patient = {"rerank_budget": 60.0, "first_token_timeout": 60.0, "total_timeout": 60.0}
        with staged(tmp_path_factory.mktemp("stopping"), **patient, reader_grace=0.3) as ready:
            yield ready


@pytest.mark.parametrize("spoken", [False, True], ids=["before a word", "in the middle"])
@pytest.mark.parametrize("surface", ["chat", "recommendations"])
def test_stop_ends_both_calls(stage: Stage, surface: str, spoken: bool) -> None:
    stage.anew()
    stage.model.default("rerank", NEVER)
    stage.model.default("narrate", ENDLESS if spoken else NEVER)
    seen = stopped(stage, surface, after="explanation" if spoken else "ranking")
    assert [call.purpose for call in stage.model.requests if not call.wait_disconnected()] == []
    said = [call.tokens_sent for call in stage.model.requests]
    assert len(said) == 2, "a stopped turn asked again"
    assert_stopped_and_whole(seen)
    assert [call.tokens_sent for call in stage.model.requests] == said
    assert all(guard.bulkhead.running == 0 for guard in stage.guards)


def test_no_stop_meets_a_chunk_that_lets_the_call_live(stage: Stage) -> None:
    """A cancellation that comes with a chunk finds no wait to end: the call must be ended all the same."""
    for _ in range(10):
        stage.anew()
        stage.model.default("rerank", NEVER)
        stage.model.default("narrate", Script(text=WORDS, token_delay=0.001, first_token_delay=0.0))
        stopped(stage, "chat", after="explanation")
        assert [call.purpose for call in stage.model.requests if not call.wait_disconnected()] == []


def stopped(stage: Stage, surface: str, after: str) -> list[Seen]:
    """A turn that is stopped once an event of that kind was seen (an explanation: by the model)."""
    seen: list[Seen] = []
    due = True
    with stage.client.stream("POST", f"/v1/{surface}", json=BODIES[surface], headers=ACCEPT) as response:
        for event in events(response):
            seen.append(event)
            if due and event.event == after and event.data.get("source", "model") == "model":
                due = False
                stage.model.wait_for_requests(2)
                turn_id = seen[0].data["turn_id"]
                assert stage.client.post(f"/v1/turns/{turn_id}/stop").status_code < 300
    return seen


@pytest.mark.parametrize("surface", ["chat", "recommendations"])
def test_a_turn_without_a_reader_ends_both_calls(stage: Stage, surface: str) -> None:
    stage.anew()
    stage.model.default("rerank", NEVER)
    stage.model.default("narrate", ENDLESS)
    with stage.client.stream("POST", f"/v1/{surface}", json=BODIES[surface], headers=ACCEPT) as response:
        turn_id = next(events(response)).data["turn_id"]
        stage.model.wait_for_requests(2)
    assert [call.purpose for call in stage.model.requests if not call.wait_disconnected()] == []
    with stage.client.stream("GET", f"/v1/turns/{turn_id}/events", headers=ACCEPT) as response:
        seen = list(events(response))
    assert_stopped_and_whole(seen)


def test_a_reader_that_comes_back_in_time_keeps_the_turn(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-scripted")
    with staged(tmp_path, reader_grace=60.0, first_token_timeout=30.0, total_timeout=60.0) as stage:
        stage.anew()
        stage.model.default("narrate", Script(first_token_delay=0.6))
        with stage.client.stream("POST", "/v1/chat", json=BODIES["chat"], headers=ACCEPT) as response:
            turn_id = next(events(response)).data["turn_id"]
        with stage.client.stream("GET", f"/v1/turns/{turn_id}/events", headers=ACCEPT) as response:
            assert list(events(response))[-1].data["status"] == "complete"


def assert_stopped_and_whole(seen: list[Seen]) -> None:
    """As any whole turn, but for its status."""
    *rest, last = seen
    assert last.data["status"] == "stopped"
    degraded = any(event.event == "degraded" for event in rest)
    calm = {**last.data, "status": "degraded" if degraded else "complete"}
    assert_whole([*rest, last._replace(data=calm)], cards(seen))
