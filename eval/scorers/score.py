"""What a scorer is and what it gives."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from eval.scorers.answer import Answer


@dataclass(frozen=True, slots=True)
class Score:
    """A value, and what spoiled it, in words. NaN: there was nothing to score, which is not a zero."""

    value: float
    why: tuple[str, ...] = ()

    @property
    def scored(self) -> bool:
        """Whether there is a value at all."""
        return not math.isnan(self.value)


def unscored() -> Score:
    """Nothing to look at."""
    return Score(math.nan)


def share(wrong: Sequence[str], of: int) -> Score:
    """One minus the share of ``of`` places that something is wrong with, never below 0."""
    return Score(max(0.0, 1 - len(wrong) / of), tuple(wrong)) if of else unscored()


One: TypeAlias = Callable[[Answer], Score]
Many: TypeAlias = Callable[[Sequence[Answer]], Score]


@dataclass(frozen=True, slots=True)
class Scorer:
    """A named way of looking at answers.

    Exactly one of ``one`` (looks at each performance on its own; the mean counts) and ``many`` (looks at all
    performances of a case together) is given.
    """

    name: str
    about: str
    one: One | None = None
    many: Many | None = None
    lower_is_better: bool = False
    defect_below: float = 1.0
    """A value below this means that the defect is there (above it, where less is better)."""
    seeded: bool = True
    """Whether there is a defect to find; a measure of cost has none."""
    effect: float | None = None
    """The least difference that matters, where the suite's own makes no sense: tokens are no shares."""

    def __post_init__(self) -> None:
        if (self.one is None) == (self.many is None):
            raise ValueError(f"scorer {self.name}: give one of `one` and `many`")

    def flags(self, score: Score) -> bool:
        """Whether the score says that the defect is there."""
        if not score.scored:
            return False
        if self.lower_is_better:
            return score.value > self.defect_below
        return score.value < self.defect_below - 1e-9
