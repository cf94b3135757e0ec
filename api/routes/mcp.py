"""``POST /mcp``: the Model Context Protocol, behind the same keys as everything else."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from typing import Annotated
from urllib.parse import urlsplit

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from api.keys import CALLER, Caller, publishable
from api.problems import Problem
from api.settings import ApiSettings

router = APIRouter(include_in_schema=False)


@router.post("/mcp")
async def mcp(request: Request, caller: Annotated[Caller, Depends(publishable)]) -> Response:
    """Streamable HTTP, one JSON answer per request: there is nothing here to listen to, so GET is refused."""
    _known_origin(request)
    request.scope[CALLER] = caller
    made: OnDemand = request.app.state.mcp
    return _Handed(await made.app())


class OnDemand:
    """An app inside this one, made when it is first asked: what it stands on takes a second to import."""

    def __init__(self, make: Callable[[], AbstractAsyncContextManager[ASGIApp]]) -> None:
        """``make`` is called in a thread."""
        self._make = make
        self._stopping = asyncio.Event()
        self._task: asyncio.Task[None] | None = None
        self._made: asyncio.Future[ASGIApp] | None = None

    async def app(self) -> ASGIApp:
        """The app. Raises what its making raised."""
        if self._made is None:
            self._made = asyncio.get_running_loop().create_future()
            # A task of its own: the app opens and closes in one, and no request lasts that long.
            self._task = asyncio.create_task(self._run(self._made))
        return await asyncio.shield(self._made)

    async def aclose(self) -> None:
        """Ends the app, where there is one."""
        self._stopping.set()
        if self._task is not None:
            await self._task

    async def _run(self, made: asyncio.Future[ASGIApp]) -> None:
        try:
            opened = await asyncio.to_thread(self._make)
            async with opened as app:
                made.set_result(app)
                await self._stopping.wait()
        except Exception as error:  # whoever asks is told, and the next one tries again
            if made.done():
                raise
            made.set_exception(error)
            self._made = None


class _Handed(Response):
    """The rest of the request is another app's."""

    def __init__(self, app: ASGIApp) -> None:
        super().__init__()
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self._app(scope, receive, send)


def _known_origin(request: Request) -> None:
    """Raises :class:`Problem` (403) for a page of elsewhere: it could steer an agent's own browser here."""
    settings: ApiSettings = request.app.state.settings
    origin = request.headers.get("origin")
    if origin is None or "*" in settings.cors_origins or origin.rstrip("/") in settings.cors_origins:
        return
    if urlsplit(origin).netloc != request.headers.get("host"):
        detail = "This page's origin may not call here; AISLE_CORS_ORIGINS names those that may."
        raise Problem("forbidden", detail)
