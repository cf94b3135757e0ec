"""Who may look at a page of the console, and which forms are taken."""

from __future__ import annotations

import asyncio
from typing import Annotated, TypeAlias
from urllib.parse import parse_qsl, urlencode

from fastapi import Depends, Request
from fastapi.responses import Response

from api.house import house_of
from api.keyring import Keyring
from api.pages.console.sessions import COOKIE, Session, keep, opened, same_origin, session_in
from api.pages.rendering import CONSOLE_POLICY, page
from api.problems import Problem
from api.settings import ApiSettings

Form: TypeAlias = dict[str, str]


class SignInFirst(Exception):
    """Nobody is signed in; ``there``: the page that was asked for."""

    def __init__(self, there: str) -> None:
        super().__init__(there)
        self.there = there

    @property
    def sign_in(self) -> str:
        """Where to."""
        return f"/console/sign-in?{urlencode({'next': self.there})}" if self.there else "/console/sign-in"


async def visitor(request: Request) -> Session:
    """The session behind a request. Without a configured key everybody on this machine has one.

    Raises SignInFirst, StorageUnavailable.
    """
    settings: ApiSettings = request.app.state.settings
    keyring: Keyring = request.app.state.keyring
    cookie = request.cookies.get(COOKIE, "")
    keys = keyring.now().secret if settings.keyed else None
    session = await asyncio.to_thread(session_in, cookie, keys, house_of(request).retrieval.facts)
    if session is None and not settings.keyed:
        session = opened()
    if session is None:
        there = request.url.path + (f"?{request.url.query}" if request.url.query else "")
        raise SignInFirst(there if request.method == "GET" else "")
    return session


Visitor = Annotated[Session, Depends(visitor)]


async def form_of(request: Request) -> Form:
    """The fields of a form sent by a page of ours. Raises Problem (403, 422)."""
    if not same_origin(request):
        raise Problem("forbidden", "This form was not sent by a page of this console.")
    try:
        text = (await request.body()).decode("utf-8")
        return dict(parse_qsl(text, keep_blank_values=True, strict_parsing=bool(text), max_num_fields=50))
    except ValueError:
        raise Problem("validation", "This form cannot be read.") from None


async def posted(request: Request, session: Visitor) -> Form:
    """The fields of a form of this very session. Raises Problem (403, 422), SignInFirst."""
    form = await form_of(request)
    if request.cookies.get(COOKIE) is None or not session.admits(form.get("token", "")):
        raise Problem("forbidden", "This form is of another session; go back and load the page again.")
    return form


Posted = Annotated[Form, Depends(posted)]


def console_page(
    request: Request, session: Session, template: str, *, status: int = 200, **values: object
) -> Response:
    """One page of the console for whoever is signed in."""
    settings: ApiSettings = request.app.state.settings
    made = page(
        f"console/{template}",
        CONSOLE_POLICY,
        status=status,
        token=session.token,
        keyed=settings.keyed,
        path=request.url.path,
        made_up=request.app.state.made_up,
        **values,
    )
    if request.cookies.get(COOKIE) != session.cookie:
        keep(made, session, secure=request.url.scheme == "https")
    return made
