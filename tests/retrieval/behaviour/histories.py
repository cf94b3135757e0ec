"""Shoppers whose next step can be guessed, and shoppers whose next step cannot."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from retrieval.behaviour.steps import Steps

DAY = 86_400.0
PRODUCTS = 60


def steps_of(histories: list[list[int]], times: list[list[float]] | None = None) -> Steps:
    """One shopper per history; a day between two steps where no times are given."""
    when = times or [[DAY * at for at in range(len(history))] for history in histories]
    who = [shopper for shopper, history in enumerate(histories) for _ in history]
    return Steps.of(
        np.asarray(who, dtype=np.int32),
        np.asarray([item for history in histories for item in history], dtype=np.int32),
        np.asarray([moment for each in when for moment in each], dtype=np.float64),
    )


def walking(shoppers: int, seed: int) -> Steps:
    """Mostly on to the next product, sometimes anywhere."""
    random = np.random.default_rng(seed)
    return steps_of([_walk(random) for _ in range(shoppers)])


def wandering(shoppers: int, seed: int) -> Steps:
    """Anywhere, always."""
    random = np.random.default_rng(seed)
    return steps_of([random.permutation(PRODUCTS)[:8].tolist() for _ in range(shoppers)])


def _walk(random: np.random.Generator) -> list[int]:
    at, out = int(random.integers(PRODUCTS)), []
    left: NDArray[np.float64] = random.random(8)
    for chance in left:
        out.append(at)
        at = (at + 1) % PRODUCTS if chance < 0.8 else int(random.integers(PRODUCTS))
    return out
