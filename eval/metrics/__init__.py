"""Measures of a ranked list, each over one query; the mean over queries is taken elsewhere."""

from __future__ import annotations

from eval.metrics.graded import ndcg
from eval.metrics.relevant import average_precision, hits, precision, recall, reciprocal_rank
from eval.metrics.slots import SlotCounts, slot_counts, slots

__all__ = [
    "SlotCounts",
    "average_precision",
    "hits",
    "ndcg",
    "precision",
    "recall",
    "reciprocal_rank",
    "slot_counts",
    "slots",
]
