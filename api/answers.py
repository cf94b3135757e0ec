"""Answers of the onboarding, as callers give them and as they are kept."""

from __future__ import annotations

from typing import Annotated

from fastapi.exceptions import RequestValidationError
from pydantic import Field

from retrieval.compose import Retrieval
from retrieval.types import UserProfile

_Text = Annotated[str, Field(min_length=1, max_length=1000, pattern=r"^[^\x00]*$")]
AnswersGiven = Annotated[
    dict[_Text, Annotated[tuple[_Text, ...], Field(max_length=50)]], Field(max_length=20)
]
"""Question id → values chosen; none chosen is no answer."""


def answered(room: Retrieval, profile: UserProfile, answers: AnswersGiven) -> UserProfile:
    """The profile with these answers in place of those before, and the interests that they make.

    Raises:
        RequestValidationError: an answer fits no product; by JSON pointer.
    """
    given = {question: values for question, values in answers.items() if values}
    strange = room.recommender.unknown_answers(given)
    if strange:
        raise RequestValidationError(
            [
                {
                    "type": "value_error",
                    "loc": ("body", "answers", question, given[question].index(value)),
                    "msg": "no product of the catalog fits",
                }
                for question, value in strange
            ]
        )
    vectors = room.recommender.interests_from(given)
    interests = tuple(tuple(round(float(x), 5) for x in vector) for vector in vectors)
    return profile.model_copy(update={"answers": given, "interests": interests})
