"""``/v1/onboarding``: a few questions for a shopper of whom nothing is known; the answers are a profile."""

from __future__ import annotations

import asyncio
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response
from pydantic import BaseModel, Field

from api.answers import AnswersGiven, answered
from api.house import house_of
from api.jsonlines import Json
from api.keys import Caller, publishable
from api.own import require_own
from api.problems import documented
from api.shapes import Id, json_of
from retrieval.profile.onboarding import Question
from retrieval.profile.shoppers import SESSION
from retrieval.types import Frozen, UserProfile

router = APIRouter(prefix="/v1/onboarding", tags=["shoppers"])


class Questions(BaseModel):
    """Three to five; fewer where the catalog's data splits by less."""

    questions: list[Question]


class AnswersBody(Frozen):
    """Of the shopper whom `user_id` names, or of the session."""

    user_id: Id | None = None
    session_id: Annotated[Id, Field(max_length=248)] | None = Field(
        default=None, description="Absent, and no shopper known: a new one."
    )
    answers: AnswersGiven = Field(
        description="Question `id` → chosen `value`s. They replace those given before; `{}` deletes them.",
        examples=[{"category": ["Outdoor", "Toys"], "price": ["..50"]}],
    )


class Answered(BaseModel):
    """What is known from now on."""

    user_id: str | None
    session_id: str | None = Field(description="Send it with the next requests where no shopper is known.")
    answers: dict[str, list[str]]
    interests: int = Field(description="Kinds of things that the answers say the shopper likes.")


@router.get(
    "",
    dependencies=[Depends(publishable)],
    summary="What to ask a new shopper",
    response_class=Json,
    responses={**json_of(Questions), **documented("unauthorized", "rate-limited", "unavailable")},
)
async def ask(request: Request) -> Response:
    """The questions that split the catalog best, with how many products fit each answer."""
    found = await asyncio.to_thread(house_of(request).retrieval.recommender.onboarding)
    return Json({"questions": [each.model_dump(mode="json") for each in found]})


@router.post(
    "",
    summary="Keep a new shopper's answers",
    response_class=Json,
    responses={
        **json_of(Answered),
        **documented("malformed", "unauthorized", "forbidden", "validation", "rate-limited", "unavailable"),
    },
)
async def answer(
    request: Request, body: AnswersBody, caller: Annotated[Caller, Depends(publishable)]
) -> Response:
    """The next list already follows them."""
    user_id = caller.speak_for(body.user_id)
    await require_own(request, caller, body.session_id)
    house = house_of(request)
    session_id = body.session_id or (house.sessions.new() if user_id is None else None)
    room = house.retrieval

    def save() -> UserProfile:
        key = user_id if user_id is not None else f"{SESSION}{session_id}"
        profile = answered(room, room.profiles.get(key) or UserProfile(user_id=key), body.answers)
        room.profiles.save(profile)
        if user_id is not None and session_id is not None:
            # Answered before they were known: said anew, or taken back.
            room.profiles.delete(f"{SESSION}{session_id}")
        return profile

    kept = await asyncio.to_thread(save)
    said = {"user_id": user_id, "session_id": session_id, "answers": kept.answers}
    return Json({**said, "interests": len(kept.interests)})
