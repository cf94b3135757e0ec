"""The vector index brought back in step with the catalog: the rows are the truth, every index follows."""

from __future__ import annotations

import logging

import numpy as np

from retrieval.index.live import LiveCatalog
from retrieval.ports import VectorIndex

logger = logging.getLogger(__name__)
BATCH = 5000


def reconcile(live: LiveCatalog, index: VectorIndex) -> tuple[int, int]:
    """Vectors put back and orphans removed. Quick where the counts agree, which is the rule.

    They differ after a crash between the two writes, or when the index's folder was lost.
    """
    if index.count() == len(live):
        return 0, 0
    held = set(index.product_ids())
    orphans = [product_id for product_id in held if product_id not in live]
    index.delete(orphans)
    rows = np.flatnonzero(live.columns.alive[: live.columns.n])
    ids = [live.product_id(int(row)) for row in rows]
    missing = [(row, product_id) for row, product_id in zip(rows, ids, strict=True) if product_id not in held]
    for start in range(0, len(missing), BATCH):
        batch = missing[start : start + BATCH]
        index.upsert(
            [product_id for _, product_id in batch], live.vectors(np.array([row for row, _ in batch]))
        )
    logger.info("vector index brought in step: %d put back, %d orphans removed", len(missing), len(orphans))
    return len(missing), len(orphans)
