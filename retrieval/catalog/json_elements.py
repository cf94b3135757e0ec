"""The elements of one large JSON array, one at a time, without the document ever being in memory.

Where an element begins and ends is found by its brackets and strings alone; each is then parsed by
itself, so that a bad one costs nothing but itself as long as its brackets close.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import orjson

from retrieval.catalog.lines import Source
from retrieval.catalog.raw import BadRow, RawRow, excerpt
from retrieval.errors import FeedError

LONGEST_ELEMENT = 1 << 23
"""Bytes. A product with two thousand variants takes a tenth of it."""

_ARRAY = re.compile(rb'\s*(?:\[|\{(?:[^\[\]{}"]|"(?:[^"\\]++|\\.)*+")*?"products"\s*:\s*\[)')
_TOKEN = re.compile(rb'"(?:[^"\\]++|\\.)*+"|["{}\[\]]', re.DOTALL)
_BARE = re.compile(rb'(?:[^",\]]|"(?:[^"\\]++|\\.)*+")++(?=[,\]])', re.DOTALL)
"""A number, a word or a string: no product, but it has an end."""
_BETWEEN = b" \t\r\n,"
_OPENING = b"{["


def is_array(beginning: bytes) -> bool:
    """Whether a document begins as ``[…`` or ``{"products": […``."""
    return _ARRAY.match(beginning) is not None


def read(source: Source) -> Iterator[RawRow | BadRow]:
    """Every element that is an object, with its position from 1 as its line.

    Raises:
        FeedError: the document is neither an array nor an object that holds ``products``.
    """
    blocks = source.blocks()
    start = _ARRAY.match(source.beginning())
    if start is None:
        raise FeedError('is neither a JSON array nor an object with a "products" array.')
    held, position = next(blocks, b"")[start.end() :], 0
    while True:
        held = held.lstrip(_BETWEEN)
        if held[:1] == b"]":
            return
        size = _size(held)
        if size:
            position += 1
            yield _row(position, held[:size].rstrip())
            held = held[size:]
            continue
        block = next(blocks, b"")
        if not block or len(held) > LONGEST_ELEMENT:
            break
        held += block
    yield BadRow(position + 1, _why(held, source), excerpt(held))


def _size(data: bytes) -> int:
    """Bytes of the element that ``data`` begins with; 0 where it does not end within."""
    if not data:
        return 0
    if data[0] not in _OPENING:
        end = _BARE.match(data)
        return end.end() if end else 0
    depth = 0
    for token in _TOKEN.finditer(data):
        first = data[token.start()]
        if first in _OPENING:
            depth += 1
        elif first != 0x22:
            depth -= 1
            if depth == 0:
                return token.end()
        elif token.end() - token.start() == 1:
            return 0
    return 0


def _row(position: int, data: bytes) -> RawRow | BadRow:
    try:
        fields = orjson.loads(data)
    except orjson.JSONDecodeError:
        return BadRow(position, "is not valid JSON", excerpt(data))
    if not isinstance(fields, dict):
        return BadRow(position, "is not a JSON object", excerpt(data))
    return RawRow(position, fields)


def _why(held: bytes, source: Source) -> str:
    if len(held) > LONGEST_ELEMENT:
        return f"is longer than {LONGEST_ELEMENT >> 20} MiB: nothing after it could be read"
    return source.damage or "the file ends within the list: nothing after this element could be read"
