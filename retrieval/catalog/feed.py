"""A catalog file as a stream of rows, whatever its format.

A reader is one small module with ``read(source: Source) -> Iterator[RawRow | BadRow]``: it knows the
format and nothing of products. What a row's names and values mean is said in ``mapping`` and ``rows``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from retrieval.catalog import delimited, google, jsonl, shopify_csv, shopify_json
from retrieval.catalog.lines import Source
from retrieval.catalog.raw import BadRow, RawRow
from retrieval.errors import FeedError

AUTO = "auto"


def _shopify(source: Source) -> Iterator[RawRow | BadRow]:
    is_json = source.beginning().lstrip()[:1] in (b"[", b"{")
    return shopify_json.read(source) if is_json else shopify_csv.read(source)


READERS: Mapping[str, Callable[[Source], Iterator[RawRow | BadRow]]] = {
    "jsonl": jsonl.read,
    "csv": delimited.read,
    "google": google.read,
    "shopify": _shopify,
}
FORMATS = (AUTO, *READERS)
SNIFFED = 20
"""Lines looked at to find the format."""

_NOT_A_FEED = {
    b"PK\x03\x04": "is a workbook or zip archive; export it as CSV first",
    b"<": "looks like XML, but not like a Google Merchant feed (RSS or Atom); export it as that, or as CSV",
    b"\xff\xfe": "is UTF-16; save it as UTF-8",
    b"\xfe\xff": "is UTF-16; save it as UTF-8",
    b"PAR1": "is a Parquet file; export it as CSV, or as JSON with one object per line",
}


class Feed:
    """An open catalog file: its rows, once, in order. A context manager.

    Raises:
        FeedError: no such file, an unknown format, or no feed at all.
    """

    def __init__(self, path: Path, format: str = AUTO) -> None:  # noqa: A002 - the option is called so
        if format not in FORMATS:
            raise FeedError(f"Unknown format {format!r}: use one of {', '.join(FORMATS)}.")
        self._path = path
        self._source = Source(path)
        try:
            self.format = self._found() if format == AUTO else format
        except FeedError:
            self._source.close()
            raise

    def __enter__(self) -> Feed:
        return self

    def __exit__(self, *_: object) -> None:
        self._source.close()

    def position(self) -> int:
        """Bytes of the file read so far, as they lie on disk."""
        return self._source.position()

    def rows(self) -> Iterator[RawRow | BadRow]:
        """Every row with its line number (of its first line, from 1) or, in XML and JSON, its position.

        Raises:
            FeedError: there is no header that could be read (CSV), no XML, no JSON array.
        """
        try:
            yield from READERS[self.format](self._source)
        except FeedError as error:
            raise FeedError(f"{self._path}: {error.message}") from None

    def _found(self) -> str:
        beginning = self._source.beginning()
        if google.is_xml(beginning):
            return "google"
        for magic, what in _NOT_A_FEED.items():
            if beginning.lstrip().startswith(magic):
                raise FeedError(f"{self._path}: {what}.")
        if shopify_json.looks_like(beginning):
            return "shopify"
        lines = [line for each in beginning.split(b"\n") if (line := each.strip())][:SNIFFED]
        if lines and (lines[0] in (b"[", b"{") or lines[0].startswith(b"[{")):
            raise FeedError(
                f"{self._path}: is one JSON document; write one object per line, such as jq -c '.[]' does."
            )
        # Not the first line alone: that one may be the bad row.
        objects = sum(line.startswith(b"{") for line in lines)
        if 2 * objects >= len(lines):
            return "jsonl"
        columns = delimited.columns(self._source)
        return (
            "shopify"
            if shopify_csv.looks_like(columns)
            else "google"
            if google.looks_like(columns)
            else "csv"
        )
