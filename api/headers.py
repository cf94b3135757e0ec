"""On every answer: an id to find it in the log by, and headers that keep a browser from guessing."""

from __future__ import annotations

import logging
import re
import secrets
from contextvars import ContextVar

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api import problems

log = logging.getLogger(__name__)
REQUEST_ID: ContextVar[str] = ContextVar("request_id", default="-")
"""Of the request that this task works for; ``-`` outside of one."""
_TAKEN = re.compile(r"[A-Za-z0-9._:-]{1,64}")
_SAFE = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "X-Frame-Options": "DENY",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
    # What is a page says what it needs; all else is data, and loads nothing.
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
}


class ResponseHeaders:
    """Outermost of all: also what never reaches a route, and what breaks, has its id and is a problem."""

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

        started = False

        async def named(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = True
                headers = MutableHeaders(scope=message)
                headers["X-Request-ID"] = request_id
                for name, value in _SAFE.items():
                    headers.setdefault(name, value)
                if scope["path"].startswith("/v1/"):
                    # Answers are of one shopper or one shop, at one moment.
                    headers.setdefault("Cache-Control", "no-store")
                    # Pages elsewhere read them by CORS, or not at all.
                    headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
            await send(message)

        try:
            await self._app(scope, receive, named)
        except Exception:  # whatever broke, the caller gets a problem, and the log says where
            log.exception("%s %s failed", scope["method"], problems.route_of(scope))
            if started:
                raise
            await problems.response("internal")(scope, receive, named)
        finally:
            REQUEST_ID.reset(token)
