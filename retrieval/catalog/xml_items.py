"""The items of an RSS or Atom document, one at a time.

Names are taken by their prefix, as feeds write them: ``g:`` (or whatever prefix is declared for Google's
namespace) and none mean the same, and Google's wins. Nothing outside the file is ever read, and a document
that declares entities is refused: a feed needs none, and a few lines of them can grow to gigabytes.

A mistake in one item (a bare ``&``, a tag that is not closed) costs that item: reading goes on at the next.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from typing import TypeAlias
from xml.parsers import expat

from retrieval.catalog.lines import LONGEST_LINE, Source
from retrieval.catalog.raw import BadRow, RawRow, excerpt
from retrieval.errors import FeedError

GOOGLE = ("http://base.google.com/ns/1.0", "http://base.google.com/cns/1.0")
ITEMS = ("item", "entry")

Value: TypeAlias = "str | dict[str, str]"
"""The text of an element, or the texts of the elements within it."""

_ITEM = re.compile(rb"<(?:item|entry)[\s>]")
_LONGEST_TAG = 16
"""Bytes of the beginning of a tag that may lie in the block before."""
_AROUND = b"<x>"
"""Stands for whatever is open around the items where reading goes on after a mistake."""


def read(source: Source) -> Iterator[RawRow | BadRow]:
    """Every item, with its position from 1 as its line. An element that comes several times is a list.

    Raises:
        FeedError: no XML, or one that declares entities.
    """
    reading = _Reading()
    for block in source.blocks():
        yield from reading.feed(block)
    yield from reading.end(source.damage)


class _Reading:
    """Feeds an expat parser, and a fresh one after each mistake."""

    def __init__(self) -> None:
        self._items = _Items(None)
        self._offset = 0
        """Of the first byte of ``_held`` in the parser's own counting."""
        self._held = b""
        """From the beginning of the open item, to go back to."""
        self._newlines = 0
        self._position = 0
        self._lost = False
        self._resumed = False

    def feed(self, data: bytes) -> Iterator[RawRow | BadRow]:
        while data:
            self._held += data
            if self._lost:
                found = _ITEM.search(self._held)
                if found is None:
                    self._drop(max(0, len(self._held) - _LONGEST_TAG))
                    return
                self._drop(found.start())
                self._resume()
                data = self._held
            try:
                self._items.parser.Parse(data, False)
            except expat.ExpatError as error:
                yield from self._taken()
                yield from self._mistake(error)
                data, self._held = self._held, b""
                continue
            yield from self._taken()
            opened = self._items.opened
            self._drop(len(self._held) if opened is None else opened - self._offset)
            if len(self._held) > LONGEST_LINE:
                yield self._bad(f"is longer than {LONGEST_LINE >> 20} MiB")
                self._drop(len(self._held))
                self._lost = True
            return

    def end(self, damage: str | None) -> Iterator[BadRow]:
        if damage is not None:
            yield self._bad(damage)
        elif self._lost:
            return
        elif self._items.opened is not None:
            yield self._bad("the file ends within this item")
        elif not self._resumed:
            try:
                self._items.parser.Parse(b"", True)
            except expat.ExpatError as error:
                if not self._position:
                    raise FeedError(f"is not well-formed XML (line {error.lineno}).") from None
                yield self._bad("the file ends before the feed does: items may be missing")

    def _taken(self) -> Iterator[RawRow]:
        for fields in self._items.take():
            self._position += 1
            yield RawRow(self._position, fields)

    def _mistake(self, error: expat.ExpatError) -> Iterator[BadRow]:
        """Leaves in ``_held`` what is to be read again."""
        at = max(0, self._items.parser.ErrorByteIndex - self._offset)
        line = self._newlines + self._held[:at].count(b"\n") + 1
        opened = self._items.opened
        if opened is not None:
            start = opened - self._offset
            self._drop(start)
            yield self._bad(f"is not well-formed XML (line {line}: {expat.ErrorString(error.code)})")
            self._drop(1)
        elif self._position == 0 and not self._resumed:
            raise FeedError(f"is not well-formed XML (line {line}: {expat.ErrorString(error.code)}).")
        else:
            self._drop(at)
        self._lost = True

    def _resume(self) -> None:
        self._items = _Items(self._items.encoding, self._items.prefixes)
        self._items.parser.Parse(_AROUND, False)
        self._offset = len(_AROUND)
        self._lost, self._resumed = False, True

    def _drop(self, size: int) -> None:
        self._newlines += self._held.count(b"\n", 0, size)
        self._held = self._held[size:]
        self._offset += size

    def _bad(self, reason: str) -> BadRow:
        self._position += 1
        next_item = _ITEM.search(self._held, 1)
        return BadRow(self._position, reason, excerpt(self._held[: next_item and next_item.start()]).strip())


class _Items:
    """Expat's handlers: collects finished items."""

    def __init__(self, encoding: str | None, prefixes: frozenset[str] = frozenset(("g", "c"))) -> None:
        self.encoding = encoding
        self.prefixes = prefixes
        self.opened: int | None = None
        """Where the open item begins, in bytes of what this parser was given."""
        self._done: list[dict[str, object]] = []
        self._plain: dict[str, list[Value]] = {}
        self._google: dict[str, list[Value]] = {}
        self._names: list[str] = []
        """Open elements within the item."""
        self._text: list[str] = []
        self._within: dict[str, str] = {}
        self.parser = expat.ParserCreate(encoding)
        self.parser.buffer_text = True
        # Names that HTML knows and XML does not (&nbsp;) are then skipped, and told below, not refused.
        self.parser.UseForeignDTD(True)
        self.parser.ExternalEntityRefHandler = _unread
        self.parser.EntityDeclHandler = _refused
        self.parser.SkippedEntityHandler = self._skipped
        self.parser.XmlDeclHandler = self._declared
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._text.append

    def take(self) -> list[dict[str, object]]:
        """The items finished since the last time."""
        done, self._done = self._done, []
        return done

    def _declared(self, _version: str, encoding: str | None, _standalone: int) -> None:
        self.encoding = encoding

    def _skipped(self, name: str, parameter: bool) -> None:
        if not parameter:
            self._text.append(unescape(f"&{name};"))

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        for key, value in attributes.items():
            if value in GOOGLE and key.startswith("xmlns:"):
                self.prefixes |= {key.removeprefix("xmlns:")}
        self._text.clear()
        if self.opened is None:
            if name in ITEMS:
                self.opened = self.parser.CurrentByteIndex
                self._names, self._plain, self._google = [], {}, {}
            return
        self._names.append(name)
        if len(self._names) == 1:
            self._within = {}
            # Atom says where a product is in an attribute.
            if "href" in attributes and attributes.get("rel", "alternate") == "alternate":
                self._text.append(attributes["href"])

    def _end(self, name: str) -> None:
        text = "".join(self._text).strip()
        self._text.clear()
        if self.opened is None:
            return
        if not self._names:
            self.opened = None
            merged = {**self._plain, **self._google}
            self._done.append({key: held[0] if len(held) == 1 else held for key, held in merged.items()})
            return
        self._names.pop()
        prefix, _, local = name.rpartition(":")
        if self._names:
            if text:
                self._within[local] = text
        elif not prefix:
            self._plain.setdefault(local, []).append(self._within or text)
        elif prefix in self.prefixes:
            self._google.setdefault(local, []).append(self._within or text)


def _unread(*_: object) -> int:
    return 1


def _refused(*_: object) -> None:
    raise FeedError("declares XML entities, which a feed never needs; remove them from its DOCTYPE.")
