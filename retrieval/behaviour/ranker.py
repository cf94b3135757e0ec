"""A small learned ranker over the signals: LambdaMART (Burges 2010) by LightGBM."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from retrieval.behaviour.signals import (
    SIGNALS,
    SOURCES,
    Dense,
    Models,
    Weighed,
    content_signals,
    dense_signals,
    own_signals,
)
from retrieval.behaviour.steps import History

PER_SOURCE = 60
"""Best products of each source that become candidates."""
BATCH = 256
NEGATIVES = 300
"""Candidates beside the right ones in a training example, drawn at random from more. With 80 of them, half
the hardest, the ranker learned to tell those apart and lost a tenth of its NDCG."""
NORMALISED = tuple(name for name in SOURCES if name != "popular")
_BY_CONTENT = ("content", "words")
FEATURES = (*SIGNALS, *(f"{name} of the best" for name in NORMALISED))
ROUNDS = 120
MOST_IN_LEAF = 200
TWO_THREADS_FROM = 300_000
"""Rows."""
PARAMETERS: dict[str, Any] = {
    "objective": "lambdarank",
    "lambdarank_truncation_level": 20,
    "learning_rate": 0.06,
    "num_leaves": 15,
    "feature_fraction": 0.7,
    "bagging_fraction": 0.8,
    "bagging_freq": 1,
    "lambda_l2": 2.0,
    "deterministic": True,
    "force_row_wise": True,
    "verbose": -1,
}


@dataclass(frozen=True, slots=True)
class Listed:
    """Candidates of one history and what is known of each."""

    items: NDArray[np.int64]
    """Shape (k,), each once."""
    features: NDArray[np.float32]
    """Shape (k, len(FEATURES))."""


def listed(
    models: Models,
    histories: Sequence[History],
    *,
    repeats: bool,
    given: Sequence[NDArray[np.int64]] | None = None,
    per_source: int = PER_SOURCE,
) -> list[Listed]:
    """Candidates and features of each history. ``repeats``: whether what one had may be recommended again.

    ``given``: rank these instead of finding candidates.
    """
    out: list[Listed] = []
    for start in range(0, len(histories), BATCH):
        batch = histories[start : start + BATCH]
        weighed = Weighed.of(batch, models.n)
        dense = dense_signals(models, weighed)
        if given is None:
            sources = {
                **dense,
                **dict(zip(_BY_CONTENT, models.content.spread(weighed.recent_shares), strict=True)),
            }
            chosen = [candidates(sources, row, each, repeats, per_source) for row, each in enumerate(batch)]
        else:
            chosen = list(given[start : start + BATCH])
        for row, (history, items) in enumerate(zip(batch, chosen, strict=True)):
            out.append(Listed(items, features_of(models, history, items, weighed, dense, row)))
    return out


def features_of(
    models: Models,
    history: History,
    items: NDArray[np.int64],
    weighed: Weighed,
    dense: Mapping[str, Dense],
    row: int,
) -> NDArray[np.float32]:
    """Of some products for one history, which stands at ``row`` of what was weighed: (k, len(FEATURES))."""
    said = {name: values[row, items] for name, values in dense.items()}
    said |= content_signals(models.content, weighed, row, items)
    columns = [said[name] for name in SIGNALS if name in said]
    (own,) = own_signals([history], [items])
    best = [said[name] / max(float(said[name].max(initial=0.0)), 1e-9) for name in NORMALISED]
    return np.column_stack([*columns, *own.T, *best]).astype(np.float32)


def candidates(
    sources: Mapping[str, Dense], row: int, history: History, repeats: bool, per_source: int = PER_SOURCE
) -> NDArray[np.int64]:
    """The best of each source, and what the shopper had before where that may come again; each once."""
    found = []
    for name in SOURCES:
        if name not in sources:
            continue
        values = sources[name][row]
        k = min(per_source, len(values))
        best = np.argpartition(-values, k - 1)[:k]
        found.append(best[values[best] > 0])
    mine = np.unique(history.item).astype(np.int64)
    items = np.unique(np.concatenate([*found, mine]))
    return items if repeats else items[~np.isin(items, mine)]


class Ranker:
    """A trained ranker."""

    def __init__(self, booster: Any) -> None:
        self._booster = booster

    @classmethod
    def trained(cls, examples: Sequence[Listed], targets: Sequence[NDArray[np.int64]], seed: int) -> Ranker:
        """``targets[i]``: what the shopper of ``examples[i]`` did choose; examples without any of it are
        passed over."""
        import lightgbm

        random = np.random.default_rng(seed)
        rows, labels, groups = [], [], []
        for example, wanted in zip(examples, targets, strict=True):
            right = np.isin(example.items, wanted)
            if not right.any() or right.all():
                continue
            wrong = _negatives(right, random)
            keep = np.concatenate([np.flatnonzero(right), wrong])
            rows.append(example.features[keep])
            labels.append(right[keep])
            groups.append(len(keep))
        data = lightgbm.Dataset(
            np.concatenate(rows),
            label=np.concatenate(labels).astype(np.int8),
            group=groups,
            feature_name=[name.replace(" ", "_") for name in FEATURES],
            free_raw_data=True,
        )
        leaf = max(20, min(MOST_IN_LEAF, sum(groups) // 1000))
        # Two threads on few rows wait for each other, and beside a busy process for much longer.
        threads = 2 if sum(groups) > TWO_THREADS_FROM else 1
        parameters = {**PARAMETERS, "seed": seed, "min_data_in_leaf": leaf, "num_threads": threads}
        return cls(lightgbm.train(parameters, data, num_boost_round=ROUNDS))

    def scores(self, features: NDArray[np.float32]) -> NDArray[np.float64]:
        """Shape (k,): higher is better; of one list only."""
        out: NDArray[np.float64] = self._booster.predict(features, num_threads=1)
        return out

    def contributions(self, features: NDArray[np.float32]) -> NDArray[np.float64]:
        """Shape (k, len(FEATURES) + 1): how each feature moved each score; the last is where all begin."""
        out: NDArray[np.float64] = self._booster.predict(features, pred_contrib=True, num_threads=1)
        return out

    def importance(self) -> dict[str, float]:
        """Share of what was gained by splitting on each feature."""
        gains = self._booster.feature_importance("gain")
        return {
            name: float(gain / max(gains.sum(), 1e-9)) for name, gain in zip(FEATURES, gains, strict=True)
        }

    @property
    def width(self) -> int:
        """How many features it was trained on."""
        return int(self._booster.num_feature())

    def text(self) -> str:
        """The whole ranker, for :meth:`from_text`."""
        return str(self._booster.model_to_string())

    @classmethod
    def from_text(cls, text: str) -> Ranker:
        """Raises ValueError: it cannot be read."""
        import lightgbm

        try:
            return cls(lightgbm.Booster(model_str=text))
        except lightgbm.basic.LightGBMError as error:
            raise ValueError("this is no ranker") from error


def _negatives(right: NDArray[np.bool_], random: np.random.Generator) -> NDArray[np.int64]:
    wrong = np.flatnonzero(~right)
    return wrong if len(wrong) <= NEGATIVES else random.choice(wrong, NEGATIVES, replace=False)
