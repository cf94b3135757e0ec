"""JSON out, as fast as it gets; NDJSON in, line by line."""

from __future__ import annotations

from collections.abc import AsyncIterable, AsyncIterator, Iterator
from typing import Any

import orjson
from fastapi.responses import JSONResponse


class Json(JSONResponse):
    """A JSON answer. ``content`` is made of our own values and is not validated again."""

    def render(self, content: Any) -> bytes:
        """The bytes of ``content``."""
        return orjson.dumps(content, option=orjson.OPT_NON_STR_KEYS)


async def lines(chunks: AsyncIterable[bytes]) -> AsyncIterator[bytes]:
    """Non-blank lines of a byte stream, however it was cut; the last one needs no newline."""
    rest = b""
    async for chunk in chunks:
        rest += chunk
        if b"\n" not in chunk:
            continue
        *whole, rest = rest.split(b"\n")
        for line in _filled(whole):
            yield line
    for line in _filled([rest]):
        yield line


def _filled(raw: list[bytes]) -> Iterator[bytes]:
    return (line for line in raw if line.strip())
