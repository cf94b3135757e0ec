"""How long the deterministic re-ranker takes: filters, scores, boosts and diversity over 500 candidates."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from eval.bench.messages import messages
from eval.report.report import AISLE, Report
from eval.settings import temporary_settings
from eval.statistics import quantile_of
from retrieval.catalog.importer import import_feed
from retrieval.compose import Retrieval, open_retrieval, open_writer
from retrieval.pipeline import now_utc
from retrieval.ranking.rank import rank
from retrieval.ranking.rules.compiled import Asked, CompiledRules
from retrieval.ranking.rules.load import bundled, compiled
from retrieval.types import Candidates, Query

CANDIDATES = 500
QUANTILES = {"p50_ms": 0.50, "p99_ms": 0.99}
RULES = """
extends = "default"
name = "bench"
[[filters.rules]]
name = "f"
drop = 'price < 1 or rating < 1.5'
[[boosts]]
name = "b"
when = 'brand in ["a", "b"] and price < 100'
points = 0.1
[[buries]]
name = "c"
when = 'tags == "x"'
points = 0.1
[diversity]
brand_share = 0.3
category_share = 0.5
lambda = 0.8
alike = 0.5
"""


def metrics() -> list[str]:
    """Every metric that a report has."""
    return [f"{name}_{plan}" for plan in ("bundled", "busy", "sort") for name in QUANTILES]


def measure_ranking(catalog: Path, queries: int) -> Report:
    """Import ``catalog``, find 500 candidates per query, and rank them by the bundled and by busy rules.

    Beside them the sort of 500 numbers, as a measure of the machine.
    """
    with tempfile.TemporaryDirectory() as folder:
        settings = temporary_settings(Path(folder))
        with open_writer(settings) as writer:
            import_feed(catalog, writer.put, data_dir=Path(folder))
        with open_retrieval(settings) as retrieval:
            products = [row.product for page in retrieval.products.changes(0) for row in page.upserts]
            asked = [_found(retrieval, text) for text in messages(products, queries)]
            taken = _taken(retrieval, [pair for pair in asked if len(pair[0].rows)])
    found = [len(candidates.rows) for candidates, _ in asked]
    return Report(
        title=f"the deterministic re-ranker, {CANDIDATES} candidates",
        systems={
            AISLE: {
                f"{name}_{plan}": quantile_of(times, q)
                for plan, times in taken.items()
                for name, q in QUANTILES.items()
            }
        },
        n=len(taken["bundled"]),
        config={"catalog": catalog.name, "products": len(products), "candidates": float(np.mean(found))},
        notes=(
            "milliseconds; busy: the bundled rules with a filter, a boost, a bury, two caps and a low lambda",
        ),
    )


def _taken(retrieval: Retrieval, asked: Sequence[tuple[Candidates, Asked]]) -> dict[str, list[float]]:
    plans: dict[str, CompiledRules] = {"bundled": bundled(), "busy": compiled(RULES, "bench")}
    out: dict[str, list[float]] = {"bundled": [], "busy": [], "sort": []}
    for candidates, request in asked:
        for name, rules in plans.items():
            rank(candidates, retrieval.live, rules, request)
            started = time.perf_counter()
            rank(candidates, retrieval.live, rules, request)
            out[name].append((time.perf_counter() - started) * 1000)
        started = time.perf_counter()
        np.argsort(candidates.signals["similarity"], kind="stable")
        out["sort"].append((time.perf_counter() - started) * 1000)
    return out


def _found(retrieval: Retrieval, text: str) -> tuple[Candidates, Asked]:
    query = Query(text=text, limit=10)
    live = retrieval.live
    n = live.columns.n
    found = retrieval.finder.find(query, None, live.columns.alive[:n].copy(), n=CANDIDATES)
    kept = np.argsort(-found.signals["similarity"])[:CANDIDATES]
    signals = {name: values[kept] for name, values in found.signals.items()}
    return Candidates(found.rows[kept], signals, found.total), Asked(query, None, now_utc())
