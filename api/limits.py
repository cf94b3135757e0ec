"""What never reaches a route: too large a body, a path that no id can have, a stranger without keys."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Collection
from functools import lru_cache

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api import problems


def address_of(scope: Scope) -> str:
    """Whom limits count a connection for: an IPv4 address, or the /64 network that an IPv6 address is of (one
    subscriber has 2^64 addresses to call from)."""
    given: str = (scope.get("client") or ("",))[0]
    try:
        address = ipaddress.ip_address(given)
    except ValueError:
        return given
    if isinstance(address, ipaddress.IPv4Address):
        return given
    if address.ipv4_mapped is not None:
        return str(address.ipv4_mapped)
    return str(ipaddress.IPv6Network((int(address), 64), strict=False))


class BodyLimit:
    """Refuses a body over its limit with 413, by its declared length or while it arrives."""

    def __init__(self, app: ASGIApp, limit: int, products_limit: int) -> None:
        self._app = app
        self._limit = limit
        self._products_limit = products_limit

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """The ASGI entry."""
        if scope["type"] != "http" or scope["method"] in ("GET", "HEAD", "OPTIONS"):
            await self._app(scope, receive, send)
            return
        limit = self._products_limit if scope["path"] == "/v1/products" else self._limit
        detail = f"At most {limit:,} bytes are taken here; send the rest in further requests."
        declared = Headers(scope=scope).get("content-length", "")
        if declared.isdecimal() and int(declared) > limit:
            await problems.response("too-large", detail)(scope, receive, send)
            return
        received = 0

        async def counted() -> Message:
            nonlocal received
            message = await receive()
            received += len(message.get("body", b""))
            if received > limit:
                raise HTTPException(413, detail)
            return message

        await self._app(scope, counted, send)


PLAIN = "hold no control characters"
PLAIN_PATTERN = r"^[^\x00-\x1f\x7f]*$"
"""The same, for a schema."""
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")


def plain(text: str) -> bool:
    """Whether a text holds no control character: a NUL fits in no text column of PostgreSQL."""
    return _CONTROL.search(text) is None


class PlainPaths:
    """Refuses a path with control characters in it with 422: ids live there, and go to the database."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """The ASGI entry."""
        if scope["type"] == "http" and not plain(scope["path"]):
            refused = problems.response("validation", f"The path must {PLAIN}.")
            await refused(scope, receive, send)
            return
        await self._app(scope, receive, send)


class LoopbackHosts:
    """Without keys, answers only to a loopback name.

    A page anywhere on the web can point a name of its own at 127.0.0.1 and would then be of our
    origin; its requests carry that name in ``Host``. Or it sends what a browser sends to anybody unasked, a
    form or plain text: then it stands in ``Origin``.
    """

    def __init__(self, app: ASGIApp, origins: Collection[str] = ()) -> None:
        """``origins``: of other pages that may call."""
        self._app = app
        self._origins = frozenset(origins)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """The ASGI entry."""
        if scope["type"] == "http" and not self._own(Headers(scope=scope)):
            detail = (
                "Without keys this server answers to localhost only; set AISLE_PUBLISHABLE_KEYS and "
                "AISLE_SECRET_KEYS to serve under another name."
            )
            await problems.response("forbidden", detail)(scope, receive, send)
            return
        await self._app(scope, receive, send)

    def _own(self, headers: Headers) -> bool:
        origin = headers.get("origin")
        from_here = origin is None or origin in self._origins or _loopback(origin.partition("://")[2])
        return from_here and _loopback(headers.get("host", ""))


_HOST = re.compile(r"(?:\[(?P<v6>[0-9A-Fa-f:.]+)\]|(?P<name>[^:@/\[\]]+))(?::[0-9]*)?")


def _loopback(host: str) -> bool:
    found = _HOST.fullmatch(host)
    return found is not None and is_loopback(found["v6"] or found["name"])


@lru_cache(maxsize=256)
def is_loopback(name: str) -> bool:
    """Whether a host name or address is this machine's own."""
    if name == "localhost" or name.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return False
