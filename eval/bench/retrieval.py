"""``aisle-eval bench retrieval``: filtered nearest neighbours, ours and Chroma's ``where``, at growing sizes.

Both answer the same query vectors with the 100 nearest products that pass the filter. Ours is timed with the
making of its mask. Recall is against the exact answer; a product as near as the hundredth counts as found.
Chroma answers from the very index that our import made, once its products have metadata.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from math import inf, nan
from pathlib import Path
from typing import Any

import numpy as np

from eval.bench.changes import METRICS as CHANGES
from eval.bench.changes import measure_changes
from eval.bench.chroma import with_metadata
from eval.bench.memory import resident_mib
from eval.bench.messages import messages
from eval.bench.shelves import FILTERS, Filter
from eval.bench.stocked import stocked
from eval.catalog import read_products
from eval.progress import counted, waiting
from eval.report import AISLE, Report
from eval.settings import temporary_settings
from eval.statistics import Estimate, mean_of, once, quantile_of
from retrieval.compose import Retrieval, open_retrieval
from retrieval.types import Vector

WHERE = "chroma_where"
N = 100
_WHERE_SECONDS = 15.0
"""Chroma's turn at one filter ends here, after at least ``_WHERE_QUERIES`` queries."""
_WHERE_QUERIES = 10
_AS_NEAR = 1e-5
_ASKED = ("p50_ms", "p99_ms", f"recall@{N}", "times_faster")
"""``times_faster``: Chroma's median over ours."""
_STARTED = ("start_s", "resident_mib", "resident_written_mib")
"""Memory after the queries, and again after the first writes, which make Chroma load its graph."""

Ask = Callable[[Vector], Sequence[str]]


def metrics(sizes: Sequence[int]) -> tuple[str, ...]:
    """What a run at these sizes reports: ``p50_ms/200k/90%``."""
    cells = (f"{size_name(size)}/{each.name}" for size in sizes for each in FILTERS)
    timed = tuple(f"{metric}/{cell}" for cell in cells for metric in _ASKED)
    whole = tuple(f"{metric}/{size_name(size)}" for size in sizes for metric in (*_STARTED, *CHANGES))
    return (*timed, *whole)


def size_name(size: int) -> str:
    """``200k``, ``1M``; a size that is neither stays a number."""
    for unit, letter in ((1_000_000, "M"), (1_000, "k")):
        if size % unit == 0:
            return f"{size // unit}{letter}"
    return str(size)


def measure_retrieval(catalog: Path, sizes: Sequence[int], queries: int, keep: Path | None = None) -> Report:
    """Every filter at every size, each catalog made from the titles of ``catalog``.

    Installations are made for the run, or kept in the folder ``keep`` and used again.

    Raises:
        FeedError: the catalog cannot be read.
        BenchFailed: an import did not succeed.
    """
    real = read_products(catalog)
    titles = [product.title for product in real]
    texts = messages(real, queries)
    ours: dict[str, Estimate] = {}
    where: dict[str, Estimate] = {}
    for size in sizes:
        name = size_name(size)
        with stocked(titles, size, keep) as data_dir:
            started = time.perf_counter()
            with open_retrieval(temporary_settings(data_dir)) as retrieval:
                ours[f"start_s/{name}"] = once(time.perf_counter() - started)
                asked = [retrieval.embedder.embed_query(text) for text in texts]
                for each in FILTERS:
                    ours |= _measure(
                        _planned(retrieval, each), asked, _exact(retrieval, each), f"{name}/{each.name}"
                    )
                ours[f"resident_mib/{name}"] = once(resident_mib())
                changes = measure_changes(retrieval, titles)
                ours |= {f"{metric}/{name}": value for metric, value in changes.items()}
                ours[f"resident_written_mib/{name}"] = once(resident_mib())
                with waiting(f"giving Chroma what {size:,} products are filtered by"):
                    collection = with_metadata(data_dir, titles, size)
                for each in FILTERS:
                    cell = f"{name}/{each.name}"
                    where |= _measure(
                        _where(collection, each), asked, _exact(retrieval, each), cell, _WHERE_SECONDS
                    )
                    ours[f"times_faster/{cell}"] = once(
                        where[f"p50_ms/{cell}"].mean / ours[f"p50_ms/{cell}"].mean
                    )
    return Report(
        title=f"filtered retrieval, {N} nearest",
        systems={AISLE: ours, WHERE: where},
        n=len(texts),
        config={"catalog": catalog.name, "sizes": list(sizes), "queries": len(texts), "n": N},
        notes=(
            "resident memory is of the whole benchmark; the first write makes Chroma load its graph",
            f"{WHERE} stops after {_WHERE_SECONDS:.0f} s a filter",
        ),
    )


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
    mask = live.columns.mask(given.constraints)
    reachable = min(N, int(mask.sum()))

    def recall(vector: Vector, answer: Sequence[str]) -> float:
        if not reachable:
            return nan
        similarities = live.table.held.full[: len(mask)] @ vector
        similarities[~mask] = -inf
        last = np.partition(similarities, len(mask) - reachable)[len(mask) - reachable]
        near = similarities[np.unique(live.rows(answer))] >= last - _AS_NEAR
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
