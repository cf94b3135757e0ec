"""The tables as they are today. How they came to be is in ``migrations/``.

Documents are kept as bytes (JSON written by orjson): the database orders and finds, the types
validate. What is searched for has a column of its own.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    DateTime,
    Dialect,
    Double,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
)

metadata = MetaData()


class Bytes(LargeBinary):
    """``bytes`` as both drivers take and give them: no wrapping per value (a third of a bulk upsert)."""

    cache_ok = True

    def bind_processor(self, dialect: Dialect) -> None:
        return None

    def result_processor(self, dialect: Dialect, coltype: Any) -> None:
        return None


products = Table(
    "products",
    metadata,
    Column("product_id", String(256), primary_key=True),
    Column("data", Bytes, nullable=False),
    Column("content_hash", Bytes, nullable=False),
    Column("text_hash", Bytes, nullable=False),
    Column("vector", Bytes, nullable=False, comment="little-endian float32"),
    Column("revision", BigInteger, nullable=False),
    Index("products_by_revision", "revision", "product_id"),
)

deleted_products = Table(
    "deleted_products",
    metadata,
    Column("product_id", String(256), primary_key=True),
    Column("revision", BigInteger, nullable=False),
    Index("deleted_products_by_revision", "revision", "product_id"),
)

counters = Table(
    "counters",
    metadata,
    Column("name", String(64), primary_key=True),
    Column("value", BigInteger, nullable=False),
)

settings = Table(
    "settings",
    metadata,
    Column("name", String(128), primary_key=True),
    Column("value", String, nullable=False),
)

rankings = Table(
    "rankings",
    metadata,
    Column("ranking_id", String(256), primary_key=True),
    Column("created_at", DateTime(timezone=True), nullable=False),
    Column("user_id", String(256)),
    Column("session_id", String(256)),
    Column("surface", String(256), nullable=False),
    Column("data", Bytes, nullable=False),
    Index("rankings_by_user", "user_id", "created_at"),
    Index("rankings_by_session", "session_id", "created_at"),
)

turns = Table(
    "turns",
    metadata,
    Column("turn_id", String(256), primary_key=True),
    Column("session_id", String(256), nullable=False),
    Column("user_id", String(256)),
    Column("started_at", DateTime(timezone=True), nullable=False),
    Column("data", Bytes, nullable=False),
    Index("turns_by_session", "session_id", "started_at"),
    Index("turns_by_user", "user_id", "started_at"),
)

profiles = Table(
    "profiles",
    metadata,
    Column("user_id", String(256), primary_key=True),
    Column("data", Bytes, nullable=False),
    Column("updated_at", DateTime(timezone=True), nullable=False),
)

idempotency = Table(
    "idempotency",
    metadata,
    Column("scope", String(64), primary_key=True),
    Column("body_hash", Bytes, nullable=False),
    Column("created_at", DateTime(timezone=True), nullable=False),
    Column("status", Integer),
    Column("content_type", String(256)),
    Column("body", Bytes),
    Column("turn_id", String(256)),
    Index("idempotency_by_age", "created_at"),
)

events = Table(
    "events",
    metadata,
    Column("sequence", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=True),
    Column("event_id", String(256), nullable=False),
    Column("type", String(32), nullable=False),
    Column("product_id", String(256)),
    Column("user_id", String(256)),
    Column("session_id", String(256)),
    Column("ranking_id", String(256)),
    Column("turn_id", String(256)),
    Column("position", Integer),
    Column("surface", String(256)),
    Column("occurred_at", Double, nullable=False, comment="when it counts, seconds since 1970"),
    Column("stated_at", Double, comment="what the sender said, where that is another time"),
    Column("received_at", Double, nullable=False),
    Column("value", Double),
    Column("said", String, comment="a value that is text"),
    Column("price", Double, comment="of one piece, when it was received"),
    Column("marks", String(128), comment="joined by commas"),
    Index("events_by_id", "event_id", unique=True),
    Index("events_by_user", "user_id", "sequence"),
    Index("events_by_session", "session_id", "sequence"),
    Index("events_by_time", "occurred_at"),
)

servings = Table(
    "servings",
    metadata,
    Column("ranking_id", String(256), primary_key=True),
    Column("served_at", Double, nullable=False, comment="seconds since 1970"),
    Column("user_id", String(256)),
    Column("session_id", String(256)),
    Column("data", Bytes, nullable=False),
    Column("outcome", Bytes),
    Index("servings_by_time", "served_at"),
    Index("servings_by_user", "user_id"),
    Index("servings_by_session", "session_id"),
)
