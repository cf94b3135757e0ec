"""Requests that the real API answers with 400, so that a test sees it before a shopper does."""

from __future__ import annotations

from typing import Any

from .chat_request import asked, prompt_text
from .payloads import error_body
from .script import Body, Script
from .strict_schema import strict_problem


def refused(body: Body, script: Script) -> dict[str, Any] | None:
    problem = _problem(body, script)
    return error_body(problem, "invalid_request_error") if problem else None


def _problem(body: Body, script: Script) -> str:
    wanted = asked(body)
    if not body.get("messages"):
        return "Missing required parameter: 'messages'."
    if body.get("stream_options") and not body.get("stream"):
        return "The 'stream_options' parameter is only allowed when 'stream' is enabled."
    if wanted.form == "json_schema" and script.refuse_json_schema:
        return "Invalid parameter: 'response_format' of type 'json_schema' is not supported with this model."
    if wanted.form == "json_object" and "json" not in prompt_text(body).lower():
        return (
            "'messages' must contain the word 'json' in some form, "
            "to use 'response_format' of type 'json_object'."
        )
    return strict_problem(wanted)
