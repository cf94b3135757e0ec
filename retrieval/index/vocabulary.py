"""The catalog's own words, learned from the columns."""

from __future__ import annotations

import numpy as np

from retrieval.index.columns import SEPARATOR, Columns
from retrieval.index.heads import learned
from retrieval.types import Vocabulary


def learn(columns: Columns, revision: int) -> Vocabulary:
    """Values with counts per attribute name, and the spread of prices."""
    n = columns.n
    values = {name: column.values() for name, column in columns.terms.items()}
    # Paths stay filters; as words of a shopper only their single segments make sense.
    paths = tuple(sorted(value for value in values["category"] if SEPARATOR in value))
    categorised = columns.terms["category"].mask(tuple(values["category"]), n)
    alive = columns.alive[:n].copy()
    values["category"] = {
        value: count for value, count in values["category"].items() if SEPARATOR not in value
    }
    prices = columns.price[:n][alive]
    prices = prices[~np.isnan(prices)]
    quantiles = np.quantile(prices, np.linspace(0, 1, 11)) if len(prices) else ()
    currencies = columns.currency.values()
    rows = np.flatnonzero(alive)
    return Vocabulary(
        values={name: counts for name, counts in values.items() if counts or name in ("brand", "category")},
        revision=revision,
        currency=max(currencies, key=lambda code: (currencies[code], code), default=None),
        price_quantiles=tuple(float(price) for price in quantiles),
        paths=paths,
        without_category=float((alive & ~categorised).sum() / max(int(alive.sum()), 1)),
        heads=learned(columns.heads, columns.terms["brand"], columns.terms["category"], rows, SEPARATOR),
    )
