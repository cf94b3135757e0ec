"""Events from a file: CSV with ``user_id, product_id, event, timestamp``, or JSON lines as the API takes.

Running it again adds nothing: where a row has no ``event_id``, its content and how often that came before
make one.
"""

from __future__ import annotations

import re
from collections import OrderedDict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import blake2b
from typing import Any

import orjson
from pydantic import ValidationError

from retrieval.catalog.delimited import read as read_delimited
from retrieval.catalog.lines import Source
from retrieval.catalog.raw import BadRow, RawRow, excerpt
from retrieval.catalog.rows import reason_of
from retrieval.errors import FeedError
from retrieval.types import Event

_NAMES: Mapping[str, str] = {
    "event": "type",
    "event_type": "type",
    "timestamp": "occurred_at",
    "time": "occurred_at",
    "ts": "occurred_at",
    "item_id": "product_id",
    "visitorid": "user_id",
    "itemid": "product_id",
    "quantity": "value",
    "rating": "value",
}
_TYPES: Mapping[str, str] = {
    "transaction": "purchase",
    "buy": "purchase",
    "order": "purchase",
    "addtocart": "add_to_cart",
    "add": "add_to_cart",
    "cart": "add_to_cart",
    "remove": "remove_from_cart",
    "pageview": "view",
    "rate": "review",
}
_KEPT = frozenset(Event.model_fields)
REMEMBERED_ROWS = 1_000_000
"""Rows back to which a row that comes twice is told from one that was read again."""
_MILLISECONDS = 1e11
"""A number above is no count of seconds: it would lie after the year 5000."""


@dataclass(slots=True)
class HistoryReader:
    """Rows of one file to events."""

    source: Source
    _seen: OrderedDict[bytes, int] = field(default_factory=OrderedDict)

    def events(self) -> Iterator[Event | BadRow]:
        """Raises FeedError: the file is neither."""
        beginning = self.source.beginning().lstrip()
        rows = self._lines() if beginning[:1] == b"{" else self._delimited(beginning)
        for row in rows:
            yield row if isinstance(row, BadRow) else self._event(row)

    def _lines(self) -> Iterator[RawRow | BadRow]:
        for line in self.source.lines():
            if line.problem is not None:
                yield BadRow(line.number, line.problem, excerpt(line.data))
            elif line.data.strip():
                try:
                    row = orjson.loads(line.data)
                except orjson.JSONDecodeError:
                    yield BadRow(line.number, "is not valid JSON", excerpt(line.data))
                    continue
                if isinstance(row, dict):
                    yield RawRow(line.number, row)
                else:
                    yield BadRow(line.number, "is not a JSON object", excerpt(line.data))

    def _delimited(self, beginning: bytes) -> Iterator[RawRow | BadRow]:
        header = beginning.split(b"\n", 1)[0].decode("utf-8", "replace").casefold()
        names = {_NAMES.get(name, name) for name in re.split(r"[,;\t\r\"]+", header)}
        if beginning and not {"product_id", "type", "occurred_at"} <= names:
            raise FeedError(
                "the first line must name the columns: user_id, product_id, event and timestamp at least "
                "(quantity and order_id where there are any)."
            )
        yield from read_delimited(self.source)

    def _event(self, row: RawRow) -> Event | BadRow:
        given: dict[str, Any] = {}
        for name, value in row.fields.items():
            key = _NAMES.get(name.strip().casefold(), name.strip().casefold())
            if value not in (None, "") and not (isinstance(value, str) and value.isspace()):
                given.setdefault(key, value)
        order = given.pop("order_id", None)
        fields = {name: _read(name, value) for name, value in given.items() if name in _KEPT}
        for name in ("product_id", "user_id", "session_id"):
            if name in fields:
                fields[name] = str(fields[name])
        fields.setdefault("event_id", self._id(fields, order))
        try:
            return Event.model_validate(fields)
        except ValidationError as error:
            return BadRow(row.line, reason_of(error), dict(row.fields))

    def _id(self, fields: Mapping[str, Any], order: object) -> str:
        """The same row is the same event; a row that is twice in the file happened twice."""
        content = orjson.dumps([sorted(fields.items()), order], default=str)
        digest = blake2b(content, digest_size=12).digest()
        times = self._seen[digest] = self._seen.pop(digest, 0) + 1
        if len(self._seen) > REMEMBERED_ROWS:
            self._seen.popitem(last=False)
        return f"row-{digest.hex()}-{times}"


def _read(name: str, value: Any) -> Any:
    if name == "type" and isinstance(value, str):
        plain = value.strip().casefold().replace("-", "_").replace(" ", "_")
        return _TYPES.get(plain, plain)
    if name == "occurred_at":
        return _moment(value)
    if name == "position" and isinstance(value, str) and value.strip().isdigit():
        return int(value)
    if name == "value" and isinstance(value, str):
        try:
            return float(value)
        except ValueError:
            return value
    return value


def _moment(value: Any) -> Any:
    """Seconds or milliseconds since 1970, or a date as people and databases write it."""
    number = value
    if isinstance(value, str):
        try:
            number = float(value)
        except ValueError:
            return value.strip()
    if isinstance(number, int | float) and not isinstance(number, bool):
        seconds = number / 1000 if abs(number) > _MILLISECONDS else number
        try:
            return datetime.fromtimestamp(seconds, UTC)
        except (OverflowError, ValueError, OSError):
            return value
    return value
