"""The HTTP face: one app over an open house."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from functools import partial

from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware
from starlette.types import ASGIApp
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from agent.settings import AgentSettings
from api import problems
from api.headers import ResponseHeaders
from api.house import House, open_house
from api.idempotency import Idempotency
from api.keyring import Keyring
from api.limits import BodyLimit, LoopbackHosts, PlainPaths
from api.metrics import Metrics
from api.openapi import describe
from api.pages.made_up import made_up
from api.rates import Rates
from api.routes import (
    catalog,
    chat,
    console,
    events,
    health,
    mcp,
    onboarding,
    page,
    products,
    rankings,
    recommendations,
    reports,
    rules,
    sessions,
    storefront,
    turns,
    users,
    widget,
)
from api.server import DRAIN
from api.settings import ApiSettings
from api.upkeep import forget_for_good, learn_anew, warm
from retrieval.settings import RetrievalSettings

VERSION = "0.1.0"
_DESCRIPTION = """\
A conversational product-recommendation agent. Ranked products come at once, from rules that can be
explained; a language model may re-order and explain them, and nothing is lost when it cannot.

Keys travel as `Authorization: Bearer pk_…` (publishable) or `sk_…` (secret); where none is
configured, none is needed and the server stays on loopback. Errors are `application/problem+json`
(RFC 9457) with a stable `type`.
"""


def create_app(settings: ApiSettings | None = None, house: House | None = None) -> FastAPI:
    """The app. Without a ``house`` it opens its own from the environment when it starts.

    Either way the app closes the house when it stops.

    Raises:
        SettingsError: an ``AISLE_*`` setting cannot be used.
    """
    api_settings = settings or ApiSettings.load()
    app = FastAPI(
        title="Aisle",
        version=VERSION,
        description=_DESCRIPTION,
        lifespan=_lifespan,
        # Their pages would load scripts from a CDN; openapi.json is what tools need.
        docs_url=None,
        redoc_url=None,
        separate_input_output_schemas=False,
    )
    app.state.settings = api_settings
    app.state.keyring = Keyring(api_settings)
    app.state.metrics = Metrics()
    app.state.house = house
    app.state.metrics.watch(
        lambda: app.state.house.agent.overlays.all if app.state.house else (),
        lambda: app.state.house.agent.explanations.found if app.state.house else {},
        lambda: app.state.house.agent.breakers if app.state.house else {},
    )
    app.state.mcp = mcp.OnDemand(partial(_mcp, app))
    app.state.rates = Rates(api_settings, _redis_url(), app.state.metrics.limited)
    app.state.reports = reports.Reports()
    app.state.patching = asyncio.Lock()
    app.state.reindexing = asyncio.Lock()
    problems.install(app)
    for module in (
        chat,
        recommendations,
        products,
        catalog,
        events,
        turns,
        rankings,
        reports,
        rules,
        sessions,
        users,
        onboarding,
        health,
        mcp,
        page,
        storefront,
        console,
        widget,
    ):
        app.include_router(module.router)
    app.add_middleware(Idempotency, settings=api_settings)
    app.add_middleware(
        BodyLimit, limit=api_settings.max_body_bytes, products_limit=api_settings.max_products_body_bytes
    )
    app.add_middleware(PlainPaths)
    if api_settings.cors_origins:
        app.add_middleware(
            CORSMiddleware,
            allow_origins=list(api_settings.cors_origins),
            allow_methods=["GET", "POST", "PUT", "PATCH", "DELETE"],
            allow_headers=[
                "Authorization",
                "Content-Type",
                "Last-Event-ID",
                "Idempotency-Key",
                "X-Aisle-Identity",
                "MCP-Protocol-Version",
                "Mcp-Method",
                "Mcp-Name",
            ],
            expose_headers=["X-Request-ID", "Aisle-Turn-Id", "Idempotent-Replayed", "Retry-After"],
            max_age=600,
        )
    if not api_settings.keyed:
        app.add_middleware(LoopbackHosts, origins=api_settings.cors_origins)
    app.add_middleware(ResponseHeaders)
    if api_settings.trusted_proxies:
        app.add_middleware(ProxyHeadersMiddleware, trusted_hosts=list(api_settings.trusted_proxies))
    describe(app)
    return app


def _mcp(app: FastAPI) -> AbstractAsyncContextManager[ASGIApp]:
    from api.protocols.mcp import endpoint

    return endpoint(VERSION, lambda: app.state.house.agent.shop, app.state.metrics.called)


def _redis_url() -> str | None:
    url = RetrievalSettings.load().redis_url
    return url.get_secret_value() if url else None


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[dict[str, object]]:
    house: House | None = app.state.house
    if house is None:
        house = await asyncio.to_thread(open_house, RetrievalSettings.load(), AgentSettings.load())
        app.state.house = house
    app.state.made_up = await asyncio.to_thread(made_up, house.retrieval.facts)
    upkeep = [asyncio.create_task(each(house)) for each in (warm, forget_for_good, learn_anew)]
    try:
        yield {DRAIN: house.agent.turns.drain}
    finally:
        endpoint: mcp.OnDemand = app.state.mcp
        await endpoint.aclose()
        for task in upkeep:
            task.cancel()
        await asyncio.gather(*upkeep, return_exceptions=True)
        rates: Rates = app.state.rates
        await rates.aclose()
        await house.agent.aclose()
        await asyncio.to_thread(house.close)
