"""``GET /v1/rankings/{id}``: why a list is what it is."""

from __future__ import annotations

import asyncio

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from api.house import house_of
from api.jsonlines import Json
from api.keys import secret
from api.problems import Problem, documented
from api.trace import trace

router = APIRouter(prefix="/v1/rankings", tags=["traces"], dependencies=[Depends(secret)])


@router.get(
    "/{ranking_id}",
    summary="The whole trace of a ranking",
    response_class=Json,
    responses={
        200: {"description": "What was kept, by which points, and what was dropped by which rule."},
        **documented("unauthorized", "forbidden", "not-found", "unavailable"),
    },
)
async def ranking(request: Request, ranking_id: str) -> Response:
    """Every contribution of every score and rule, and every product that a rule dropped."""
    rankings = house_of(request).retrieval.rankings
    found = await asyncio.to_thread(rankings.get, ranking_id)
    if found is None:
        raise Problem("not-found", "No ranking has this id.")
    return Json(trace(found, await asyncio.to_thread(rankings.outcome, ranking_id)))
