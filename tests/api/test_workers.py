"""``aisle serve --workers 2``: two processes behind one port, on real servers."""

from __future__ import annotations

import secrets
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from ipaddress import IPv6Address
from pathlib import Path

import httpx
import pytest

from tests.api.shop import shop
from tests.api.sse import Seen, chat, events, resume
from tests.chroma_server import chroma_server, closed_port
from tests.patient_redis import redis_url
from tests.replicas import UNHURRIED, Process, unique
from tests.retrieval.storage.conftest import postgres_schema
from tests.scripted_model import Script, ScriptedModel

pytestmark = pytest.mark.xdist_group("workers")
SLOW = Script(token_delay=0.05)


@dataclass
class Service:
    """Two workers behind one port."""

    served: Process
    model: ScriptedModel
    page: str
    backend: str

    def client(self) -> httpx.Client:
        """With a connection of its own: whichever worker takes it."""
        return self.served.client(self.backend)


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    page, backend, folder = unique("pk_"), unique("sk_"), tmp_path_factory.mktemp("workers")
    with ExitStack() as stack:
        model = stack.enter_context(ScriptedModel())
        given = {
            **UNHURRIED,
            # Longer than any test: a turn that ends here was ended.
            "AISLE_SILENCE_TIMEOUT": "600",
            "AISLE_TOTAL_TIMEOUT": "600",
            "OPENAI_API_KEY": "sk-scripted",
            "OPENAI_BASE_URL": model.base_url,
            "AISLE_DATABASE_URL": stack.enter_context(postgres_schema()),
            "AISLE_CHROMA_URL": stack.enter_context(chroma_server(folder / "chroma")),
            "AISLE_REDIS_URL": redis_url(),
            "AISLE_PUBLISHABLE_KEYS": page,
            "AISLE_SECRET_KEYS": backend,
            "AISLE_LLM": "openai:gpt-4.1-mini",
            "AISLE_LIMIT_ADDRESS": "20/day",
            "AISLE_TRUSTED_PROXIES": "127.0.0.1",
        }
        # Tables and collection are made by both at once.
        served = Process(folder, given, "--workers", "2")
        stack.callback(served.end)
        served.wait()
        rows = [product.model_dump(mode="json", exclude_none=True) for product in shop()]
        with served.client(backend) as client:
            assert client.put("/v1/products", json=rows).json()["added"] == len(rows)
        yield Service(served, model, page, backend)


@pytest.fixture(autouse=True)
def anew(request: pytest.FixtureRequest) -> None:
    if "service" in request.fixturenames:
        request.getfixturevalue("service").model.reset()


def begun(service: Service, until: str) -> list[Seen]:
    """The events of a new turn up to the first ``until``; then the connection is gone."""
    seen: list[Seen] = []
    ask = {"message": "a kettle"}
    with service.client() as client, client.stream("POST", "/v1/chat", json=ask) as out:
        for event in events(out):
            seen.append(event)
            if event.event == until:
                break
    return seen


def test_what_is_put_by_one_is_known_to_both(service: Service) -> None:
    for _ in range(40):
        with service.client() as client:
            assert client.get("/v1/products/kettle-1").status_code == 200


def test_a_turn_is_read_on_whichever_worker_is_met(service: Service) -> None:
    service.model.default("narrate", SLOW)
    seen = begun(service, "ranking")
    turn_id = seen[0].data["turn_id"]
    rests: list[list[Seen]] = []

    def read_on() -> None:
        with service.client() as client:
            rests.append(resume(client, turn_id, seen[-1].id))

    reading = [threading.Thread(target=read_on) for _ in range(8)]
    for thread in reading:
        thread.start()
    for thread in reading:
        thread.join()
    with service.client() as client:
        whole = resume(client, turn_id)
    assert whole[-1].data["status"] == "complete"
    assert [seen + rest for rest in rests] == [whole] * 8


def test_a_stop_is_heard_whichever_worker_is_met(service: Service) -> None:
    for _ in range(4):
        service.model.default("narrate", Script(token_delay=0.5))
        turn_id = begun(service, "ranking")[0].data["turn_id"]
        with service.client() as client:
            assert client.post(f"/v1/turns/{turn_id}/stop").status_code == 204
        with service.client() as client:
            assert resume(client, turn_id)[-1].data["status"] == "stopped"


def test_a_conversation_and_a_key_for_once_hold_for_both(service: Service) -> None:
    said = ["a kettle under $60", "in blue", "rather green"]
    session = None
    for message in said:
        with service.client() as client:
            told = chat(client, message, **({"session_id": session} if session else {}))
            session = told[0].data["session_id"]
    constraints = next(event.data for event in told if event.event == "understood")["constraints"]
    assert constraints["price"] == {"max": 60.0}
    assert constraints["include"]["color"] == ["green"]
    headers, turns = {"Idempotency-Key": unique("k_")}, set()
    for _ in range(6):
        with service.client() as client:
            answer = client.post("/v1/chat", json={"message": "a tent"}, headers=headers)
            assert answer.status_code == 200
            turns.add(answer.headers["aisle-turn-id"])
    assert len(turns) == 1


def test_one_limit_holds_over_both(service: Service) -> None:
    statuses = []
    # Redis remembers the addresses of earlier runs.
    shopper = str(IPv6Address(secrets.randbits(128)))
    for _ in range(25):
        with service.served.client(service.page) as client:
            asked = client.get("/v1/products/kettle-1", headers={"X-Forwarded-For": shopper})
            statuses.append(asked.status_code)
    assert statuses == [200] * 20 + [429] * 5


def test_told_to_stop_it_ends_its_turns_and_itself(service: Service) -> None:
    """The last of all."""
    service.model.default("narrate", Script(held=threading.Event(), after=5))
    ask = {"message": "a kettle"}
    with service.client() as client, client.stream("POST", "/v1/chat", json=ask) as out:
        reading = events(out)
        seen = [next(reading)]
        code: list[int] = []
        ending = threading.Thread(target=lambda: code.append(service.served.stop()))
        began = time.monotonic()
        ending.start()
        seen += reading
    ending.join()
    assert seen[-1].event == "done"
    assert seen[-1].data["status"] in ("stopped", "degraded")
    assert code == [0]
    assert time.monotonic() - began < 200
    assert "Traceback" not in service.served.said


def refused(folder: Path, environment: dict[str, str]) -> str:
    """What a server that does not start says."""
    process = Process(folder, environment, "--workers", "2")
    try:
        with pytest.raises(RuntimeError):
            process.wait()
        assert process.code not in (0, None)
    finally:
        process.end()
    return process.said


def test_without_a_chroma_server_it_is_one_clear_line(tmp_path: Path) -> None:
    said = refused(tmp_path, {})
    assert said.strip().count("\n") == 0
    assert "set AISLE_CHROMA_URL" in said


def test_what_a_worker_cannot_open_is_one_clear_line_too(tmp_path: Path) -> None:
    said = refused(tmp_path, {"AISLE_CHROMA_URL": f"http://127.0.0.1:{closed_port()}"})
    assert said.strip().count("\n") == 0
    assert said.startswith("aisle: The Chroma server at")
