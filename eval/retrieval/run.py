"""``aisle-eval retrieval``: our ranking and three baselines over the same judged queries."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from eval.errors import DatasetError
from eval.metrics import ndcg, recall, reciprocal_rank
from eval.progress import counted
from eval.report import AISLE, Report
from eval.retrieval.beir import Collection, JudgedQuery, read_collection
from eval.retrieval.product_path import aisle, imported
from eval.retrieval.products import products
from eval.retrieval.systems import RRF_DEPTH, RRF_K, Search, bm25, dense, rrf

METRICS = ("ndcg@10", "recall@100", "mrr@10")
_DEPTH = 100


def evaluate(folder: Path) -> Report:
    """Every system over every judged query of the BEIR collection in ``folder``.

    A query with nothing relevant counts in no metric that needs something relevant.

    Raises:
        DatasetError: the folder cannot be read as one.
        MissingExtra: a baseline's package is not installed.
    """
    collection = read_collection(folder)
    notes = list(collection.notes)
    catalog = products(collection.documents, notes)
    if not catalog:
        raise DatasetError(f"{folder}: no document of corpus.jsonl can be a product: {'; '.join(notes)}")
    lexical = bm25(catalog)
    with imported(catalog) as retrieval:
        by_vector = dense(catalog, retrieval.embedder)
        systems: dict[str, Search] = {
            AISLE: aisle(retrieval),
            "bm25": lexical,
            "dense": by_vector,
            "rrf": rrf(lexical, by_vector),
        }
        values = {name: measure(collection, search, name) for name, search in systems.items()}
        embeddings = retrieval.embedder.name
    return Report.of_cases(
        f"retrieval on {folder.name}",
        values,
        {
            "collection": folder.name,
            "documents": len(collection.documents),
            "relevant_from": collection.relevant_from,
            "embeddings": embeddings,
            "rrf": {"k": RRF_K, "depth": RRF_DEPTH},
        },
        tuple(notes),
    )


def measure(collection: Collection, search: Search, name: str) -> dict[str, list[float]]:
    """Metric → one value per query, in the order of the collection."""
    values: dict[str, list[float]] = {metric: [] for metric in METRICS}
    for query in counted(collection.queries, name):
        for metric, value in _one(collection, query, search(query.text, _DEPTH)).items():
            values[metric].append(value)
    return values


def _one(collection: Collection, query: JudgedQuery, ranked: Sequence[str]) -> Mapping[str, float]:
    relevant = collection.relevant(query)
    return {
        "ndcg@10": ndcg(ranked, query.grades, 10),
        "recall@100": recall(ranked, relevant, 100),
        "mrr@10": reciprocal_rank(ranked, relevant, 10),
    }
