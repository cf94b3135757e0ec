"""SQL that both databases understand."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any, TypeVar

from sqlalchemy import Connection, Table
from sqlalchemy.dialects import postgresql, sqlite

T = TypeVar("T")

IN_LIST = 500
"""Ids per ``IN (…)``: well under every database's limit on parameters."""


def chunks(items: Sequence[T], size: int = IN_LIST) -> Iterator[Sequence[T]]:
    """``items`` in runs of at most ``size``."""
    for start in range(0, len(items), size):
        yield items[start : start + size]


def storable(ids: Sequence[str]) -> list[str]:
    """Ids worth asking for, each once: no text column of PostgreSQL can hold a NUL."""
    return [key for key in dict.fromkeys(ids) if "\x00" not in key]


def upsert(connection: Connection, table: Table, rows: Sequence[dict[str, Any]]) -> None:
    """Insert ``rows`` (every column given), replacing those whose primary key is there already."""
    connection.execute(_upsert_statement(connection.dialect.name, table), rows)


def insert_new(connection: Connection, table: Table, rows: Sequence[dict[str, Any]]) -> None:
    """Insert ``rows``, passing over those whose primary key is there already."""
    connection.execute(_insert(connection.dialect.name, table).on_conflict_do_nothing(), rows)


def _insert(dialect: str, table: Table) -> Any:
    return (sqlite if dialect == "sqlite" else postgresql).insert(table)


@lru_cache(maxsize=64)
def _upsert_statement(dialect: str, table: Table) -> Any:
    insert = _insert(dialect, table)
    keys = [column.name for column in table.primary_key]
    replaced = {c.name: insert.excluded[c.name] for c in table.columns if c.name not in keys}
    return insert.on_conflict_do_update(index_elements=keys, set_=replaced)
