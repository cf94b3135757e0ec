"""What a shopper answered, against the catalog: which products fit, and the interests that it makes."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from retrieval.index.columns import Columns, Mask
from retrieval.profile.interests import MOST_INTERESTS
from retrieval.types import Rows, Vectors

CATEGORY, PRICE = "category", "price"
DEEPER = f"{CATEGORY}:"
"""Begins the id of a question about a deeper level of the categories."""
TO = ".."
"""Between the bounds of a price level: ``"20..80"``, ``"80.."``."""
HANDFUL = 3
"""Interests that one chosen value becomes at most."""
SAMPLED = 2_000
"""Products looked at for one interest."""
_ROUNDS = 8

Answers = Mapping[str, Sequence[str]]
"""Question id → values chosen."""


def fitting(columns: Columns, rows: Rows, question: str, values: Sequence[str]) -> Mask:
    """Which of the rows fit one answer, shape (len(rows),); none where the catalog knows nothing of it."""
    out: Mask = np.zeros(len(rows), dtype=np.bool_)
    if question == PRICE:
        price = columns.price[rows]
        for bounds in filter(None, map(price_level, values)):
            out |= (price >= bounds[0]) & (price <= bounds[1])
        return out
    name = CATEGORY if question.startswith(DEEPER) else question
    column = columns.terms.get(name)
    return out if column is None else column.among(values, rows)


def price_level(value: str) -> tuple[float, float] | None:
    """``"20..80"`` → its bounds; None where it is no such thing."""
    low, found, high = value.partition(TO)
    try:
        bounds = float(low or 0), float(high or math.inf)
    except ValueError:
        return None
    return bounds if found and bounds[0] <= bounds[1] else None


def fit(columns: Columns, rows: Rows, answers: Answers) -> NDArray[np.float32]:
    """Share of the answers that each row fits, in [0, 1]; shape (len(rows),)."""
    total = np.zeros(len(rows), dtype=np.float32)
    for question, values in answers.items():
        total += fitting(columns, rows, question, values)
    return total / np.float32(max(1, len(answers)))


def unknown(columns: Columns, rows: Rows, answers: Answers) -> list[tuple[str, str]]:
    """Question and value of every answer that no product of the catalog fits."""
    return [
        (question, value)
        for question, values in answers.items()
        for value in values
        if not fitting(columns, rows, question, [value]).any()
    ]


def interests_from(
    columns: Columns, rows: Rows, vectors: Callable[[Rows], Vectors], answers: Answers
) -> Vectors:
    """Unit means of products that fit: a handful for each value of the answer that leads, (k, d), k ≤ 6.

    The kind of thing leads; of each chosen value those products count that fit most of the other answers.
    """
    given = {question: values for question, values in answers.items() if values}
    total = fit(columns, rows, given)
    lead = min(given, key=_leads, default=None)
    found: list[tuple[int, Rows]] = []
    for value in given[lead] if lead is not None else ():
        mine = fitting(columns, rows, lead or "", [value])
        if mine.any():
            best = rows[mine & (total >= total[mine].max() - 1e-6)]
            found.append((int(mine.sum()), best))
    found = sorted(found, key=lambda each: -each[0])[:MOST_INTERESTS]
    several = min(HANDFUL, MOST_INTERESTS // max(1, len(found)))
    means = [centres(vectors(spread_over(best, SAMPLED)), several) for _, best in found]
    return np.concatenate(means) if means else vectors(rows[:0])


def spread_over(rows: Rows, most: int) -> Rows:
    """``most`` of them, evenly."""
    return rows if len(rows) <= most else rows[np.linspace(0, len(rows) - 1, most).astype(np.int64)]


def centres(vectors: Vectors, most: int) -> Vectors:
    """Unit means of groups of unit vectors, the largest group first: shape (k, d), k ≤ ``most``."""
    vectors = vectors[vectors.any(axis=1)]
    if not len(vectors):
        return vectors
    chosen = [_unit(vectors.sum(axis=0))]
    while len(chosen) < most:
        # Whatever is furthest from every centre so far begins the next.
        near = (vectors @ np.stack(chosen).T).max(axis=1)
        if near.min() > 1 - 1e-3:
            break
        chosen.append(vectors[int(near.argmin())])
    held = np.stack(chosen)
    for _ in range(_ROUNDS):
        group = (vectors @ held.T).argmax(axis=1)
        held = np.stack([_unit(vectors[group == at].sum(axis=0)) for at in np.unique(group)])
    group = (vectors @ held.T).argmax(axis=1)
    sizes = np.bincount(group, minlength=len(held))
    out: Vectors = held[np.argsort(-sizes, kind="stable")]
    return out[: int((sizes > 0).sum())]


def _leads(question: str) -> tuple[bool, bool]:
    """Least first: what kind of thing; then any other property; the price last."""
    return question == PRICE, not (question == CATEGORY or question.startswith(DEEPER))


def _unit(vector: NDArray[np.float32]) -> NDArray[np.float32]:
    out: NDArray[np.float32] = vector / max(float(np.linalg.norm(vector)), 1e-9)
    return out
