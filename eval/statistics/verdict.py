"""Better, worse, no difference, or not enough data: in words, with the effect and what would settle it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from statistics import NormalDist
from typing import Literal

from eval.statistics.clustered import Clustered

Word = Literal["better", "worse", "no difference", "not enough data"]
LEVEL = 0.05


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a paired comparison says about one metric."""

    metric: str
    word: Word
    difference: Clustered
    """New minus old."""
    p: float
    """After correction for all metrics looked at."""
    minimum: float
    """The least difference that matters."""
    more: int | None
    """So many more conversations would settle it if the difference stays what it is; None: it is settled, or
    no number would do."""

    def __str__(self) -> str:
        estimate = self.difference.estimate
        if math.isnan(estimate.mean):
            return f"{self.metric}: not enough data: no case was scored in both"
        cases, clusters = self.difference.cases, self.difference.clusters
        seen = f"{_count(cases, 'case')} in {_count(clusters, 'conversation')}"
        if self.word == "no difference" and not any((estimate.mean, *(estimate.ci95 or ()))):
            # Five cases that are alike do not show that the sixth would be.
            return f"{self.metric}: no difference: the same value in {'each of ' if cases > 1 else ''}{seen}"
        interval = "" if estimate.ci95 is None else f" [{estimate.ci95[0]:+.4g}, {estimate.ci95[1]:+.4g}]"
        text = f"{self.metric}: {self.word} ({estimate.mean:+.4g}{interval}, p = {self.p:.2g}"
        text += f", least effect {self.minimum:g}, {seen})"
        if self.word == "not enough data":
            text += (
                f": about {self.more:,} more conversation{'s' if self.more != 1 else ''} would settle it"
                if self.more is not None
                else ": it lies on the edge of what matters"
            )
        return text


def judge(
    metric: str, difference: Clustered, p: float, minimum: float, *, lower_is_better: bool = False
) -> Verdict:
    """The verdict on new minus old.

    It takes both: an interval that leaves 0 out (after correction), and an effect of at least ``minimum``.
    No difference means that the whole interval lies within ``minimum`` of 0.
    """
    estimate = difference.estimate
    if estimate.ci95 is None or math.isnan(estimate.mean):
        few = None if math.isnan(estimate.mean) else max(1, 20 - difference.clusters)
        return Verdict(metric, "not enough data", difference, p, minimum, few)
    low, high = estimate.ci95
    effect = abs(estimate.mean)
    if effect >= minimum and p < LEVEL and (low > 0 or high < 0):
        improved = (estimate.mean < 0) if lower_is_better else (estimate.mean > 0)
        return Verdict(metric, "better" if improved else "worse", difference, p, minimum, None)
    if -minimum < low and high < minimum:
        return Verdict(metric, "no difference", difference, p, minimum, None)
    return Verdict(metric, "not enough data", difference, p, minimum, _more(difference, p, minimum))


def _count(n: int, what: str) -> str:
    return f"{n:,} {what}{'s' if n != 1 else ''}"


def _more(difference: Clustered, p: float, minimum: float) -> int | None:
    """An interval narrows with the root of the number of clusters. ``p``: corrected, which asks for more."""
    estimate = difference.estimate
    assert estimate.ci95 is not None
    half = (estimate.ci95[1] - estimate.ci95[0]) / 2
    effect = abs(estimate.mean)
    room = effect if effect >= minimum else minimum - effect
    if room < minimum / 100:
        return None
    needed = difference.clusters * (half / room) ** 2
    if effect >= minimum:
        # As many metrics as it was corrected for have to be outdone by the same interval.
        looked_at = max(1.0, p / difference.p)
        needed *= (_normal(LEVEL / 2 / looked_at) / _normal(LEVEL / 2)) ** 2
    return max(1, math.ceil(1.5 * needed) - difference.clusters)


def _normal(tail: float) -> float:
    return -NormalDist().inv_cdf(tail)
