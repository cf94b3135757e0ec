"""Signing in to the console, and out."""

from __future__ import annotations

import asyncio
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import RedirectResponse, Response

from api.house import house_of
from api.keyring import Keyring
from api.limits import address_of
from api.pages.console.access import Form, Posted, Visitor, form_of
from api.pages.console.sessions import forget, keep, sign_out, signed_in
from api.pages.refusals import ConsoleRoute
from api.pages.rendering import CONSOLE_POLICY, page
from api.problems import Problem
from api.rates import Rates
from api.settings import ApiSettings

router = APIRouter(prefix="/console", include_in_schema=False, route_class=ConsoleRoute)
WRONG = "That is not a secret key of this server."


@router.get("/sign-in")
async def ask(request: Request, next: Annotated[str, Query(max_length=2000)] = "") -> Response:  # noqa: A002
    """Where no key is configured there is nothing to sign in with, and no need to."""
    settings: ApiSettings = request.app.state.settings
    if not settings.keyed:
        return RedirectResponse("/console", status_code=303)
    return _page(request, next)


@router.post("/sign-in")
async def sign_in(request: Request, form: Annotated[Form, Depends(form_of)]) -> Response:
    """A secret key for a session; so many attempts per address and minute."""
    rates: Rates = request.app.state.rates
    keyring: Keyring = request.app.state.keyring
    there = form.get("next", "")
    try:
        await rates.charge(**{"sign-in": address_of(request.scope)})
    except Problem as error:
        answer = _page(request, there, error.detail, status=429)
        answer.headers.update(error.headers or {})
        return answer
    session = signed_in(form.get("key", "").strip(), keyring.now().secret)
    if session is None:
        return _page(request, there, WRONG, status=401)
    return keep(_to(there), session, secure=request.url.scheme == "https")


@router.post("/sign-out")
async def leave(request: Request, session: Visitor, form: Posted) -> Response:
    """The session is over, for every copy of its cookie."""
    await asyncio.to_thread(sign_out, session, house_of(request).retrieval.facts)
    return forget(RedirectResponse("/console/sign-in", status_code=303), secure=request.url.scheme == "https")


def _page(request: Request, there: str, wrong: str | None = None, status: int = 200) -> Response:
    keyring: Keyring = request.app.state.keyring
    known = bool(keyring.now().secret)
    return page("console/sign_in.html", CONSOLE_POLICY, status=status, next=there, wrong=wrong, known=known)


def _to(there: str) -> Response:
    """Only ever to a page of the console."""
    inside = there == "/console" or there.startswith(("/console/", "/console?"))
    safe = inside and "\\" not in there and there.isprintable() and there.isascii()
    return RedirectResponse(there if safe else "/console", status_code=303)
