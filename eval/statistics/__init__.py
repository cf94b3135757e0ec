"""How sure a number is."""

from __future__ import annotations

from eval.statistics.bootstrap import (
    RESAMPLES,
    Estimate,
    mean_of,
    once,
    paired_difference,
    quantile_of,
    ratio_of,
)
from eval.statistics.clustered import Clustered, clustered_difference, clustered_mean
from eval.statistics.correction import holm
from eval.statistics.verdict import Verdict, judge

__all__ = [
    "RESAMPLES",
    "Clustered",
    "Estimate",
    "Verdict",
    "clustered_difference",
    "clustered_mean",
    "holm",
    "judge",
    "mean_of",
    "once",
    "paired_difference",
    "quantile_of",
    "ratio_of",
]
