"""A shopper's interests as query vectors."""

from __future__ import annotations

import numpy as np

from retrieval.types import UserProfile, Vectors


def interest_vectors(profile: UserProfile | None, dimension: int) -> Vectors:
    """Shape (interests, dimension), strongest first; empty without a profile or after a change of model."""
    vectors = [] if profile is None else [v for v in profile.interests if len(v) == dimension]
    return np.asarray(vectors, dtype=np.float32).reshape(len(vectors), dimension)
