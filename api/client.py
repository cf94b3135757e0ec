"""A typed client, sync and async: ``Aisle("http://127.0.0.1:8000").chat("a warm coat")``.

A turn's events come as values of :mod:`agent.events`. A connection that drops is picked up where it
broke; the reader sees every event once, in order.
"""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import AsyncIterator, Iterable, Iterator, Mapping
from types import TracebackType
from typing import Any, Self
from urllib.parse import quote

import httpx
from httpx_sse import EventSource, ServerSentEvent

from agent.events import TERMINAL, TurnEvent, TurnStarted, parse_event
from agent.types import Context, Explain
from retrieval.errors import AisleError
from retrieval.types import Constraints, PublicProduct

_TIMEOUT = httpx.Timeout(30.0, connect=5.0)
_WRITE_TIMEOUT = httpx.Timeout(600.0, connect=5.0)
_RESUMES = 5
_RESUME_DELAY = 0.2
"""Seconds before the second resume without an event between, doubled for each further one; the first is at
once."""


class ServerError(AisleError):
    """The server answered with a problem (RFC 9457)."""

    def __init__(self, status: int, type_: str, message: str) -> None:
        super().__init__(message)
        self.status = status
        self.type = type_


class Unreachable(AisleError):
    """No server answers, or the connection broke and could not be picked up."""


class _Reader:
    """Where a reader of one turn's events stands."""

    def __init__(self, last_event_id: str = "") -> None:
        self.turn_id: str | None = None
        self.last_event_id = last_event_id
        self._over = False
        self.failures = 0

    def meet(self, answer: httpx.Response) -> None:
        """The turn is known by its answer's head, before its first event."""
        self.turn_id = self.turn_id or answer.headers.get("aisle-turn-id")

    def take(self, sse: ServerSentEvent) -> TurnEvent | None:
        """The event, unless it was seen before or this version does not know its name."""
        if sse.id and sse.id == self.last_event_id:
            return None
        event = parse_event(sse.event, sse.data) if sse.data else None
        self.last_event_id = sse.id or self.last_event_id
        if isinstance(event, TurnStarted):
            self.turn_id = event.turn_id
        self._over = self._over or isinstance(event, TERMINAL)
        self.failures = 0
        return event

    def over(self) -> bool:
        """Whether the last event was seen."""
        return self._over

    def broke(self) -> tuple[str, dict[str, str], float]:
        """Path, headers and delay of the next try.

        Raises:
            Unreachable: there is nothing to resume, or it was tried often enough.
        """
        self.failures += 1
        if self.turn_id is None or self.failures > _RESUMES:
            raise Unreachable("The connection broke and could not be picked up; ask again.")
        delay = _RESUME_DELAY * 2.0 ** (self.failures - 2) if self.failures > 1 else 0.0
        said = {"Last-Event-ID": self.last_event_id} if self.last_event_id else {}
        return f"/v1/turns/{self.turn_id}/events", said, delay


