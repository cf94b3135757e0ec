"""The API, synchronously."""

from __future__ import annotations

import json
import time
from collections.abc import Iterable, Iterator, Mapping
from types import TracebackType
from typing import Any, Self

import httpx
from httpx_sse import EventSource

from agent.events import TurnEvent
from agent.types import Context, Explain
from api.client import calls
from api.client.calls import Call, quoted
from api.client.problems import answered, as_object, problem, unreachable
from api.client.reading import Reader
from retrieval.types import Constraints, Event, PublicProduct


class Aisle:
    """The API, synchronously. Close it, or use it in a ``with``.

    Every call raises :class:`ServerError` for a problem and :class:`Unreachable` for no answer.
    """

    def __init__(
        self, base_url: str = "http://127.0.0.1:8000", key: str | None = None, identity: str | None = None
    ) -> None:
        """``identity``: the shopper, signed by the shop's server (see :mod:`api.identity`)."""
        self._http = httpx.Client(
            base_url=base_url, headers=calls.headers(key, identity), timeout=calls.TIMEOUT
        )

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
        replaces: str | None = None,
    ) -> Iterator[TurnEvent]:
        """One turn's events, the last one ``Done`` or ``Failed``. ``replaces``: the turn said anew."""
        return self._events(calls.chat(message, session_id, user_id, context, replaces), Reader())

    def events(self, turn_id: str, last_event_id: str = "") -> Iterator[TurnEvent]:
        """A turn's events again, or those after ``last_event_id``."""
        return self._events(calls.events(turn_id, last_event_id), Reader(last_event_id))

    def recommend_stream(self, **request: Any) -> Iterator[TurnEvent]:
        """As :meth:`recommend`, event by event."""
        return self._events(calls.recommend(**request), Reader())

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
        call = calls.recommend(
            query=query,
            product_id=product_id,
            user_id=user_id,
            filters=filters,
            exclude=exclude,
            limit=limit,
            surface=surface,
            explain=explain,
        )
        return self._json(call)

    def similar(self, product_id: str, limit: int = 10) -> dict[str, Any]:
        """Products like this one."""
        return self._json(calls.product(product_id, "/similar", limit=limit))

    def goes_with(self, product_id: str, limit: int = 10) -> dict[str, Any]:
        """What is bought together with this one, and is another kind of thing."""
        return self._json(calls.product(product_id, "/goes-with", limit=limit))

    def product(self, product_id: str) -> PublicProduct:
        """One product, as a shopper may see it."""
        return PublicProduct.model_validate(self._json(calls.product(product_id)))

    def put_products(self, rows: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
        """Add or replace: ``{added, updated, unchanged, embedded, rejected: [{index, reason}]}``."""
        return self._json(calls.put_products(rows))

    def send_events(self, events: Iterable[Event]) -> dict[str, Any]:
        """What shoppers did; on the disk when this returns."""
        return self._json(calls.send_events(events))

    def session(self, session_id: str) -> dict[str, Any]:
        """The conversation so far: ``{session_id, turns}``."""
        return self._json(Call("GET", f"/v1/sessions/{quoted(session_id)}"))

    def delete_product(self, product_id: str) -> None:
        """Take a product out of the catalog."""
        self._json(Call("DELETE", f"/v1/products/{quoted(product_id)}"))

    def ranking(self, ranking_id: str) -> dict[str, Any]:
        """The whole trace of a ranking."""
        return self._json(Call("GET", f"/v1/rankings/{quoted(ranking_id)}"))

    def preview_rules(self, body: Mapping[str, Any]) -> dict[str, Any]:
        """What a rules file would do: ``{in_force, previewed, changes, never_met}``."""
        return self._json(Call("POST", "/v1/rules/preview", {"json": dict(body)}))

    def stop(self, turn_id: str) -> None:
        """End a turn and its model calls."""
        self._json(Call("POST", f"/v1/turns/{turn_id}/stop"))

    def ready(self) -> dict[str, Any]:
        """The body of ``/readyz``, also of a server that is not ready."""
        return as_object(self._send(Call("GET", "/readyz")))

    def reindex(self, **body: Any) -> Iterator[dict[str, Any]]:
        """Rebuild the index: ``{products, embedded}`` step by step, last with ``done`` or ``error``."""
        call = calls.reindex(body)
        with self._http.stream(call.method, call.path, **call.given) as answer:
            if answer.is_error:
                answer.read()
                raise problem(answer)
            for line in answer.iter_lines():
                yield json.loads(line)

    def _json(self, call: Call) -> dict[str, Any]:
        return answered(self._send(call))

    def _send(self, call: Call) -> httpx.Response:
        try:
            return self._http.request(call.method, call.path, **call.given)
        except httpx.TransportError:
            raise unreachable(self._http.base_url) from None

    def _events(self, call: Call, reader: Reader) -> Iterator[TurnEvent]:
        while True:
            try:
                with self._http.stream(call.method, call.path, **call.streaming()) as answer:
                    if answer.is_error:
                        answer.read()
                    if (refused := reader.refused(answer)) is not None:
                        raise refused
                    reader.meet(answer)
                    # To the end, also past the last event: what is read whole is a connection kept.
                    for sse in EventSource(answer).iter_sse():
                        if (event := reader.take(sse)) is not None:
                            yield event
            except httpx.TransportError:
                if reader.turn_id is None:
                    raise unreachable(self._http.base_url) from None
            if reader.over():
                return
            time.sleep(reader.broke())
            call = reader.resumed()
