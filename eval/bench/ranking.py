"""How long the deterministic re-ranker takes: filters, scores, boosts and diversity over 500 candidates."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

import numpy as np

from retrieval.compose import Retrieval
from retrieval.pipeline import now_utc
from retrieval.ranking.rank import rank
from retrieval.ranking.rules.compiled import Asked, CompiledRules
from retrieval.ranking.rules.load import bundled, compiled
from retrieval.types import Candidates, Query

CANDIDATES = 500
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


def measure(retrieval: Retrieval, queries: Sequence[str], repeats: int = 20) -> dict[str, list[float]]:
    """Milliseconds of each run, by what was run; the candidates are found beforehand."""
    busy = compiled(RULES, "bench")
    plans: dict[str, CompiledRules] = {"bundled rules": bundled(), "busy rules": busy}
    out: dict[str, list[float]] = {name: [] for name in plans}
    asked = [_found(retrieval, query) for query in queries]
    for _ in range(repeats):
        for candidates, request in asked:
            for name, rules in plans.items():
                out[name].append(_ms(lambda: rank(candidates, retrieval.live, rules, request)))  # noqa: B023
    out["the 500 scores sorted"] = [
        _ms(lambda: np.argsort(-candidates.signals["similarity"], kind="stable"))  # noqa: B023
        for candidates, _ in asked * repeats
    ]
    return out


def _found(retrieval: Retrieval, text: str) -> tuple[Candidates, Asked]:
    query = Query(text=text, limit=10)
    live = retrieval.live
    n = live.columns.n
    found = retrieval.finder.find(query, None, live.columns.alive[:n].copy(), n=CANDIDATES)
    kept = np.argsort(-found.signals["similarity"])[:CANDIDATES]
    signals = {name: values[kept] for name, values in found.signals.items()}
    return Candidates(found.rows[kept], signals, found.total), Asked(query, None, now_utc())


def _ms(run: Callable[[], object]) -> float:
    started = time.perf_counter()
    run()
    return (time.perf_counter() - started) * 1000
