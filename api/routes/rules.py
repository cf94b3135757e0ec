"""``POST /v1/rules/preview``: what a rules file would do to a list, before it is in force."""

from __future__ import annotations

import asyncio
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response
from pydantic import BaseModel, Field

from api.house import House, house_of
from api.jsonlines import Json
from api.keys import secret
from api.problems import Problem, documented
from api.shapes import Id, Surface
from retrieval.errors import RulesError
from retrieval.ranking.preview import Change, changes, never_met
from retrieval.ranking.rules.load import compiled
from retrieval.types import Constraints, Frozen, ProductId, Query

router = APIRouter(prefix="/v1/rules", tags=["rules"], dependencies=[Depends(secret)])


class PreviewBody(Frozen):
    """A rules file, and the request to try it on."""

    rules: Annotated[str, Field(max_length=500_000, description="The file's text (TOML).")]
    query: Annotated[str, Field(max_length=4000)] = ""
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


@router.post(
    "/preview",
    summary="Before and after a rules file",
    response_class=Json,
    responses={
        200: {"model": Preview},
        **documented("malformed", "unauthorized", "forbidden", "validation", "unavailable"),
    },
)
async def preview(request: Request, body: PreviewBody) -> Response:
    """Changes nothing; a mistake in the file is told with its line."""
    return Json(await asyncio.to_thread(previewed, house_of(request), body))


def previewed(house: House, body: PreviewBody) -> dict[str, Any]:
    """The answer. Raises Problem (422): the rules cannot be used."""
    try:
        rules = compiled(body.rules, "rules.toml")
    except RulesError as error:
        raise Problem("validation", error.message) from None
    recommender = house.retrieval.recommender
    query = Query(
        text=body.query,
        constraints=body.filters,
        anchors=(body.product_id,) if body.product_id else (),
        user_id=body.user_id,
        region=body.region,
        surface=body.surface,
        limit=body.limit,
    )
    before, after = recommender.recommend(query), recommender.recommend(query, rules)
    return {
        "in_force": before.rules_version,
        "previewed": after.rules_version,
        "changes": [change.model_dump(mode="json") for change in changes(before, after)],
        "never_met": list(never_met(rules, recommender.vocabulary())),
    }
