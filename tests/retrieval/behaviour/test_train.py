from __future__ import annotations

import numpy as np
import pytest

from retrieval.behaviour.content import Content
from retrieval.behaviour.ranker import FEATURES, Ranker, listed
from retrieval.behaviour.train import FEWEST_JUDGED, Trained, ndcg, scorer_of, train
from tests.retrieval.behaviour.histories import PRODUCTS, steps_of, walking, wandering

SHOPPERS = 120
"""Just enough for a ranker to be trained and judged."""
NOTHING = Content.none(PRODUCTS)


@pytest.fixture(scope="module")
def walked() -> Trained:
    return train(walking(SHOPPERS, seed=1), PRODUCTS, NOTHING, seed=3)


def test_the_rung_is_the_best_of_what_was_held_back(walked: Trained) -> None:
    report = walked.report
    assert report.judged >= FEWEST_JUDGED
    assert set(report.ndcg) == {"content", "item-to-item", "learned"}
    best = max(report.ndcg.values())
    assert report.ndcg[report.rung] == pytest.approx(best, abs=1e-4)
    assert (walked.ranker is not None) == (report.rung == "learned")
    assert f"{report.ndcg[report.rung]:.4f}" in report.why


def test_what_can_be_guessed_is(walked: Trained) -> None:
    history = steps_of([[10, 11, 12, 13]]).histories()
    (found,) = listed(walked.models, history, repeats=False)
    best = found.items[np.argmax(scorer_of(walked)(found.features))]
    assert best == 14


def test_the_same_seed_the_same_ranker(walked: Trained) -> None:
    again = train(walking(SHOPPERS, seed=1), PRODUCTS, NOTHING, seed=3)
    assert again.report.ndcg == walked.report.ndcg
    history = steps_of([[10, 11, 12, 13]]).histories()
    (found,) = listed(walked.models, history, repeats=True)
    assert np.array_equal(scorer_of(again)(found.features), scorer_of(walked)(found.features))


def test_the_champion_stays_where_the_new_one_is_no_better() -> None:
    steps = wandering(SHOPPERS, seed=1)
    examples = listed(train(steps, PRODUCTS, NOTHING).models, steps.histories()[:SHOPPERS], repeats=True)
    wanted = [each.items[:1] for each in examples]
    champion = Ranker.trained(examples, wanted, seed=0)
    first = train(steps, PRODUCTS, NOTHING, seed=3, champion=champion)
    assert "learned before" in first.report.ndcg
    assert max(first.report.ndcg.values()) == pytest.approx(
        first.report.ndcg["learned before" if first.ranker is champion else first.report.rung], abs=1e-4
    )


def test_of_two_alike_the_one_in_force_stays(walked: Trained) -> None:
    if walked.ranker is None:
        pytest.skip("the simpler rung won here")
    again = train(walking(SHOPPERS, seed=1), PRODUCTS, NOTHING, seed=3, champion=walked.ranker)
    assert again.ranker is walked.ranker


def test_little_history_is_no_evidence() -> None:
    trained = train(walking(5, seed=1), PRODUCTS, NOTHING)
    assert trained.report.rung == "content"
    assert trained.ranker is None
    assert str(FEWEST_JUDGED) in trained.report.why


def test_no_history_at_all() -> None:
    trained = train(steps_of([]), 3, Content.none(3))
    assert (trained.report.steps, trained.report.rung) == (0, "content")


def test_contributions_add_up_to_the_score(walked: Trained) -> None:
    (found,) = listed(walked.models, steps_of([[10, 11]]).histories(), repeats=True)
    ranker = walked.ranker or Ranker.trained([found] * 400, [found.items[:1]] * 400, seed=0)
    told = ranker.contributions(found.features)
    assert told.shape == (len(found.items), len(FEATURES) + 1)
    assert np.allclose(told.sum(axis=1), ranker.scores(found.features), atol=1e-6)


def test_ties_count_against_the_scorer() -> None:
    (found,) = listed(
        train(walking(5, seed=1), PRODUCTS, NOTHING).models,
        steps_of([[1, 2]]).histories(),
        repeats=True,
        given=[np.arange(30)],
    )
    assert ndcg(lambda features: np.zeros(len(features)), [found], [np.asarray([4])]) == 0
    assert ndcg(lambda features: -np.arange(len(features), dtype=float), [found], [np.asarray([0])]) == 1


def test_a_new_product_is_reached_by_what_it_is() -> None:
    texts = [
        "red lamp",
        "blue lamp",
        "steel kettle",
        "red lamp shade",
        *[f"thing{n} number{n}" for n in range(9)],
    ]
    content = Content.of(np.zeros((len(texts), 2), dtype=np.float32), texts)
    trained = train(steps_of([[0, 1], [1, 0]]), len(texts), content)
    (found,) = listed(trained.models, steps_of([[0]]).histories(), repeats=False)
    assert 3 in found.items, "in nobody's history, and like what this shopper bought"
    assert 2 not in found.items
