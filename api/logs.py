"""What the server logs: every line with the id of its request, and nothing that a shopper said."""

from __future__ import annotations

import json
import logging
import traceback
from datetime import UTC, datetime
from types import TracebackType
from typing import Any, Literal, TextIO, TypeAlias

from opentelemetry import trace

from agent.turns.callers import TURN_ID
from api.headers import REQUEST_ID
from retrieval.errors import AisleError

FORMAT = "%(asctime)s %(levelname)s %(name)s [%(request_id)s]: %(message)s"
TALKATIVE = (
    *("httpx", "httpcore", "openai", "langchain", "langchain_core", "langchain_openai", "langsmith"),
    *("chromadb", "urllib3", "sqlalchemy", "mcp", "sse_starlette", "asyncio", "opentelemetry", "redis"),
)
_Caught: TypeAlias = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


def log_to_stderr(form: Literal["text", "json"] = "text") -> None:
    """For a process that serves; lines of libraries go the same way."""
    logging.basicConfig(level=logging.WARNING, handlers=[handler(form)])
    quiet_libraries()


def quiet_libraries() -> None:
    """Whatever level somebody gives the root: below a warning, libraries log requests and what is in them."""
    for name in TALKATIVE:
        logging.getLogger(name).setLevel(logging.WARNING)


def handler(form: Literal["text", "json"], to: TextIO | None = None) -> logging.Handler:
    """What writes the lines, to stderr unless told otherwise."""
    writing = logging.StreamHandler(to)
    writing.setFormatter(Json() if form == "json" else WithoutWords(FORMAT))
    writing.addFilter(WithRequestId())
    return writing


class WithRequestId(logging.Filter):
    """Gives every record a ``request_id`` for the log's format."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Always passes."""
        record.request_id = REQUEST_ID.get()
        return True


class WithoutWords(logging.Formatter):
    """Where something broke, and what kind of error it was. The text of an error not of ours is left out:
    it quotes what could not be read, and that may be a shopper's message."""

    def formatException(self, ei: _Caught) -> str:  # noqa: N802 - the name of the overridden method
        """The frames, and the kinds of the errors."""
        error = ei[1]
        if error is None:
            return ""
        chain: list[str] = []
        while error is not None:
            said = f": {error.message}" if isinstance(error, AisleError) else ""
            frames = "".join(traceback.format_tb(error.__traceback__)).rstrip()
            kind = f"{type(error).__module__}.{type(error).__qualname__}{said}"
            chain.append("\n".join(filter(None, (frames, kind))))
            error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
        return "\nwhile handling:\n".join(chain)


class Json(WithoutWords):
    """One object a line: ``time, level, logger, message, request_id``, and where there are any ``turn_id``,
    ``trace_id``, ``span_id`` and ``error``."""

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        span = trace.get_current_span().get_span_context()
        line: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
            "request_id": getattr(record, "request_id", "-"),
            "turn_id": TURN_ID.get(),
            "trace_id": f"{span.trace_id:032x}" if span.is_valid else None,
            "span_id": f"{span.span_id:016x}" if span.is_valid else None,
            "error": self.formatException(record.exc_info) if record.exc_info else None,
        }
        return json.dumps({name: value for name, value in line.items() if value is not None})
