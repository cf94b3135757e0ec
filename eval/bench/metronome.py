"""A model that speaks at a steady pace and notes when: an OpenAI-compatible server in a thread."""

from __future__ import annotations

import asyncio
import re
import socket
import threading
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from typing import Any

import orjson
import uvicorn
from starlette.types import Receive, Scope, Send

PAUSE = 0.030
"""Seconds between two tokens."""
_HANDLE = re.compile(r"^\[([A-T])\]", re.MULTILINE)
_WORDS = ("It", " suits", " you", " well")
_STARTED = 30.0


class Metronome:
    """An ASGI app. Times are those of ``time.perf_counter``.

    ``refuses``: the key is refused, as by a provider that is told to. ``endless``: neither the order nor the
    words ever come to their end.
    """

    def __init__(self, pause: float = PAUSE) -> None:
        self.pause = pause
        self.refuses = False
        self.endless = False
        self.told_at: list[float] = []
        """When the last token of each sentence was handed to the network."""
        self.open = 0
        """Calls under way."""
        self.left_at: list[float] = []
        """When a client went away from a call that was not over."""

    def forget(self) -> None:
        """Nothing was said yet."""
        self.told_at.clear()
        self.left_at.clear()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] != "http":
            return
        body = await _body(receive)
        if self.refuses:
            error = {"error": {"message": "refused", "type": "invalid_request_error", "code": "bad_key"}}
            await _json(send, error, status=401)
            return
        self.open += 1
        try:
            await self._call(body, receive, send)
        finally:
            self.open -= 1

    async def _call(self, body: bytes, receive: Receive, send: Send) -> None:
        answering = asyncio.create_task(self._answer(orjson.loads(body), send))
        leaving = asyncio.create_task(_gone(receive))
        await asyncio.wait((answering, leaving), return_when=asyncio.FIRST_COMPLETED)
        if not answering.done():
            self.left_at.append(time.perf_counter())
        for task in (answering, leaving):
            task.cancel()
        await asyncio.gather(answering, leaving, return_exceptions=True)

    async def _answer(self, asked: dict[str, Any], send: Send) -> None:
        handles = _HANDLE.findall("\n".join(str(message["content"]) for message in asked["messages"]))
        if asked.get("stream"):
            await self._speak(send, handles)
            return
        if self.endless:
            await asyncio.Event().wait()
        message = {"role": "assistant", "content": orjson.dumps({"order": handles[::-1]}).decode()}
        await _json(send, {**_envelope("chat.completion"), "choices": [_choice("message", message, "stop")]})

    async def _speak(self, send: Send, handles: list[str]) -> None:
        await send(_head("text/event-stream"))
        async for token, ends in self._tokens(handles):
            if ends:
                self.told_at.append(time.perf_counter())
            await _chunk(send, {"role": "assistant", "content": token}, None)
        await _chunk(send, {}, "stop")
        await send({"type": "http.response.body", "body": b"data: [DONE]\n\n"})

    async def _tokens(self, handles: list[str]) -> AsyncIterator[tuple[str, bool]]:
        """Each with whether it ends a sentence."""
        while True:
            for handle in handles:
                for token in (f"[{handle}] ", *_WORDS, ".\n"):
                    await asyncio.sleep(self.pause)
                    yield token, token == ".\n"
            if not self.endless:
                return


@contextmanager
def metronome(pause: float = PAUSE) -> Iterator[tuple[Metronome, str]]:
    """It and its base URL."""
    app = Metronome(pause)
    listening = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(app, log_level="error", lifespan="off", access_log=False))
    thread = threading.Thread(target=server.run, args=([listening],), name="metronome", daemon=True)
    thread.start()
    deadline = time.monotonic() + _STARTED
    while not server.started and time.monotonic() < deadline:
        time.sleep(0.01)
    try:
        yield app, f"http://127.0.0.1:{listening.getsockname()[1]}/v1"
    finally:
        server.should_exit = True
        thread.join(_STARTED)
        listening.close()


async def _body(receive: Receive) -> bytes:
    parts: list[bytes] = []
    while True:
        message = await receive()
        parts.append(message.get("body", b""))
        if not message.get("more_body"):
            return b"".join(parts)


async def _gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


def _envelope(kind: str) -> dict[str, Any]:
    usage = {"prompt_tokens": 100, "completion_tokens": 20, "total_tokens": 120}
    return {"id": "m", "object": kind, "created": 0, "model": "metronome", "usage": usage}


def _choice(name: str, said: dict[str, str], finish: str | None) -> dict[str, Any]:
    return {"index": 0, name: said, "finish_reason": finish}


async def _chunk(send: Send, delta: dict[str, str], finish: str | None) -> None:
    chunk = {
        **_envelope("chat.completion.chunk"),
        "choices": [_choice("delta", delta, finish)],
        "usage": None,
    }
    body = b"data: " + orjson.dumps(chunk) + b"\n\n"
    await send({"type": "http.response.body", "body": body, "more_body": True})


async def _json(send: Send, data: dict[str, Any], status: int = 200) -> None:
    await send(_head("application/json", status))
    await send({"type": "http.response.body", "body": orjson.dumps(data)})


def _head(kind: str, status: int = 200) -> dict[str, Any]:
    headers = [(b"content-type", kind.encode())]
    return {"type": "http.response.start", "status": status, "headers": headers}
