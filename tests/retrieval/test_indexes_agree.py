"""Whatever was done to a catalog, in whatever order and chunks: every index holds what the rows say."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from retrieval.compose import Retrieval, open_retrieval
from retrieval.index.allows import allows
from retrieval.index.lexical import TantivyIndex
from retrieval.index.live import LiveCatalog
from retrieval.index.planner import Planner
from retrieval.ports import Neighbours
from retrieval.settings import RetrievalSettings
from retrieval.storage.products import SqlProductStore
from retrieval.types import Constraints, Product, Query, Vectors
from tests.examples import examples
from tests.retrieval.doubles import ExactIndex, HashEmbedder
from tests.retrieval.products import catalogs, constraints, products
from tests.retrieval.test_pipeline import House, house

EMBEDDER = HashEmbedder()
near = partial(pytest.approx, abs=1e-6)
"""One row more, and the same sum is rounded in another order."""


def found(live: LiveCatalog, wanted: Constraints, n: int) -> dict[str, float]:
    """The nearest that pass, best first, with their similarities."""
    (hits,) = Planner(live, ExactIndex()).nearest(
        EMBEDDER.embed_query("red mug")[None], live.columns.mask(wanted), n
    )
    return dict(zip(map(live.product_id, hits.rows.tolist()), hits.similarities.tolist(), strict=True))


def by_words(lexical: TantivyIndex, ids: Sequence[str]) -> dict[str, bool]:
    words = lexical.query("red steel mug tent")
    assert words is not None
    return {key: bool(score > 0) for key, score in zip(ids, words.scores(ids), strict=True)}


def same(one: House, other: House, wanted: Constraints, n: int) -> None:
    ids = [f"p{number}" for number in range(61)]
    everything = len(ids)
    assert found(one.live, wanted, everything) == near(found(other.live, wanted, everything))
    # Of those that tie for the last place any may be left out.
    nearest = list(found(other.live, wanted, n).values())
    assert list(found(one.live, wanted, n).values()) == near(nearest)
    assert one.live.vocabulary().values == other.live.vocabulary().values
    assert by_words(one.lexical, ids) == by_words(other.lexical, ids)
    assert one.lexical.count() == other.lexical.count() == len(one.live) == len(other.live)
    assert one.index.held.keys() == other.index.held.keys()
    for key, vector in one.index.held.items():
        np.testing.assert_array_equal(vector, other.index.held[key])


@settings(deadline=None, max_examples=examples(25))
@given(catalogs(), st.randoms(use_true_random=False), st.integers(1, 15), constraints(), st.integers(1, 8))
def test_an_import_in_any_order_and_chunks_gives_the_same_indexes(
    catalog: list[Product], random: Random, chunk: int, wanted: Constraints, n: int
) -> None:
    shuffled = random.sample(catalog, len(catalog))
    with house(catalog) as one, house([]) as other:
        for start in range(0, len(shuffled), chunk):
            other.writer.put(shuffled[start : start + chunk])
        same(one, other, wanted, n)


writes = st.lists(
    st.lists(products(), max_size=8)
    | st.lists(st.integers(0, 60).map("p{}".format), max_size=20).map(tuple[str, ...]),
    max_size=8,
)


@settings(deadline=None, max_examples=examples(25))
@given(writes, constraints(), st.integers(1, 8))
def test_a_catalog_with_a_history_is_as_one_made_today(
    history: list[list[Product] | tuple[str, ...]], wanted: Constraints, n: int
) -> None:
    now: dict[str, Product] = {}
    with house([]) as lived:
        for step in history:
            if isinstance(step, tuple):
                lived.writer.delete(step)
                now = {key: product for key, product in now.items() if key not in step}
            else:
                lived.writer.put(step)
                now |= {product.product_id: product for product in step}
            passing = {key for key, product in now.items() if allows(wanted, product)}
            assert found(lived.live, wanted, 61).keys() == passing, "seen by the next query"
        with house(list(now.values())) as fresh:
            same(lived, fresh, wanted, n)
        restarted = LiveCatalog(SqlProductStore(lived.engine), EMBEDDER.dimension, TantivyIndex())
        restarted.refresh()
        assert found(restarted, wanted, 61) == near(found(lived.live, wanted, 61))


class Unreliable(ExactIndex):
    """Leaves out what it likes, and still holds what is long gone."""

    def __init__(self, random: Random) -> None:
        super().__init__()
        self._random = random

    def query(self, vectors: Vectors, n: int) -> list[Neighbours]:
        answers = []
        for each in super().query(vectors, n):
            kept = [at for at in range(len(each.product_ids)) if self._random.random() < 0.7]
            ids = ["gone", *(each.product_ids[at] for at in kept)]
            answers.append(Neighbours(ids, np.asarray([1.0, *each.similarities[kept]], dtype=np.float32)))
        return answers


@settings(deadline=None, max_examples=examples(60))
@given(catalogs(), st.randoms(use_true_random=False), constraints(), st.integers(1, 12), st.integers(1, 3))
def test_no_filter_is_broken_and_no_place_left_empty_whatever_the_index_answers(
    catalog: list[Product], random: Random, wanted: Constraints, n: int, queries: int
) -> None:
    by_id = {product.product_id: product for product in catalog}
    asked = np.stack([EMBEDDER.embed_query(f"{number} mugs") for number in range(queries)])
    with house(catalog) as opened:
        index = Unreliable(random)
        index.held = opened.index.held
        mask = opened.live.columns.mask(wanted)
        answers = Planner(opened.live, index, scanned=0).nearest(asked, mask, n)

    for hits, vector in zip(answers, asked, strict=True):
        ids = [opened.live.product_id(row) for row in hits.rows.tolist()]
        assert all(allows(wanted, by_id[key]) for key in ids)
        assert len(set(ids)) == len(ids) == min(n, int(mask.sum()))
        np.testing.assert_allclose(hits.similarities, opened.live.vectors(hits.rows) @ vector, atol=1e-6)
        assert (np.diff(hits.similarities) <= 0).all()


@contextmanager
def opened(folder: Path) -> Iterator[Retrieval]:
    with open_retrieval(RetrievalSettings(data_dir=folder, database_url=None, chroma_url=None)) as retrieval:
        yield retrieval


def test_a_write_is_in_every_index_and_a_deletion_in_none() -> None:
    lamp = Product(product_id="lamp", title="Zyxomat lamp", price=30, availability="in_stock")
    rug = Product(product_id="rug", title="Wool rug", price=80, availability="in_stock")
    in_stock = Query(text="zyxomat lamp", constraints=Constraints(in_stock=True))

    def shown(retrieval: Retrieval) -> dict[str, float | None]:
        items = retrieval.recommender.recommend(in_stock).items
        return {item.product.product_id: item.product.price for item in items}

    def counts(retrieval: Retrieval) -> set[int]:
        holders = (retrieval.products, retrieval.index, retrieval.lexical)
        return {len(retrieval.live), *(holder.count() for holder in holders)}

    with tempfile.TemporaryDirectory() as folder:
        with opened(Path(folder)) as retrieval:
            retrieval.writer.put([lamp, rug])
            assert shown(retrieval) == {"lamp": 30, "rug": 80}
            retrieval.writer.put([lamp.model_copy(update={"price": 25.0})])
            assert shown(retrieval) == {"lamp": 25, "rug": 80}
            retrieval.writer.put([rug.model_copy(update={"availability": "out_of_stock"})])
            assert shown(retrieval) == {"lamp": 25}
            assert counts(retrieval) == {2}
            retrieval.writer.delete(["lamp"])
            assert counts(retrieval) == {1}
            assert set(retrieval.index.product_ids()) == {"rug"}
            assert "lamp" not in retrieval.live
            words = retrieval.lexical.query("zyxomat")
            assert words is not None
            assert not words.best(5).product_ids
        with opened(Path(folder)) as again:
            assert counts(again) == {1}
