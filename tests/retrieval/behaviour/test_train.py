"""A ranker that is learned, stays only while it is better, and is the same for the same seed."""

from __future__ import annotations

import numpy as np
import pytest

from retrieval.behaviour.content import Content, tf_idf
from retrieval.behaviour.ranker import FEATURES, Ranker, listed
from retrieval.behaviour.steps import Steps
from retrieval.behaviour.train import Trained, blend, order_of, repeated, train
from retrieval.types import Product

N = 60


def habits(shoppers: int, *, pattern: bool, seed: int = 5) -> Steps:
    """Everybody goes from a product to the next one but two; or nobody does anything for a reason."""
    random = np.random.default_rng(seed)
    who, item, time = [], [], []
    for shopper in range(shoppers):
        at = int(random.integers(N))
        for moment in range(6):
            who.append(shopper)
            item.append(at)
            time.append(float(moment))
            follows = pattern and random.random() < 0.9
            at = (at + 3) % N if follows else int(random.integers(N))
    return Steps.of(np.asarray(who, np.int32), np.asarray(item, np.int32), np.asarray(time))


@pytest.fixture(scope="module")
def learned() -> Trained:
    return train(habits(400, pattern=True), N, Content.none(N), seed=1)


def test_what_everybody_does_next_is_learned(learned: Trained) -> None:
    report = learned.report
    assert report.rung == "learned"
    assert report.ndcg["learned"] > max(report.ndcg["content"], 0.8)
    (found,) = listed(learned.models, habits(1, pattern=True, seed=9).histories(), repeats=True)
    last = int(habits(1, pattern=True, seed=9).item[-1])
    (history,) = habits(1, pattern=True, seed=9).histories()
    best = found.items[np.argmax(order_of(learned, history, found))]
    assert best == (last + 3) % N


def test_the_same_seed_is_the_same_ranker(learned: Trained) -> None:
    again = train(habits(400, pattern=True), N, Content.none(N), seed=1)
    assert learned.ranker is not None
    assert again.ranker is not None
    assert again.ranker.text() == learned.ranker.text()
    assert again.report.ndcg == learned.report.ndcg


def test_a_ranker_survives_being_written_down(learned: Trained) -> None:
    assert learned.ranker is not None
    copy = Ranker.from_text(learned.ranker.text())
    features = np.random.default_rng(2).random((30, len(FEATURES)), dtype=np.float32)
    assert np.array_equal(copy.scores(features), learned.ranker.scores(features))
    assert copy.width == len(FEATURES)
    parts = copy.contributions(features)
    assert np.allclose(parts.sum(axis=1), copy.scores(features))
    with pytest.raises(ValueError, match="no ranker"):
        Ranker.from_text("tree\nnonsense")


def test_the_champion_stays_when_the_challenger_is_no_better(learned: Trained) -> None:
    noise = habits(400, pattern=False)
    assert learned.ranker is not None
    kept = train(habits(400, pattern=True, seed=6), N, Content.none(N), seed=2, champion=learned.ranker)
    assert kept.report.rung == "learned"
    worse = train(noise, N, Content.none(N), seed=2)
    assert worse.report.ndcg["learned"] < 0.4
    against = train(habits(400, pattern=True), N, Content.none(N), seed=1, champion=learned.ranker)
    # Equal on the same data: the one in force stays.
    assert against.ranker is learned.ranker
    assert "learned before" in against.report.why


@pytest.mark.parametrize("shoppers", [0, 1, 5])
def test_too_little_is_no_comparison(shoppers: int) -> None:
    found = train(habits(shoppers, pattern=True), N, Content.none(N))
    assert found.ranker is None
    assert found.report.rung == "content"
    assert "are needed" in found.report.why
    assert found.als is None


def test_repeats_are_noticed() -> None:
    once = Steps.of(np.asarray([0, 0], np.int32), np.asarray([1, 2], np.int32), np.asarray([0.0, 1.0]))
    basket = Steps.of(np.asarray([0, 0], np.int32), np.asarray([1, 1], np.int32), np.asarray([0.0, 0.0]))
    twice = Steps.of(np.asarray([0, 0], np.int32), np.asarray([1, 1], np.int32), np.asarray([0.0, 1.0]))
    assert not repeated(once)
    assert not repeated(basket)
    assert repeated(twice)


def test_masked_what_one_had_is_no_candidate(learned: Trained) -> None:
    histories = habits(3, pattern=True, seed=7).histories()
    for history, found in zip(histories, listed(learned.models, histories, repeats=False), strict=True):
        assert not np.isin(found.items, history.item).any()
        assert len(np.unique(found.items)) == len(found.items)


def test_words_that_tell_and_words_that_do_not() -> None:
    texts = ["red kettle", "red kettles", "red tent", "red zyx", ""] + ["red thing"] * 20
    words = tf_idf(texts)
    likeness = np.asarray((words @ words.T).todense())
    assert likeness[0, 1] == pytest.approx(1.0, abs=1e-5)
    assert likeness[0, 2] == 0.0, "a word that everything has says nothing"
    assert likeness[4].sum() == 0.0
    assert tf_idf([]).shape[0] == 0


def test_products_by_what_they_are_without_any_behaviour() -> None:
    texts = [f"blue mug number{n % 3}" for n in range(10)]
    vectors = np.zeros((10, 4), dtype=np.float32)
    vectors[:5, 0] = vectors[5:, 1] = 1.0
    product = Product(product_id="x", title="x")
    assert product.title == product.product_id
    content = Content.of(vectors, texts)
    history = Steps.of(np.asarray([0], np.int32), np.asarray([0], np.int32), np.asarray([0.0])).histories()
    trained = train(Steps.of(np.zeros(0, np.int32), np.zeros(0, np.int32), np.zeros(0)), 10, content)
    (found,) = listed(trained.models, history, repeats=False)
    best = found.items[np.argsort(-blend(found.features))[:4]]
    assert set(best.tolist()) == {1, 2, 3, 4}
