"""The shopper's session on the storefront: one unguessable id, so that the next page knows the last step."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import Request
from fastapi.responses import Response

from api.house import house_of

COOKIE = "aisle_shopper"
MONTH = 30 * 86_400


@dataclass(frozen=True, slots=True)
class Shopper:
    """Whoever looks at the page."""

    session_id: str
    new: bool


def shopper_of(request: Request) -> Shopper:
    """By the cookie; somebody new where there is none of ours."""
    given, sessions = request.cookies.get(COOKIE, ""), house_of(request).sessions
    return Shopper(given, new=False) if sessions.ours(given) else Shopper(sessions.new(), new=True)


def remembered(response: Response, shopper: Shopper, *, secure: bool) -> Response:
    """The answer, with the cookie where the shopper is new."""
    if shopper.new:
        response.set_cookie(
            COOKIE, shopper.session_id, max_age=MONTH, httponly=True, samesite="lax", secure=secure
        )
    return response
