"""The named baselines: each a score for every product, for a batch of histories."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from retrieval.behaviour.als import Als
from retrieval.behaviour.signals import Models, weights_of
from retrieval.behaviour.steps import History, Steps

Dense = NDArray[np.float32]
System = Callable[[Sequence[History]], Dense]
"""Histories to scores, shape (b, n)."""


def baselines(models: Models, train: Steps, seed: int) -> Mapping[str, System]:
    """By name, as in every report."""
    n, items = models.n, models.items
    als = Als.of(train, n, seed)
    root = 1 / np.sqrt(items.count + 1)
    likely = 1 / (items.follows.total + 1)

    def popular(histories: Sequence[History]) -> Dense:
        return np.tile(models.popularity.count.astype(np.float32), (len(histories), 1))

    def own_frequency(histories: Sequence[History]) -> Dense:
        out = np.zeros((len(histories), n), dtype=np.float32)
        for row, history in enumerate(histories):
            if not len(history):
                continue
            np.add.at(out[row], history.item, 1.0)
            # Among as frequent ones the latest.
            out[row, history.item] += 0.5 * (1 + history.group) / (2.0 + len(history) + history.group[-1])
        return out

    def item_knn(histories: Sequence[History]) -> Dense:
        scaled = items.together.spread(weights_of(histories, n).times_columns(root))
        return np.asarray(scaled * root, dtype=np.float32)

    def transitions(histories: Sequence[History]) -> Dense:
        return items.follows.spread(weights_of(histories, n).times_columns(likely))

    def content(histories: Sequence[History]) -> Dense:
        return models.content.spread(weights_of(histories, n).rows_to_one())[0]

    def blend(histories: Sequence[History]) -> Dense:
        follows = items.follows.spread(weights_of(histories, n).times_columns(root)) * np.sqrt(root)
        known = 0.6 * _of_best(content(histories)) + 0.3 * _of_best(follows.astype(np.float32))
        return np.asarray(known + 0.1 * models.popularity.log_share(), dtype=np.float32)

    return {
        "popular": popular,
        "own_frequency": own_frequency,
        "item_knn": item_knn,
        "transitions": transitions,
        "als": als.scores,
        "content": content,
        "blend": blend,
    }


def _of_best(scores: Dense) -> Dense:
    return np.asarray(scores / np.maximum(scores.max(axis=1, keepdims=True), 1e-9), dtype=np.float32)
