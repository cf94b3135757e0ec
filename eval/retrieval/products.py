"""A judged document as the product a shop would have imported."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from eval.retrieval.beir import Document
from retrieval.types import Product

_LONGEST_TITLE = 2000
_LONGEST_TEXT = 100_000
_LONGEST_BRAND = 300
_LONGEST_ATTRIBUTE = 100


def products(documents: Iterable[Document]) -> list[Product]:
    """One product per document that has any text at all, under the document's id.

    Brand, categories and short texts of ``metadata`` become what they are in a feed. Stock and prices do
    not: a judgment of relevance does not look at them.
    """
    return [_product(document) for document in documents if document.title.strip() or document.text.strip()]


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
