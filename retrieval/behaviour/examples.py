"""What a ranker learns from: histories that end early, and what came next.

Shoppers are dealt into folds. Examples of one fold are seen by models that were made without its shoppers, so
that nobody's next step is known before it is guessed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from retrieval.behaviour.content import Content
from retrieval.behaviour.pairs import ItemToItem
from retrieval.behaviour.popularity import Popularity
from retrieval.behaviour.ranker import Listed, listed
from retrieval.behaviour.signals import Models
from retrieval.behaviour.steps import History, Steps

FOLDS = 5
EXAMPLES = 12_000
"""Most that are looked at; the latest steps of each history first."""
POSITIONS = 4
"""Steps or moments of one history that become examples, the latest."""
Guessed: TypeAlias = Literal["moment", "step"]


@dataclass(frozen=True, slots=True)
class Example:
    """A history, and what came after it."""

    history: History
    wanted: NDArray[np.int64]
    """Shape (k,), each once."""
    back: int
    """How many were later than what is wanted."""


@dataclass(slots=True)
class Examples:
    """With their candidates; one entry per example in every list."""

    lists: list[Listed] = field(default_factory=list)
    wanted: list[NDArray[np.int64]] = field(default_factory=list)
    histories: list[History] = field(default_factory=list)
    fold: list[int] = field(default_factory=list)

    @classmethod
    def of(
        cls,
        steps: Steps,
        n: int,
        content: Content,
        fold_of: NDArray[np.int64],
        seed: int,
        *,
        repeats: bool,
        guessed: Guessed,
    ) -> Examples:
        """``n``: products. ``fold_of``: of each shopper, shape (shoppers,)."""
        random = np.random.default_rng([seed, 1])
        histories, out = steps.histories(), cls()
        fold_of_step = np.repeat(fold_of, np.diff(steps.bounds))
        cut = _before_moments if guessed == "moment" else _before_steps
        for fold in range(FOLDS):
            mine = [
                example
                for number in np.flatnonzero(fold_of == fold)
                for example in cut(histories[number], repeats)
            ]
            # The latest first, as the next one will be the latest.
            order = np.argsort(random.random(len(mine)) + [0.3 * each.back for each in mine], kind="stable")
            chosen = [mine[at] for at in order[: EXAMPLES // FOLDS]]
            if not chosen:
                continue
            models = models_of(steps.only(fold_of_step != fold), n, content)
            out.lists += listed(models, [each.history for each in chosen], repeats=repeats)
            out.wanted += [each.wanted for each in chosen]
            out.histories += [each.history for each in chosen]
            out.fold += [fold] * len(chosen)
        return out

    def where(self, keep: Callable[[int], bool]) -> tuple[list[Listed], list[NDArray[np.int64]]]:
        """Those whose fold is kept."""
        at = [i for i, fold in enumerate(self.fold) if keep(fold)]
        return [self.lists[i] for i in at], [self.wanted[i] for i in at]


def models_of(steps: Steps, n: int, content: Content) -> Models:
    """Everything but the ranker: seconds at most."""
    return Models(ItemToItem.of(steps, n), Popularity.of(steps, n), content)


def _before_moments(history: History, repeats: bool) -> Iterator[Example]:
    last = int(history.group[-1])
    for back in range(min(POSITIONS, last)):
        start, end = np.searchsorted(history.group, [last - back, last - back + 1])
        yield from _example(history, int(start), int(end), back, repeats)


def _before_steps(history: History, repeats: bool) -> Iterator[Example]:
    for back in range(min(POSITIONS, len(history) - 1)):
        end = len(history) - back
        yield from _example(history, end - 1, end, back, repeats)


def _example(history: History, start: int, end: int, back: int, repeats: bool) -> Iterator[Example]:
    """What is wanted stands from ``start`` to before ``end``; none where nothing of it was liked, or new."""
    before = History(
        history.item[:start], history.time[:start], history.weight[:start], history.group[:start]
    )
    wanted = np.unique(history.item[start:end][history.weight[start:end] > 0]).astype(np.int64)
    if not repeats:
        wanted = wanted[~np.isin(wanted, before.item)]
    if len(wanted):
        yield Example(before, wanted, back)
