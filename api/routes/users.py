"""``/v1/users/{user_id}``: what is known of one shopper, for the shop and for that shopper alone."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Annotated, Any

import orjson
from fastapi import APIRouter, Depends, Path, Request
from fastapi.responses import Response, StreamingResponse
from pydantic import BaseModel, Field

from api.answers import AnswersGiven, answered
from api.house import house_of
from api.jsonlines import Json
from api.keys import own_shopper
from api.problems import documented
from api.shapes import Id
from retrieval.types import Constraints, Frozen, Timestamp, UserProfile

router = APIRouter(prefix="/v1/users", tags=["shoppers"], dependencies=[Depends(own_shopper)])
UserId = Annotated[Id, Path(min_length=1, max_length=256)]


class Preferences(Frozen):
    """What a shopper says of themselves. A field that is absent is unknown from then on."""

    preferences: Constraints = Field(
        default=Constraints(), description="Wishes that hold for good, in the shape of `filters`."
    )
    region: Annotated[str, Field(min_length=1, max_length=64)] | None = None
    age_verified: bool | None = Field(
        default=None, description="Whether the shop has checked that the shopper is of age."
    )
    answers: AnswersGiven = Field(default={}, description="Of the onboarding, question → values chosen.")


class Behaviour(BaseModel):
    """What was learned from events."""

    orders: int
    spend: float
    first_seen: Timestamp | None
    interests: int = Field(description="How many kinds of things the shopper is known to like.")
    purchased: int
    dismissed: int


class Shopper(BaseModel):
    """Stated and learned, kept apart."""

    user_id: str
    stated: Preferences
    behaviour: Behaviour


@router.get(
    "/{user_id}",
    summary="What is known of a shopper",
    response_class=Json,
    responses={200: {"model": Shopper}, **documented("unauthorized", "forbidden", "unavailable")},
)
async def shopper(request: Request, user_id: UserId) -> Response:
    """Of a shopper never heard of: nothing."""
    room = house_of(request).retrieval

    def read() -> dict[str, Any]:
        return _wire(request, room.shoppers.of(user_id) or UserProfile(user_id=user_id))

    return Json(await asyncio.to_thread(read))


@router.put(
    "/{user_id}/preferences",
    summary="State preferences",
    response_class=Json,
    responses={
        200: {"model": Shopper},
        **documented("malformed", "unauthorized", "forbidden", "validation", "unavailable"),
    },
)
async def state(request: Request, user_id: UserId, body: Preferences) -> Response:
    """Replaces what was stated before, and leaves what was learned. Holds from the next request on."""

    def save() -> UserProfile:
        room = house_of(request).retrieval
        before = room.profiles.get(user_id) or UserProfile(user_id=user_id)
        room.profiles.save(answered(room, before.model_copy(update=dict(body)), body.answers))
        return room.shoppers.of(user_id) or UserProfile(user_id=user_id)

    return Json(await asyncio.to_thread(lambda: _wire(request, save())))


@router.get(
    "/{user_id}/export",
    summary="Everything that is kept of a shopper",
    response_class=Response,
    responses={
        200: {
            "content": {"application/x-ndjson": {"schema": {"type": "string"}}},
            "description": "One JSON object a line, each with its `kind`: profile, turn, ranking, event.",
        },
        **documented("unauthorized", "forbidden", "unavailable"),
    },
)
async def export(request: Request, user_id: UserId) -> Response:
    """Of a shopper never heard of: nothing."""
    room = house_of(request).retrieval
    await asyncio.to_thread(room.settle)
    rows = room.privacy.export(user_id)
    first = await asyncio.to_thread(next, rows, None)

    async def lines() -> AsyncIterator[bytes]:
        row = first
        while row is not None:
            yield orjson.dumps(row, option=orjson.OPT_APPEND_NEWLINE)
            row = await asyncio.to_thread(next, rows, None)

    return StreamingResponse(lines(), media_type="application/x-ndjson")


class Erased(BaseModel):
    """Rows that are gone, by table."""

    erased: dict[str, int]


@router.delete(
    "/{user_id}",
    summary="Delete everything that is kept of a shopper",
    response_class=Json,
    responses={200: {"model": Erased}, **documented("unauthorized", "forbidden", "unavailable")},
)
async def erase(request: Request, user_id: UserId) -> Response:
    """Events, lists, conversations and profile; what models learned from them is gone with the next training.
    Sessions in which nobody else was known count as theirs."""
    room = house_of(request).retrieval
    # What waits on disk would come back after it.
    await asyncio.to_thread(room.settle)
    gone = await asyncio.to_thread(room.privacy.erase, user_id)
    room.shoppers.forget()
    house_of(request).agent.conversations.forget()
    return Json({"erased": gone})


def _wire(request: Request, profile: UserProfile) -> dict[str, Any]:
    stated = {"preferences": profile.preferences.wire(), "region": profile.region}
    if profile.answers:
        stated["answers"] = profile.answers
    return {
        "user_id": profile.user_id,
        "stated": {**stated, "age_verified": profile.age_verified},
        "behaviour": {
            "orders": profile.orders,
            "spend": profile.spend,
            "first_seen": profile.first_seen,
            "interests": house_of(request).retrieval.recommender.learned_interests(profile),
            "purchased": len(profile.purchased),
            "dismissed": len(profile.dismissed),
        },
    }
