"""Rows as a file gives them, before anything is known of products."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RawRow:
    """One row: the file's own names and values."""

    line: int
    """Of the row's first line in the file, from 1; in XML and in a JSON array, the element's position."""
    fields: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class BadRow:
    """One row that is set aside, and why, in words for whoever made the file."""

    line: int
    reason: str
    row: object
    """What was there: the fields where they could be told apart, otherwise the beginning of the text."""


def excerpt(data: bytes, length: int = 500) -> str:
    """The beginning of a line that could not be read, fit to be shown."""
    return data[:length].decode("utf-8", "replace")
