"""The Model Context Protocol: other agents shop here with the four tools of :mod:`agent.tools`.

Streamable HTTP without sessions, so that any replica answers any call. Keys, signed shoppers, limits and
the bound on a body are those of every other route; what a tool gives is what a shopper may see.
"""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from time import perf_counter
from typing import Any, TypeAlias

import orjson
from mcp.server.context import ServerRequestContext
from mcp.server.lowlevel.server import Server
from mcp.server.streamable_http_manager import StreamableHTTPSessionManager
from mcp.shared.exceptions import MCPError
from mcp_types import (
    INVALID_PARAMS,
    CallToolRequestParams,
    CallToolResult,
    ListToolsResult,
    PaginatedRequestParams,
    TextContent,
    Tool,
    ToolAnnotations,
)
from pydantic import ValidationError
from starlette.requests import Request
from starlette.types import ASGIApp

from agent.tools import TOOLS, Shop, ToolRefused, ToolSpec
from api.keys import CALLER, Caller

log = logging.getLogger(__name__)

Context: TypeAlias = ServerRequestContext[dict[str, Any], Request]
_INSTRUCTIONS = (
    "A shop's product catalog. Search or ask for recommendations in plain words; cite products by their "
    "product_id. Say only what the tools say of a product: prices and stock are theirs."
)
_BY_NAME = {spec.name: spec for spec in TOOLS}
_LISTED = ListToolsResult(
    tools=[
        Tool(
            name=spec.name,
            title=spec.title,
            description=spec.description,
            input_schema=spec.input_schema,
            output_schema=spec.output_schema,
            annotations=ToolAnnotations(read_only_hint=True, idempotent_hint=True, open_world_hint=False),
        )
        for spec in TOOLS
    ]
)


@asynccontextmanager
async def endpoint(
    version: str, shop: Callable[[], Shop], called: Callable[[str, str, float], None]
) -> AsyncIterator[ASGIApp]:
    """The endpoint while the context is open; the scope of a request holds its caller under ``CALLER``.

    ``shop`` is asked with each call; ``called`` is told of each: tool, outcome, seconds.
    """

    async def call(ctx: Context, params: CallToolRequestParams) -> CallToolResult:
        spec = _BY_NAME.get(params.name)
        if spec is None:
            raise MCPError(INVALID_PARAMS, f"There is no tool of this name; there are {', '.join(_BY_NAME)}.")
        started, (result, outcome) = perf_counter(), await _called(spec, params.arguments or {}, shop(), ctx)
        called(spec.name, outcome, perf_counter() - started)
        return result

    server: Server[dict[str, Any]] = Server(
        "aisle",
        version=version,
        title="Aisle",
        instructions=_INSTRUCTIONS,
        on_list_tools=_list,
        on_call_tool=call,
    )
    # Hosts and origins are checked before a request comes here (LoopbackHosts, the route).
    sessions = StreamableHTTPSessionManager(server, json_response=True, stateless=True)
    async with sessions.run():
        yield sessions.handle_request


async def _called(
    spec: ToolSpec, arguments: dict[str, Any], shop: Shop, ctx: Context
) -> tuple[CallToolResult, str]:
    """The answer, and what it was: ``ok``, ``refused`` or ``error``."""
    if ctx.request is None:
        raise RuntimeError("this server is asked over HTTP alone")
    caller: Caller = ctx.request.scope[CALLER]
    try:
        answer = spec.written(await spec.call(shop, spec.takes.model_validate(arguments), caller.user_id))
    except ValidationError as error:
        return _refused(_reasons(error)), "refused"
    except ToolRefused as error:
        return _refused(error.message), "refused"
    except Exception:  # the other agent is told as little as any caller; the log knows more
        log.exception("the tool %s failed", spec.name)
        return _refused("Something went wrong on our side; try again in a moment."), "error"
    text = TextContent(type="text", text=orjson.dumps(answer).decode())
    return CallToolResult(content=[text], structured_content=answer), "ok"


async def _list(ctx: Context, params: PaginatedRequestParams | None) -> ListToolsResult:
    return _LISTED


def _refused(why: str) -> CallToolResult:
    return CallToolResult(content=[TextContent(type="text", text=why)], is_error=True)


def _reasons(error: ValidationError) -> str:
    """What is wrong with the arguments, without what they were."""
    found = error.errors(include_url=False, include_input=False, include_context=False)
    return "; ".join(f"{'.'.join(map(str, each['loc'])) or 'arguments'}: {each['msg']}" for each in found[:5])
