"""The ASGI application: routes, one task per answer, and a watch on the client."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any, Protocol

from .payloads import error_body
from .profiles import Profile
from .recorded import RecordedRequest
from .reply import Reply
from .script import Body

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
MODELS = ("scripted", "gpt-4.1-mini")


class Host(Protocol):
    """What the application needs of the server it runs in."""

    profile: Profile
    closing: bool
    problems: list[Exception]

    def record(self, body: Body, headers: dict[str, str]) -> RecordedRequest: ...

    def hang(self, client: tuple[str, int], reset: bool) -> None: ...

    def unsent(self, client: tuple[str, int]) -> int: ...


class App:
    def __init__(self, host: Host) -> None:
        self._host = host

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        route = (scope["method"], scope["path"].removeprefix("/v1").rstrip("/"))
        raw = await _read(receive)
        if raw is None:
            return
        if route == ("GET", "/models"):
            models = [{"id": name, "object": "model", "created": 0, "owned_by": "tests"} for name in MODELS]
            await _json(send, 200, {"object": "list", "data": models})
        elif route == ("POST", "/chat/completions"):
            await self._chat(scope, raw, receive, send)
        else:
            await _json(
                send, 404, error_body(f"no route {route[0]} {scope['path']}", "invalid_request_error")
            )

    async def _chat(self, scope: Message, raw: bytes, receive: Receive, send: Send) -> None:
        try:
            body = json.loads(raw)
        except ValueError:
            body = None
        if not isinstance(body, dict):
            await _json(send, 400, error_body("the body is no JSON object", "invalid_request_error"))
            return
        headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
        try:
            await self._answer(self._host.record(body, headers), scope, receive, send)
        except Exception as problem:
            self._host.problems.append(problem)
            raise

    async def _answer(self, recorded: RecordedRequest, scope: Message, receive: Receive, send: Send) -> None:
        def hang(reset: bool) -> None:
            self._host.hang(tuple(scope["client"]), reset)

        def unsent() -> int:
            return self._host.unsent(tuple(scope["client"]))

        answer = asyncio.create_task(Reply(recorded, self._host.profile, send, hang, unsent).run())
        watch = asyncio.create_task(_gone(receive))
        try:
            await asyncio.wait({answer, watch}, return_when=asyncio.FIRST_COMPLETED)
            if not answer.done() and not recorded.finished and not self._host.closing:
                recorded.note_disconnected()
            if not recorded.finished:
                answer.cancel()
            await asyncio.wait({answer})
        finally:
            answer.cancel()
            watch.cancel()
            recorded.note_ended()
        if not answer.cancelled():
            answer.result()


async def _read(receive: Receive) -> bytes | None:
    data = bytearray()
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            return None
        data += message.get("body", b"")
        if not message.get("more_body"):
            return bytes(data)


async def _gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def _json(send: Send, status: int, data: dict[str, Any]) -> None:
    body = json.dumps(data).encode()
    headers = [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
