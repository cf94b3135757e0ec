"""The four tools as LangChain's own, for any agent of yours."""

from __future__ import annotations

from typing import Any

import orjson
from langchain_core.runnables import RunnableConfig
from langchain_core.tools import StructuredTool, ToolException

from agent.langchain.waiting import waited
from agent.tools import TOOLS, Shop, ToolRefused, ToolSpec


def shop_tools(shop: Shop) -> list[StructuredTool]:
    """``search_products``, ``recommend``, ``compare`` and ``get_product`` over ``agent.shop``.

    The content of their messages is JSON for the model, the artifact the same as a dict. The shopper is
    ``config["configurable"]["user_id"]``. A call that cannot be answered is a message that says why.
    """
    return [_tool(shop, spec) for spec in TOOLS]


def _tool(shop: Shop, spec: ToolSpec) -> StructuredTool:
    async def call(config: RunnableConfig, **given: Any) -> tuple[str, dict[str, Any]]:
        try:
            user_id = config.get("configurable", {}).get("user_id")
            answer = await spec.call(shop, spec.takes.model_validate(given), user_id)
        except ToolRefused as error:
            raise ToolException(error.message) from None
        written = spec.written(answer)
        return orjson.dumps(written).decode(), written

    def call_and_wait(config: RunnableConfig, **given: Any) -> tuple[str, dict[str, Any]]:
        return waited(call(config, **given))

    return StructuredTool(
        name=spec.name,
        description=spec.description,
        args_schema=spec.takes,
        func=call_and_wait,
        coroutine=call,
        response_format="content_and_artifact",
        handle_tool_error=True,
        handle_validation_error=True,
    )
