"""``/``: the page with the assistant, and the pictures of the bundled products."""

from __future__ import annotations

import asyncio
import hashlib
from functools import cache
from importlib.resources import files

from fastapi import APIRouter, Request
from fastapi.responses import Response

from api.house import house_of
from api.keyring import Keyring
from api.problems import Problem
from retrieval.catalog.bundled import pictures

router = APIRouter(include_in_schema=False)
_TYPES = {
    "style.css": "text/css; charset=utf-8",
    "icon.svg": "image/svg+xml",
}
_PAGE_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' https: data:; "
    "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
_PICTURE_POLICY = "default-src 'none'; style-src 'unsafe-inline'"
_KEY = b'inline key=""'


@router.get("/")
async def page(request: Request) -> Response:
    """The assistant. A publishable key, where one is configured, travels in the page."""
    keyring: Keyring = request.app.state.keyring
    publishable = keyring.now().publishable
    html = _asset("index.html")
    if publishable:
        key = publishable[0].get_secret_value().encode()
        if key.replace(b"_", b"").replace(b"-", b"").isalnum():
            html = html.replace(_KEY, b'inline key="%b"' % key)
    headers = {
        "Content-Security-Policy": _PAGE_POLICY,
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "same-origin",
        "Cache-Control": "no-cache",
    }
    return Response(html, media_type="text/html; charset=utf-8", headers=headers)


@router.get("/static/{name}")
async def static(request: Request, name: str) -> Response:
    """The page's own files, by name from a closed list."""
    if name not in _TYPES:
        raise Problem("not-found", "Nothing lives at this path.")
    return _cached(request, _asset(name), _TYPES[name], {"X-Content-Type-Options": "nosniff"})


@router.get("/favicon.ico")
async def favicon(request: Request) -> Response:
    """Browsers ask for it unbidden."""
    return _cached(request, _asset("icon.svg"), _TYPES["icon.svg"], {})


@router.get("/pictures/{product_id}.svg")
async def picture(request: Request, product_id: str) -> Response:
    """A drawing of a bundled product: its kind in its colour."""
    recommender = house_of(request).retrieval.recommender
    product = await asyncio.to_thread(recommender.product, product_id)
    svg = pictures.picture_of(product)
    headers = {"Content-Security-Policy": _PICTURE_POLICY, "X-Content-Type-Options": "nosniff"}
    return _cached(request, svg.encode(), "image/svg+xml", headers, max_age=86_400)


def _cached(
    request: Request, body: bytes, media_type: str, headers: dict[str, str], max_age: int = 0
) -> Response:
    tag = f'"{hashlib.blake2b(body, digest_size=8).hexdigest()}"'
    control = f"public, max-age={max_age}" if max_age else "no-cache"
    headers = {**headers, "ETag": tag, "Cache-Control": control}
    if request.headers.get("if-none-match") == tag:
        return Response(status_code=304, headers=headers)
    return Response(body, media_type=media_type, headers=headers)


@cache
def _asset(name: str) -> bytes:
    return files("api").joinpath("static", name).read_bytes()
