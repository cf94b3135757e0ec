"""Lists as they were served, and why they were so."""

from __future__ import annotations

import asyncio
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import RedirectResponse, Response

from api.house import house_of
from api.pages.console.access import Visitor, console_page
from api.pages.console.why import table, why_not
from api.pages.refusals import ConsoleRoute
from api.problems import Problem
from retrieval.types import Dropped

router = APIRouter(prefix="/console/rankings", include_in_schema=False, route_class=ConsoleRoute)
PAGE = 50


@router.get("")
async def latest(
    request: Request,
    session: Visitor,
    find: Annotated[str, Query(alias="id", max_length=300)] = "",
    before: Annotated[float | None, Query(ge=0, le=1e12)] = None,
) -> Response:
    """The newest first; by its id any."""
    if find.strip():
        return RedirectResponse(str(request.url_for("trace", ranking_id=find.strip()).path), status_code=303)
    room = house_of(request).retrieval
    served = await asyncio.to_thread(room.rankings.latest, PAGE, before)
    first = sorted({each.order[0] for each in served if each.order})
    titles = await asyncio.to_thread(lambda: {key: p.title for key, p in room.products.get(first).items()})
    older = served[-1].served_at.timestamp() if len(served) == PAGE else None
    values: dict[str, Any] = {"served": served, "titles": titles, "older": older, "before": before}
    return console_page(request, session, "rankings.html", **values)


@router.get("/{ranking_id}")
async def trace(
    request: Request,
    session: Visitor,
    ranking_id: str,
    why: Annotated[str, Query(max_length=300)] = "",
) -> Response:
    """Every point of every product; ``why``: another product, by id or by words."""
    room = house_of(request).retrieval
    ranking = await asyncio.to_thread(room.rankings.get, ranking_id)
    if ranking is None:
        raise Problem("not-found", "No list has this id.")
    answers = await asyncio.to_thread(why_not, room.recommender, ranking, why) if why.strip() else []
    gone: dict[str, list[Dropped]] = {}
    for dropped in ranking.dropped:
        gone.setdefault(dropped.rule, []).append(dropped)
    named = {each.product_id for each in ranking.dropped[:500]}
    titles = {
        key: product.title
        for key, product in (await asyncio.to_thread(room.products.get, sorted(named))).items()
    }
    return console_page(
        request,
        session,
        "ranking.html",
        ranking=ranking,
        table=table(ranking),
        why=why.strip(),
        answers=answers,
        gone=gone,
        titles=titles,
        constraints=ranking.asked or ranking.query.constraints,
    )
