"""Explanations of product pages: told once by the model, to whoever asks, until a product changes."""

from __future__ import annotations

import random
import re
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.api.sse import Seen, events
from tests.patient_redis import redis_url
from tests.scripted_model import Script, faults
from tests.wire.fault_stage import NARRATED, Stage, assert_whole, cards, degraded, sources, staged

TOLD = Script(text="It is all here.\n[A] It fits your kitchen.\n[B] It is a good one.\n[C] It pours well.")


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("OPENAI_API_KEY", "sk-scripted")
        with staged(tmp_path_factory.mktemp("kept"), explanations_kept=100) as ready:
            yield ready


def page(stage: Stage, product_id: str = "kettle-1") -> list[Seen]:
    status, seen = stage.ask("recommendations", {"product_id": product_id, "explain": "llm", "limit": 6})
    assert status == 200
    return seen


def told(stage: Stage) -> int:
    return len(stage.model.requests_for("narrate"))


def spoken(seen: list[Seen]) -> dict[str, str]:
    final = (event.data for event in seen if event.event == "explanation" and "text" in event.data)
    return {data["product_id"]: data["text"] for data in final}


def found(stage: Stage) -> dict[str, float]:
    lines = stage.client.get("/metrics").text.splitlines()
    return {
        found[1]: float(line.rsplit(" ", 1)[1])
        for line in lines
        if (found := re.match(r'aisle_explanations_(?:total\{found=")?(\w+)', line))
    }


def test_the_second_shopper_is_told_the_same_without_a_call(stage: Stage) -> None:
    stage.anew()
    stage.model.default("narrate", TOLD)
    before = found(stage)
    first = page(stage)
    assert sources(first).count("model") == NARRATED
    second = page(stage)
    assert told(stage) == 1
    assert spoken(second) == spoken(first)
    assert "narrate" not in degraded(second)
    assert second[-1].data["usage"]["calls"] == 1, "the order alone was asked for"
    assert page(stage, "kettle-2")[-1].data["usage"]["calls"] == 2, "another page is another list"
    after = found(stage)
    assert (after["hit"] - before["hit"], after["miss"] - before["miss"]) == (1, 2)
    assert after["hit_ratio"] == pytest.approx(
        1 - after["miss"] / (after["hit"] + after["miss"] + after["shared"])
    )


@pytest.mark.parametrize("change", [{"price": 21.5}, {"availability": "preorder"}], ids=["price", "stock"])
def test_a_change_of_price_or_stock_is_explained_anew(stage: Stage, change: dict[str, object]) -> None:
    stage.anew()
    stage.model.default("narrate", TOLD)
    first = cards(page(stage, "kettle-3"))[0]
    before = told(stage)
    page(stage, "kettle-3")
    assert told(stage) == before
    assert stage.client.patch(f"/v1/products/{first}", json=change).status_code == 200
    page(stage, "kettle-3")
    assert told(stage) == before + 1


def test_many_at_once_share_one_call(stage: Stage) -> None:
    stage.anew()
    stage.model.default("narrate", Script(text=TOLD.text, first_token_delay=0.5))
    with ThreadPoolExecutor(6) as pool:
        seen = list(pool.map(lambda _: page(stage, "kettle-5"), range(6)))
    assert told(stage) == 1
    assert all(spoken(each) == spoken(seen[0]) for each in seen)
    assert all(sources(each).count("model") == NARRATED for each in seen)


