"""``POST /v1/recommendations``: a list for a page, as JSON or as the events of its turn."""

from __future__ import annotations

from contextlib import aclosing
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from agent.turns import SessionIds
from agent.turns.answer import fold
from agent.turns.ids import new_turn_id
from agent.types import Context, TurnRequest
from api.house import house_of
from api.jsonlines import Json
from api.keys import Caller, publishable
from api.own import begun, require_own
from api.problems import documented
from api.shapes import EVENTS, Answer, RecommendationsBody
from api.stream import room, stream

router = APIRouter(prefix="/v1", tags=["recommendations"])


@router.post(
    "/recommendations",
    summary="Ranked products for a query, a product or a shopper",
    response_class=Json,
    responses={
        200: {
            "model": Answer,
            "description": "The list; with `Accept: text/event-stream`, the events of its turn.",
            "content": {"text/event-stream": EVENTS},
        },
        **documented("malformed", "unauthorized", "forbidden", "too-large", "validation", "rate-limited"),
    },
)
async def recommendations(
    request: Request, body: RecommendationsBody, caller: Annotated[Caller, Depends(publishable)]
) -> Response:
    """The JSON answer is the fold of the same events that the stream sends."""
    turn = _turn_request(body, caller.speak_for(body.user_id), house_of(request).sessions)
    await require_own(request, caller, body.session_id)
    streamed = "text/event-stream" in request.headers.get("accept", "")
    if streamed:
        async with room(request, caller) as held:
            return stream(request, turn.turn_id, await begun(request, caller, turn), held)
    async with aclosing(await begun(request, caller, turn)) as log:
        folded = await fold(log)
    if folded.failed is not None:
        failed = folded.failed
        return Json(failed.data(), status_code=failed.status, media_type="application/problem+json")
    return Json(folded.answer())


def _turn_request(body: RecommendationsBody, user_id: str | None, sessions: SessionIds) -> TurnRequest:
    surface = "search" if body.query else "product" if body.product_id else "home"
    return TurnRequest(
        turn_id=new_turn_id(),
        session_id=body.session_id or sessions.new(),
        user_id=user_id,
        message=body.query,
        filters=body.filters,
        constraints=body.understood,
        replaces=body.replaces,
        exclude=body.exclude,
        context=Context(product_id=body.product_id, surface=body.surface or surface),
        limit=body.limit,
        explain=body.explain,
    )
