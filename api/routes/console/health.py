"""How the server stands, and goes on standing."""

from __future__ import annotations

import asyncio
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response

from api.house import house_of
from api.jsonlines import Json
from api.metrics import Metrics
from api.pages.console.access import Visitor, console_page
from api.pages.console.standing import standing
from api.pages.refusals import ConsoleRoute
from api.routes.health import readiness

router = APIRouter(prefix="/console", include_in_schema=False, route_class=ConsoleRoute)


@router.get("")
async def health(request: Request, session: Visitor) -> Response:
    """The first page."""
    return console_page(request, session, "health.html", now=await _standing(request))


@router.get("/live")
async def live(request: Request, session: Visitor) -> Response:
    """The same as JSON, for the page that stays open."""
    return Json(await _standing(request), headers={"Cache-Control": "no-store"})


async def _standing(request: Request) -> dict[str, Any]:
    house, metrics = house_of(request), request.app.state.metrics
    assert isinstance(metrics, Metrics)
    found = await asyncio.to_thread(readiness, house)
    return standing(house, metrics, found)
