"""Chroma by itself: the floor under our import, and the filter that we do without."""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from retrieval.types import Vectors

_BATCH = 5000


def upsert_seconds(folder: Path, ids: Sequence[str], vectors: Vectors) -> float:
    """How long Chroma takes to ``upsert`` these vectors, shape (n, d), into a new collection on disk."""
    collection = empty_collection(folder)
    start = time.perf_counter()
    for first in range(0, len(ids), _BATCH):
        batch = slice(first, first + _BATCH)
        collection.upsert(ids=list(ids[batch]), embeddings=vectors[batch])
    return time.perf_counter() - start


def empty_collection(folder: Path) -> Any:
    """A new collection on disk, by cosine, with Chroma's own defaults."""
    import chromadb
    from chromadb.config import Settings

    client = chromadb.PersistentClient(str(folder), settings=Settings(anonymized_telemetry=False))
    return client.create_collection("bench", metadata={"hnsw:space": "cosine"})
