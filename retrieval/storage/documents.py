"""Products to bytes and back. Only what differs from a field's default is written."""

from __future__ import annotations

from datetime import UTC, datetime

import numpy as np
import orjson

from retrieval.types import Product, Vector

_STORED = np.dtype("<f4")


def product_bytes(product: Product) -> bytes:
    """JSON of every field that is not at its default, private ones included."""
    return orjson.dumps(product.model_dump(mode="json", exclude_defaults=True))


def product_from(data: bytes) -> Product:
    """The product that :func:`product_bytes` wrote.

    orjson and then the validator: at 44,000 rows it takes two thirds of the time of
    ``model_validate_json``, because attributes are validated in Python either way.
    """
    return Product.model_validate(orjson.loads(data))


def vector_bytes(vector: Vector) -> bytes:
    """Little-endian float32, shape (d,)."""
    return np.ascontiguousarray(vector, dtype=_STORED).tobytes()


def vector_from(data: bytes) -> Vector:
    """Shape (d,), read-only."""
    return np.frombuffer(data, dtype=_STORED)


def utc(moment: datetime) -> datetime:
    """The same moment in UTC: SQLite keeps no zone, so every column holds the one."""
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
