"""What a stored product was made from, as two short hashes."""

from __future__ import annotations

from hashlib import blake2b

import orjson

from retrieval.ports import Embedder, Fingerprint
from retrieval.types import Product

SIZE = 16
"""Bytes of each hash."""


def fingerprint(product: Product, embedder: Embedder) -> Fingerprint:
    """Equal content: nothing to do. Equal text: the stored vector still holds."""
    document = product.model_dump(mode="json", exclude_defaults=True)
    content = orjson.dumps(document, option=orjson.OPT_SORT_KEYS)
    text = f"{embedder.name}\x00{embedder.text_of(product)}".encode()
    return Fingerprint(
        content=blake2b(content, digest_size=SIZE).digest(), text=blake2b(text, digest_size=SIZE).digest()
    )
