"""The shopper's session on the storefront: one unguessable id, so that the next page knows the last step."""

from __future__ import annotations

import re
from dataclasses import dataclass

from fastapi import Request
from fastapi.responses import Response

from agent.turns.ids import new_session_id

COOKIE = "aisle_shopper"
MONTH = 30 * 86_400
_OURS = re.compile(r"s_[A-Za-z0-9_-]{24}")


@dataclass(frozen=True, slots=True)
class Shopper:
    """Whoever looks at the page."""

    session_id: str
    new: bool


def shopper_of(request: Request) -> Shopper:
    """By the cookie; somebody new where there is none of ours."""
    given = request.cookies.get(COOKIE, "")
    return Shopper(given, new=False) if _OURS.fullmatch(given) else Shopper(new_session_id(), new=True)


def remembered(response: Response, shopper: Shopper, *, secure: bool) -> Response:
    """The answer, with the cookie where the shopper is new."""
    if shopper.new:
        response.set_cookie(
            COOKIE, shopper.session_id, max_age=MONTH, httponly=True, samesite="lax", secure=secure
        )
    return response
