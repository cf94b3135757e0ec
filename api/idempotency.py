"""``Idempotency-Key`` on writes: the same request sent again is answered again, and done once.

never seen, or 24 hours ago          the write is done
done, and the same body now          the same answer, ``Idempotent-Replayed: true``; a turn's stream
                                     from its first event
done or not, and another body now    422
not done yet, and the same body now  409 with ``Retry-After``

A key belongs to one API key, shopper and route; of shoppers whom nobody signed, each address is one, so that
no other reads an answer by guessing a key. What was refused (a 4xx) and what failed on our side
(a 5xx) is not kept: sent again, it is tried again.
"""

from __future__ import annotations

import asyncio
import hashlib
import logging
import time
from typing import Literal

from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api import problems
from api.identity import IdentityRefused, verify
from api.keyring import Keyring
from api.keys import Caller, charge
from api.limits import address_of
from api.problems import Problem
from api.settings import ApiSettings
from retrieval.errors import StorageUnavailable
from retrieval.storage.idempotency import Answered, SqlIdempotencyStore

log = logging.getLogger(__name__)

TURN_HEADER = "Aisle-Turn-Id"
"""On every answer that is a turn's stream."""
LONGEST_KEY = 255
LONGEST_BODY = 1024 * 1024
"""A longer answer is not kept: sent again, the write is done again (and changes nothing a second time)."""
PURGED_EVERY = 3600.0
_WRITES = ("POST", "PUT", "PATCH", "DELETE")


class Idempotency:
    """The ASGI layer. The store comes from the open house, with the first request."""

    def __init__(self, app: ASGIApp, settings: ApiSettings) -> None:
        self._app = app
        self._settings = settings
        self._purged = -PURGED_EVERY

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """The ASGI entry."""
        headers = Headers(scope=scope) if scope["type"] == "http" else Headers()
        key = headers.get("idempotency-key")
        if key is None or scope["method"] not in _WRITES or not scope["path"].startswith("/v1/"):
            await self._app(scope, receive, send)
            return
        if not 0 < len(key) <= LONGEST_KEY or not key.isprintable():
            detail = f"Idempotency-Key takes 1 to {LONGEST_KEY} printable characters."
            await problems.response("malformed", detail)(scope, receive, send)
            return
        who = self._who(scope, headers)
        if who is None:  # a stranger: the route says so
            await self._app(scope, receive, send)
            return
        try:
            # Before anything is looked up: an answer given again is a request like any other.
            await charge(scope, who)
            body = await _whole(receive)
            if body is None:
                return
        except HTTPException as error:
            await problems.response("too-large", error.detail)(scope, receive, send)
            return
        except Problem as error:
            refused = problems.response(error.name, error.detail, headers=error.headers)
            await refused(scope, receive, send)
            return
        shopper = who.shopper if who.kind == "publishable" else who.user_id or ""
        named = named_scope(f"{who.key}\n{shopper}", scope["method"], scope["path"], key)
        accept = headers.get("accept", "") + headers.get("content-type", "")
        await self._once(
            named, hashlib.sha256(accept.encode() + b"\n" + body).digest(), body, scope, receive, send
        )

    async def _once(
        self, named: str, body_hash: bytes, body: bytes, scope: Scope, receive: Receive, send: Send
    ) -> None:
        store = SqlIdempotencyStore(scope["app"].state.house.retrieval.engine)
        try:
            await self._purge(store)
            found = await asyncio.to_thread(store.claim, named, body_hash)
        except StorageUnavailable as error:
            log.warning("an idempotency key could not be looked up: %s", error.message)
            refused = problems.response(
                "unavailable", "Nothing was done; try again in a moment.", headers={"Retry-After": "5"}
            )
            await refused(scope, receive, send)
            return
        if found is None:
            await self._do(store, named, body, scope, receive, send)
        elif found.body_hash != body_hash:
            detail = (
                "This Idempotency-Key was sent before with another body; take a new key for a new request."
            )
            await problems.response("idempotency-mismatch", detail)(scope, receive, send)
        elif found.status is None:
            detail = "The first request with this Idempotency-Key is still being worked on."
            refused = problems.response("in-flight", detail, headers={"Retry-After": "1"})
            await refused(scope, receive, send)
        else:
            await self._again(found, scope, receive, send)

    async def _do(
        self,
        store: SqlIdempotencyStore,
        named: str,
        body: bytes,
        scope: Scope,
        receive: Receive,
        send: Send,
    ) -> None:
        answer = _Answer()

        async def noted(message: Message) -> None:
            if answer.take(message):
                # Before the client can see its end: whoever has the answer gets the same one again.
                await asyncio.to_thread(_settle, store, named, answer)
            await send(message)

        try:
            await self._app(scope, _replayed(body, receive), noted)
        finally:
            if not answer.settled:
                # Also when the client is gone and this task is being cancelled.
                await asyncio.shield(asyncio.to_thread(_release, store, named))

    async def _again(self, found: Answered, scope: Scope, receive: Receive, send: Send) -> None:
        async def marked(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message)["Idempotent-Replayed"] = "true"
            await send(message)

        if found.turn_id is not None:
            path = f"/v1/turns/{found.turn_id}/events"
            reading = {**scope, "method": "GET", "path": path, "raw_path": path.encode()}
            await self._app(reading, receive, marked)
            return
        headers = [(b"content-length", str(len(found.body)).encode())]
        if found.content_type:
            headers.append((b"content-type", found.content_type.encode()))
        await marked({"type": "http.response.start", "status": found.status, "headers": headers})
        await marked({"type": "http.response.body", "body": found.body})

    async def _purge(self, store: SqlIdempotencyStore) -> None:
        if time.monotonic() - self._purged > PURGED_EVERY:
            self._purged = time.monotonic()
            await asyncio.to_thread(store.purge)

    def _who(self, scope: Scope, headers: Headers) -> Caller | None:
        """Key and shopper of the caller; None for a stranger."""
        scheme, _, shown = headers.get("authorization", "").partition(" ")
        kind: Literal["open", "publishable", "secret"] = "open"
        # As the routes read it, so that what they let in is also done once.
        shown = shown.strip()
        if self._settings.keyed:
            keyring: Keyring = scope["app"].state.keyring
            keys = keyring.now()
            is_secret = keys.is_secret(shown)
            if scheme.lower() != "bearer" or not (is_secret or keys.is_publishable(shown)):
                return None
            kind = "secret" if is_secret else "publishable"
        token = headers.get("x-aisle-identity")
        try:
            user = verify(token, self._settings.identity_secret) if token is not None else None
        except IdentityRefused:
            # Refused by the routes that look at it; those for a secret key alone do not.
            user = None
        return Caller(kind, user, shown, address_of(scope))


