"""LangChain's OpenAI embeddings against a real server that is slow, rude, wrong or gone."""

from __future__ import annotations

import base64
import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, ClassVar

import numpy as np
import pytest

from retrieval.embedding.langchain import (
    BATCH,
    BATCH_CHARACTERS,
    LONGEST_TEXT,
    LangChainEmbedder,
    open_langchain,
)
from retrieval.embedding.patience import LONGEST_WAIT, Patience, retry_after, worth_another_try
from retrieval.errors import SettingsError, StorageUnavailable
from retrieval.types import Product

DIMENSION = 4


class Provider:
    """Answers ``/v1/embeddings``; ``troubles`` are taken one per request, first to last."""

    def __init__(self) -> None:
        self.troubles: list[Any] = []
        self.requests: list[list[Any]] = []
        self.dimension = DIMENSION
        provider = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers["content-length"])))
                provider.requests.append(body["input"])
                trouble = provider.troubles.pop(0) if provider.troubles else None
                if trouble == "cut":
                    self.connection.close()
                    return
                if isinstance(trouble, tuple):
                    status, headers = trouble
                    self._send(status, {"error": {"message": "no", "type": "x"}}, headers)
                    return
                texts = body["input"][1:] if trouble == "one short" else body["input"]
                data = [
                    {"object": "embedding", "index": i, "embedding": provider.vector(text, body)}
                    for i, text in enumerate(texts)
                ]
                self._send(200, {"object": "list", "data": data, "model": "m", "usage": USAGE}, {})

            def _send(self, status: int, body: Any, headers: dict[str, str]) -> None:
                raw = json.dumps(body).encode()
                self.send_response(status)
                for name, value in {"content-type": "application/json", **headers}.items():
                    self.send_header(name, value)
                self.send_header("content-length", str(len(raw)))
                self.end_headers()
                self.wfile.write(raw)

            def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_port}/v1"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def vector(self, text: str, body: dict[str, Any]) -> Any:
        vector = np.full(self.dimension, 0.1, dtype=np.float32)
        vector[len(text) % self.dimension] = 1
        if body.get("encoding_format") == "base64":
            return base64.b64encode(vector.tobytes()).decode()
        return vector.tolist()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


USAGE = {"prompt_tokens": 1, "total_tokens": 1}


@pytest.fixture
def provider(monkeypatch: pytest.MonkeyPatch) -> Iterator[Provider]:
    running = Provider()
    monkeypatch.setenv("OPENAI_API_KEY", "sk-test")
    monkeypatch.setenv("OPENAI_BASE_URL", running.url)
    yield running
    running.close()


@pytest.fixture
def slept() -> list[float]:
    return []


@pytest.fixture
def embedder(provider: Provider, slept: list[float]) -> LangChainEmbedder:
    opened = open_langchain("openai:text-embedding-3-small")
    patience = Patience(attempts=4, seconds=600, sleep=slept.append)
    return LangChainEmbedder(opened._model, "openai:text-embedding-3-small", bulk=patience, asked=patience)


def products(n: int) -> list[Product]:
    return [Product(product_id=f"p{i}", title="x" * (1 + i % 7)) for i in range(n)]


def test_texts_travel_as_text_in_bounded_requests(embedder: LangChainEmbedder, provider: Provider) -> None:
    made = embedder.embed_products(products(BATCH + 3))
    assert made.shape == (BATCH + 3, DIMENSION)
    assert np.allclose(np.linalg.norm(made, axis=1), 1)
    sent = [texts for texts in provider.requests if texts != ["dimension"]]
    assert [len(texts) for texts in sent] == [BATCH, 3]
    assert all(isinstance(text, str) for texts in provider.requests for text in texts)
    assert embedder.embed_query("tent").shape == (DIMENSION,)


def test_long_texts_are_cut_by_us_and_spread_over_requests(
    embedder: LangChainEmbedder, provider: Provider
) -> None:
    long = [Product(product_id=f"p{i}", title="t " * 900, description="w " * 20_000) for i in range(120)]
    embedder.embed_products(long)
    sent = [texts for texts in provider.requests if texts != ["dimension"]]
    assert len(sent) > 1
    assert sum(len(texts) for texts in sent) == 120
    assert max(sum(len(text) for text in texts) for texts in sent) <= BATCH_CHARACTERS
    embedder.embed_query("w" * 100_000)
    assert len(provider.requests[-1][0]) == LONGEST_TEXT


@pytest.mark.parametrize(
    "troubles",
    [[(429, {"retry-after": "7"})], [(500, {}), (503, {})], ["cut"], [(429, {}), "cut", (502, {})]],
)
def test_bad_moments_pass(
    embedder: LangChainEmbedder, provider: Provider, slept: list[float], troubles: list[Any]
) -> None:
    embedder.dimension  # noqa: B018 - asked now, so that the trouble meets the products
    provider.troubles = list(troubles)
    assert embedder.embed_products(products(3)).shape == (3, DIMENSION)
    assert len(slept) == len(troubles)
    if troubles == [(429, {"retry-after": "7"})]:
        assert slept == [7.0]


@pytest.mark.parametrize("trouble", [(401, {}), (400, {}), "one short"])
def test_what_will_not_pass_is_said_at_once(
    embedder: LangChainEmbedder, provider: Provider, slept: list[float], trouble: Any
) -> None:
    embedder.dimension  # noqa: B018
    provider.troubles = [trouble]
    with pytest.raises(StorageUnavailable, match="AISLE_EMBEDDINGS") as refused:
        embedder.embed_products(products(3))
    assert "sk-test" not in refused.value.message
    assert slept == []


def test_patience_ends(embedder: LangChainEmbedder, provider: Provider, slept: list[float]) -> None:
    embedder.dimension  # noqa: B018
    provider.troubles = [(500, {})] * 9
    with pytest.raises(StorageUnavailable):
        embedder.embed_query("tent")
    assert len(slept) == 3


def test_another_dimension_than_at_the_start_is_refused(
    embedder: LangChainEmbedder, provider: Provider
) -> None:
    assert embedder.dimension == DIMENSION
    provider.dimension = DIMENSION + 1
    with pytest.raises(StorageUnavailable):
        embedder.embed_products(products(2))


def test_no_provider_makes_us_wait_for_ever() -> None:
    class Answer:
        status_code = 429
        headers: ClassVar = {"retry-after": "86400"}

    class Limited(Exception):
        response = Answer()

    slept: list[float] = []

    def limited() -> None:
        raise Limited

    with pytest.raises(Limited):
        Patience(3, 1e6, sleep=slept.append).call(limited)
    assert slept == [LONGEST_WAIT, LONGEST_WAIT]
    assert retry_after(Limited()) == 86400
    assert worth_another_try(Limited())
    assert not worth_another_try(ValueError("a bug"))


def test_a_missing_package_names_what_to_install() -> None:
    with pytest.raises(SettingsError, match=r"aisle\[local\]"):
        open_langchain("huggingface:/models/mine")
