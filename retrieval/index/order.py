"""Orders that need no query: popularity, price, rating, date."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from retrieval.index.columns import Columns
from retrieval.types import Rows, Sort

PRIOR_RATING = 3.9
PRIOR_COUNT = 10.0
"""A product without ratings counts as ten usual ones: one lone five-star rating proves little."""


def bayesian_rating(columns: Columns, rows: Rows) -> NDArray[np.float32]:
    """Mean rating shrunk towards the usual one, on the scale 0 to 5; shape (len(rows),)."""
    rating = columns.rating[rows]
    count = np.where(np.isnan(rating), 0, np.maximum(columns.rating_count[rows], 1))
    total = np.nan_to_num(rating) * count + PRIOR_RATING * PRIOR_COUNT
    return np.asarray(total / (count + PRIOR_COUNT), dtype=np.float32)


def popularity(columns: Columns, rows: Rows) -> NDArray[np.float32]:
    """In [0, 1]: how good and how many ratings; shape (len(rows),)."""
    many = np.log1p(columns.rating_count[rows]) / np.log(100_000.0)
    return np.asarray(bayesian_rating(columns, rows) / 5 * np.minimum(many, 1), dtype=np.float32)


def sort_keys(columns: Columns, sort: Sort | None, rows: Rows) -> NDArray[np.float32]:
    """Ascending keys for an explicit order (unknown values last); by popularity where none is asked for."""
    if sort in ("price_asc", "price_desc"):
        price = columns.price[rows]
        return np.asarray(
            np.nan_to_num(price if sort == "price_asc" else -price, nan=np.inf), dtype=np.float32
        )
    if sort == "newest":
        return np.asarray(np.nan_to_num(-columns.published[rows], nan=np.inf), dtype=np.float32)
    if sort == "rating":
        return -bayesian_rating(columns, rows)
    return -popularity(columns, rows)
