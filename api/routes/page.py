"""``/static/…`` and ``/pictures/…``: the files of pages, and a drawing of every product."""

from __future__ import annotations

import asyncio

from fastapi import APIRouter, Request
from fastapi.responses import Response

from api.house import house_of
from api.pages import assets
from api.problems import Problem
from retrieval.catalog.bundled import pictures

router = APIRouter(include_in_schema=False)
_PICTURE_POLICY = "default-src 'none'; style-src 'unsafe-inline'"


@router.get("/static/{name:path}")
async def static(request: Request, name: str) -> Response:
    """The pages' own files, by name from a closed list."""
    if name not in assets.names():
        raise Problem("not-found", "Nothing lives at this path.")
    return assets.tagged(request, assets.content(name), assets.media_type(name))


@router.get("/favicon.ico")
async def favicon(request: Request) -> Response:
    """Browsers ask for it unbidden."""
    return assets.tagged(request, assets.content("icon.svg"), "image/svg+xml")


@router.get("/pictures/{product_id:path}.svg")
async def picture(request: Request, product_id: str) -> Response:
    """A drawing of a product: its kind in its colour."""
    recommender = house_of(request).retrieval.recommender
    product = await asyncio.to_thread(recommender.product, product_id)
    svg = pictures.picture_of(product).encode("utf-8", "replace")
    policy = {"Content-Security-Policy": _PICTURE_POLICY}
    return assets.tagged(request, svg, "image/svg+xml", policy, max_age=86_400)
