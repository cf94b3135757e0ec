"""``GET /v1/reports/…``: what was shown, and what came of it."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass, field
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import Response

from api.house import House, house_of
from api.jsonlines import Json
from api.keys import secret
from api.problems import documented
from api.reports import build
from retrieval.feedback.report import Report

router = APIRouter(prefix="/v1/reports", tags=["reports"], dependencies=[Depends(secret)])
FRESH_SECONDS = 15.0
"""So long the same report is given again: it reads every event of its period."""
Days = Annotated[int, Query(ge=1, le=3650, description="How many, up to now.")]
Part = Literal["surfaces", "slots", "categories", "models", "prompts", "rules", "arms", "days", "experiments"]


@dataclass(slots=True)
class Reports:
    """The latest of each length; one reading at a time."""

    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    held: dict[int, tuple[float, Report]] = field(default_factory=dict)

    async def of(self, house: House, days: int) -> Report:
        """Raises StorageUnavailable."""
        async with self.lock:
            made, found = self.held.get(days, (0.0, None))
            if found is not None and time.monotonic() - made < FRESH_SECONDS:
                return found
            room = house.retrieval
            rules = room.rules().rules
            found = await asyncio.to_thread(
                build, room.products, room.rankings, room.event_store, rules, days=days
            )
            self.held = {days: (time.monotonic(), found)}
            return found


@router.get(
    "/summary",
    summary="A period, whole and in parts",
    response_class=Json,
    responses={
        200: {"model": Report},
        **documented("unauthorized", "forbidden", "validation", "unavailable"),
    },
)
async def summary(request: Request, days: Days = 28) -> Response:
    """Clicks, carts, sales, coverage, diversity, novelty, what was degraded, and what to worry about."""
    found = await _reports(request).of(house_of(request), days)
    return Json(found.model_dump(mode="json"))


@router.get(
    "/page",
    summary="The same as one page with plots",
    response_class=Response,
    responses={
        200: {"content": {"text/html": {}}},
        **documented("unauthorized", "forbidden", "validation", "unavailable"),
    },
)
async def page(request: Request, days: Days = 28) -> Response:
    """Needs no script and nothing from anywhere else."""
    from api.report_page import POLICY, page_of

    found = await _reports(request).of(house_of(request), days)
    html = await asyncio.to_thread(page_of, found)
    return Response(html, media_type="text/html; charset=utf-8", headers={"Content-Security-Policy": POLICY})


@router.get(
    "/{part}",
    summary="One table of it",
    response_class=Json,
    responses={
        200: {"description": "Rows as in the summary."},
        **documented("unauthorized", "forbidden", "validation", "unavailable"),
    },
)
async def part(request: Request, part: Part, days: Days = 28) -> Response:
    """By surface, slot, category, model, prompt, arm or day; or the experiments with their verdicts."""
    found = await _reports(request).of(house_of(request), days)
    return Json(found.model_dump(mode="json", include={str(part)})[part])


def _reports(request: Request) -> Reports:
    reports: Reports = request.app.state.reports
    return reports
