"""What a ranker learns from is what it will be asked."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from retrieval.behaviour.content import Content
from retrieval.behaviour.examples import FOLDS, POSITIONS, Examples, Guessed
from retrieval.behaviour.steps import History, Steps

N = 9


def steps_of(baskets: list[list[list[int]]]) -> Steps:
    """Shoppers, their moments, what was chosen at each."""
    rows = [
        (shopper, item, moment)
        for shopper, moments in enumerate(baskets)
        for moment, items in enumerate(moments)
        for item in items
    ]
    shopper, item, time = (np.asarray([row[at] for row in rows]) for at in range(3))
    return Steps.of(shopper.astype(np.int32), item.astype(np.int32), time.astype(np.float64))


def examples(
    baskets: list[list[list[int]]], guessed: Guessed, repeats: bool = True
) -> list[tuple[History, set[int]]]:
    steps = steps_of(baskets)
    folds = np.arange(len(baskets)) % FOLDS
    found = Examples.of(steps, N, Content.none(N), folds, 0, repeats=repeats, guessed=guessed)
    assert len(found.lists) == len(found.fold) == len(found.histories)
    return [
        (history, set(wanted.tolist())) for history, wanted in zip(found.histories, found.wanted, strict=True)
    ]


def test_the_last_moment_is_guessed_whole_and_the_last_step_alone() -> None:
    baskets = [[[0, 1], [2, 3]], [[4], [5]]]
    moments = {tuple(history.item.tolist()): wanted for history, wanted in examples(baskets, "moment")}
    assert moments == {(0, 1): {2, 3}, (4,): {5}}
    steps = {tuple(history.item.tolist()): wanted for history, wanted in examples(baskets, "step")}
    assert steps == {(0,): {1}, (0, 1): {2}, (0, 1, 2): {3}, (4,): {5}}


def test_what_may_not_come_again_is_not_guessed() -> None:
    baskets = [[[0], [1], [0]], [[2], [3]]]
    assert {3} in [wanted for _, wanted in examples(baskets, "step", repeats=False)]
    assert all(0 not in wanted for _, wanted in examples(baskets, "step", repeats=False))
    assert any(0 in wanted for _, wanted in examples(baskets, "step", repeats=True))


BASKETS = st.lists(
    st.lists(st.lists(st.integers(0, N - 1), min_size=1, max_size=4, unique=True), min_size=1, max_size=5),
    min_size=1,
    max_size=6,
)


@given(BASKETS, st.sampled_from(("moment", "step")))
def test_what_is_wanted_came_right_after_what_is_known(
    baskets: list[list[list[int]]], guessed: Guessed
) -> None:
    steps = steps_of(baskets)
    whole = [history.item.tolist() for history in steps.histories()]
    found = examples(baskets, guessed)
    for history, wanted in found:
        known = history.item.tolist()
        assert known
        assert any(
            items[: len(known)] == known and set(items[len(known) : len(known) + len(wanted)]) == wanted
            for items in whole
        )
    moments = [len(moments) for moments in baskets]
    most = [len(items) - 1 for items in whole] if guessed == "step" else [each - 1 for each in moments]
    assert len(found) == sum(min(POSITIONS, each) for each in most)
