"""``/healthz``, ``/readyz`` and ``/metrics``: for whoever keeps the server running."""

from __future__ import annotations

import asyncio
import logging
from typing import Any, Literal

from fastapi import APIRouter, Request
from fastapi.responses import Response
from prometheus_client import CONTENT_TYPE_LATEST
from pydantic import BaseModel, Field

from agent.types import DegradedReason, Part
from api.house import House, house_of
from api.jsonlines import Json
from retrieval.behaviour.job import last_report
from retrieval.errors import AisleError

log = logging.getLogger(__name__)
router = APIRouter(tags=["operations"])


class Readiness(BaseModel):
    """What works, and what the server does without."""

    status: Literal["ready", "degraded", "unavailable"]
    database: Literal["ok", "unavailable"]
    index: Literal["ok", "unavailable"]
    products: int | None = Field(description="In the catalog.")
    indexed: int | None = Field(description="In the vector index.")
    model: str | None = Field(description="`provider:model`; null: plain explanations.")
    rung: Literal["content", "item-to-item", "learned"] | None = Field(
        description="What orders personal lists since the last `aisle train`; null: not trained yet."
    )
    rules: str = Field(description="Version of the business rules in force.")
    rules_problem: str | None = Field(
        description="What is wrong with the rules file as it is now, where older rules stay in force."
    )
    reorders_late: float | None = Field(
        description="Share of the last 100 re-orders that came too late to be shown."
    )
    first_token_p50_ms: float | None = Field(description="Median over the last 100 narrations.")
    degraded: list[dict[str, Part | DegradedReason]]


@router.get("/healthz", summary="Is the process alive?")
async def healthz() -> dict[str, str]:
    """Always 200 while the process answers."""
    return {"status": "ok"}


@router.get(
    "/readyz",
    summary="Can it answer?",
    response_class=Json,
    responses={200: {"model": Readiness}, 503: {"model": Readiness}},
)
async def readyz(request: Request) -> Response:
    """503 where nothing can be recommended. A database, an index or a model that does not answer degrades:
    lists are made of what is in memory meanwhile."""
    body = await asyncio.to_thread(readiness, house_of(request))
    return Json(body, status_code=503 if body["status"] == "unavailable" else 200)


@router.get(
    "/metrics",
    summary="Prometheus metrics",
    response_class=Response,
    responses={200: {"content": {"text/plain": {"schema": {"type": "string"}}}}},
)
async def metrics(request: Request) -> Response:
    """In the exposition format."""
    return Response(request.app.state.metrics.text(), media_type=CONTENT_TYPE_LATEST)


def readiness(house: House) -> dict[str, Any]:
    """The fields of :class:`Readiness`. Takes a look at the database: call it in a thread."""
    products = _count(house.retrieval.products)
    indexed = _count(house.retrieval.index)
    model = house.agent.model_name
    pace = house.agent.overlay.pace if house.agent.overlay else None
    degraded = [] if model else [{"part": part, "reason": "no_model"} for part in ("rerank", "narrate")]
    if indexed is None:
        degraded.append({"part": "retrieval", "reason": "unavailable"})
    if products is None:
        degraded.append({"part": "events", "reason": "unavailable"})
    nothing = products is None and not len(house.retrieval.live)
    return {
        "status": "unavailable" if nothing else "degraded" if degraded else "ready",
        "database": "unavailable" if products is None else "ok",
        "index": "unavailable" if indexed is None else "ok",
        "products": products,
        "indexed": indexed,
        "model": model,
        "reorders_late": pace.late_share if pace else None,
        "first_token_p50_ms": pace.first_token_ms if pace else None,
        "rung": _rung(house),
        "rules": house.retrieval.rules().version,
        "rules_problem": house.retrieval.rules.problem,
        "degraded": degraded,
    }


def _rung(house: House) -> object:
    try:
        return (last_report(house.retrieval.facts) or {}).get("rung")
    except AisleError:
        return None


def _count(store: Any) -> int | None:
    try:
        return int(store.count())
    except AisleError as error:
        log.warning("not ready: %s", error.message)
        return None
