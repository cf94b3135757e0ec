"""A connection that is cut, anywhere, with our own client on it: the transcript is the same."""

from __future__ import annotations

import random
import re
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from agent.events import Done, TurnEvent
from agent.settings import AgentSettings
from api.client import Aisle
from tests.api.shop import shop
from tests.examples import DEEP
from tests.scripted_model import ScriptedModel
from tests.serving import PATIENT, Serving

Cut = Callable[[bytes], int | None]
"""Where to cut, given all of the answer's body so far; None: not yet."""


@contextmanager
def relay(url: str, cuts: list[Cut]) -> Iterator[str]:
    """To ``url``, one connection after the other; each takes the next cut, and the last ones none."""
    address = ("127.0.0.1", urlsplit(url).port)
    listening = socket.create_server(("127.0.0.1", 0))

    def pass_on(near: socket.socket) -> None:
        cut = cuts.pop(0) if cuts else None
        with near, socket.create_connection(address) as far:

            def up() -> None:
                with suppress(OSError):
                    while data := near.recv(65536):
                        far.sendall(data)

            sending = threading.Thread(target=up)
            sending.start()
            held, sent = b"", 0
            with suppress(OSError):
                while data := far.recv(65536):
                    held += data
                    at = cut(held) if cut else None
                    near.sendall(held[sent:at])
                    sent = len(held)
                    if at is not None:
                        break
            for end in (near, far):
                with suppress(OSError):
                    end.shutdown(socket.SHUT_RDWR)
            sending.join()

    def accept() -> None:
        with suppress(OSError):
            while True:
                near, _ = listening.accept()
                threading.Thread(target=pass_on, args=(near,), daemon=True).start()

    accepting = threading.Thread(target=accept, daemon=True)
    accepting.start()
    try:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    finally:
        listening.shutdown(socket.SHUT_RDWR)
        listening.close()
        accepting.join()


PLACES_A_TURN = 200
EVENT = re.compile(rb"id: [^\n]*\nevent: [^\n]*\ndata: [^\n]*\n\n")


def after_events(count: int, further: int = 0) -> Cut:
    """Behind so many whole events, and so many bytes of what follows."""

    def cut(answer: bytes) -> int | None:
        found = list(EVENT.finditer(answer))
        if len(found) < count:
            return None
        at = (found[count - 1].end() if count else answer.find(b"\r\n\r\n") + 4) + further
        return at if len(answer) >= at > 3 else None

    return cut


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    with pytest.MonkeyPatch.context() as patch, ScriptedModel() as model:
        patch.setenv("OPENAI_API_KEY", "sk-test")
        patch.setenv("OPENAI_BASE_URL", model.base_url)
        patient = AgentSettings.load(llm="openai:gpt-4.1-mini", **PATIENT)
        folder: Path = tmp_path_factory.mktemp("cuts")
        with Serving(folder, shop(), agent=patient) as serving:
            yield serving


@pytest.fixture(scope="module")
def turn(server: Serving) -> tuple[str, list[TurnEvent]]:
    return finished(server)


def finished(server: Serving) -> tuple[str, list[TurnEvent]]:
    """A turn that is over, in one piece."""
    with Aisle(server.url) as client:
        events = list(client.chat("a kettle"))
    assert isinstance(events[-1], Done)
    assert events[-1].status == "complete"
    return events[0].data()["turn_id"], events


def test_cut_behind_every_event(server: Serving, turn: tuple[str, list[TurnEvent]]) -> None:
    turn_id, whole = turn
    every: list[Cut] = [after_events(1) for _ in whole[:-1]]
    with relay(server.url, every) as url, Aisle(url) as client:
        assert list(client.events(turn_id)) == whole
    assert not every, "each connection brought one event"


@pytest.mark.parametrize("count", range(60 if DEEP else 12))
def test_cut_while_it_runs(server: Serving, count: int) -> None:
    with relay(server.url, [after_events(count)]) as url, Aisle(url) as client:
        events = list(client.chat("a kettle"))
    with Aisle(server.url) as direct:
        assert list(direct.events(events[0].data()["turn_id"])) == events
    assert isinstance(events[-1], Done)


def test_cut_at_every_byte_of_some_events(server: Serving) -> None:
    def told() -> tuple[str, list[TurnEvent], list[bytes]]:
        turn_id, whole = finished(server)
        with server.client() as plain:
            sent = EVENT.findall(plain.get(f"/v1/turns/{turn_id}/events").content)
        assert len(sent) == len(whole) == count
        return turn_id, whole, sent

    count = len(finished(server)[1])
    for event in range(count) if DEEP else (0, 2, count // 2, count - 1):
        turn_id, whole, sent = told()
        bytes_of = range(1, len(sent[event]))
        places = bytes_of if DEEP else random.Random(9).sample(bytes_of, min(len(bytes_of), 15))
        cuts: list[Cut] = []
        with relay(server.url, cuts) as url:
            for place, byte in enumerate(places, start=1):
                if place % PLACES_A_TURN == 0:
                    # A server keeps a turn that is over for some minutes only.
                    turn_id, whole, sent = told()
                # One at a time: several in a row that bring nothing are more than a client puts up with.
                cuts.append(after_events(event, min(byte, len(sent[event]) - 1)))
                with Aisle(url) as client:
                    assert list(client.events(turn_id)) == whole
