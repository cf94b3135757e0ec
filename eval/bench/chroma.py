"""Chroma by itself: the floor under our import, and the filter that we do without."""

from __future__ import annotations

import time
from collections.abc import Sequence
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from eval.bench.shelves import metadata, shelved
from retrieval.compose import CHROMA_FOLDER
from retrieval.types import Vectors

if TYPE_CHECKING:
    from chromadb.api import ClientAPI

_BATCH = 5000


def upsert_seconds(folder: Path, ids: Sequence[str], vectors: Vectors) -> float:
    """How long Chroma takes to ``upsert`` these vectors, shape (n, d), into a new collection on disk."""
    collection = _client(folder).create_collection("bench", metadata={"hnsw:space": "cosine"})
    start = time.perf_counter()
    for first in range(0, len(ids), _BATCH):
        batch = slice(first, first + _BATCH)
        collection.upsert(ids=list(ids[batch]), embeddings=vectors[batch])
    return time.perf_counter() - start


def with_metadata(data_dir: Path, titles: Sequence[str], size: int) -> Any:
    """The collection that ``aisle`` keeps in ``data_dir``, its products given what ``where`` looks at."""
    (collection,) = _client(data_dir / CHROMA_FOLDER).list_collections()
    held = collection.get(ids=[f"p{size - 1}"], include=["metadatas"])["metadatas"]
    if not held or not held[0]:
        made = shelved(titles, size)
        while batch := list(islice(made, _BATCH)):
            collection.update(
                ids=[product.product_id for product in batch],
                metadatas=[metadata(product) for product in batch],
            )
    return collection


def _client(folder: Path) -> ClientAPI:
    import chromadb
    from chromadb.config import Settings

    return chromadb.PersistentClient(str(folder), settings=Settings(anonymized_telemetry=False))
