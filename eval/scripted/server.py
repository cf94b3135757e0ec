"""The characters behind a real socket, in the shape of an OpenAI-compatible server."""

from __future__ import annotations

import json
import socket
import threading
import time
from collections.abc import Awaitable, Callable, Iterator, MutableMapping
from contextlib import contextmanager
from typing import Any

import uvicorn

from eval.errors import SuiteError
from eval.scripted.characters import CHARACTERS, answer

PROVIDER = "scripted"
REPEAT = "x-scripted-repeat"
"""The header that says how often the very same was asked before; no other server is sent it."""
_PIECE = 24
"""Characters of a streamed piece."""
_START_SECONDS = 20.0
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]


@contextmanager
def scripted_models() -> Iterator[str]:
    """The base URL of a server on a free loopback port; the model's name is the character's.

    Raises:
        SuiteError: it did not start.
    """
    listening = socket.create_server(("127.0.0.1", 0))
    config = uvicorn.Config(_app, lifespan="off", ws="none", log_config=None, access_log=False)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, args=([listening],), name="scripted", daemon=True)
    thread.start()
    deadline = time.monotonic() + _START_SECONDS
    try:
        while not server.started:
            if not thread.is_alive() or time.monotonic() > deadline:
                raise SuiteError("the scripted model did not start")
            time.sleep(0.005)
        yield f"http://127.0.0.1:{listening.getsockname()[1]}/v1"
    finally:
        server.should_exit = True
        thread.join(timeout=10)
        listening.close()


async def _app(scope: Message, receive: Receive, send: Send) -> None:
    raw = bytearray()
    while True:
        message = await receive()
        raw += message.get("body", b"")
        if not message.get("more_body"):
            break
    body = json.loads(raw or b"{}")
    name = str(body.get("model"))
    if scope["path"] != "/v1/chat/completions" or name not in CHARACTERS:
        error = {"error": {"message": f"no model {name!r} here", "type": "invalid_request_error"}}
        await _whole(send, 404, error)
        return
    repeat = next((int(value) for key, value in scope["headers"] if key.decode() == REPEAT), 0)
    text = answer(name, body, repeat)
    usage = {"prompt_tokens": _tokens(raw.decode()), "completion_tokens": _tokens(text)}
    usage["total_tokens"] = sum(usage.values())
    head = {"id": "scripted", "created": 0, "model": name}
    if body.get("stream"):
        await _stream(send, head, text, usage)
        return
    choice = {"index": 0, "finish_reason": "stop", "message": _message(body, text)}
    await _whole(send, 200, {**head, "object": "chat.completion", "choices": [choice], "usage": usage})


def _message(body: dict[str, Any], text: str) -> dict[str, Any]:
    tools = body.get("tools")
    if not tools:
        return {"role": "assistant", "content": text}
    function = {"name": tools[0]["function"]["name"], "arguments": text}
    call = {"id": "call_1", "type": "function", "function": function}
    return {"role": "assistant", "content": None, "tool_calls": [call]}


async def _stream(send: Send, head: dict[str, Any], text: str, usage: dict[str, int]) -> None:
    await _start(send, 200, b"text/event-stream")
    head = {**head, "object": "chat.completion.chunk"}
    deltas: list[dict[str, Any]] = [{"role": "assistant", "content": ""}]
    deltas += [{"content": text[at : at + _PIECE]} for at in range(0, len(text), _PIECE)]
    for delta in deltas:
        await _event(send, {**head, "choices": [{"index": 0, "delta": delta, "finish_reason": None}]})
    await _event(send, {**head, "choices": [{"index": 0, "delta": {}, "finish_reason": "stop"}]})
    await _event(send, {**head, "choices": [], "usage": usage})
    await send({"type": "http.response.body", "body": b"data: [DONE]\n\n"})


async def _event(send: Send, data: dict[str, Any]) -> None:
    body = f"data: {json.dumps(data)}\n\n".encode()
    await send({"type": "http.response.body", "body": body, "more_body": True})


async def _whole(send: Send, status: int, data: dict[str, Any]) -> None:
    await _start(send, status, b"application/json")
    await send({"type": "http.response.body", "body": json.dumps(data).encode()})


async def _start(send: Send, status: int, kind: bytes) -> None:
    await send({"type": "http.response.start", "status": status, "headers": [(b"content-type", kind)]})


def _tokens(text: str) -> int:
    return -(-len(text) // 4)
