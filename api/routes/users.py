"""``/v1/users/{user_id}``: what is known of one shopper, for the shop and for that shopper alone."""

from __future__ import annotations

import asyncio
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Request
from fastapi.responses import Response
from pydantic import BaseModel, Field

from api.house import house_of
from api.jsonlines import Json
from api.keys import own_shopper
from api.problems import documented
from api.shapes import Id
from retrieval.ports import ProfileStore
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
    return Json(_wire(await asyncio.to_thread(_known, _store(request), user_id)))


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
        store = _store(request)
        profile = _known(store, user_id).model_copy(update=dict(body))
        store.save(profile)
        return profile

    return Json(_wire(await asyncio.to_thread(save)))


def _store(request: Request) -> ProfileStore:
    return house_of(request).retrieval.profiles


def _known(store: ProfileStore, user_id: str) -> UserProfile:
    return store.get(user_id) or UserProfile(user_id=user_id)


def _wire(profile: UserProfile) -> dict[str, Any]:
    stated = {"preferences": profile.preferences.wire(), "region": profile.region}
    return {
        "user_id": profile.user_id,
        "stated": {**stated, "age_verified": profile.age_verified},
        "behaviour": {
            "orders": profile.orders,
            "spend": profile.spend,
            "first_seen": profile.first_seen,
            "interests": len(profile.interests),
            "purchased": len(profile.purchased),
            "dismissed": len(profile.dismissed),
        },
    }