def named_scope(who: str, method: str, path: str, key: str) -> str:
    """The store's name for one key of one caller on one route: nothing that was shown can be read from it."""
    return hashlib.sha256(f"{who}\n{method} {path}\n{key}".encode()).hexdigest()


class _Answer:
    """What goes out, as far as it is worth keeping."""

    def __init__(self) -> None:
        self.status = 0
        self.content_type = ""
        self.turn_id: str | None = None
        self.body = bytearray()
        self.settled = False

    def take(self, message: Message) -> bool:
        """Whether the answer is complete with this message, and to be kept."""
        if message["type"] == "http.response.start":
            headers = Headers(raw=message["headers"])
            self.status = message["status"]
            self.content_type = headers.get("content-type", "")
            self.turn_id = headers.get(TURN_HEADER)
            self.settled = self.turn_id is not None
            return self.settled
        if message["type"] != "http.response.body" or self.settled:
            return False
        self.body += message.get("body", b"")
        if message.get("more_body") or not 200 <= self.status < 300 or len(self.body) > LONGEST_BODY:
            return False
        self.settled = True
        return True


def _settle(store: SqlIdempotencyStore, named: str, answer: _Answer) -> None:
    try:
        store.settle(named, answer.status, answer.content_type, bytes(answer.body), answer.turn_id)
    except StorageUnavailable as error:
        # The write is done and its answer goes out; sent again it meets 409 until the lease is over.
        log.warning("an answer could not be kept for its idempotency key: %s", error.message)


def _release(store: SqlIdempotencyStore, named: str) -> None:
    try:
        store.release(named)
    except StorageUnavailable as error:
        log.warning("an idempotency key could not be set free: %s", error.message)


async def _whole(receive: Receive) -> bytes | None:
    """The body; None where the client went away before its end: half a request is none."""
    body = bytearray()
    while True:
        message = await receive()
        if message["type"] != "http.request":
            return None
        body += message.get("body", b"")
        if not message.get("more_body"):
            return bytes(body)


def _replayed(body: bytes, receive: Receive) -> Receive:
    sent = False

    async def again() -> Message:
        nonlocal sent
        if sent:
            return await receive()
        sent = True
        return {"type": "http.request", "body": body, "more_body": False}

    return again
