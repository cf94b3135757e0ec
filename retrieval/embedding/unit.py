"""Vectors of unit length: cosine is then a dot product."""

from __future__ import annotations

import numpy as np

from retrieval.types import Vectors


def unit(vectors: Vectors) -> Vectors:
    """Each row of shape (n, d) scaled to length 1; a row of zeros stays zero."""
    norms = np.linalg.norm(vectors, axis=1, keepdims=True)
    out: Vectors = np.divide(vectors, norms, out=np.zeros_like(vectors), where=norms > 1e-12)
    return out
