"""Matrix factorisation of who liked what: ALS for implicit feedback (Hu, Koren & Volinsky 2008)."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from retrieval.behaviour.sparse import matrix
from retrieval.behaviour.steps import History, Steps

FACTORS = 64
ITERATIONS = 12
REGULARISATION = 0.05
ALPHA = 10.0
"""How much more sure a liking is than its absence."""
_Matrix = NDArray[np.float32]


class Als:
    """``factors``: of the products, shape (n, FACTORS)."""

    def __init__(self, factors: _Matrix) -> None:
        self.factors = factors
        self._gram = (factors.T @ factors).astype(np.float64)

    @classmethod
    def of(cls, steps: Steps, n: int, seed: int) -> Als:
        """Seconds for a hundred thousand steps."""
        from implicit.cpu.als import AlternatingLeastSquares
        from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

        liked = steps.only(steps.weight > 0)
        shape = (int(liked.shopper.max()) + 1 if len(liked) else 1, n)
        chosen = matrix(liked.weight, liked.shopper, liked.item, shape)
        chosen.data = np.log1p(chosen.data)
        # implicit asks for one BLAS thread and warns of more.
        with threadpool_limits(1, "blas"):
            model = AlternatingLeastSquares(
                factors=FACTORS,
                iterations=ITERATIONS,
                regularization=REGULARISATION,
                alpha=ALPHA,
                random_state=seed,
                num_threads=1,
            )
            model.fit(chosen, show_progress=False)
        return cls(np.asarray(model.item_factors, dtype=np.float32))

    def beside(self, history: History, items: NDArray[np.int64]) -> NDArray[np.float64]:
        """Of some products, beside each other: 1 for the best of them, shape (k,)."""
        found = self.factors[items].astype(np.float64) @ self._shopper(history)
        best = float(found.max(initial=0.0))
        return np.maximum(found, 0.0) / best if best > 0 else np.zeros(len(items))

    def scores(self, histories: Sequence[History]) -> _Matrix:
        """Shape (b, n), for shoppers it never saw as well: their factors are found from their history."""
        users = np.stack([self._shopper(history) for history in histories])
        out: _Matrix = users.astype(np.float32) @ self.factors.T
        return out

    def _shopper(self, history: History) -> NDArray[np.float64]:
        liked = history.weight > 0
        if not liked.any():
            return np.zeros(self.factors.shape[1])
        items, inverse = np.unique(history.item[liked], return_inverse=True)
        confidence = ALPHA * np.log1p(np.bincount(inverse, weights=history.weight[liked]))
        held = self.factors[items].astype(np.float64)
        left = self._gram + (held.T * confidence) @ held + REGULARISATION * np.eye(held.shape[1])
        return np.asarray(np.linalg.solve(left, held.T @ (1 + confidence)), dtype=np.float64)
