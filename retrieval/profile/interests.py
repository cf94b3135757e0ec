"""A shopper's interests as query vectors: several, for who buys tents and toys wants both."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from retrieval.behaviour.steps import engagement
from retrieval.types import Interaction, UserProfile, Vectors

MOST_INTERESTS = 6
ONE_INTEREST = 0.45
"""Likeness (cosine) from which a step belongs to an interest that is there already."""
HALF_LIFE_STEPS = 12.0
"""Steps after which a step counts half."""


def interest_vectors(profile: UserProfile | None, dimension: int) -> Vectors:
    """Those that are stated, shape (interests, dimension); none after a change of model."""
    vectors = [] if profile is None else [v for v in profile.interests if len(v) == dimension]
    return np.asarray(vectors, dtype=np.float32).reshape(len(vectors), dimension)


def interests_of(vectors: Vectors, steps: Sequence[Interaction]) -> Vectors:
    """Means of product vectors, weighted by recency and engagement, strongest first: shape (k, d), unit rows.

    ``vectors``: of the products of ``steps``, (m, d), oldest first. The latest step begins the first; an
    older one joins the nearest, or begins another. What was waved away pulls its interest the other way,
    and begins none.
    """
    d = vectors.shape[1]
    sums: list[Vectors] = []
    weights: list[float] = []
    recent = [
        (vector, engagement(step.type, step.value) * 0.5 ** (back / HALF_LIFE_STEPS))
        for back, (vector, step) in enumerate(zip(vectors[::-1], reversed(steps), strict=True))
        if vector.any()
    ]
    liked = [pair for pair in recent if pair[1] > 0]
    for vector, weight in (*liked, *(pair for pair in recent if pair[1] < 0)):
        alike = [float(vector @ total) / max(float(np.linalg.norm(total)), 1e-9) for total in sums]
        nearest = int(np.argmax(alike)) if alike else -1
        if alike and (alike[nearest] >= ONE_INTEREST or len(sums) == MOST_INTERESTS):
            sums[nearest] = sums[nearest] + np.float32(weight) * vector
            weights[nearest] += weight
        elif weight > 0:
            sums.append(np.float32(weight) * vector)
            weights.append(weight)
    kept = [at for at in np.argsort([-weight for weight in weights], kind="stable") if weights[at] > 0]
    if not kept:
        return np.zeros((0, d), dtype=np.float32)
    chosen = np.stack([sums[at] for at in kept])
    out: Vectors = chosen / np.maximum(np.linalg.norm(chosen, axis=1, keepdims=True), 1e-9)
    return out.astype(np.float32)
