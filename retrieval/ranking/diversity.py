"""A list that does not say the same thing twice."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from retrieval.types import Rows, Vectors


@dataclass(frozen=True, slots=True)
class Cap:
    """At most ``most`` products of a list may have the same code; -1 is no code, and free."""

    codes: NDArray[np.int32]
    """Shape (n,), in the order of the candidates given."""
    most: int


def collapse_families(order: Rows, family: NDArray[np.int64]) -> tuple[Rows, Rows]:
    """Of each family of variants the best stays: positions kept and removed, both in order."""
    _, first = np.unique(family[order], return_index=True)
    keep = np.zeros(len(order), dtype=np.bool_)
    keep[first] = True
    return order[keep], order[~keep]


def spread(
    order: Rows,
    score: NDArray[np.float32],
    vectors: Vectors,
    n: int,
    *,
    trade: float = 0.91,
    alike: float = 0.92,
    caps: Sequence[Cap] = (),
    exempt: NDArray[np.bool_] | None = None,
) -> Rows:
    """The first ``n`` positions of ``order``, each next one the best after a penalty for near-duplicates.

    Greedy maximal marginal relevance (Carbonell & Goldstein 1998): ``trade * score - (1 - trade) * likeness``
    with the likeness counted from ``alike`` (0) to the same vector (1), so that a list of different red
    kurtas stays whole, and five times the same kurta does not. A capped product waits for as long as any
    other is left.
    ``vectors`` has shape (len(order), d), in the order of ``order``, and so has ``exempt`` (n,): products
    that nothing here may move down.
    """
    n = min(n, len(order))
    remaining = trade * score[order].astype(np.float64)
    closest = np.full(len(order), -1.0)
    penalised = np.ones(len(order)) if exempt is None else (~exempt).astype(np.float64)
    counts: list[dict[int, int]] = [{} for _ in caps]
    blocked = np.zeros(len(order), dtype=np.bool_)
    chosen: list[int] = []
    for _ in range(n):
        worth = remaining - (1 - trade) * penalised * np.clip((closest - alike) / (1 - alike), 0, 1)
        if blocked.any():
            free = np.where(blocked, -np.inf, worth)
            worth = free if np.isfinite(free).any() else worth
        best = int(np.argmax(worth))
        chosen.append(best)
        remaining[best] = -np.inf
        np.maximum(closest, vectors @ vectors[best], out=closest)
        for cap, count in zip(caps, counts, strict=True):
            code = int(cap.codes[best])
            count[code] = count.get(code, 0) + 1
            if code >= 0 and count[code] >= cap.most:
                blocked |= (cap.codes == code) & (penalised > 0)
    out: Rows = order[chosen]
    return out


def cap_of(share: float, n: int, codes: NDArray[np.int32]) -> Cap | None:
    """At most this share of a list of ``n``; None where that is all of it."""
    return Cap(codes, max(1, math.ceil(share * n))) if share < 1 else None
