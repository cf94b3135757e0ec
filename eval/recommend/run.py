"""``aisle-eval recommend``: what is trained by ``aisle train`` beside seven baselines, over all products."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from eval.errors import DatasetError
from eval.progress import counted
from eval.recommend.dataset import Case, Dataset, read_dataset
from eval.recommend.split import Split, Task, split
from eval.recommend.systems import System, baselines
from eval.report import AISLE, Report
from eval.statistics import once
from retrieval.behaviour.content import Content
from retrieval.behaviour.examples import Guessed
from retrieval.behaviour.ranker import listed
from retrieval.behaviour.train import Trained, described, order_of, repeated, train
from retrieval.embedding.wordllama import WordLlamaModel

METRICS = ("recall@10", "ndcg@10", "precision@10", "map@10", "recall@10_cold", "coverage")
Repeats = Literal["auto", "mask", "allow"]
K = 10
_BATCH = 256
_TIMED = 200
_TIMED_CANDIDATES = 500
Numbers = NDArray[np.int64]


def evaluate(folder: Path, how: Split = "last-item", repeats: Repeats = "auto", seed: int = 0) -> Report:
    """Full ranking; ties count against the system.

    Raises:
        DatasetError: the folder cannot be read as one.
    """
    dataset = read_dataset(folder)
    task = split(dataset, how)
    allowed = repeated(task.train) if repeats == "auto" else repeats == "allow"
    content = _content(dataset)
    # Learned from each history's own end, as it will be asked for: its last step, or all of its last moment.
    guessed: Guessed = "step" if how == "last-item" else "moment"
    trained = train(task.train, dataset.n, content, seed=seed, repeats=allowed, guessed=guessed)
    cases = [case for case in task.cases if allowed or not np.isin(case.wanted, case.history.item).all()]
    if not cases:
        raise DatasetError(
            f"{dataset.name}: every case asks only for what its shopper had; --repeats allow takes them too"
        )
    systems = baselines(trained.models, task.train, seed)
    tops: dict[str, list[Numbers]] = {AISLE: list(_ours(trained, cases, allowed))}
    for name, system in systems.items():
        tops[name] = list(_top(name, system, cases, allowed))
    cold = np.bincount(task.train.item, minlength=dataset.n) == 0
    values = {name: _measured(top, cases, cold, allowed) for name, top in tops.items()}
    report = Report.of_cases(
        f"recommendation on {folder.name}, {'given cases' if dataset.given else how}",
        values,
        {
            "dataset": folder.name,
            "products": dataset.n,
            "steps": len(task.train),
            "split": "given" if dataset.given else how,
            "repeats": "allow" if allowed else "mask",
            "seed": seed,
        },
        notes=(*dataset.notes, *_set_aside(task, cases), *_notes(trained, task, allowed, cold)),
    )
    shown = {name: len(np.unique(np.concatenate(top))) / dataset.n for name, top in tops.items()}
    systems_too = {
        name: {**metrics, "coverage": once(shown[name])} for name, metrics in report.systems.items()
    }
    return replace(report, systems=systems_too)


def _content(dataset: Dataset) -> Content:
    texts = [described(product) for product in dataset.products]
    if not any(texts):
        return Content.none(dataset.n)
    vectors = WordLlamaModel().embed_products(list(dataset.products))
    vectors[[at for at, text in enumerate(texts) if not text]] = 0.0
    missing = dataset.n - len(texts)
    vectors = np.concatenate([vectors, np.zeros((missing, vectors.shape[1]), dtype=np.float32)])
    return Content.of(vectors, [*texts, *[""] * missing])


def _ours(trained: Trained, cases: Sequence[Case], allowed: bool) -> Iterator[Numbers]:
    for batch in _batches(cases, AISLE):
        lists = listed(trained.models, [case.history for case in batch], repeats=allowed)
        for each, case in zip(lists, batch, strict=True):
            right = np.isin(each.items, case.wanted)
            scores = order_of(trained, case.history, each) if len(each.items) else np.zeros(0)
            yield each.items[np.lexsort((right, -scores))[:K]]


def _top(name: str, system: System, cases: Sequence[Case], allowed: bool) -> Iterator[Numbers]:
    for batch in _batches(cases, name):
        for scores, case in zip(system([case.history for case in batch]), batch, strict=True):
            yield best(scores, case, allowed)


def best(scores: NDArray[np.float32], case: Case, allowed: bool) -> Numbers:
    """The ten highest; of equal ones those that are wrong come first."""
    scores = scores.astype(np.float64)
    if not allowed:
        scores[case.history.item] = -np.inf
    k = min(K, len(scores))
    least = -np.partition(-scores, k - 1)[k - 1]
    worthy = np.flatnonzero((scores >= least) & np.isfinite(scores))
    right = np.isin(worthy, case.wanted)
    return worthy[np.lexsort((right, -scores[worthy]))[:K]]


def _batches(cases: Sequence[Case], name: str) -> Iterator[Sequence[Case]]:
    starts = range(0, len(cases), _BATCH)
    for start in counted(starts, name):
        yield cases[start : start + _BATCH]


def _measured(
    tops: Sequence[Numbers], cases: Sequence[Case], cold: NDArray[np.bool_], allowed: bool
) -> Mapping[str, list[float]]:
    """One value per case; NaN where a case has no cold product to find."""
    out: dict[str, list[float]] = {metric: [] for metric in METRICS if metric != "coverage"}
    for top, case in zip(tops, cases, strict=True):
        wanted = case.wanted if allowed else case.wanted[~np.isin(case.wanted, case.history.item)]
        hits = np.isin(top, wanted)
        most = min(K, len(wanted))
        places = np.arange(1, len(top) + 1)
        out["recall@10"].append(float(hits.sum() / most))
        ideal = (1 / np.log2(np.arange(most) + 2)).sum()
        out["ndcg@10"].append(float((hits / np.log2(places + 1)).sum() / ideal))
        out["precision@10"].append(float(hits.sum() / K))
        out["map@10"].append(float((hits * np.cumsum(hits) / places).sum() / most))
        new = wanted[cold[wanted]]
        found = np.isin(top, new).sum() / min(K, len(new)) if len(new) else np.nan
        out["recall@10_cold"].append(float(found))
    return out


def _set_aside(task: Task, cases: Sequence[Case]) -> Iterator[str]:
    had = len(task.cases) - len(cases)
    if had:
        yield f"{had:,} cases ask only for what their shopper had, which is masked: they were set aside."


def _notes(trained: Trained, task: Task, allowed: bool, cold: NDArray[np.bool_]) -> Iterator[str]:
    report = trained.report
    yield f"Trained in {report.seconds:.1f} s on {report.steps:,} steps of {report.shoppers:,} shoppers."
    yield report.why[0].upper() + report.why[1:]
    half, most = _timed(trained, task, allowed)
    yield f"Ranking {_TIMED_CANDIDATES} candidates for one shopper: p50 {half:.1f} ms, p99 {most:.1f} ms."
    asked = sum(bool(cold[case.wanted].any()) for case in task.cases)
    yield f"{int(cold.sum()):,} products are in nobody's history; {asked:,} cases ask for one."


def _timed(trained: Trained, task: Task, allowed: bool) -> tuple[float, float]:
    random = np.random.default_rng(0)
    taken = []
    for case in task.cases[:_TIMED]:
        k = min(_TIMED_CANDIDATES, trained.models.n)
        given = [random.choice(trained.models.n, k, replace=False).astype(np.int64)]
        started = time.perf_counter()
        (each,) = listed(trained.models, [case.history], repeats=allowed, given=given)
        order_of(trained, case.history, each)
        taken.append((time.perf_counter() - started) * 1000)
    return float(np.quantile(taken, 0.5)), float(np.quantile(taken, 0.99))
