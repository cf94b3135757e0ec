"""``POST /v1/catalog/reindex``: the index built anew beside the one that answers, then put in its place."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from typing import Annotated

import orjson
from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response, StreamingResponse
from pydantic import Field

from api.house import house_of
from api.keys import secret
from api.problems import Problem, documented
from retrieval.catalog.reindex import Reindexed
from retrieval.compose import rebuild_live
from retrieval.errors import AisleError
from retrieval.types import Frozen

log = logging.getLogger(__name__)
router = APIRouter(prefix="/v1/catalog", tags=["products"], dependencies=[Depends(secret)])


class ReindexBody(Frozen):
    """What the new index is made with."""

    embeddings: Annotated[str, Field(min_length=1, max_length=300)] | None = Field(
        default=None, description="As `AISLE_EMBEDDINGS`; absent: the model in force."
    )


@router.post(
    "/reindex",
    summary="Rebuild the index while it is asked",
    response_class=Response,
    responses={
        200: {
            "description": "One JSON object per line: `{products, embedded}`, last with `done` or `error`.",
            "content": {"application/x-ndjson": {"schema": {"type": "string"}}},
        },
        **documented("malformed", "unauthorized", "forbidden", "in-flight", "validation"),
    },
)
async def reindex(request: Request, body: ReindexBody | None = None) -> Response:
    """Goes on to its end also when nobody reads the progress any more. One at a time."""
    lock: asyncio.Lock = request.app.state.reindexing
    if lock.locked():
        raise Problem("in-flight", "The index is being rebuilt already.", headers={"Retry-After": "60"})
    await lock.acquire()
    lines: asyncio.Queue[bytes | None] = asyncio.Queue()
    loop = asyncio.get_running_loop()
    retrieval = house_of(request).retrieval

    def told(so_far: Reindexed) -> None:
        line = {"products": so_far.products, "embedded": so_far.embedded}
        loop.call_soon_threadsafe(lines.put_nowait, orjson.dumps(line) + b"\n")

    async def rebuild() -> None:
        try:
            done = await asyncio.to_thread(rebuild_live, retrieval, body.embeddings if body else None, told)
            last: dict[str, object] = {"products": done.products, "embedded": done.embedded, "done": True}
        except AisleError as error:
            last = {"error": error.message}
        except Exception:  # whoever reads the progress must get an end, whatever broke
            log.exception("the index was not rebuilt")
            last = {"error": "The index was not rebuilt; the log knows more."}
        finally:
            lock.release()
        lines.put_nowait(orjson.dumps(last) + b"\n")
        lines.put_nowait(None)

    request.app.state.rebuild = asyncio.create_task(rebuild(), name="reindex")
    return StreamingResponse(_until_none(lines), media_type="application/x-ndjson")


async def _until_none(lines: asyncio.Queue[bytes | None]) -> AsyncIterator[bytes]:
    while (line := await lines.get()) is not None:
        yield line
