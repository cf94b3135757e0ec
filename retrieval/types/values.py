"""What every value of the field is made of: frozen models, checked text, numbers and moments."""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Annotated, Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

Vector: TypeAlias = NDArray[np.float32]
"""Shape (d,), unit length."""
Vectors: TypeAlias = NDArray[np.float32]
"""Shape (n, d), each row of unit length (a row of zeros where there was no text)."""
Rows: TypeAlias = NDArray[np.int64]
"""Row numbers of the in-memory columns, shape (n,)."""

Availability = Literal["in_stock", "out_of_stock", "preorder", "backorder"]
Sort = Literal["relevance", "price_asc", "price_desc", "rating", "newest"]
AttributeValue: TypeAlias = str | tuple[str, ...]


class Frozen(BaseModel):
    """Immutable, and closed to unknown fields."""

    model_config = ConfigDict(frozen=True, extra="forbid")


def stripped(value: object) -> object:
    """Text without the blanks around it; anything else as it is."""
    return value.strip() if isinstance(value, str) else value


def finite(value: float) -> float:
    """Raises ValueError: infinite, or no number."""
    if not math.isfinite(value):
        raise ValueError("must be a finite number")
    return value


def aware(value: datetime) -> datetime:
    """A moment without a zone is UTC."""
    return value if value.tzinfo else value.replace(tzinfo=UTC)


def _attribute(value: object) -> str | None:
    if value is None or isinstance(value, dict | list | tuple):
        return None
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return str(value).strip() or None


def attributes_as_text(value: object) -> object:
    """Numbers and booleans become text, lists become tuples, empty values are left out."""
    if not isinstance(value, Mapping):
        return value
    out: dict[str, AttributeValue] = {}
    for name, given in value.items():
        if type(given) is str and type(name) is str:
            # Nearly every attribute of nearly every catalog: a third of the time of the general way.
            if (text := given.strip()) and (key := name.strip()):
                out[key] = text
            continue
        several = given if isinstance(given, list | tuple) else (given,)
        texts = tuple(dict.fromkeys(text for text in map(_attribute, several) if text))
        key = str(name).strip()
        if texts and key:
            out[key] = texts[0] if len(texts) == 1 else texts
    return out


Money = Annotated[float, Field(ge=0, le=1e12), AfterValidator(finite)]
Stripped = Annotated[str, BeforeValidator(stripped)]
ProductId = Annotated[
    str, BeforeValidator(stripped), Field(min_length=1, max_length=256, pattern=r"^[^\x00-\x1f\x7f]*$")
]
"""Without control characters: a NUL fits in no text column of PostgreSQL, a line break in no header."""
Timestamp = Annotated[datetime, AfterValidator(aware)]
Number = Annotated[float, Field(ge=-1e12, le=1e12), AfterValidator(finite)]
EventValue = Number | Annotated[str, Field(max_length=2000, pattern=r"^[^\x00]*$")]