def test_one_that_stops_leaves_the_others_their_words(stage: Stage) -> None:
    """The first to ask goes away in the middle; the call goes on for who came later."""
    stage.anew()
    go = threading.Event()
    stage.model.default("narrate", Script(text=TOLD.text, held=go))
    shared = found(stage)["shared"]
    body = {"product_id": "kettle-6", "explain": "llm", "limit": 6}
    accept = {"Accept": "text/event-stream"}
    with (
        ThreadPoolExecutor(1) as pool,
        stage.client.stream("POST", "/v1/recommendations", json=body, headers=accept) as response,
    ):
        seen = events(response)
        turn_id = next(seen).data["turn_id"]
        second = pool.submit(page, stage, "kettle-6")
        while found(stage)["shared"] == shared:
            time.sleep(0.01)
        assert stage.client.post(f"/v1/turns/{turn_id}/stop").status_code < 300
        assert list(seen)[-1].data["status"] == "stopped"
        go.set()
        assert sources(second.result()).count("model") == NARRATED
    assert told(stage) == 1
    assert stage.model.requests_for("narrate")[0].finished


def test_the_call_ends_with_its_last_reader(stage: Stage) -> None:
    stage.anew()
    stage.model.default("narrate", faults.silent())
    body = {"product_id": "kettle-7", "explain": "llm", "limit": 6}
    accept = {"Accept": "text/event-stream"}
    with stage.client.stream("POST", "/v1/recommendations", json=body, headers=accept) as response:
        seen = events(response)
        turn_id = next(seen).data["turn_id"]
        stage.model.wait_for_requests(2)
        stage.client.post(f"/v1/turns/{turn_id}/stop")
        assert list(seen)[-1].data["status"] == "stopped"
    (call,) = stage.model.requests_for("narrate")
    assert call.wait_disconnected()


@pytest.mark.parametrize(
    ("product_id", "script"),
    [
        ("kettle-8", faults.cut(3)),
        ("kettle-9", Script(text="[A] It costs $1 only.\n[B] Good.\n[C] Good.")),
        ("kettle-11", Script(text="[A] It fits your kitchen.")),
    ],
    ids=["cut", "ungrounded", "silent on a card"],
)
def test_what_is_not_whole_and_true_is_not_kept(stage: Stage, product_id: str, script: Script) -> None:
    stage.anew()
    # A reset may throw away what was sent before it, and is then tried again: it must fail every time.
    stage.model.default("narrate", script)
    assert "narrate" in degraded(page(stage, product_id))
    asked = told(stage)
    stage.model.default("narrate", TOLD)
    assert "narrate" not in degraded(page(stage, product_id)), "whether the order came in time is no matter"
    assert told(stage) == asked + 1


def test_servers_share_through_redis(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    url = redis_url()
    monkeypatch.setenv("OPENAI_API_KEY", "sk-scripted")
    price = round(random.uniform(10, 1000), 4)  # so that no other run has told of it
    calls = []
    for name in ("one", "two"):
        with staged(tmp_path / name, explanations_kept=10, redis_url=url) as stage:
            stage.anew()
            stage.model.default("narrate", TOLD)
            for number in range(12):
                stage.client.patch(f"/v1/products/kettle-{number}", json={"price": price + number})
            assert sources(page(stage, "kettle-10")).count("model") == NARRATED
            calls.append(told(stage))
    assert calls == [1, 0]


def test_past_a_cap_what_is_kept_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It costs nothing; nothing else may be asked."""
    monkeypatch.setenv("OPENAI_API_KEY", "sk-scripted")
    with staged(tmp_path, explanations_kept=10, day_tokens=1) as stage:
        stage.anew()
        stage.model.default("narrate", TOLD)
        first = page(stage)
        asked = len(stage.model.requests)
        again = page(stage)
        assert degraded(again) == {"rerank": "budget"}
        assert_whole(again, cards(first))
        assert (spoken(again), sources(again)) == (spoken(first), sources(first))
        assert again[-1].data["usage"]["calls"] == 0
        assert [prompt["name"] for prompt in again[-1].data["prompts"]] == ["narrate"]
        assert found(stage)["hit"] == 1
        other = page(stage, "kettle-2")
        assert degraded(other) == {"rerank": "budget", "narrate": "budget"}
        assert set(sources(other)) == {"plain"}
        assert len(stage.model.requests) == asked
