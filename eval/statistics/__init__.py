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

__all__ = ["RESAMPLES", "Estimate", "mean_of", "once", "paired_difference", "quantile_of", "ratio_of"]
