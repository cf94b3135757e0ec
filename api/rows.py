"""Rows of a product write: read, checked one by one, counted."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import orjson
from fastapi import Request
from fastapi.exceptions import RequestValidationError
from pydantic import ValidationError

from api.jsonlines import lines
from api.problems import Problem
from retrieval.catalog.rows import reason_of
from retrieval.catalog.writer import Written
from retrieval.types import Product

BATCH = 1000


@dataclass(slots=True)
class Report:
    """What became of the rows so far."""

    added: int = 0
    updated: int = 0
    unchanged: int = 0
    embedded: int = 0
    rejected: list[dict[str, Any]] = field(default_factory=list)

    def add(self, written: Written) -> None:
        """Counts one batch."""
        self.added += written.added
        self.updated += written.updated
        self.unchanged += written.unchanged
        self.embedded += written.embedded

    def reject(self, index: int, reason: str) -> None:
        """Sets one row aside."""
        self.rejected.append({"index": index, "reason": reason})

    def wire(self) -> dict[str, Any]:
        """The contract's JSON shape."""
        return {
            "added": self.added,
            "updated": self.updated,
            "unchanged": self.unchanged,
            "embedded": self.embedded,
            "rejected": self.rejected,
        }


async def batches(request: Request, report: Report) -> AsyncIterator[list[Product]]:
    """Good rows in batches; bad ones go to ``report``.

    Raises:
        Problem: the body is a JSON array that cannot be parsed.
    """
    batch: list[Product] = []
    async for index, row in _rows(request):
        product = _product(row, index, report)
        if product is not None:
            batch.append(product)
        if len(batch) == BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


async def _rows(request: Request) -> AsyncIterator[tuple[int, object]]:
    """Rows of an array, or raw lines: told apart by the first byte, whatever the content type claims."""
    if "ndjson" in request.headers.get("content-type", ""):
        index = 0
        async for line in lines(request.stream()):
            yield index, line
            index += 1
        return
    body = (await request.body()).strip()
    if not body.startswith(b"["):
        for index, line in enumerate(part for part in body.split(b"\n") if part.strip()):
            yield index, line
        return
    try:
        array = orjson.loads(body)
    except orjson.JSONDecodeError:
        raise Problem("malformed", "The body is not a valid JSON array.") from None
    for index, row in enumerate(array):
        yield index, row


def _product(row: object, index: int, report: Report) -> Product | None:
    if isinstance(row, bytes):
        try:
            row = orjson.loads(row)
        except orjson.JSONDecodeError:
            report.reject(index, "is not valid JSON")
            return None
    if not isinstance(row, dict):
        report.reject(index, "is not a JSON object")
        return None
    try:
        return Product.model_validate(row)
    except ValidationError as error:
        report.reject(index, reason_of(error))
        return None


def patch_of(body: bytes, product_id: str) -> dict[str, Any]:
    """The changes that a merge patch asks for. Raises :class:`Problem` where it is none."""
    try:
        changes = orjson.loads(body)
    except orjson.JSONDecodeError:
        raise Problem("malformed", "The body is not valid JSON.") from None
    if not isinstance(changes, dict):
        raise Problem("malformed", "The body must be a JSON object.")
    if changes.get("product_id", product_id) != product_id:
        raise RequestValidationError(
            [{"type": "value_error", "loc": ("body", "product_id"), "msg": "cannot be changed"}]
        )
    return changes


def merged(product: Product, changes: Mapping[str, Any]) -> Product:
    """The product after an RFC 7396 merge.

    Raises:
        RequestValidationError: the result is not a product; by JSON pointer.
    """
    after = _merge(product.model_dump(mode="json", exclude_none=True), changes)
    try:
        return Product.model_validate(after)
    except ValidationError as error:
        found = error.errors(include_url=False, include_context=False)
        raise RequestValidationError([{**item, "loc": ("body", *item["loc"])} for item in found]) from None


def _merge(target: Any, changes: Mapping[str, Any]) -> dict[str, Any]:
    out = dict(target) if isinstance(target, dict) else {}
    for name, value in changes.items():
        if value is None:
            out.pop(name, None)
        else:
            out[name] = _merge(out.get(name), value) if isinstance(value, dict) else value
    return out
