"""What a case demands, in words."""

from __future__ import annotations

from retrieval.types import Constraints


def in_words(wanted: Constraints) -> str:
    """``at most 60 · color: red or maroon · brand: not acme``; empty where nothing is demanded."""
    parts = []
    if wanted.price is not None:
        bounds = (("at least", wanted.price.min), ("at most", wanted.price.max))
        parts.append(" and ".join(f"{word} {bound:g}" for word, bound in bounds if bound is not None))
    parts += [f"{name.replace('_', ' ')}: {' or '.join(values)}" for name, values in wanted.include.items()]
    parts += [
        f"{name.replace('_', ' ')}: not {' or '.join(values)}" for name, values in wanted.exclude.items()
    ]
    if wanted.in_stock:
        parts.append("in stock")
    if wanted.sort is not None:
        parts.append(f"sorted by {wanted.sort.replace('_', ' ')}")
    return " · ".join(parts)
