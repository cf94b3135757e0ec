"""What the benchmark makes of a stream, over a real socket."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from math import isnan

import pytest

from api.client import Aisle
from eval.bench.chat import ChatTurn, chat
from eval.errors import BenchFailed


@contextmanager
def answering(body: str, status: int = 200) -> Iterator[Aisle]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            self.send_response(status)
            self.send_header("Content-Type", "text/event-stream")
            self.send_header("Content-Length", str(len(body.encode())))
            self.end_headers()
            self.wfile.write(body.encode())

        def log_message(self, *_: object) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        try:
            with Aisle(f"http://127.0.0.1:{server.server_port}") as client:
                yield client
        finally:
            server.shutdown()
            thread.join()


def events(*lines: tuple[str, str]) -> str:
    return "".join(f"event: {name}\ndata: {data}\n\n" for name, data in lines)


def card(product_id: str) -> str:
    return f'{{"product": {{"product_id": "{product_id}", "title": "A lamp"}}, "rank": 1, "score": 1}}'


def turn_of(body: str, status: int = 200) -> ChatTurn:
    with answering(body, status) as client:
        return chat(client, "a lamp")


def test_times_what_a_shopper_notices() -> None:
    turn = turn_of(
        events(
            ("turn", '{"turn_id": "t", "session_id": "s"}'),
            ("ranking", f'{{"ranking_id": "r", "items": [{card("a")}, {card("b")}], "total": 2}}'),
            ("explanation", '{"product_id": "a", "text": "Plain.", "final": true, "source": "plain"}'),
            ("degraded", '{"part": "rerank", "reason": "timeout"}'),
            ("done", '{"status": "degraded", "order": ["a", "b"]}'),
        )
    )
    assert turn.cards == 2
    assert 0 < turn.ranking_ms <= turn.done_ms
    assert turn.status == "degraded"
    assert turn.degraded == {"rerank timeout": 1}
    assert isnan(turn.explanation_ms), "a plain explanation is not the model's"
    assert isnan(turn.reorder_ms)


def test_the_first_explanation_of_the_model_counts() -> None:
    said = '{"product_id": "a", "delta": "Warm.", "source": "model"}'
    turn = turn_of(
        events(("explanation", said), ("explanation", said), ("done", '{"status": "complete", "order": []}'))
    )
    assert 0 < turn.explanation_ms <= turn.done_ms


@pytest.mark.parametrize(
    ("body", "status", "said"),
    [
        ("", 503, "answered 503"),
        (events(("turn", '{"turn_id": "t", "session_id": "s"}')), 200, "broke off"),
        (
            events(("error", '{"type": "t", "status": 503, "title": "The catalog is out of reach"}')),
            200,
            "The catalog is out of reach",
        ),
    ],
)
def test_a_turn_that_did_not_happen_is_no_measurement(body: str, status: int, said: str) -> None:
    with pytest.raises(BenchFailed, match=said):
        turn_of(body, status)


def test_no_server() -> None:
    with Aisle("http://127.0.0.1:9") as client, pytest.raises(BenchFailed, match="broke off"):
        chat(client, "a lamp")
