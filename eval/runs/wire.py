"""The HTTP transport under the model's own client: where answers are recorded and replayed."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import AsyncIterator
from contextvars import ContextVar
from dataclasses import dataclass, field

import httpx

from eval.errors import NotEnough
from eval.runs.cassettes import Cassette, Cassettes, Chunk, Shelf, key_of


@dataclass(slots=True)
class Exchange:
    """What went over the wire while one case was performed."""

    repeat: int
    heard: list[Cassette] = field(default_factory=list)
    """In the order in which the answers were complete."""
    missing: list[str] = field(default_factory=list)
    """Keys that were to be replayed and are not there."""


EXCHANGE: ContextVar[Exchange] = ContextVar("exchange")
"""The exchange that a model call belongs to: tasks inherit it from the one that performs the case."""


class CassetteTransport(httpx.AsyncBaseTransport):
    """Sends on what was never recorded, as far as it may; ``shelf`` None: nothing is kept."""

    def __init__(
        self,
        mode: Cassettes,
        shelf: Shelf | None,
        inner: httpx.AsyncBaseTransport | None = None,
        repeat_header: str | None = None,
    ) -> None:
        """``repeat_header``: by which the server is told the number of the repeat."""
        self._mode = mode if shelf is not None else Cassettes.off
        self._shelf = shelf
        self._inner = inner or httpx.AsyncHTTPTransport()
        self._repeat_header = repeat_header

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """The recorded answer, or the server's, which is recorded once it was read to its end.

        Raises:
            NotEnough: it was to be replayed and is not there.
        """
        exchange = EXCHANGE.get()
        body = json.loads(await request.aread() or b"{}")
        key = key_of(body, exchange.repeat)
        if self._shelf is not None and self._mode in (Cassettes.auto, Cassettes.replay):
            cassette = await asyncio.to_thread(self._shelf.find, key)
            if cassette is not None:
                exchange.heard.append(cassette)
                return httpx.Response(
                    200, headers={"content-type": cassette.content_type}, stream=_Recorded(cassette)
                )
            if self._mode is Cassettes.replay:
                exchange.missing.append(key)
                raise NotEnough(f"no cassette {key}")
        if self._repeat_header is not None:
            request.headers[self._repeat_header] = str(exchange.repeat)
        began = time.perf_counter()
        response = await self._inner.handle_async_request(request)
        if response.status_code != httpx.codes.OK:
            return response
        template = Cassette(
            model=str(body.get("model", "")),
            repeat=exchange.repeat,
            request=body,
            content_type=response.headers.get("content-type", "application/json"),
            chunks=(),
        )
        headers = [(k, v) for k, v in response.headers.raw if k.lower() != b"content-encoding"]
        stream = _Recording(response, template, key, exchange, self._shelf, began)
        if self._mode is Cassettes.off:
            stream.shelf = None
        return httpx.Response(200, headers=headers, stream=stream)

    async def aclose(self) -> None:
        """Close the connections."""
        await self._inner.aclose()


class _Recorded(httpx.AsyncByteStream):
    def __init__(self, cassette: Cassette) -> None:
        self._cassette = cassette

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for chunk in self._cassette.chunks:
            yield chunk.text.encode()


class _Recording(httpx.AsyncByteStream):
    def __init__(
        self,
        response: httpx.Response,
        template: Cassette,
        key: str,
        exchange: Exchange,
        shelf: Shelf | None,
        began: float,
    ) -> None:
        self._response = response
        self._template = template
        self._key = key
        self._exchange = exchange
        self.shelf = shelf
        self._began = began
        self._chunks: list[Chunk] = []
        self._kept = False

    async def __aiter__(self) -> AsyncIterator[bytes]:
        pending = b""
        # The response decodes what was compressed: what is recorded is text.
        async for data in self._response.aiter_bytes():
            pending += data
            cut = pending.rfind(b"\n") + 1
            if cut:
                self._take(pending[:cut])
                pending = pending[cut:]
            yield data
        if pending:
            self._take(pending)
        await self._keep()

    async def _keep(self) -> None:
        if self._kept:
            return
        self._kept = True
        whole = self._template.model_copy(update={"chunks": tuple(self._chunks)})
        self._exchange.heard.append(whole)
        if self.shelf is not None:
            await asyncio.to_thread(self.shelf.keep, self._key, whole)

    def _take(self, data: bytes) -> None:
        ms = round((time.perf_counter() - self._began) * 1000, 2)
        self._chunks.append(Chunk(ms=ms, text=data.decode("utf-8", "replace")))

    async def aclose(self) -> None:
        # Clients stop reading at the marker of the end; one that goes away before it leaves half an answer.
        if any("data: [DONE]" in chunk.text for chunk in self._chunks):
            await self._keep()
        await self._response.aclose()
