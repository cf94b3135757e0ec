"""The AI SDK's own client, from npm, against a real server."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import pytest

from tests.api.protocols import npm
from tests.api.protocols.conftest import PUBLISHABLE
from tests.api.shop import MARGIN
from tests.scripted_model import Script, ScriptedModel
from tests.serving import Serving, wait_until

MAJORS = (6, 7)
Parts = list[dict[str, Any]]


@pytest.fixture
def client(speaking: Serving) -> Iterator[httpx.Client]:
    with speaking.client(PUBLISHABLE) as plain:
        yield plain


def of_type(parts: Parts, name: str) -> Parts:
    return [part for part in parts if part["type"] == name]


def wire(answer: httpx.Response) -> list[str]:
    """The ``data`` of every server-sent event."""
    return [line.removeprefix("data: ") for line in answer.text.splitlines() if line.startswith("data: ")]


def parts_of(answer: httpx.Response) -> Parts:
    lines = wire(answer)
    assert lines[-1] == "[DONE]"
    return [json.loads(line) for line in lines[:-1]]


def native(client: httpx.Client, turn_id: str) -> list[tuple[str, dict[str, Any]]]:
    """The same turn in our own events."""
    lines = client.get(f"/v1/turns/{turn_id}/events").text.splitlines()
    names = [line.removeprefix("event: ") for line in lines if line.startswith("event: ")]
    datas = [json.loads(line.removeprefix("data: ")) for line in lines if line.startswith("data: ")]
    return list(zip(names, datas, strict=True))


@pytest.mark.parametrize("major", MAJORS)
def test_a_turn_becomes_one_message(speaking: Serving, client: httpx.Client, major: int) -> None:
    told = npm.chat(major=major, url=speaking.url, key=PUBLISHABLE, say=["a kettle"])
    assert (told["status"], told["error"]) == ("ready", None)
    _, message = told["messages"]
    events = native(client, message["id"])
    said = {name: [data for each, data in events if each == name] for name, _ in events}

    assert message["role"] == "assistant"
    (text,) = of_type(message["parts"], "text")
    assert text["text"] == "".join(data["delta"] for data in said["text"])
    (ranking,) = of_type(message["parts"], "data-ranking")
    assert ranking["id"] == ranking["data"]["ranking_id"] == said["ranking"][0]["ranking_id"]
    assert [item["product"]["product_id"] for item in ranking["data"]["items"]] == said["done"][0]["order"]
    assert [item["rank"] for item in ranking["data"]["items"]] == [*range(1, 9)]
    finals = {data["product_id"]: data for data in said["explanation"] if data.get("final")}
    explained = {part["id"]: part["data"] for part in of_type(message["parts"], "data-explanation")}
    assert explained == finals
    assert {each["source"] for each in explained.values()} == {"model", "plain"}
    (understood,) = of_type(message["parts"], "data-understood")
    assert understood["data"] == said["understood"][0]
    assert message["metadata"] == {**said["turn"][0], **said["done"][0]}
    assert {part["type"] for part in message["parts"]} <= {
        "text",
        "data-ranking",
        "data-explanation",
        "data-understood",
        "data-clarify",
        "data-degraded",
    }
    assert str(MARGIN) not in json.dumps(told)


@pytest.mark.parametrize("major", MAJORS)
def test_a_new_order_replaces_the_list_in_place(speaking: Serving, major: int) -> None:
    told = npm.chat(major=major, url=speaking.url, key=PUBLISHABLE, say=["a kettle"])
    rankings = of_type(told["seen"], "data-ranking")
    orders = [[item["product"]["product_id"] for item in part["data"]["items"]] for part in rankings]
    assert [part["data"]["rev"] for part in rankings] == [0, 1]
    assert len({part["id"] for part in rankings}) == 1
    assert orders[0] != orders[1]
    assert sorted(orders[0]) == sorted(orders[1])


@pytest.mark.parametrize("major", MAJORS)
def test_the_conversation_goes_on_by_what_the_last_answer_said(
    speaking: Serving, client: httpx.Client, major: int
) -> None:
    said = ["a blue kettle", "under $40"]
    told = npm.chat(major=major, url=speaking.url, key=PUBLISHABLE, say=said, body={"context": {}})
    first, second = (message for message in told["messages"] if message["role"] == "assistant")
    assert first["metadata"]["session_id"] == second["metadata"]["session_id"]
    (understood,) = of_type(second["parts"], "data-understood")
    assert understood["data"]["constraints"]["price"] == {"max": 40}
    assert understood["data"]["constraints"]["include"]["color"] == ["blue"]


@pytest.mark.parametrize("major", MAJORS)
def test_a_chat_of_our_session_picks_up_its_running_turn(
    speaking: Serving, client: httpx.Client, model: ScriptedModel, major: int
) -> None:
    go_on = threading.Event()
    model.default("narrate", Script(held=go_on, after=5))
    with client.stream("POST", "/v1/chat", json={"message": "a kettle"}) as response:
        first = next(line for line in response.iter_lines() if "session_id" in line)
    turn = json.loads(first.removeprefix("data: "))
    reading = {"major": major, "url": speaking.url, "key": PUBLISHABLE, "id": turn["session_id"]}
    running = speaking.house.agent.turns._turns[turn["turn_id"]]
    try:
        wait_until(lambda: running.readers == 0)
        with ThreadPoolExecutor(1) as pool:
            telling = pool.submit(npm.chat, **reading, resume=True)
            wait_until(lambda: running.readers or telling.done())
            go_on.set()
            told = telling.result()
    finally:
        go_on.set()
        model.default("narrate", Script())
    assert (told["status"], told["error"]) == ("ready", None)
    (message,) = told["messages"]
    assert message["id"] == turn["turn_id"]
    assert message["metadata"]["status"] == "complete"
    # Over now: the SDK is told that there is nothing to pick up.
    assert npm.chat(**reading, resume=True)["messages"] == []
    assert "read" not in npm.chat(**reading, read=turn["session_id"])


@pytest.mark.parametrize("major", MAJORS)
def test_what_is_refused_is_an_error_of_the_chat(speaking: Serving, major: int) -> None:
    told = npm.chat(major=major, url=speaking.url, key="pk_wrong", say=["a kettle"])
    assert told["status"] == "error"
    assert json.loads(told["error"])["type"] == "https://aisle.dev/problems/unauthorized"


def test_the_wire(client: httpx.Client) -> None:
    answer = client.post("/v1/chat?protocol=ai-sdk", json={"message": "a kettle"})
    assert answer.headers["x-vercel-ai-ui-message-stream"] == "v1"
    assert answer.headers["content-type"].startswith("text/event-stream")
    parts = parts_of(answer)
    kinds = [part["type"] for part in parts]
    assert (kinds[0], kinds[-1]) == ("start", "finish")
    assert kinds.count("text-start") == kinds.count("text-end") == 1
    assert parts[-1]["finishReason"] == "stop"


def test_every_place_to_pick_up_at_gives_the_same_message(client: httpx.Client) -> None:
    whole = client.post("/v1/chat?protocol=ai-sdk", json={"message": "a kettle"})
    turn_id = parts_of(whole)[0]["messageId"]
    path = f"/v1/turns/{turn_id}/events?protocol=ai-sdk"
    assert client.get(path).text == whole.text
    frames = whole.text.split("\n\n")[:-2]
    ends = [number for number, frame in enumerate(frames) if frame.startswith("id: ")]
    assert len(ends) == len(native(client, turn_id))
    for end in ends:
        event_id = frames[end].partition("\n")[0].removeprefix("id: ")
        rest = parts_of(client.get(path, headers={"Last-Event-ID": event_id}))
        expected = [json.loads(frame.partition("data: ")[2]) for frame in frames[end + 1 :]]
        kinds = [part["type"] for part in expected]
        if "text-start" not in kinds and "text-end" in kinds:
            # In the middle of the text: what goes on must be opened, and only where something does.
            if "text-delta" in kinds:
                expected.insert(kinds.index("text-delta"), {"type": "text-start", "id": "text"})
            else:
                del expected[kinds.index("text-end")]
        assert rest == expected


def test_a_stopped_turn_aborts(client: httpx.Client, model: ScriptedModel) -> None:
    model.default("narrate", Script(token_delay=0.5))
    try:
        with client.stream("POST", "/v1/chat?protocol=ai-sdk", json={"message": "a kettle"}) as response:
            lines = response.iter_lines()
            start = json.loads(next(line for line in lines if line.startswith("data: "))[len("data: ") :])
            next(line for line in lines if '"data-ranking"' in line)
            stopping = threading.Thread(target=client.post, args=(f"/v1/turns/{start['messageId']}/stop",))
            stopping.start()
            rest = [line.removeprefix("data: ") for line in lines if line.startswith("data: ")]
            stopping.join()
    finally:
        model.default("narrate", Script())
    assert rest[-1] == "[DONE]"
    *_, metadata, abort = (json.loads(line) for line in rest[:-1])
    assert metadata["messageMetadata"]["status"] == "stopped"
    assert abort == {"type": "abort", "reason": "stopped"}


@pytest.mark.parametrize(
    ("messages", "says"),
    [
        ([], "role: user"),
        ("a kettle", "role: user"),
        ([{"role": "assistant", "parts": [{"type": "text", "text": "Hello"}]}], "role: user"),
        ([{"role": "user", "parts": [{"type": "file", "url": "x"}]}], "type text"),
        ([{"role": "user", "parts": None}], "type text"),
        ([None], "role: user"),
    ],
    ids=["none", "no-list", "ours-last", "no-text", "no-parts", "null"],
)
def test_messages_without_a_message_are_refused(client: httpx.Client, messages: object, says: str) -> None:
    answer = client.post("/v1/chat?protocol=ai-sdk", json={"id": "x", "messages": messages})
    assert answer.status_code == 422
    assert says in answer.json()["errors"][0]["detail"]


def test_a_chat_id_made_up_in_a_page_is_no_session(client: httpx.Client) -> None:
    said = {"role": "user", "parts": [{"type": "text", "text": "a kettle"}]}
    body = {"id": "guessable", "messages": [said]}
    start = parts_of(client.post("/v1/chat?protocol=ai-sdk", json=body))[0]
    assert start["messageMetadata"]["session_id"].startswith("s_")


def test_an_answer_made_anew_takes_the_place_of_the_former_one(client: httpx.Client) -> None:
    said = [{"role": "user", "parts": [{"type": "text", "text": text}]} for text in ("a kettle", "under $40")]
    answers: list[dict[str, Any]] = []
    for message in said:
        before = [part for pair in zip(said, answers, strict=False) for part in pair]
        body: dict[str, Any] = {"id": "c", "trigger": "submit-message", "messages": [*before, message]}
        start = parts_of(client.post("/v1/chat?protocol=ai-sdk", json=body))[0]
        answers.append({"role": "assistant", "parts": [], "metadata": start["messageMetadata"]})
    session_id, former = start["messageMetadata"]["session_id"], start["messageId"]
    again = {**body, "trigger": "regenerate-message", "messageId": former}
    turn_id = parts_of(client.post("/v1/chat?protocol=ai-sdk", json=again))[0]["messageId"]
    kept = client.get(f"/v1/sessions/{session_id}").json()["turns"]
    assert [turn["message"] for turn in kept] == ["a kettle", "under $40"]
    assert [turn["turn_id"] for turn in kept][1] == turn_id != former


def test_an_unknown_protocol_is_refused(client: httpx.Client) -> None:
    answer = client.post("/v1/chat?protocol=telepathy", json={"message": "a kettle"})
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["parameter"] == "protocol"
