"""What two processes promise together, on real servers."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from api.identity import sign
from tests.api.shop import shop
from tests.api.sse import Seen, chat, events, resume
from tests.patient_redis import redis_url
from tests.replicas import Process, replicas, unique
from tests.scripted_model import Script, ScriptedModel

SLOW = Script(token_delay=0.05)
IDENTITY = "a secret of sixteen letters or more"


@dataclass
class Service:
    """Two replicas and the model they ask."""

    first: Process
    second: Process
    model: ScriptedModel
    page: str
    backend: str


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    page, backend = unique("pk_"), unique("sk_")
    with ScriptedModel() as model, pytest.MonkeyPatch.context() as patch:
        patch.setenv("OPENAI_API_KEY", "sk-scripted")
        patch.setenv("OPENAI_BASE_URL", model.base_url)
        given = {
            "publishable_keys": page,
            "secret_keys": backend,
            "llm": "openai:gpt-4.1-mini",
            "identity_secret": IDENTITY,
            "limit_key": "60/day",
            "limit_address": "100000/hour",
            "streams_per_shopper": "2",
        }
        folder = tmp_path_factory.mktemp("replicas")
        with replicas(folder, redis_url(), **given) as (first, second):
            rows = [product.model_dump(mode="json", exclude_none=True) for product in shop()]
            with first.client(backend) as client:
                assert client.put("/v1/products", json=rows).json()["added"] == len(rows)
            yield Service(first, second, model, page, backend)


@pytest.fixture(autouse=True)
def anew(service: Service) -> None:
    service.model.reset()


def cut(process: Process, key: str, until: str) -> list[Seen]:
    """The events of a new turn up to the first ``until``; then the connection is gone."""
    seen: list[Seen] = []
    with (
        process.client(key) as client,
        client.stream("POST", "/v1/chat", json={"message": "a kettle"}) as out,
    ):
        for event in events(out):
            seen.append(event)
            if event.event == until:
                break
    return seen


def test_a_product_put_at_one_is_found_at_the_other(service: Service) -> None:
    with service.second.client(service.page) as client:
        assert client.get("/v1/products/kettle-1").status_code == 200


@pytest.mark.parametrize("until", ["turn", "ranking", "explanation"])
def test_a_turn_cut_at_one_is_read_on_at_the_other(service: Service, until: str) -> None:
    service.model.default("narrate", SLOW)
    seen = cut(service.first, service.backend, until)
    turn_id = seen[0].data["turn_id"]
    with service.second.client(service.backend) as client:
        rest = resume(client, turn_id, seen[-1].id)
        again = resume(client, turn_id)
    with service.first.client(service.backend) as client:
        whole = resume(client, turn_id)
    assert whole[-1].event == "done"
    assert whole[-1].data["status"] == "complete"
    assert seen + rest == again == whole


def test_a_stop_reaches_across(service: Service) -> None:
    service.model.default("narrate", Script(token_delay=0.5))
    seen = cut(service.first, service.backend, "ranking")
    turn_id = seen[0].data["turn_id"]
    with service.second.client(service.backend) as client:
        assert client.post(f"/v1/turns/{turn_id}/stop").status_code == 204
        whole = resume(client, turn_id)
    assert whole[-1].data["status"] == "stopped"
    cards = {item["product"]["product_id"] for item in seen[-1].data["items"]}
    finals = {e.data["product_id"] for e in whole if e.event == "explanation" and e.data.get("final")}
    assert finals == cards


def test_the_same_message_sent_to_both_is_one_turn(service: Service) -> None:
    headers = {"Idempotency-Key": unique("k_")}
    ask = {"message": "a blue kettle"}
    with service.first.client(service.backend) as one, service.second.client(service.backend) as two:
        first = one.post("/v1/chat", json=ask, headers=headers)
        again = two.post("/v1/chat", json=ask, headers=headers)
        other = two.post("/v1/chat", json={"message": "a tent"}, headers=headers)
    assert again.headers["idempotent-replayed"] == "true"
    assert again.headers["aisle-turn-id"] == first.headers["aisle-turn-id"]
    assert again.text == first.text
    assert other.status_code == 422


def test_a_conversation_goes_on_wherever_it_is_asked(service: Service) -> None:
    with service.first.client(service.backend) as one, service.second.client(service.backend) as two:
        session = chat(one, "a kettle under $60")[0].data["session_id"]
        chat(two, "in blue", session_id=session)
        third = {e.event: e.data for e in chat(one, "rather green", session_id=session)}
    constraints = third["understood"]["constraints"]
    assert constraints["price"] == {"max": 60.0}
    assert constraints["include"]["color"] == ["green"]


def test_a_running_turn_is_picked_up_at_the_other_by_its_conversation(service: Service) -> None:
    """Where the AI SDK looks after a reload."""
    go_on = threading.Event()
    service.model.default("narrate", Script(held=go_on, after=5))
    seen = cut(service.first, service.backend, "ranking")
    path = f"/v1/chat/{seen[0].data['session_id']}/stream"
    with service.second.client(service.backend) as client:
        with client.stream("GET", path) as answer:
            assert answer.status_code == 200
            assert answer.headers["aisle-turn-id"] == seen[0].data["turn_id"]
            go_on.set()
            told = list(events(answer))
        assert told[: len(seen)] == seen
        assert told[-1].data["status"] == "complete"
        assert client.get(path).status_code == 204


def test_of_two_shoppers_who_begin_a_session_at_both_one_has_it(service: Service) -> None:
    service.model.default("narrate", SLOW)
    with service.first.client(service.page) as client:
        session = client.post("/v1/onboarding", json={"answers": {}}).json()["session_id"]
    ready, statuses = threading.Barrier(2), []

    def say(process: Process, name: str) -> None:
        with process.client(service.page) as client:
            client.headers["X-Aisle-Identity"] = sign(name, IDENTITY)
            ready.wait(100)
            body = {"message": "a kettle", "session_id": session}
            with client.stream("POST", "/v1/chat", json=body) as answer:
                statuses.append(answer.status_code)
                answer.read()

    both = ((service.first, "ann"), (service.second, "bob"))
    saying = [threading.Thread(target=say, args=each) for each in both]
    for thread in saying:
        thread.start()
    for thread in saying:
        thread.join()
    assert sorted(statuses) == [200, 403]


def test_streams_at_once_are_counted_over_both(service: Service) -> None:
    service.model.default("narrate", Script(token_delay=0.5))
    ready, leave = threading.Barrier(3), threading.Event()

    def hold(process: Process) -> None:
        ask = {"message": "a kettle"}
        with process.client(service.page) as client, client.stream("POST", "/v1/chat", json=ask) as out:
            reading = events(out)
            next(reading)
            ready.wait(100)
            leave.wait(100)

    holding = [threading.Thread(target=hold, args=(each,)) for each in (service.first, service.second)]
    for thread in holding:
        thread.start()
    ready.wait(100)
    for process in (service.first, service.second):
        with process.client(service.page) as client:
            refused = client.post("/v1/chat", json={"message": "a kettle"})
            assert refused.status_code == 429
            assert refused.headers["retry-after"]
    leave.set()
    for thread in holding:
        thread.join()


def test_one_limit_holds_over_both(service: Service) -> None:
    """Last of those that use the page's key: it is used up."""
    statuses = []
    with service.first.client(service.page) as one, service.second.client(service.page) as two:
        for number in range(70):
            client = one if number % 2 else two
            statuses.append(client.get("/v1/products/kettle-1").status_code)
            if statuses[-1] == 429:
                break
        assert statuses[-1] == 429
        assert len(statuses) <= 61
        assert one.get("/v1/products/kettle-1").status_code == 429
        assert two.get("/v1/products/kettle-1").status_code == 429


def test_a_turn_of_a_process_that_died_ends_with_an_error_at_the_other(service: Service) -> None:
    """The last of all: the first process is gone after it."""
    service.model.default("narrate", Script(token_delay=0.5))
    seen = cut(service.first, service.backend, "ranking")
    turn_id = seen[0].data["turn_id"]
    service.first.kill()
    with service.second.client(service.backend) as client:
        rest = resume(client, turn_id, seen[-1].id)
    assert rest[-1].event == "error"
    assert rest[-1].data["status"] == 503