class Aisle:
    """The API, synchronously. Close it, or use it in a ``with``.

    Every call raises :class:`ServerError` for a problem and :class:`Unreachable` for no answer.
    """

    def __init__(self, base_url: str = "http://127.0.0.1:8000", key: str | None = None) -> None:
        self._http = httpx.Client(base_url=base_url, headers=_headers(key), timeout=_TIMEOUT)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Gives the connections back."""
        self._http.close()

    def chat(
        self,
        message: str,
        *,
        session_id: str | None = None,
        user_id: str | None = None,
        context: Context | None = None,
    ) -> Iterator[TurnEvent]:
        """One turn's events, the last one ``Done`` or ``Failed``."""
        return self._events("/v1/chat", _chat_body(message, session_id, user_id, context))

    def events(self, turn_id: str, last_event_id: str = "") -> Iterator[TurnEvent]:
        """A turn's events again, or those after ``last_event_id``."""
        return self._events(f"/v1/turns/{_quoted(turn_id)}/events", None, last_event_id)

    def recommend_stream(self, **request: Any) -> Iterator[TurnEvent]:
        """As :meth:`recommend`, event by event."""
        return self._events("/v1/recommendations", _recommend_body(**request))

    def recommend(
        self,
        query: str | None = None,
        *,
        product_id: str | None = None,
        user_id: str | None = None,
        filters: Constraints | None = None,
        exclude: Iterable[str] = (),
        limit: int = 10,
        surface: str | None = None,
        explain: Explain = "plain",
    ) -> dict[str, Any]:
        """The JSON answer: ``ranking_id, items, total, understood?, relaxed?, degraded, prompt?``."""
        body = _recommend_body(
            query=query,
            product_id=product_id,
            user_id=user_id,
            filters=filters,
            exclude=exclude,
            limit=limit,
            surface=surface,
            explain=explain,
        )
        return self._json("POST", "/v1/recommendations", json=body)

    def similar(self, product_id: str, limit: int = 10) -> dict[str, Any]:
        """Products like this one."""
        return self._json("GET", f"/v1/products/{_quoted(product_id)}/similar", params={"limit": limit})

    def goes_with(self, product_id: str, limit: int = 10) -> dict[str, Any]:
        """What is bought together with this one, and is another kind of thing."""
        return self._json("GET", f"/v1/products/{_quoted(product_id)}/goes-with", params={"limit": limit})

    def product(self, product_id: str) -> PublicProduct:
        """One product, as a shopper may see it."""
        return PublicProduct.model_validate(self._json("GET", f"/v1/products/{_quoted(product_id)}"))

    def put_products(self, rows: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
        """Add or replace: ``{added, updated, unchanged, embedded, rejected: [{index, reason}]}``."""
        return self._json(
            "PUT",
            "/v1/products",
            content=b"\n".join(json.dumps(row).encode() for row in rows),
            headers={"Content-Type": "application/x-ndjson"},
            timeout=_WRITE_TIMEOUT,
        )

    def reindex(self, **body: Any) -> Iterator[dict[str, Any]]:
        """Rebuild the index: ``{products, embedded}`` step by step, last with ``done`` or ``error``."""
        with self._http.stream("POST", "/v1/catalog/reindex", json=body, timeout=_WRITE_TIMEOUT) as answer:
            if answer.is_error:
                answer.read()
                raise _problem(answer)
            for line in answer.iter_lines():
                yield json.loads(line)

    def preview_rules(self, body: Mapping[str, Any]) -> dict[str, Any]:
        """What a rules file would do: ``{in_force, previewed, changes, never_met}``."""
        return self._json("POST", "/v1/rules/preview", json=dict(body))

    def delete_product(self, product_id: str) -> None:
        """Take a product out of the catalog."""
        self._json("DELETE", f"/v1/products/{_quoted(product_id)}")

    def ranking(self, ranking_id: str) -> dict[str, Any]:
        """The whole trace of a ranking."""
        return self._json("GET", f"/v1/rankings/{_quoted(ranking_id)}")

    def stop(self, turn_id: str) -> None:
        """End a turn and its model calls."""
        self._json("POST", f"/v1/turns/{turn_id}/stop")

    def ready(self) -> dict[str, Any]:
        """The body of ``/readyz``, also of a server that is not ready."""
        try:
            answer = self._http.get("/readyz")
        except httpx.TransportError:
            raise _unreachable(self._http.base_url) from None
        return _object(answer)

    def _json(self, method: str, path: str, **given: Any) -> dict[str, Any]:
        try:
            answer = self._http.request(method, path, **given)
        except httpx.TransportError:
            raise _unreachable(self._http.base_url) from None
        if answer.is_error:
            raise _problem(answer)
        return _object(answer) if answer.content else {}

    def _events(self, path: str, body: dict[str, Any] | None, last: str = "") -> Iterator[TurnEvent]:
        reader = _Reader(last)
        method, extra = _first(body, last)
        while True:
            try:
                with self._http.stream(method, path, **_streaming(extra)) as answer:
                    if answer.status_code == 204:
                        raise Unreachable("The turn is over and its events are gone; ask again.")
                    if answer.is_error:
                        answer.read()
                        raise _problem(answer)
                    reader.meet(answer)
                    # To the end, also past the last event: what is read whole is a connection kept.
                    for sse in EventSource(answer).iter_sse():
                        event = None if reader.over() else reader.take(sse)
                        if event is not None:
                            yield event
            except httpx.TransportError:
                if reader.turn_id is None:
                    raise _unreachable(self._http.base_url) from None
            if reader.over():
                return
            path, headers, delay = reader.broke()
            method, extra = "GET", {"headers": headers}
            time.sleep(delay)


class AsyncAisle:
    """The API, asynchronously: :class:`Aisle` for an event loop."""

    def __init__(self, base_url: str = "http://127.0.0.1:8000", key: str | None = None) -> None:
        self._http = httpx.AsyncClient(base_url=base_url, headers=_headers(key), timeout=_TIMEOUT)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        await self.aclose()

    async def aclose(self) -> None:
        """Gives the connections back."""
        await self._http.aclose()

    def chat(
        self,
        message: str,
        *,
        session_id: str | None = None,
        user_id: str | None = None,
        context: Context | None = None,
    ) -> AsyncIterator[TurnEvent]:
        """One turn's events, the last one ``Done`` or ``Failed``."""
        return self._events("/v1/chat", _chat_body(message, session_id, user_id, context))

    def events(self, turn_id: str, last_event_id: str = "") -> AsyncIterator[TurnEvent]:
        """A turn's events again, or those after ``last_event_id``."""
        return self._events(f"/v1/turns/{_quoted(turn_id)}/events", None, last_event_id)

    def recommend_stream(self, **request: Any) -> AsyncIterator[TurnEvent]:
        """As :meth:`recommend`, event by event."""
        return self._events("/v1/recommendations", _recommend_body(**request))

    async def recommend(self, query: str | None = None, **request: Any) -> dict[str, Any]:
        """The JSON answer; arguments as in :meth:`Aisle.recommend`."""
        return await self._json("POST", "/v1/recommendations", json=_recommend_body(query=query, **request))

    async def similar(self, product_id: str, limit: int = 10) -> dict[str, Any]:
        """Products like this one."""
        path = f"/v1/products/{_quoted(product_id)}/similar"
        return await self._json("GET", path, params={"limit": limit})

    async def goes_with(self, product_id: str, limit: int = 10) -> dict[str, Any]:
        """What is bought together with this one, and is another kind of thing."""
        path = f"/v1/products/{_quoted(product_id)}/goes-with"
        return await self._json("GET", path, params={"limit": limit})

    async def product(self, product_id: str) -> PublicProduct:
        """One product, as a shopper may see it."""
        return PublicProduct.model_validate(await self._json("GET", f"/v1/products/{_quoted(product_id)}"))

    async def put_products(self, rows: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
        """Add or replace; the answer as in :meth:`Aisle.put_products`."""
        return await self._json(
            "PUT",
            "/v1/products",
            content=b"\n".join(json.dumps(row).encode() for row in rows),
            headers={"Content-Type": "application/x-ndjson"},
            timeout=_WRITE_TIMEOUT,
        )

    async def delete_product(self, product_id: str) -> None:
        """Take a product out of the catalog."""
        await self._json("DELETE", f"/v1/products/{_quoted(product_id)}")

    async def stop(self, turn_id: str) -> None:
        """End a turn and its model calls."""
        await self._json("POST", f"/v1/turns/{turn_id}/stop")

    async def ready(self) -> dict[str, Any]:
        """The body of ``/readyz``, also of a server that is not ready."""
        try:
            return _object(await self._http.get("/readyz"))
        except httpx.TransportError:
            raise _unreachable(self._http.base_url) from None

    async def _json(self, method: str, path: str, **given: Any) -> dict[str, Any]:
        try:
            answer = await self._http.request(method, path, **given)
        except httpx.TransportError:
            raise _unreachable(self._http.base_url) from None
        if answer.is_error:
            raise _problem(answer)
        return _object(answer) if answer.content else {}

    async def _events(
        self, path: str, body: dict[str, Any] | None, last: str = ""
    ) -> AsyncIterator[TurnEvent]:
        reader = _Reader(last)
        method, extra = _first(body, last)
        while True:
            try:
                async with self._http.stream(method, path, **_streaming(extra)) as answer:
                    if answer.status_code == 204:
                        raise Unreachable("The turn is over and its events are gone; ask again.")
                    if answer.is_error:
                        await answer.aread()
                        raise _problem(answer)
                    reader.meet(answer)
                    # To the end, also past the last event: what is read whole is a connection kept.
                    async for sse in EventSource(answer).aiter_sse():
                        event = None if reader.over() else reader.take(sse)
                        if event is not None:
                            yield event
            except httpx.TransportError:
                if reader.turn_id is None:
                    raise _unreachable(self._http.base_url) from None
            if reader.over():
                return
            path, headers, delay = reader.broke()
            method, extra = "GET", {"headers": headers}
            await asyncio.sleep(delay)


def _headers(key: str | None) -> dict[str, str]:
    return {"Authorization": f"Bearer {key}"} if key else {}


def _first(body: dict[str, Any] | None, last_event_id: str) -> tuple[str, dict[str, Any]]:
    if body is not None:
        return "POST", {"json": body}
    return "GET", {"headers": {"Last-Event-ID": last_event_id} if last_event_id else {}}


def _streaming(extra: dict[str, Any]) -> dict[str, Any]:
    return {**extra, "headers": {**extra.get("headers", {}), "Accept": "text/event-stream"}}


def _chat_body(
    message: str, session_id: str | None, user_id: str | None, context: Context | None
) -> dict[str, Any]:
    body: dict[str, Any] = {"message": message}
    if session_id:
        body["session_id"] = session_id
    if user_id:
        body["user_id"] = user_id
    if context:
        body["context"] = context.model_dump(mode="json", exclude_none=True)
    return body


def _recommend_body(
    *, filters: Constraints | None = None, exclude: Iterable[str] = (), **request: Any
) -> dict[str, Any]:
    body = {name: value for name, value in request.items() if value is not None}
    if filters is not None:
        body["filters"] = filters.wire()
    return {**body, "exclude": list(exclude)}


def _quoted(product_id: str) -> str:
    return quote(product_id, safe="")


def _object(answer: httpx.Response) -> dict[str, Any]:
    try:
        body = answer.json()
    except json.JSONDecodeError:
        body = None
    if not isinstance(body, dict):
        raise ServerError(answer.status_code, "about:blank", "The server's answer is not a JSON object.")
    return body


def _problem(answer: httpx.Response) -> ServerError:
    body = _object(answer) if "json" in answer.headers.get("content-type", "") else {}
    found = body.get("errors") or []
    first = f"{found[0].get('pointer') or found[0].get('parameter')}: {found[0]['detail']}" if found else None
    message = body.get("detail") or first or body.get("title") or f"The server answered {answer.status_code}."
    return ServerError(answer.status_code, str(body.get("type", "about:blank")), str(message))


def _unreachable(base_url: httpx.URL) -> Unreachable:
    return Unreachable(f"No answer from {base_url}; is the server running? Start it with: aisle serve")
