"""How near two products stand on the shop's shelves."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from retrieval.index.columns import Columns
from retrieval.types import Rows


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
