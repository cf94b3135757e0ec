"""What is learned from and what is asked: the last item, the last order, or what came after a moment."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from eval.errors import DatasetError
from eval.recommend.dataset import Case, Dataset
from retrieval.behaviour.steps import History, Steps

Split = Literal["last-item", "last-order", "time"]
LATER = 0.1
"""Share of the steps that come after the moment of the split by time."""


@dataclass(frozen=True, slots=True)
class Task:
    """Steps to learn from, and cases whose answers are not among them."""

    train: Steps
    cases: tuple[Case, ...]


def split(dataset: Dataset, how: Split) -> Task:
    """The given cases where there are any; otherwise one case per shopper who has a step to spare.

    Raises:
        DatasetError: nobody has.
    """
    if dataset.given:
        return Task(dataset.steps, dataset.given)
    steps = dataset.steps
    held = _held_back(steps, how)
    train = steps.only(~held)
    cases = tuple(_cases(steps, held))
    if not cases:
        raise DatasetError(
            f"{dataset.name}: with --split {how} no shopper has a history and something chosen after it "
            "(what was only shown or dismissed is not chosen)"
        )
    return Task(train, cases)


def _held_back(steps: Steps, how: Split) -> NDArray[np.bool_]:
    """Shape (m,): whether a step is an answer."""
    if how == "time":
        return steps.time > np.quantile(steps.time, 1 - LATER)
    held = np.zeros(len(steps), dtype=np.bool_)
    for start, end in zip(steps.bounds[:-1], steps.bounds[1:], strict=True):
        if how == "last-item":
            held[end - 1] = end - start > 1
        elif steps.group[end - 1] > 0:
            held[start:end] = steps.group[start:end] == steps.group[end - 1]
    return held


def _cases(steps: Steps, held: NDArray[np.bool_]) -> list[Case]:
    out = []
    for start, end in zip(steps.bounds[:-1], steps.bounds[1:], strict=True):
        answers, known = held[start:end], ~held[start:end]
        liked = answers & (steps.weight[start:end] > 0)
        if not liked.any() or not known.any():
            continue
        history = History(
            steps.item[start:end][known],
            steps.time[start:end][known],
            steps.weight[start:end][known],
            steps.group[start:end][known],
        )
        out.append(Case(history, np.unique(steps.item[start:end][liked]).astype(np.int64)))
    return out
