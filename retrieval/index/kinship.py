"""How near two products stand on the shop's shelves."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from retrieval.index.columns import Columns, Mask
from retrieval.index.live import LiveCatalog
from retrieval.types import Rows

BROAD = 0.05
"""Share of the catalog from which a shelf holds more than one kind of thing."""
ALIKE, PERHAPS = 0.6, 0.35
"""Likeness (cosine) from which two products are of one kind; and from which they are where little else in the
catalog is as like: how near texts of one kind come depends on how a shop writes them."""
FEW = 0.02
"""Share of the catalog that is little."""
SAMPLED = 2_000


def kinship(columns: Columns, of: int, rows: Rows) -> NDArray[np.float32]:
    """Share of the category path of ``of`` that each row has too, in [0, 1]; shape (len(rows),).

    Vectors alone call a green bag similar to a green tent: a colour in both names counts like any word.
    """
    # Whole prefixes only ("Outdoor > Tents"): a segment alone may name another shelf ("Accessories").
    paths = columns.paths(of)
    near = np.zeros(len(rows), dtype=np.float32)
    if not paths:
        return near
    deepest = max(path.count(">") for path in paths) + 1
    for path in paths:
        has = columns.terms["category"].mask((path,), columns.n)[rows]
        np.maximum(near, np.float32((path.count(">") + 1) / deepest) * has, out=near)
    return near


def other_kind(live: LiveCatalog, of: int, rows: Rows) -> Mask:
    """Which of the rows are another kind of thing than ``of``, shape (len(rows),).

    Shelves tell it, where both stand on one and it is no broad one; likeness tells it otherwise.
    """
    columns = live.columns
    everything = np.flatnonzero(columns.alive[: columns.n])
    anchor = live.vectors(np.asarray([of]))[0]
    some = everything[np.linspace(0, len(everything) - 1, min(SAMPLED, len(everything))).astype(np.int64)]
    rare = float(np.quantile(live.vectors(some) @ anchor, 1 - FEW)) if len(some) else 1.0
    near = live.vectors(rows) @ anchor
    unlike: Mask = near < min(ALIKE, max(PERHAPS, rare))
    placed = columns.terms["category"].filled
    if not placed(np.asarray([of]))[0]:
        return unlike
    same = kinship(columns, of, rows) >= 1
    broad = (kinship(columns, of, everything) >= 1).mean() >= BROAD
    out: Mask = np.where(placed(rows), ~same | (unlike & broad), unlike)
    return out
