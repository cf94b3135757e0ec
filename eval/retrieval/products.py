"""A judged document as the product a shop would have imported."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from pydantic import ValidationError

from eval.retrieval.beir import Document
from retrieval.catalog.rows import reason_of
from retrieval.types import Product

_LONGEST_TITLE = 2000
_LONGEST_TEXT = 100_000
_LONGEST_BRAND = 300
_LONGEST_ATTRIBUTE = 100


def products(documents: Iterable[Document], notes: list[str] | None = None) -> list[Product]:
    """One product per document that has any text at all, under the document's id.

    Brand, categories and short texts of ``metadata`` become what they are in a feed. Stock and prices do
    not: a judgment of relevance does not look at them. ``notes``: to which is added what cannot be one.
    """
    found: list[Product] = []
    empty = 0
    refused: list[str] = []
    for document in documents:
        if not (document.title.strip() or document.text.strip()):
            empty += 1
            continue
        try:
            found.append(_product(document))
        except ValidationError as error:
            refused.append(f"{document.document_id[:60]!r}: {reason_of(error)}")
    if notes is not None and empty:
        notes.append(f"{empty:,} documents have neither a title nor a text: no system can find them")
    if notes is not None and refused:
        notes.append(f"{len(refused):,} documents can be no product and were set aside ({refused[0]})")
    return found


def _product(document: Document) -> Product:
    title = document.title.strip() or document.text.strip()
    brand = document.metadata.get("brand")
    return Product(
        product_id=document.document_id,
        title=title[:_LONGEST_TITLE],
        description=document.text.strip()[:_LONGEST_TEXT] or None,
        brand=brand[:_LONGEST_BRAND] if isinstance(brand, str) and brand.strip() else None,
        categories=_texts(document.metadata.get("categories") or document.metadata.get("category")),
        attributes={
            name: value
            for name, value in document.metadata.items()
            if name not in ("brand", "categories", "category") and _is_attribute(value)
        },
    )


def _texts(value: Any) -> tuple[str, ...]:
    given = value if isinstance(value, list) else [value]
    return tuple(text for text in given if isinstance(text, str) and text.strip())


def _is_attribute(value: Any) -> bool:
    return isinstance(value, str) and 0 < len(value) <= _LONGEST_ATTRIBUTE and "://" not in value
