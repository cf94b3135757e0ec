"""What the server logs: every line with the id of its request, and nothing that a shopper said."""

from __future__ import annotations

import logging
import traceback
from types import TracebackType
from typing import TypeAlias

from api.headers import REQUEST_ID
from retrieval.errors import AisleError

FORMAT = "%(asctime)s %(levelname)s %(name)s [%(request_id)s]: %(message)s"
_Caught: TypeAlias = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


def log_to_stderr() -> None:
    """For a process that serves; lines of libraries go the same way."""
    handler = logging.StreamHandler()
    handler.setFormatter(WithoutWords(FORMAT))
    handler.addFilter(WithRequestId())
    logging.basicConfig(level=logging.WARNING, handlers=[handler])


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
