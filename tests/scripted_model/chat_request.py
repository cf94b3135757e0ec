"""Reading a chat completions request: what it asks for, and in which form the answer must come."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from .script import Body

Form = Literal["text", "json_schema", "json_object", "tool"]


@dataclass(frozen=True, slots=True)
class Asked:
    """The form of the answer that a request asks for."""

    form: Form
    name: str = ""
    schema: dict[str, Any] | None = None
    strict: bool = False
    forced: bool = False


def asked(body: Body) -> Asked:
    response_format = body.get("response_format") or {}
    kind = response_format.get("type")
    if kind == "json_schema":
        wanted = response_format.get("json_schema", {})
        return Asked("json_schema", wanted.get("name", ""), wanted.get("schema"), bool(wanted.get("strict")))
    if kind == "json_object":
        return Asked("json_object")
    tools = body.get("tools") or []
    choice = body.get("tool_choice", "auto")
    if not tools or choice == "none":
        return Asked("text")
    functions = {
        tool["function"]["name"]: tool["function"] for tool in tools if tool.get("type") == "function"
    }
    forced = isinstance(choice, dict)
    name = choice["function"]["name"] if forced else next(iter(functions), "")
    function = functions.get(name, {})
    return Asked("tool", name, function.get("parameters"), bool(function.get("strict")), forced)


def purpose_of(body: Body) -> str:
    """`understand` and `rerank` ask for structure, `narrate` streams prose, `plain` is whatever is left."""
    if asked(body).form != "text":
        return "understand" if "has just said" in prompt_text(body) else "rerank"
    return "narrate" if body.get("stream") else "plain"


def text_of(message: dict[str, Any]) -> str:
    content = message.get("content")
    if isinstance(content, list):
        return "".join(part.get("text", "") for part in content if isinstance(part, dict))
    return content if isinstance(content, str) else ""


def messages_of(body: Body) -> list[dict[str, Any]]:
    messages = body.get("messages")
    return [m for m in messages if isinstance(m, dict)] if isinstance(messages, list) else []


def prompt_text(body: Body) -> str:
    """All messages as one text, for matchers and assertions."""
    return "\n\n".join(text_of(message) for message in messages_of(body))
