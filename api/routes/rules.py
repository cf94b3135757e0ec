"""``POST /v1/rules/preview``: what a rules file would do to a list, before it is in force."""

from __future__ import annotations

import asyncio
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response
from pydantic import BaseModel, Field

from agent.types import Understanding
from api.house import House, house_of
from api.jsonlines import Json
from api.keys import secret
from api.previews import compared, page_of, stored, told
from api.problems import Problem, documented
from api.shapes import Id, Surface
from retrieval.errors import RulesError
from retrieval.ranking.preview import Change
from retrieval.ranking.rules.load import compiled
from retrieval.types import Constraints, Frozen, ProductId

router = APIRouter(prefix="/v1/rules", tags=["rules"], dependencies=[Depends(secret)])


class PreviewBody(Frozen):
    """A rules file, and the request to try it on."""

    rules: Annotated[str, Field(max_length=500_000, description="The file's text (TOML).")]
    ranking_id: Annotated[
        str | None,
        Field(
            max_length=256,
            description="A list that was served: its very query is ranked, and what is given below is not.",
        ),
    ] = None
    query: Annotated[
        str, Field(max_length=4000, description="Read as the message of a shopper: bounds and all.")
    ] = ""
    product_id: ProductId | None = None
    user_id: Id | None = None
    region: Annotated[str, Field(max_length=64)] | None = None
    filters: Constraints = Constraints()
    surface: Surface = "search"
    limit: Annotated[int, Field(ge=1, le=50)] = 10


class Preview(BaseModel):
    """Both lists in one."""

    in_force: str = Field(description="Version of the rules that hold now.")
    previewed: str
    changes: list[Change]
    never_met: list[str] = Field(description="Attributes that a condition names and no product has.")
    understood: Understanding | None = Field(default=None, description="Where there was a `query`.")
    moved_since: int | None = Field(
        default=None,
        description="Of the list of `ranking_id`: how many products stand elsewhere now than when served.",
    )


@router.post(
    "/preview",
    summary="Before and after a rules file",
    response_class=Json,
    responses={
        200: {"model": Preview},
        **documented("malformed", "unauthorized", "forbidden", "not-found", "validation", "unavailable"),
    },
)
async def preview(request: Request, body: PreviewBody) -> Response:
    """Changes nothing; a mistake in the file is told with its line."""
    return Json(await previewed(house_of(request), body))


async def previewed(house: House, body: PreviewBody) -> dict[str, Any]:
    """The answer. Raises Problem: the rules cannot be used (422), or no ranking has the id (404)."""
    try:
        rules = compiled(body.rules, "rules.toml")
    except RulesError as error:
        raise Problem("validation", error.message) from None
    if body.ranking_id is not None:
        wish = await stored(house, body.ranking_id)
    else:
        asked = page_of(
            body.query,
            product_id=body.product_id,
            user_id=body.user_id,
            region=body.region,
            surface=body.surface,
            filters=body.filters,
            limit=body.limit,
        )
        wish = await told(house, asked)
    return await asyncio.to_thread(compared, house, wish, rules)
