"""What was shown and what came of it; experiments; what was asked for and not there."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Annotated, Literal

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from api.house import house_of
from api.pages.console.access import Visitor, console_page
from api.pages.refusals import ConsoleRoute
from api.problems import Problem
from api.report_plots import DARK, LIGHT, TITLES, drawn
from api.routes.reports import Reports
from retrieval.feedback.queries import Wish, wishes

router = APIRouter(prefix="/console", include_in_schema=False, route_class=ConsoleRoute)
Days = Annotated[int, Query(ge=1, le=365)]
PERIODS = (7, 28, 90)
WEEK, MONTH = 7, 28
MOST = 100


@router.get("/report")
async def report(request: Request, session: Visitor, days: Days = MONTH) -> Response:
    """Last week, month or quarter, whole and in parts."""
    found = await _reports(request).of(house_of(request), days)
    parts = {
        "Surface": found.surfaces,
        "Slot": found.slots,
        "Category": found.categories,
        "Model": found.models,
        "Prompt": found.prompts,
        "Rules": found.rules,
        "Arm": found.arms,
    }
    return console_page(
        request, session, "report.html", found=found, days=days, periods=PERIODS, plots=TITLES, parts=parts
    )


@router.get("/plots/{name}.svg")
async def plot(
    request: Request,
    session: Visitor,
    name: str,
    days: Days = MONTH,
    scheme: Literal["light", "dark"] = "light",
) -> Response:
    """One drawing; a document of its own, so that the page itself needs no inline style."""
    if name not in TITLES:
        raise Problem("not-found", "There is no such plot.")
    found = await _reports(request).of(house_of(request), days)
    svg = await asyncio.to_thread(drawn, found, name, DARK if scheme == "dark" else LIGHT)
    headers = {
        "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'",
        "Cache-Control": "private, max-age=15",
    }
    return Response(svg, media_type="image/svg+xml", headers=headers)


@router.get("/experiments")
async def experiments(request: Request, session: Visitor) -> Response:
    """Each with its arms and its verdict."""
    found = await _reports(request).of(house_of(request), MONTH)
    declared = {each.name: each for each in house_of(request).retrieval.rules().rules.experiments}
    results = found.experiments
    return console_page(request, session, "experiments.html", results=results, declared=declared)


@router.get("/queries")
async def queries(request: Request, session: Visitor, days: Days = MONTH) -> Response:
    """Wishes without an answer, and with half of one."""
    room = house_of(request).retrieval
    until = room.clock().timestamp()
    since = until - timedelta(days=days).total_seconds()

    def looked_up() -> tuple[Wish, ...]:
        lists = list(room.rankings.served(since, until))
        return wishes(lists, room.event_store.between(since, until), room.rankings.get)

    found = await asyncio.to_thread(looked_up)
    currency = (await asyncio.to_thread(room.recommender.vocabulary)).currency
    return console_page(
        request,
        session,
        "queries.html",
        wishes=found[:MOST],
        total=len(found),
        days=days,
        periods=PERIODS,
        currency=currency,
    )


def _reports(request: Request) -> Reports:
    reports: Reports = request.app.state.reports
    return reports
