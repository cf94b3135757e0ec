"""Our system as a shopper meets it: the real import, the real index, the real recommender."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from eval.retrieval.systems import Search
from eval.settings import temporary_settings
from retrieval.compose import Retrieval, open_retrieval
from retrieval.types import Product, Query


@contextmanager
def imported(catalog: Sequence[Product]) -> Iterator[Retrieval]:
    """Retrieval over ``catalog``, written into a data directory that is gone afterwards."""
    with (
        TemporaryDirectory(prefix="aisle-eval-", ignore_cleanup_errors=True) as folder,
        open_retrieval(temporary_settings(Path(folder))) as retrieval,
    ):
        retrieval.writer.put(catalog)
        yield retrieval


def aisle(retrieval: Retrieval) -> Search:
    """``recommend`` for the words of the query and nothing else, as a search box asks it."""

    def search(query: str, n: int) -> list[str]:
        ranking = retrieval.recommender.recommend(Query(text=query, limit=n))
        return [item.product.product_id for item in ranking.items]

    return search
