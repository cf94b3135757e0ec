"""What a set of products has to choose from: every attribute's values, with how many have each."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from retrieval.index.columns import Columns, Mask

MOST_VALUES = 50
"""Of one attribute, the most frequent first: a longer list is no choice."""


def facets(columns: Columns, mask: Mask, most: int = MOST_VALUES) -> Mapping[str, Mapping[str, int]]:
    """Attribute name → value as the catalog writes it → products of ``mask``, shape (n,), that have it.

    Attributes that none of them has are left out; ``brand`` and ``category`` stand among the others, the
    attributes that most of them have first.
    """
    rows = np.flatnonzero(mask)
    found = {name: column.counts(rows) for name, column in columns.terms.items()}
    filled = {name: sum(counts.values()) for name, counts in found.items()}
    names = sorted((name for name in found if filled[name]), key=lambda name: (-filled[name], name))
    return {
        name: dict(sorted(found[name].items(), key=lambda item: (-item[1], item[0]))[:most]) for name in names
    }
