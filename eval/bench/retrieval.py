"""``aisle-eval bench retrieval``: filtered nearest neighbours, ours and Chroma's ``where``, at growing sizes.

Both answer the same query vectors with the 100 nearest products that pass the filter. Ours is timed with the
making of its mask. Recall is against the exact answer; a product as near as the hundredth counts as found.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from math import inf, nan
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np

from eval.bench.chroma import empty_collection
from eval.bench.memory import resident_mib
from eval.bench.messages import messages
from eval.bench.shelves import FILTERS, Filter, metadata, shelved
from eval.catalog import read_products
from eval.progress import counted
from eval.report import AISLE, Report
from eval.settings import temporary_settings
from eval.statistics import Estimate, mean_of, once, quantile_of
from retrieval.compose import Retrieval, open_retrieval
from retrieval.types import Vector

WHERE = "chroma_where"
N = 100
_BATCH = 5000
_WHERE_SECONDS = 15.0
"""Chroma's turn at one filter ends here, after at least ``_WHERE_QUERIES`` queries."""
_WHERE_QUERIES = 10
_AS_NEAR = 1e-5

Ask = Callable[[Vector], Sequence[str]]


def metrics(sizes: Sequence[int]) -> tuple[str, ...]:
    """What a run at these sizes reports: ``p50_ms/200k/90%``."""
    cells = (f"{size_name(size)}/{each.name}" for size in sizes for each in FILTERS)
    timed = tuple(f"{metric}/{cell}" for cell in cells for metric in ("p50_ms", "p99_ms", f"recall@{N}"))
    return (*timed, *(f"resident_mib/{size_name(size)}" for size in sizes))


def size_name(size: int) -> str:
    """``200k``, ``1M``; a size that is neither stays a number."""
    for unit, letter in ((1_000_000, "M"), (1_000, "k")):
        if size % unit == 0:
            return f"{size // unit}{letter}"
    return str(size)


def measure_retrieval(catalog: Path, sizes: Sequence[int], queries: int) -> Report:
    """Every filter at every size, each catalog made from the titles of ``catalog``.

    Raises:
        FeedError: the catalog cannot be read.
    """
    real = read_products(catalog)
    titles = [product.title for product in real]
    texts = messages(real, queries)
    ours: dict[str, Estimate] = {}
    where: dict[str, Estimate] = {}
    for size in sizes:
        with _stocked(titles, size) as (retrieval, collection):
            asked = [retrieval.embedder.embed_query(text) for text in texts]
            for each in FILTERS:
                cell = f"{size_name(size)}/{each.name}"
                exact = _exact(retrieval, each)
                ours |= _measure(_planned(retrieval, each), asked, exact, cell)
                where |= _measure(_where(collection, each), asked, exact, cell, seconds=_WHERE_SECONDS)
            ours[f"resident_mib/{size_name(size)}"] = once(resident_mib())
    return Report(
        title=f"filtered retrieval, {N} nearest",
        systems={AISLE: ours, WHERE: where},
        n=len(texts),
        config={"catalog": catalog.name, "sizes": list(sizes), "queries": len(texts), "n": N},
        notes=(
            f"resident memory is of the whole benchmark; {WHERE} stops after {_WHERE_SECONDS:.0f} s a filter",
        ),
    )


@contextmanager
def _stocked(titles: Sequence[str], size: int) -> Iterator[tuple[Retrieval, Any]]:
    """Our retrieval and a Chroma collection with metadata, over the same products and vectors."""
    with TemporaryDirectory(prefix="aisle-eval-", ignore_cleanup_errors=True) as folder:
        collection = empty_collection(Path(folder) / "chroma")
        with open_retrieval(temporary_settings(Path(folder) / "aisle")) as retrieval:
            made = shelved(titles, size)
            while batch := list(islice(made, _BATCH)):
                retrieval.writer.put(batch)
                ids = [product.product_id for product in batch]
                collection.upsert(
                    ids=ids,
                    embeddings=retrieval.live.vectors(retrieval.live.rows(ids)),
                    metadatas=[metadata(product) for product in batch],
                )
            yield retrieval, collection


def _planned(retrieval: Retrieval, given: Filter) -> Ask:
    def ask(vector: Vector) -> list[str]:
        mask = retrieval.live.columns.mask(given.constraints)
        (hits,) = retrieval.planner.nearest(vector[None, :], mask, N)
        return [retrieval.live.product_id(int(row)) for row in hits.rows]

    return ask


def _where(collection: Any, given: Filter) -> Ask:
    def ask(vector: Vector) -> list[str]:
        found = collection.query(
            query_embeddings=[vector], n_results=N, where=given.where, include=["distances"]
        )
        ids: list[str] = found["ids"][0]
        return ids

    return ask


def _exact(retrieval: Retrieval, given: Filter) -> Callable[[Vector, Sequence[str]], float]:
    """Recall of an answer against the exact one; NaN where nothing passes the filter."""
    live = retrieval.live
    kept = np.flatnonzero(live.columns.mask(given.constraints))
    vectors = live.vectors(kept)

    def recall(vector: Vector, answer: Sequence[str]) -> float:
        reachable = min(N, len(kept))
        if not reachable:
            return nan
        similarities = vectors @ vector
        last = np.partition(similarities, len(kept) - reachable)[len(kept) - reachable]
        rows = live.rows(answer)
        found = np.intersect1d(rows, kept)
        near = live.vectors(found) @ vector >= last - _AS_NEAR
        return float(min(reachable, near.sum()) / reachable)

    return recall


def _measure(
    ask: Ask,
    vectors: Sequence[Vector],
    recall: Callable[[Vector, Sequence[str]], float],
    cell: str,
    seconds: float = inf,
) -> dict[str, Estimate]:
    times: list[float] = []
    recalls: list[float] = []
    ask(vectors[0])
    for vector in counted(vectors, cell):
        start = time.perf_counter()
        answer = ask(vector)
        times.append((time.perf_counter() - start) * 1000)
        recalls.append(recall(vector, answer))
        if sum(times) > seconds * 1000 and len(times) >= _WHERE_QUERIES:
            break
    return {
        f"p50_ms/{cell}": quantile_of(times, 0.50),
        f"p99_ms/{cell}": quantile_of(times, 0.99),
        f"recall@{N}/{cell}": mean_of(recalls),
    }
