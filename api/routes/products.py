"""Products: read by pages, written by the shop."""

from __future__ import annotations

import asyncio
import logging
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import Response

from agent.types import Item
from api import rows
from api.house import house_of
from api.jsonlines import Json
from api.keys import publishable, secret
from api.problems import documented
from api.shapes import Answer, WriteReport, json_of
from retrieval.errors import StorageUnavailable
from retrieval.pipeline import EVENTS_GONE
from retrieval.types import Constraints, PublicProduct, Ranking

log = logging.getLogger(__name__)
router = APIRouter(prefix="/v1/products", tags=["products"])
_READ = [Depends(publishable)]
_WRITE = [Depends(secret)]


@router.get(
    "/{product_id:path}/similar",
    dependencies=_READ,
    summary="Products like this one",
    response_class=Json,
    responses={**json_of(Answer), **documented("unauthorized", "not-found", "validation", "unavailable")},
)
async def similar(
    request: Request, product_id: str, limit: Annotated[int, Query(ge=1, le=50)] = 10
) -> Response:
    """Ranked by likeness; the product itself and its variants are left out."""
    recommender = house_of(request).retrieval.recommender
    return await _served(request, await asyncio.to_thread(recommender.similar, product_id, limit))


@router.get(
    "/{product_id:path}/goes-with",
    dependencies=_READ,
    summary="What is bought together with this product",
    response_class=Json,
    responses={**json_of(Answer), **documented("unauthorized", "not-found", "validation", "unavailable")},
)
async def goes_with(
    request: Request, product_id: str, limit: Annotated[int, Query(ge=1, le=50)] = 10
) -> Response:
    """Bought at the same moment, and another kind of thing than this; empty while nobody bought it so."""
    recommender = house_of(request).retrieval.recommender
    return await _served(request, await asyncio.to_thread(recommender.goes_with, product_id, limit))


@router.post(
    "/facets",
    dependencies=_READ,
    summary="What there is to choose from",
    response_class=Json,
    responses={
        200: {"description": "`{total, facets: {attribute: {value: products}}}`, the most frequent first."},
        **documented("malformed", "unauthorized", "validation", "unavailable"),
    },
)
async def choices(request: Request, filters: Constraints) -> Response:
    """Every attribute of the products that pass the filters, its values, and how many have each."""
    recommender = house_of(request).retrieval.recommender
    found = await asyncio.to_thread(recommender.facets, filters)
    total = await asyncio.to_thread(recommender.count, filters)
    return Json({"total": total, "facets": found})


@router.get(
    "/{product_id:path}",
    dependencies=_READ,
    summary="One product",
    response_class=Json,
    responses={**json_of(PublicProduct), **documented("unauthorized", "not-found", "unavailable")},
)
async def product(request: Request, product_id: str) -> Response:
    """As a shopper may see it."""
    found = await asyncio.to_thread(house_of(request).retrieval.recommender.product, product_id)
    return Json(found.public().model_dump(mode="json", exclude_none=True))


@router.put(
    "",
    dependencies=_WRITE,
    summary="Add or replace products",
    response_class=Json,
    responses={
        **json_of(WriteReport),
        **documented("malformed", "unauthorized", "forbidden", "too-large", "unavailable"),
    },
    openapi_extra={
        "requestBody": {
            "required": True,
            "content": {
                "application/json": {"schema": {"type": "array", "items": {"type": "object"}}},
                "application/x-ndjson": {"schema": {"type": "string"}},
            },
        }
    },
)
async def put(request: Request) -> Response:
    """A JSON array, or NDJSON with one product per line. Visible to the next query.

    A bad row is reported by its index and never stops the rest. Sending the same rows again
    changes nothing.
    """
    writer = house_of(request).retrieval.writer
    report = rows.Report()
    async for batch in rows.batches(request, report):
        report.add(await asyncio.to_thread(writer.put, batch))
    return Json(report.wire())


@router.patch(
    "/{product_id:path}",
    dependencies=_WRITE,
    summary="Change some fields of a product",
    response_class=Json,
    responses={
        **json_of(PublicProduct),
        **documented("malformed", "unauthorized", "forbidden", "not-found", "validation", "unavailable"),
    },
    openapi_extra={
        "requestBody": {
            "required": True,
            "content": {"application/merge-patch+json": {"schema": {"type": "object"}}},
        }
    },
)
async def patch(request: Request, product_id: str) -> Response:
    """A JSON merge patch (RFC 7396): a field is replaced, ``null`` takes it away. ``product_id`` stays."""
    house = house_of(request)
    changes = rows.patch_of(await request.body(), product_id)
    async with request.app.state.patching:
        before = await asyncio.to_thread(house.retrieval.recommender.product, product_id)
        after = rows.merged(before, changes)
        await asyncio.to_thread(house.retrieval.writer.put, [after])
    return Json(after.public().model_dump(mode="json", exclude_none=True))


async def _served(request: Request, ranking: Ranking) -> Response:
    """Recorded, so that events can cite it; served all the same where that cannot be."""
    without = dict.fromkeys(ranking.without)
    try:
        await asyncio.to_thread(house_of(request).retrieval.recommender.record, ranking)
    except StorageUnavailable as error:
        log.warning("a list was served but not recorded: %s", error.message)
        without[EVENTS_GONE] = None
    items = [Item.of(ranked).model_dump(mode="json", exclude_none=True) for ranked in ranking.items]
    degraded = [missing.model_dump() for missing in without]
    return Json(
        {"ranking_id": ranking.ranking_id, "items": items, "total": ranking.total, "degraded": degraded}
    )


@router.delete(
    "/{product_id:path}",
    dependencies=_WRITE,
    summary="Take a product out of the catalog",
    status_code=204,
    responses=documented("unauthorized", "forbidden", "not-found", "unavailable"),
)
async def delete(request: Request, product_id: str) -> Response:
    """Gone from the next query on."""
    house = house_of(request)
    if not await asyncio.to_thread(house.retrieval.writer.delete, [product_id]):
        await asyncio.to_thread(house.retrieval.recommender.product, product_id)
    return Response(status_code=204)
