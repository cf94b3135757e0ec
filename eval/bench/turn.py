"""``aisle-eval bench turn``: the import of a catalog, then chat turns over HTTP on it.

Systems: ``aisle``, and ``chroma``: Chroma's own ``upsert`` of the same vectors alone, in the same run.
"""

from __future__ import annotations

import os
import platform
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from math import isnan
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import httpx
import numpy as np

from api.client import Aisle
from eval.bench.chat import ChatTurn, chat
from eval.bench.chroma import upsert_seconds
from eval.bench.importing import Import, measure_import, measure_start
from eval.bench.messages import messages
from eval.bench.overlay import METRICS as OVERLAY
from eval.bench.overlay import measure_overlay
from eval.bench.server import serving
from eval.errors import BenchFailed
from eval.progress import counted
from eval.report import AISLE, Report
from eval.settings import temporary_settings
from eval.statistics import Estimate, mean_of, once, quantile_of
from retrieval.storage.engine import open_engine
from retrieval.storage.products import SqlProductStore
from retrieval.types import Product, Vectors

QUANTILES = {"p50": 0.50, "p95": 0.95, "p99": 0.99}
_TIMES = ("ranking_ms", "done_ms")
_MODEL_TIMES = ("reorder_ms", "explanation_ms")
_PAGE = "recommendations_ms"
_IMPORT = ("import_rate", "import_vs_chroma", "import_peak_mib", "start_seconds")
_WARM_UP = 5
_SHUFFLE = 7


def metrics(model: bool, overlay: bool = True) -> tuple[str, ...]:
    """What a run reports, with a model or without one; ``overlay``: and what a model adds to a turn."""
    times = (*_TIMES, *_MODEL_TIMES) if model else _TIMES
    quantiles = tuple(f"{time}_{name}" for time in (*times, _PAGE) for name in QUANTILES)
    shares = ("reorders_in_time", "explained", "degraded") if model else ()
    return (*quantiles, *shares, *_IMPORT, *(OVERLAY if overlay else ()))


def measure_turns(catalog: Path, turns: int, model_url: str | None = None, explained: int = 0) -> Report:
    """Import ``catalog``, serve it, and chat ``turns`` times over one connection; ``explained`` times with a
    model that speaks at a steady pace.

    Raises:
        BenchFailed: a command, the server or a turn failed.
    """
    with TemporaryDirectory(prefix="aisle-eval-", ignore_cleanup_errors=True) as folder:
        data_dir, floor_dir = Path(folder) / "aisle", Path(folder) / "chroma"
        start = measure_start(Path(folder))
        imported = measure_import(catalog, data_dir)
        products, vectors = stored(data_dir)
        floor = upsert_seconds(floor_dir, [product.product_id for product in products], vectors)
        asked = messages(products, turns + _WARM_UP)
        with (
            serving(data_dir, model_url) as url,
            Aisle(url) as aisle,
            httpx.Client(base_url=url, timeout=60) as client,
        ):
            for message in asked[:_WARM_UP]:
                chat(aisle, message)
            taken = [chat(aisle, message) for message in counted(asked[_WARM_UP:], "turns")]
            pages = page_times(client, products, asked)
        overlay = measure_overlay(data_dir, asked[:explained]) if explained else {}
    n = len(products)
    return Report(
        title=f"turns over HTTP on {n:,} products, {'with' if model_url else 'without'} a model",
        systems={
            AISLE: {
                **_times(taken, model=model_url is not None),
                **{f"{_PAGE}_{name}": quantile_of(pages, q) for name, q in QUANTILES.items()},
                **(_overlay(taken) if model_url else {}),
                **_import(imported, n, floor),
                "start_seconds": once(start),
                **overlay,
            },
            "chroma": {"import_rate": once(n / floor)},
        },
        n=len(taken),
        config={
            "catalog": catalog.name,
            "products": n,
            "dimension": int(vectors.shape[1]),
            "model": model_url is not None,
            "warm_up": _WARM_UP,
            "explained": explained,
            "statuses": dict(Counter(turn.status for turn in taken)),
            "turns_without_ranking": sum(isnan(turn.ranking_ms) for turn in taken),
            "degraded": dict(sum((turn.degraded for turn in taken), Counter())),
            "machine": {"cores": os.cpu_count(), "python": platform.python_version()},
        },
        notes=(
            f"import: {imported.seconds:.1f} s, of which {start:.1f} s is the start of the process",
            f"Chroma's own upsert of the same vectors, alone: {floor:.1f} s; rates in products/s",
        ),
    )


def stored(data_dir: Path) -> tuple[list[Product], Vectors]:
    """Every product of an installation and its vector, shape (n, d), in one order that is no feed's."""
    engine = open_engine(temporary_settings(data_dir))
    try:
        rows = [row for changes in SqlProductStore(engine).changes(0) for row in changes.upserts]
    finally:
        engine.dispose()
    if not rows:
        raise BenchFailed("the import left no product in the catalog")
    order = np.random.default_rng(_SHUFFLE).permutation(len(rows))
    return [rows[i].product for i in order], np.stack([rows[i].vector for i in order])


def page_times(client: httpx.Client, products: Sequence[Product], asked: Sequence[str]) -> list[float]:
    """Milliseconds of ``POST /v1/recommendations`` as JSON, explained plainly: for a query, for a query
    with a price bound, and for a product's page, in turn.

    Raises:
        BenchFailed: an answer is no list.
    """
    taken = []
    for position, message in enumerate(counted(asked, "recommendations")):
        product = products[position % len(products)]
        bodies: tuple[dict[str, Any], ...] = (
            {"query": message},
            {"query": message, "filters": {"price": {"max": 20 + 10 * (position % 20)}}},
            {"product_id": product.product_id},
        )
        started = time.perf_counter()
        answer = client.post("/v1/recommendations", json=bodies[position % len(bodies)])
        taken.append((time.perf_counter() - started) * 1000)
        if answer.status_code != httpx.codes.OK or "items" not in answer.json():
            raise BenchFailed(f"POST /v1/recommendations answered {answer.status_code}")
    return taken[_WARM_UP:]


def _times(taken: Sequence[ChatTurn], *, model: bool) -> dict[str, Estimate]:
    times = (*_TIMES, *_MODEL_TIMES) if model else _TIMES
    return {
        f"{time}_{name}": quantile_of([getattr(turn, time) for turn in taken], q)
        for time in times
        for name, q in QUANTILES.items()
    }


def _overlay(taken: Iterable[ChatTurn]) -> dict[str, Estimate]:
    """What the model got done, over the turns that had an order to change."""
    listed = [turn for turn in taken if turn.cards > 1]
    return {
        "reorders_in_time": mean_of([float(not _degraded(turn, "rerank")) for turn in listed]),
        "explained": mean_of([float(not isnan(turn.explanation_ms)) for turn in listed]),
        "degraded": mean_of([float(turn.status == "degraded") for turn in listed]),
    }


def _degraded(turn: ChatTurn, part: str) -> bool:
    return any(key.startswith(f"{part} ") for key in turn.degraded)


def _import(imported: Import, n: int, floor: float) -> dict[str, Estimate]:
    return {
        "import_rate": once(n / imported.seconds),
        "import_vs_chroma": once(imported.seconds / floor),
        "import_peak_mib": once(imported.peak_mib),
    }
