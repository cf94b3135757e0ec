"""CSV and its cousins: comma, semicolon or tab, found by the header.

Quoting is read strictly. A quote that is never closed would otherwise swallow the rows after it in
silence; here only the line it stands on is set aside, and reading goes on at the next one.
"""

from __future__ import annotations

import csv
from collections import deque
from collections.abc import Iterator

from retrieval.catalog.lines import LONGEST_LINE, Line, Source
from retrieval.catalog.raw import BadRow, RawRow, excerpt
from retrieval.errors import FeedError

DELIMITERS = ",;\t"
LONGEST_HEADER = 100_000
"""Bytes: well within the first block of a file, which is where the header is looked for."""


class _Unusable(Exception):
    """The line that csv asked for has a problem of its own."""


class _Lines:
    """Feeds csv.reader line by line, remembers the lines of the record at hand, and can take them back."""

    def __init__(self, source: Source) -> None:
        self._lines = source.lines()
        self._again: deque[Line] = deque()
        self.record: list[Line] = []
        self._size = 0

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        line = self._again.popleft() if self._again else next(self._lines)
        self.record.append(line)
        self._size += len(line.data)
        if line.problem is not None or self._size > LONGEST_LINE:
            raise _Unusable
        # Bytes that are not UTF-8 pass through csv as lone surrogates and are found afterwards.
        return line.data.decode("utf-8", "surrogateescape") + "\n"

    def begin(self) -> None:
        """The next record starts here."""
        self.record.clear()
        self._size = 0

    def take_back(self) -> None:
        """All lines of the record but its first are read again."""
        self._again.extendleft(reversed(self.record[1:]))


def read(source: Source) -> Iterator[RawRow | BadRow]:
    """The first line that is not blank names the columns.

    Raises:
        FeedError: the header cannot be read.
    """
    lines = _Lines(source)
    header = _header(source)
    if header is None:
        yield from _without_header(source)
        return
    names, delimiter = header
    records = csv.reader(lines, delimiter=delimiter, strict=True)
    seen_header = False
    while True:
        lines.begin()
        try:
            cells = next(records)
        except StopIteration:
            return
        except (csv.Error, _Unusable):
            yield _set_aside(lines)
            continue
        if not any(map(str.strip, cells)):
            continue
        if not seen_header:
            seen_header = True
            continue
        yield _row(lines.record, names, cells)


def _row(record: list[Line], names: list[str], cells: list[str]) -> RawRow | BadRow:
    number = record[0].number
    if any(map(_undecodable, record)):
        line = next(filter(_undecodable, record))
        return BadRow(number, f"is not valid UTF-8 (line {line.number})", excerpt(line.data))
    if len(cells) != len(names):
        reason = f"has {len(cells)} columns, the header has {len(names)}"
        return BadRow(number, reason, cells)
    return RawRow(number, {name: cell for name, cell in zip(names, cells, strict=True) if name})


def _undecodable(line: Line) -> bool:
    if line.data.isascii():
        return False
    try:
        line.data.decode("utf-8")
    except UnicodeDecodeError:
        return True
    return False


def _set_aside(lines: _Lines) -> BadRow:
    first = lines.record[0]
    lines.take_back()
    if first.problem is not None:
        return BadRow(first.number, first.problem, excerpt(first.data))
    return BadRow(
        first.number, "has a quote that is not closed, or text after a closing quote", excerpt(first.data)
    )


def columns(source: Source) -> list[str]:
    """The column names, without reading on; none where they cannot be read."""
    try:
        header = _header(source)
    except FeedError:
        return []
    return header[0] if header else []


def _header(source: Source) -> tuple[list[str], str] | None:
    """Column names and the delimiter; None where the file holds no line at all."""
    block = source.beginning()
    first = next((line for line in block.split(b"\n") if line.strip()), b"").removesuffix(b"\r")
    if not first:
        return None
    if len(first) >= LONGEST_HEADER:
        raise FeedError("the first line is too long to be a header.")
    try:
        line = first.decode("utf-8")
    except UnicodeDecodeError:
        raise FeedError("the header is not UTF-8; save the file as UTF-8.") from None
    delimiter = max(DELIMITERS, key=lambda each: _columns(line, each))
    try:
        names = [name.strip() for name in next(csv.reader([line], delimiter=delimiter, strict=True))]
    except csv.Error:
        raise FeedError("the header has a quote that is not closed.") from None
    twice = next((name for name in names if name and names.count(name) > 1), None)
    if twice is not None:
        raise FeedError(f"the header names the column {twice!r} twice; rename one of them.")
    return names, delimiter


def _columns(line: str, delimiter: str) -> int:
    try:
        return len(next(csv.reader([line], delimiter=delimiter)))
    except csv.Error:
        return 0


def _without_header(source: Source) -> Iterator[BadRow]:
    """An empty file has no rows; one whose first block is damaged says so."""
    for line in source.lines():
        if line.problem is not None:
            yield BadRow(line.number, line.problem, excerpt(line.data))
