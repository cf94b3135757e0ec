"""A raw row to a product, or to the reason why not."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from retrieval.catalog import values
from retrieval.catalog.mapping import ColumnMapping, Plan
from retrieval.catalog.raw import BadRow, RawRow
from retrieval.types import Product

_CONVERT: Mapping[str, Callable[[object], object]] = {
    **dict.fromkeys(("product_id", "title", "description", "brand", "variant_of"), values.text),
    "categories": values.paths,
    "tags": values.words,
    "currency": values.currency,
    "availability": values.availability,
    "rating": values.decimal,
    "rating_count": values.whole,
    "margin": values.decimal,
    "attributes": values.members,
}
_MONEY = ("price", "sale_price")
_SHOWN = 3
"""Reasons given for one row."""


class RowReader:
    """Raw rows of one feed to products."""

    def __init__(self, mapping: ColumnMapping) -> None:
        # Rows of a feed have few different sets of columns: how to use one is worked out once.
        self._plan: Callable[[tuple[str, ...]], Plan] = lru_cache(maxsize=512)(mapping.plan)

    def product(self, row: RawRow) -> Product | BadRow:
        """The validated product, or the row with its reason."""
        try:
            return Product.model_validate(self.fields(row.fields))
        except ValidationError as error:
            return BadRow(row.line, reason_of(error), dict(row.fields))

    def product_id(self, row: RawRow) -> str:
        """The id alone, without validation; empty where there is none."""
        plan = self._plan(tuple(row.fields))
        column = next((column for field, column in plan.fields if field == "product_id"), None)
        return "" if column is None else str(values.text(row.fields[column])).strip()

    def fields(self, given: Mapping[str, object]) -> dict[str, object]:
        """What a product is validated from: empty cells left out, common spellings understood."""
        plan = self._plan(tuple(given))
        out: dict[str, object] = {}
        beside: str | None = None
        for field, column in plan.fields:
            value = given[column]
            if value is None or value == "" or (isinstance(value, str) and value.isspace()):
                continue
            if field in _MONEY:
                out[field], unit = values.money(value)
                beside = beside or unit
            elif (convert := _CONVERT.get(field)) is not None:
                out[field] = convert(value)
            else:
                out[field] = value
        if beside is not None:
            out.setdefault("currency", beside)
        if plan.attributes:
            _add_attributes(out, {name: given[column] for name, column in plan.attributes})
        return out


def _add_attributes(out: dict[str, object], others: Mapping[str, object]) -> None:
    stated = out.get("attributes", {})
    if isinstance(stated, Mapping):
        out["attributes"] = {**others, **stated}


def reason_of(error: ValidationError) -> str:
    """What is wrong with a product, in plain words: ``"price: must be 0 or more (got -3)"``."""
    details = error.errors(include_url=False)
    reasons = list(dict.fromkeys(f"{_place(each)}: {_words(each)}" for each in details))
    more = len(reasons) - _SHOWN
    return "; ".join(reasons[:_SHOWN]) + (f"; and {more} more" if more > 0 else "")


def _place(detail: ErrorDetails) -> str:
    steps = [str(step) for step in detail["loc"] if step not in ("str", "tuple[str, ...]")]
    return ".".join(steps) or "row"


def _words(detail: ErrorDetails) -> str:
    kind, context = detail["type"], detail.get("ctx", {})
    got = f" (got {_shown(detail['input'])})"
    if isinstance(detail["input"], float) and detail["input"] != detail["input"]:
        return f"is not a number{got}"
    match kind:
        case "missing":
            return "is missing"
        case "greater_than_equal":
            return f"must be {context['ge']:g} or more{got}"
        case "less_than_equal":
            return f"must be {context['le']:g} or less{got}"
        case "string_too_short" | "too_short":
            return "is empty"
        case "string_too_long" | "too_long":
            return f"is longer than {context['max_length']} characters"
        case "literal_error":
            return f"must be {context['expected']}{got}"
        case "float_parsing" | "float_type":
            return f"is not a number{got}"
        case "int_parsing" | "int_type" | "int_from_float":
            return f"is not a whole number{got}"
        case "string_type":
            return f"is not text{got}"
        case "tuple_type":
            return f"is not a list{got}"
        case "dict_type":
            return f"is not an object{got}"
        case "extra_forbidden":
            return "is no field of a product"
        case "string_pattern_mismatch" if detail["loc"][-1] in ("product_id", "variant_of"):
            return "holds a control character, such as a tab or a line break"
        case "string_pattern_mismatch" if detail["loc"][-1] == "currency":
            return f"must be a code of three letters, like EUR{got}"
        case _ if kind.startswith("datetime"):
            return f"is not a date and time like 2026-01-31T09:00:00Z{got}"
        case "value_error":
            return detail["msg"].removeprefix("Value error, ") + got
        case _:
            return detail["msg"][:1].lower() + detail["msg"][1:] + got


def _shown(value: object) -> str:
    shown = value if isinstance(value, str) else repr(value)
    return shown if len(shown) <= 60 else shown[:57] + "…"
