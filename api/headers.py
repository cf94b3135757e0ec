"""On every answer: an id to find it in the log by, and headers that keep a browser from guessing."""

from __future__ import annotations

import logging
import re
import secrets
from contextvars import ContextVar

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

REQUEST_ID: ContextVar[str] = ContextVar("request_id", default="-")
"""Of the request that this task works for; ``-`` outside of one."""
_TAKEN = re.compile(r"[A-Za-z0-9._:-]{1,64}")
_SAFE = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "X-Frame-Options": "DENY",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}


class ResponseHeaders:
    """Outermost of all: also what never reaches a route has its id."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """The ASGI entry. A caller's own ``X-Request-ID`` is taken over where it is a plain one."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        given = Headers(scope=scope).get("x-request-id", "")
        request_id = given if _TAKEN.fullmatch(given) else f"req_{secrets.token_urlsafe(12)}"
        token = REQUEST_ID.set(request_id)

        async def named(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers["X-Request-ID"] = request_id
                for name, value in _SAFE.items():
                    headers.setdefault(name, value)
            await send(message)

        try:
            await self._app(scope, receive, named)
        finally:
            REQUEST_ID.reset(token)


class WithRequestId(logging.Filter):
    """Gives every record a ``request_id`` for the log's format."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Always passes."""
        record.request_id = REQUEST_ID.get()
        return True
